// What the other modules stand on: the playground's server on one side, elements on the other. Nothing here throws for what
// a server or a network may do, and nothing turns a text into markup: elements are built one by one, texts are text nodes.

const UNREACHABLE = "The playground does not answer. Is it still running?";
const RETRY = 1000; // ms after which a refused stream is asked for again

async function ask(path, init) {
  try {
    const answer = await (await fetch("/_playground/" + path, init)).json();
    return answer ?? { ok: false, error: UNREACHABLE };
  } catch {
    return { ok: false, error: UNREACHABLE };
  }
}

/** get asks for path with a query; the answer always has ok, and error when not ok. */
export const get = (path, query = {}) => ask(`${path}?${new URLSearchParams(query)}`);

/** post sends body as JSON; the answer always has ok, and error when not ok. */
export const post = (path, body) => ask(path, {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});

/**
 * listen follows the stream of what happens to the person `as`, and returns the function that ends it. opened is called at
 * each (re)connection, lost when it breaks (true: refused, which is final for EventSource, so it is opened anew here).
 */
export function listen(as, { opened, lost, happened }) {
  let source, timer;
  const open = () => {
    source = new EventSource("/_playground/stream?" + new URLSearchParams({ as }));
    source.onopen = opened;
    source.onmessage = (event) => happened(JSON.parse(event.data));
    source.onerror = () => {
      const refused = source.readyState === EventSource.CLOSED;
      lost(refused);
      if (refused) timer = setTimeout(open, RETRY);
    };
  };
  open();
  return () => { clearTimeout(timer); source.close(); };
}

/** byId is the element of index.html with that id. */
export const byId = (id) => document.getElementById(id);

/**
 * el builds an element: `on…` properties are listeners, the others attributes (true is empty; false, null and undefined are
 * left out); children are nodes, strings or nothing.
 */
export function el(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value != null && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child != null && child !== false));
  return node;
}

// Strokes on a field of 20 by 20.
const ICONS = {
  menu: "M3 5h14M3 10h14M3 15h14",
  close: "M5 5l10 10M15 5L5 15",
  send: "M3 3.5l14 6.5-14 6.5 2-6.5zM5 10h6",
  reply: "M4 4h12v9H9l-4 3.5V13H4zM7 7.5h6M7 10h4",
  trace: "M3 6h12m-3-3l3 3-3 3M17 14H5m3-3l-3 3 3 3",
  eye: "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zM10 8a2 2 0 1 1 0 4 2 2 0 0 1 0-4",
  down: "M10 4v12m-5-5l5 5 5-5",
  slash: "M4 3h12v14H4zM12 6.5l-4 7",
  warning: "M10 3l8 14H2zM10 8v4m0 2.5v.1",
};

/** icon draws one of ICONS in the colour of the text around it; it says nothing to a screen reader. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", "glyph");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** place makes nodes the children of parent and touches only what differs: what stays keeps its focus and its scroll. */
export function place(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  let at = parent.firstChild;
  for (const node of nodes) {
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
  }
}

const FOCUSABLE = "a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex]";

/** focusables are the elements below root that Tab can reach, in order. */
export const focusables = (root) => [...root.querySelectorAll(FOCUSABLE)]
  .filter((node) => node.tabIndex >= 0 && node.checkVisibility({ visibilityProperty: true }));

/** keepFocus runs draw, which replaces what is below root, and gives the focus to what says the same, or stands in its place. */
export function keepFocus(root, draw) {
  const held = document.activeElement;
  const inside = held !== root && root.contains(held);
  const at = inside ? focusables(root).indexOf(held) : -1;
  draw();
  if (!inside || root.contains(document.activeElement)) return;
  const now = focusables(root);
  const same = now.find((node) => node.tagName === held.tagName && node.id === held.id && node.textContent === held.textContent);
  (same ?? now[at] ?? root).focus({ preventScroll: true });
}

const hourCycle = new Intl.DateTimeFormat(undefined, { hour: "numeric" }).resolvedOptions().hourCycle;
const clockFormat = new Intl.DateTimeFormat("en", { hour: "numeric", minute: "2-digit", hourCycle });
const dayFormat = new Intl.DateTimeFormat("en", { weekday: "long", month: "long", day: "numeric" });
const fullFormat = new Intl.DateTimeFormat("en", { dateStyle: "full", timeStyle: "medium", hourCycle });

/** millis reads a message's ts, seconds with a fraction in a string. */
export const millis = (ts) => Number(ts) * 1000;
/** clockTime is the time of day, in English, with the hours of the reader's own country. */
export const clockTime = (ms) => clockFormat.format(ms);
/** fullTime is day and time to the second. */
export const fullTime = (ms) => fullFormat.format(ms);
/** dayOf names the day of ms as it is called at the moment now. */
export function dayOf(ms, now) {
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  const day = new Date(ms).toDateString();
  if (day === new Date(now).toDateString()) return "Today";
  if (day === yesterday.toDateString()) return "Yesterday";
  return dayFormat.format(ms);
}
