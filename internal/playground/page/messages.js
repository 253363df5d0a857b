// The list of messages of a channel or a thread. A message is drawn once and again only when it changed; whoever reads
// further up is not moved.

import { clockTime, dayOf, el, fullTime, icon, keepFocus, millis, place } from "./api.js";

const TOGETHER = 5 * 60 * 1000; // ms within which messages of one author share a head
const AT_END = 48; // px from the end that still count as the end

// The first letters of the first and last word of a name.
function initials(name) {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map(([first]) => first.toUpperCase()).join("") || "?";
}

/** avatar is the square that stands for a person; white keeps 4.5:1 against every hue at this lightness. */
export function avatar({ id, name, bot }) {
  const node = el("span", { class: bot ? "avatar bot" : "avatar", "aria-hidden": "true" }, initials(name));
  const hue = [...id].reduce((sum, letter) => (sum * 33 + letter.codePointAt(0)) % 9973, 0) * 77 % 360; // 77 sets like ids apart
  if (!bot) node.style.background = `hsl(${hue} 45% 32%)`;
  return node;
}

const count = (number, one, many) => `${number} ${number === 1 ? one : many}`;

/**
 * Conversation draws messages into root. hooks: person(id), now(), draw(message) gives a body, replies(message) gives
 * {count, last, users} or nothing, openThread(message) is left out where threads cannot be opened, trace(message).
 */
export class Conversation {
  #hooks;
  #key = "";
  #drawn = new Map(); // key of a list and ts -> row
  #dividers = new Map();
  #rows = el("div", { class: "rows" });
  #scroller = el("div", { class: "scroller", role: "region" }, this.#rows);
  #jump = el("button", { type: "button", class: "jump", hidden: true, onclick: () => this.toEnd() });
  #pinned = true; // to the end
  #top = 0;
  #unseen = 0;
  #last = "";

