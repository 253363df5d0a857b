// "How did this get here?": the requests and answers between Slack's side and the bot, of one message or the latest of all,
// in their order.

import { clockTime, el, get, icon, place } from "./api.js";

const SETTLE = 300; // ms of quiet before the list of all requests is asked for again
const LEGIBLE = 60_000; // characters of a body that are shown

/** Panel draws into root. closed() is called when its person closes it. */
export class Panel {
  #root; #closed;
  #query = null; // {} for all, {channel, ts} for one message
  #rows = new Map();
  #timer = 0;
  #list = el("ol", { class: "exchanges" });
  #state = el("p", { class: "state", role: "status" });
  #title = el("h2", { id: "panel-title", tabindex: "-1" });
  #about = el("p", { class: "about", dir: "auto" });

  constructor(root, closed) {
    this.#root = root;
    this.#closed = closed;
    root.append(
      el("header", { class: "head" }, this.#title,
        el("button", { type: "button", class: "icon", "aria-label": "Close the requests", onclick: () => this.close() }, icon("close"))),
      el("div", { class: "exchange-list" }, this.#about, this.#state, this.#list));
  }

  /** open shows what query asks for: {} or {channel, ts}. about says it in words. */
  open(query, about) {
    this.#query = query;
    this.#rows.clear();
    this.#title.textContent = query.ts ? "How did this get here?" : "All requests";
    this.#about.textContent = about;
    this.#list.replaceChildren();
    this.#state.textContent = "Loading…";
    this.#root.hidden = false;
    this.#title.focus({ preventScroll: true });
    return this.#load();
  }

  /** close hides the panel. */
  close() {
    if (this.#root.hidden) return;
    this.#root.hidden = true;
    this.#query = null;
    this.#closed();
  }

  /** refresh asks again, once things have been quiet for a moment, if the panel is open. */
  refresh() {
    clearTimeout(this.#timer);
    if (this.#query) this.#timer = setTimeout(() => this.#load(), SETTLE);
  }

  async #load() {
    const query = this.#query;
    const answer = await get("exchanges", query ?? {});
    if (!query || query !== this.#query) return;
    this.#state.textContent = answer.ok ? this.#summary(answer.exchanges) : answer.error;
    // A failure leaves what was there.
    if (answer.ok) place(this.#list, answer.exchanges.map((exchange) => this.#row(exchange)));
  }

  #summary(exchanges) {
    if (exchanges.length) return "";
    return this.#query.ts ? "No request led here: the playground wrote this itself." : "No request so far.";
  }

  #row(exchange) {
    const print = JSON.stringify(exchange);
    const known = this.#rows.get(exchange.id);
    if (known?.print === print) return known;
    const row = el("li", null, this.#details(exchange, known?.firstChild.open ?? Boolean(this.#query.ts)));
    row.print = print;
    this.#rows.set(exchange.id, row);
    return row;
  }

  // The parts are drawn when they are opened: two hundred bodies are many.
  #details(exchange, open) {
    const fill = () => {
      if (details.open && details.children.length === 1) details.append(...parts(exchange));
    };
    const details = el("details", { class: "exchange", open, ontoggle: fill }, summary(exchange));
    fill();
    return details;
  }
}

function summary(exchange) {
  const toBot = exchange.from === "slack";
  const { response } = exchange;
  const failed = exchange.error || !response || response.status >= 400;
  return el("summary", null,
    el("span", { class: `way ${toBot ? "in" : "out"}` }, toBot ? "Slack → bot" : "bot → Slack"),
    el("strong", null, exchange.name),
    el("span", { class: failed ? "status bad" : "status" }, response ? String(response.status) : "no answer"),
    el("span", { class: "what" },
      [exchange.what, exchange.attempt > 1 && `attempt ${exchange.attempt}`, duration(exchange.took), clockTime(exchange.at)].filter(Boolean).join(" · ")));
}

const duration = (ms) => (ms < 1000 ? `${Math.round(ms * 10) / 10} ms` : `${(ms / 1000).toFixed(1)} s`);

function parts({ request, response, error }) {
  return [
    error && el("p", { class: "refusal" }, error),
    request && part("Request", `${request.method} ${request.url}`, request),
    response && part("Answer", `Status ${response.status}`, response),
  ].filter(Boolean);
}

function part(name, line, { headers, body }) {
  const head = (headers ?? []).map(([key, value]) => `${key}: ${value}`).join("\n");
  const text = pretty(body ?? "", headers ?? []);
  return el("section", null,
    el("h3", null, name, copier(name, [line, head, "", body ?? ""].join("\n"))),
    el("pre", { tabindex: "0", "aria-label": `${name}, headers` }, el("b", null, line), head && `\n${head}`),
    text ? el("pre", { tabindex: "0", "aria-label": `${name}, body` }, cut(text)) : el("p", { class: "what" }, "Empty body"));
}

const cut = (text) => (text.length > LEGIBLE ? `${text.slice(0, LEGIBLE)}…` : text);

function copier(name, text) {
  const button = el("button", { type: "button", class: "quiet", "aria-label": `Copy the ${name.toLowerCase()}` }, "Copy");
  button.addEventListener("click", async () => {
    const done = await navigator.clipboard?.writeText(text).then(() => true, () => false);
    button.textContent = done ? "Copied" : "Not allowed here";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
  return button;
}

/** pretty lays out a body for reading: JSON indented, a form's fields one to a line. */
export function pretty(body, headers) {
  const type = headers.find(([key]) => key.toLowerCase() === "content-type")?.[1] ?? "";
  if (type.includes("x-www-form-urlencoded")) return form(body);
  return json(body);
}

function form(body) {
  return [...new URLSearchParams(body)].map(([key, value]) => {
    const text = json(value);
    return text.includes("\n") ? `${key} =\n${text}` : `${key} = ${text}`;
  }).join("\n");
}

// Only objects and lists: a bare number may be a ts, which must stay as it is.
function json(text) {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