  constructor(root, hooks) {
    this.#hooks = hooks;
    root.append(el("div", { class: "list" }, this.#scroller, this.#jump));
    this.#scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.#rows.addEventListener("keydown", (event) => this.#walk(event));
    this.#rows.addEventListener("focusin", (event) => this.#rove(event.target.closest(".message")));
    const sizes = new ResizeObserver(() => this.#pinned && this.#drop());
    sizes.observe(this.#rows);
    sizes.observe(this.#scroller);
  }

  /** forget drops everything drawn so far. */
  forget() {
    this.#drawn.clear();
    this.#key = "";
  }

  /** show draws the list named key, which a screen reader calls label; intro stands above it all. */
  show(key, messages, label, intro = null) {
    const other = key !== this.#key;
    this.#key = key;
    this.#scroller.setAttribute("aria-label", label);
    const rows = messages.map((message, at) => this.#row(message, messages[at - 1]));
    place(this.#rows, [intro, ...this.#divided(messages, rows)].filter(Boolean));
    if (!this.#rows.contains(document.activeElement)) this.#rove(rows.at(-1));
    this.#arrived(messages, other);
  }

  /** toEnd scrolls to the last message. */
  toEnd() {
    this.#pinned = true;
    this.#caughtUp();
    this.#drop();
  }

  #caughtUp() {
    this.#unseen = 0;
    this.#jump.hidden = true;
  }

  #drop() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    const atEnd = scrollHeight - scrollTop - clientHeight < AT_END;
    if (atEnd) this.#caughtUp();
    // Growing rows move the end away from us; only a person scrolls up.
    if (atEnd || scrollTop < this.#top) this.#pinned = atEnd;
    this.#top = scrollTop;
  }

  #arrived(messages, other) {
    const fresh = messages.filter((message) => message.ts > this.#last).length;
    this.#last = messages.at(-1)?.ts ?? "";
    if (other || this.#pinned) return this.toEnd();
    this.#unseen += fresh;
    if (!this.#unseen) return;
    this.#jump.replaceChildren(icon("down"), count(this.#unseen, "new message", "new messages"));
    this.#jump.hidden = false;
  }

  #row(message, before) {
    const id = `${this.#key} ${message.ts}`;
    const row = this.#drawn.get(id) ?? el("article", { tabindex: "-1" });
    this.#drawn.set(id, row);
    const replies = this.#hooks.replies(message);
    const print = JSON.stringify([message, replies]);
    if (row.print !== print) keepFocus(row, () => this.#fill(row, message, replies));
    row.print = print;
    row.classList.toggle("continued", continues(message, before));
    return row;
  }

  #fill(row, message, replies) {
    const person = this.#hooks.person(message.user);
    const time = millis(message.ts);
    row.className = message.failed ? "message failed" : "message";
    row.dataset.ts = message.ts;
    row.setAttribute("aria-label", `${person.name}, ${clockTime(time)}`);
    const stamp = () => el("time", { datetime: new Date(time).toISOString(), title: fullTime(time) }, clockTime(time));
    row.replaceChildren(
      message.ephemeral ? el("p", { class: "only-you" }, icon("eye"), "Only visible to you", message.invoked && el("code", { dir: "auto" }, message.invoked)) : "",
      el("span", { class: "gutter" }, avatar(person), stamp()),
      el("div", { class: "content" },
        el("p", { class: "by" }, el("bdi", { class: "name" }, person.name), person.bot && el("span", { class: "badge" }, "App"), " ", stamp()),
        el("div", { class: "body", dir: "auto" }, message.failed && icon("warning"), this.#hooks.draw(message)),
        message.edited && el("span", { class: "edited" }, "(edited)"),
        replies && this.#summary(message, replies)),
      this.#tools(message));
  }

  #summary(message, { count: number, last, users }) {
    return el("button", { type: "button", class: "replies", onclick: () => this.#hooks.openThread(message) },
      ...users.map((id) => avatar(this.#hooks.person(id))),
      el("strong", null, count(number, "reply", "replies")),
      el("span", null, `Last reply ${dayOf(millis(last), this.#hooks.now()).toLowerCase()} at ${clockTime(millis(last))}`));
  }

  #tools(message) {
    const tool = (name, label, onclick) => el("button", { type: "button", title: label, "aria-label": label, onclick }, icon(name));
    return el("div", { class: "tools", role: "group", "aria-label": "Message actions" },
      this.#hooks.openThread && !message.ephemeral && tool("reply", "Reply in thread", () => this.#hooks.openThread(message)),
      tool("trace", "How did this get here?", () => this.#hooks.trace(message)));
  }

  #divided(messages, rows) {
    let before = "";
    return rows.flatMap((row, at) => {
      const day = dayOf(millis(messages[at].ts), this.#hooks.now());
      const same = day === before;
      before = day;
      return same ? [row] : [this.#divider(day), row];
    });
  }

  #divider(day) {
    if (!this.#dividers.has(day)) this.#dividers.set(day, el("div", { class: "divider", role: "separator", "aria-label": day }, el("span", null, day)));
    return this.#dividers.get(day);
  }

  // One message at a time is a stop of Tab; the arrows go to the others.
  #rove(row) {
    if (!row || row.tabIndex === 0) return;
    for (const other of this.#rows.querySelectorAll(".message[tabindex='0']")) other.tabIndex = -1;
    row.tabIndex = 0;
  }

  #walk(event) {
    if (!event.target.classList.contains("message")) return;
    const rows = [...this.#rows.querySelectorAll(".message")];
    const at = rows.indexOf(event.target);
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: rows.length - 1 }[event.key];
    if (!rows[to]) return;
    event.preventDefault();
    rows[to].focus();
  }
}

function continues(message, before) {
  if (!before || before.user !== message.user || before.ephemeral !== message.ephemeral || message.invoked) return false;
  const from = millis(before.ts), to = millis(message.ts);
  return to - from < TOGETHER && new Date(from).toDateString() === new Date(to).toDateString();
}
