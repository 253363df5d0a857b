// Block Kit's interactive elements. renderElement gives one host node for an element; what it holds is kept in `fields`
// (read by blocks.js) and what happens goes to ctx.act. A malformed element throws an Error with a sentence for the box.

import { h, listOf, pick, renderMrkdwn, renderPlain, safeURL } from "./mrkdwn.js";

// fields: host node (marked data-bk-field) -> {block, action, type, required, read() -> the rest of its state,
// problem() -> a sentence or ""}.
export const fields = new WeakMap();

let serial = 0;
export const newID = (ctx, what) => `${ctx.prefix ?? "bk"}-${what}-${++serial}`;

// textNode draws a text object (plain_text or mrkdwn). It may come from outside, so it keeps its own direction.
export function textNode(object, ctx, look = "bk-text") {
  if (typeof object?.text !== "string") throw new Error("a text is missing or not text");
  const plain = object.type === "plain_text";
  if (!plain && object.type !== "mrkdwn") throw new Error("a text is neither plain_text nor mrkdwn");
  const inner = plain ? renderPlain(object.text, object.emoji !== false) : renderMrkdwn(object.text, ctx, { verbatim: object.verbatim === true });
  return h("span", { class: look, dir: "auto" }, inner);
}

const plainOf = (object) => (typeof object?.text === "string" ? renderPlain(object.text, object.emoji !== false) : "");

// errorBox stands where something cannot be drawn.
export function errorBox(what, type, why) {
  const name = typeof type === "string" ? `“${type}”` : "without a type";
  return h("div", { class: "bk-broken", role: "note", dir: "auto" }, `This ${what} ${name} cannot be shown: ${why}.`);
}

// renderElement draws an element. place: {ctx, block, input, dispatch, required, label, hint}: block is the block_id, input
// says whether it stands in an input block, label and hint are ids of nodes that name and describe it.
export function renderElement(element, place) {
  try {
    const drawer = pick(drawers, element?.type);
    if (!drawer) throw new Error("the playground does not know it");
    if (element.confirm) textNode(element.confirm.text, place.ctx); // a broken one shows now, not at the click
    const host = h("div", { class: "bk-el" });
    host.dataset.actionId = element.action_id ?? "";
    drawer(element, place, host);
    return host;
  } catch (error) {
    return errorBox("element", element?.type, error.message);
  }
}

// send hands an action to ctx.act, after the confirm dialog when there is one. False: it was not sent.
async function send(host, element, place, payload) {
  const twice = host.getAttribute("aria-busy") === "true" && !fields.has(host);
  if (twice || inInput(place)) return false;
  if (element.confirm && !(await confirmed(element.confirm, place.ctx))) return false;
  warn(host, "");
  host.setAttribute("aria-busy", "true");
  try {
    const answer = await place.ctx.act(place.block, element.action_id, { type: element.type, ...payload });
    if (answer?.ok === false) warn(host, String(answer.error || "That did not work."));
  } catch {
    warn(host, "That did not get through. Try again.");
  } finally {
    host.removeAttribute("aria-busy");
  }
  return true;
}

// inInput: an input block without dispatch_action keeps its values until the form is sent.
const inInput = (place) => place.input && !place.dispatch;

function warn(host, sentence) {
  host.querySelector(":scope > .bk-warning")?.remove();
  if (sentence) host.append(h("span", { class: "bk-warning", role: "alert", dir: "auto" }, sentence));
}

// confirmed asks with the element's confirm object: true when accepted; Escape and a click beside it decline.
function confirmed(ask, ctx) {
  const [title, text] = [newID(ctx, "title"), newID(ctx, "text")];
  return new Promise((resolve) => {
    const settle = (answer) => {
      dialog.close(); // gives the focus back
      dialog.remove();
      resolve(answer);
    };
    const button = (look, answer, label) => h("button", { type: "button", class: `bk-button ${look}`, onclick: () => settle(answer) }, label);
    const accept = button(ask.style === "danger" ? "bk-danger" : "bk-primary", true, plainOf(ask.confirm) || "Yes");
    const dialog = h("dialog", {
      class: "bk-confirm", "aria-labelledby": title, "aria-describedby": text, oncancel: () => settle(false),
      onclick: (event) => event.target === dialog && settle(false), onkeydown: (event) => event.stopPropagation(),
    },
    h("h2", { id: title, dir: "auto" }, plainOf(ask.title) || "Are you sure?"),
    h("div", { id: text, class: "bk-confirm-text" }, textNode(ask.text, ctx)),
    h("div", { class: "bk-confirm-buttons" }, button("", false, plainOf(ask.deny) || "Cancel"), accept));
    document.body.append(dialog);
    dialog.showModal();
    accept.focus();
  });
}

// register makes a host's state readable: read gives the changing part of it.
function register(host, element, place, read, problem = () => "") {
  host.dataset.bkField = "";
  fields.set(host, { block: place.block, action: element.action_id ?? "", type: element.type, required: place.input && place.required, read, problem });
}

const own = (object, key) => (object && Object.hasOwn(object, key) ? object[key] : undefined);

// started gives what an element begins with: what the view's state says, else the element's own initial value.
function started(element, place, key, initial) {
  const state = own(own(place.ctx.values, place.block), element.action_id ?? "");
  return state && typeof state === "object" ? state[key] : element[initial];
}

// naming gives the attributes that tie a control to its label and hint, or to its placeholder when it stands alone.
function naming(element, place, more) {
  const described = [place.hint, more].filter(Boolean).join(" ");
  const alone = plainOf(element.placeholder) || element.accessibility_label || element.type.replaceAll("_", " ");
  return {
    "data-bk-control": true,
    "aria-labelledby": place.label, "aria-label": place.label ? null : alone, "aria-describedby": described || null,
    "aria-required": place.input && place.required ? "true" : null,
    autofocus: element.focus_on_load === true && place.ctx.surface === "modal",
  };
}

// Buttons

function drawButton(element, place, host) {
  const address = safeURL(element.url);
  if (element.url && !address) throw new Error("its address is not http, https or mailto");
  const look = ["primary", "danger"].includes(element.style) ? `bk-button bk-${element.style}` : "bk-button";
  const words = plainOf(element.text);
  const named = { class: look, title: words.length > 40 ? words.slice(0, 300) : null, "aria-label": element.accessibility_label, "data-bk-control": true };
  const link = { href: address, target: "_blank", rel: "noopener noreferrer" };
  const button = h(address ? "a" : "button", { ...named, ...(address ? link : { type: "button" }) }, textNode(element.text, place.ctx, "bk-button-text"));
  const payload = { text: element.text, value: element.value ?? undefined };
  button.addEventListener("click", async (event) => {
    const asks = address && element.confirm;
    if (asks) event.preventDefault();
    if ((await send(host, element, place, payload)) && asks) window.open(address, "_blank", "noopener,noreferrer");
  });
  host.append(button);
}

function drawOverflow(element, place, host) {
  const menu = h("div", { class: "bk-popup", popover: "manual", role: "menu", "aria-label": "More actions" });
  const named = { "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": element.accessibility_label ?? "More actions", "data-bk-control": true };
  const opener = h("button", { type: "button", class: "bk-button bk-more", ...named }, "⋯");
  const popup = floating(menu, opener, 220, opener);
  const back = () => {
    popup.hide();
    opener.focus();
  };
  const choose = (option) => {
    back();
    send(host, element, place, { selected_option: option });
  };
  menu.append(...listOf(element.options, "options").map((option) => menuItem(option, () => choose(option))));
  opener.addEventListener("click", () => {
    if (popup.shown) return back();
    popup.show();
    menu.firstElementChild?.focus();
  });
  menu.addEventListener("keydown", (event) => menuKey(event, menu, back));
  menu.addEventListener("focusout", (event) => menu.contains(event.relatedTarget) || event.relatedTarget === opener || popup.hide());
  host.append(opener, menu);
}

function menuItem(option, onclick) {
  const href = safeURL(option?.url) || null;
  const look = { role: "menuitem", tabindex: "-1", class: "bk-option", onclick };
  const kind = href ? { href, target: "_blank", rel: "noopener noreferrer" } : { type: "button" };
  return h(href ? "a" : "button", { ...look, ...kind }, ...optionContent(optionItem(option)));
}

function menuKey(event, menu, back) {
  const items = [...menu.children];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
  if (to !== undefined) items[to % items.length].focus();
  else if (event.key === "Escape" || event.key === "Tab") back();
  else return;
  if (event.key !== "Tab") event.preventDefault();
  event.stopPropagation();
}

// floating keeps a popover beside its anchor while shown, also when something scrolls. It lies in the top layer, so no
// pane clips it, and stays below its host in the tree, so a modal dialog around it does not make it inert.
function floating(popup, anchor, least, expander) {
  let listening = null;
  const put = () => (anchor.isConnected ? beside(popup, anchor, least) : self.hide());
  const self = {
    get shown() {
      return listening !== null;
    },
    show() {
      if (listening || !anchor.isConnected) return;
      listening = new AbortController();
      popup.showPopover();
      put();
      expander.setAttribute("aria-expanded", "true");
      addEventListener("resize", put, { signal: listening.signal });
      addEventListener("scroll", (event) => popup.contains(event.target) || put(), { capture: true, signal: listening.signal });
    },
    hide() {
      listening?.abort();
      listening = null;
      if (popup.isConnected && popup.matches(":popover-open")) popup.hidePopover();
      expander.setAttribute("aria-expanded", "false");
    },
  };
  return self;
}

function beside(popup, anchor, least) {
  const box = anchor.getBoundingClientRect();
  const width = Math.min(Math.max(box.width, least), innerWidth - 16);
  const [above, below] = [box.top - 12, innerHeight - box.bottom - 12];
  const up = below < 220 && above > below;
  Object.assign(popup.style, {
    width: `${width}px`,
    left: `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`,
    maxHeight: `${Math.max(80, Math.min(320, up ? above : below))}px`,
    top: up ? "auto" : `${box.bottom + 4}px`,
    bottom: up ? `${innerHeight - box.top + 4}px` : "auto",
  });
}

// Options

// optionItem is what lists work with: key to compare by, label to show, out to hand to Slack.
function optionItem(option) {
  if (typeof option?.text?.text !== "string") throw new Error("an option has no text");
  return { key: String(option.value), label: plainOf(option.text), about: plainOf(option.description), out: option };
}

function optionContent(item) {
  const about = item.about ? h("span", { class: "bk-about", dir: "auto" }, item.about) : null;
  return [h("span", { class: "bk-option-text", dir: "auto" }, item.label), about];
}

function groupsOf(answer) {
  if (answer?.option_groups?.length > 0) {
    return listOf(answer.option_groups, "option_groups").map((group) => ({ label: plainOf(group?.label), items: listOf(group?.options, "options").map(optionItem) }));
  }
  return [{ items: listOf(answer?.options, "options").map(optionItem) }];
}

function drawChoices(element, place, host) {
  const many = element.type === "checkboxes";
  const key = many ? "selected_options" : "selected_option";
  const begun = [started(element, place, key, many ? "initial_options" : "initial_option")].flat().map((option) => option?.value);
  const name = newID(place.ctx, "choice");
  const all = listOf(element.options, "options").map((option) => choice(option, many, name, begun.includes(option?.value), place.ctx));
  const state = () => {
    const on = all.filter(({ box }) => box.checked).map(({ option }) => option);
    return many ? { selected_options: on } : { selected_option: on[0] ?? null };
  };
  let before = all.map(({ box }) => box.checked);
  host.addEventListener("change", async () => {
    const sent = inInput(place) || (await send(host, element, place, state()));
    if (!sent) all.forEach(({ box }, i) => (box.checked = before[i]));
    before = all.map(({ box }) => box.checked);
  });
  const group = h("div", { ...naming(element, place), role: many ? "group" : "radiogroup", autofocus: null }, ...all.map(({ label }) => label));
  if (many) group.removeAttribute("aria-required"); // which a group does not have
  host.append(group);
  register(host, element, place, state);
}

function choice(option, many, name, checked, ctx) {
  const box = h("input", { type: many ? "checkbox" : "radio", name, checked });
  const about = option?.description ? textNode(option.description, ctx, "bk-about") : null;
  return { option, box, label: h("label", { class: "bk-choice" }, box, h("span", null, textNode(option?.text, ctx), about)) };
}

// Text, numbers, dates

const textKinds = { plain_text_input: "text", email_text_input: "email", url_text_input: "url", number_input: "text" };

function drawTextInput(element, place, host) {
  const counting = element.max_length > 0 || element.min_length > 0;
  const counter = counting ? h("span", { class: "bk-counter", id: newID(place.ctx, "count") }) : null;
  const attributes = { class: "bk-input", dir: "auto", placeholder: plainOf(element.placeholder) || null, autocomplete: "off", ...naming(element, place, counter?.id) };
  const control = element.multiline === true
    ? h("textarea", { rows: "4", ...attributes })
    : h("input", { type: textKinds[element.type], inputmode: element.type === "number_input" ? "decimal" : null, ...attributes });
  control.value = started(element, place, "value", "initial_value") ?? "";
  const count = () => counter && showCount(counter, element, [...control.value].length);
  control.addEventListener("input", count);
  count();
  const state = () => ({ value: control.value === "" ? null : control.value });
  if (!inInput(place)) dispatchText(control, element, () => send(host, element, place, state()));
  host.append(control, ...(counter ? [counter] : []));
  register(host, element, place, state, () => textProblem(element, control.value));
}

function showCount(counter, element, length) {
  counter.textContent = element.max_length > 0 ? `${length}/${element.max_length}` : `${length}, at least ${element.min_length}`;
  counter.classList.toggle("bk-over", element.max_length > 0 && length > element.max_length);
}

function dispatchText(control, element, act) {
  const on = element.dispatch_action_config?.trigger_actions_on;
  const triggers = Array.isArray(on) ? on : ["on_enter_pressed"];
  let pause;
  control.addEventListener("input", () => {
    clearTimeout(pause);
    if (triggers.includes("on_character_entered")) pause = setTimeout(act, 300);
  });
  control.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || element.multiline === true || !triggers.includes("on_enter_pressed")) return;
    event.preventDefault(); // Enter in a form would also send the form
    clearTimeout(pause);
    act();
  });
}

// problems: what Slack's client refuses to send, per kind of text: [whether, sentence].
const less = (a, b) => a != null && b != null && Number(a) < Number(b);
const problems = {
  plain_text_input: (e, value) => [
    [e.max_length > 0 && [...value].length > e.max_length, `At most ${e.max_length} characters, please.`],
    [e.min_length > 0 && [...value].length < e.min_length, `At least ${e.min_length} characters, please.`],
  ],
  email_text_input: (e, value) => [[!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value), "That is not an email address."]],
  url_text_input: (e, value) => [[!/^https?:/i.test(safeURL(value)), "That is not a web address (https://…)."]],
  number_input: (e, value) => [
    [!/^-?\d+(\.\d+)?$/.test(value), "That is not a number."],
    [e.is_decimal_allowed !== true && value.includes("."), "A whole number, please."],
    [less(value, e.min_value), `At least ${e.min_value}, please.`],
    [less(e.max_value, value), `At most ${e.max_value}, please.`],
  ],
};

function textProblem(element, value) {
  return value === "" ? "" : (problems[element.type](element, value).find(([wrong]) => wrong)?.[1] ?? "");
}

// Pickers: the browser's control, the state's key, the element's initial key, and both directions between their values.
const same = (value) => value ?? "";
const orNull = (value) => value || null;
const pickers = {
  datepicker: ["date", "selected_date", "initial_date", same, orNull],
  timepicker: ["time", "selected_time", "initial_time", same, orNull],
  datetimepicker: ["datetime-local", "selected_date_time", "initial_date_time", localMinute, (value) => (value ? Math.floor(new Date(value).getTime() / 1000) : null)],
};

// localMinute writes Unix seconds as datetime-local wants them.
function localMinute(seconds) {
  if (!Number.isFinite(seconds)) return "";
  const moment = new Date(seconds * 1000);
  const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60000);
  return Number.isNaN(local.getTime()) ? "" : local.toISOString().slice(0, 16);
}

// drawPicker sends a choice made with the mouse at once, and a typed one when it is finished (Enter, or leaving): a year
// being typed is a valid date four times.
function drawPicker(element, place, host) {
  const [type, key, initial, toControl, fromControl] = pickers[element.type];
  const control = h("input", { class: "bk-input bk-picker", type, ...naming(element, place) });
  control.value = toControl(started(element, place, key, initial));
  let [sent, typing] = [control.value, false];
  const state = () => ({ [key]: fromControl(control.value) });
  const commit = async () => {
    typing = false;
    if (inInput(place) || control.value === sent) return;
    const before = sent;
    sent = control.value;
    if (!(await send(host, element, place, state()))) control.value = sent = before;
  };
  control.addEventListener("keydown", (event) => (event.key === "Enter" ? commit() : (typing = event.key !== "Tab" || typing)));
  control.addEventListener("pointerdown", () => (typing = false));
  control.addEventListener("change", () => typing || commit());
  control.addEventListener("blur", commit);
  host.append(control);
  register(host, element, place, state);
}

// Selects

const personItem = (id, ctx) => ({ key: id, out: id, label: ctx.people?.get(id)?.name || id });
const channelItem = (id, ctx) => {
  const { name = id, kind } = ctx.channels?.get(id) ?? {};
  return { key: id, out: id, label: kind === "dm" ? name : `#${name}` };
};
const ids = (map) => [...(map?.keys() ?? [])];

// Where a select's options come from: noun names the state's key (selected_<noun>, initial_<noun>), item makes a line of
// what is kept there, all gives the ids to choose from; external ones are asked of the app.
const sources = {
  static: { noun: "option", item: optionItem },
  external: { noun: "option", item: optionItem },
  users: { noun: "user", item: personItem, all: (ctx) => ids(ctx.people) },
  channels: { noun: "channel", item: channelItem, all: (ctx) => ids(ctx.channels).filter((id) => ctx.channels.get(id).kind !== "dm") },
  conversations: { noun: "conversation", item: channelItem, all: (ctx) => ids(ctx.channels) },
};

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function matching(groups, query) {
  const q = folded(query.trim());
  return groups.map(({ label, items }) => ({ label, items: items.filter((item) => folded(item.label).includes(q)) }));
}

const drawSelect = (element, place, host) => new Select(element, place, host);

// Select is a combobox: a text field that filters a list. One choice shows in the field, several as chips before it.
class Select {
  constructor(element, place, host) {
    const [, multi, kind] = /^(multi_)?([a-z]+)_select$/.exec(element.type);
    const { noun, item, all } = sources[kind];
    Object.assign(this, { element, place, host, many: multi !== undefined, asks: kind === "external", shown: [], active: -1, turn: 0 });
    this.key = `selected_${noun}${this.many ? "s" : ""}`;
    if (all) this.groups = [{ items: all(place.ctx).map((id) => item(id, place.ctx)) }];
    else if (!this.asks) this.groups = groupsOf(element);
    const begun = started(element, place, this.key, this.key.replace("selected", "initial"));
    this.chosen = [begun ?? []].flat().map((value) => item(value, place.ctx));
    this.build();
    this.showChosen();
    register(host, element, place, () => this.state());
  }

  build() {
    const { ctx } = this.place;
    const listID = newID(ctx, "list");
    this.list = h("div", { role: "listbox", id: listID, "aria-label": "Options", "aria-multiselectable": this.many ? "true" : null });
    this.popup = h("div", { class: "bk-popup", popover: "manual", onmousedown: (event) => event.preventDefault() }, this.list);
    this.status = h("span", { class: "bk-hidden", role: "status" });
    this.field = h("input", {
      class: "bk-combo-field", type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", dir: "auto",
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": listID, ...naming(this.element, this.place),
    });
    this.box = h("div", { class: `bk-combo${this.many ? " bk-many" : ""}`, onmousedown: (event) => this.press(event) }, this.field);
    this.floating = floating(this.popup, this.box, 240, this.field);
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("keydown", (event) => this.keyed(event));
    this.field.addEventListener("blur", () => this.close());
    this.host.append(this.box, this.popup, this.status);
  }

  state() {
    const out = this.chosen.map((item) => item.out);
    return { [this.key]: this.many ? out : (out[0] ?? null) };
  }

  showChosen() {
    const hint = plainOf(this.element.placeholder) || (this.many ? "Select options" : "Select an option");
    this.field.value = this.many ? "" : (this.chosen[0]?.label ?? "");
    this.field.placeholder = this.many && this.chosen.length ? "" : hint;
    this.box.querySelectorAll(".bk-chip").forEach((chip) => chip.remove());
    if (this.many) this.field.before(...this.chosen.map((item) => this.chip(item)));
  }

  chip(item) {
    const remove = h("button", { type: "button", "aria-label": `Remove ${item.label}`, onclick: () => this.remove(item) }, "×");
    return h("span", { class: "bk-chip" }, h("span", { dir: "auto" }, item.label), remove);
  }

  press(event) {
    if (event.target.closest(".bk-chip button")) return;
    const inField = event.target === this.field;
    if (!inField) event.preventDefault();
    this.field.focus();
    if (this.floating.shown && !inField) this.close();
    else this.open();
  }

  open() {
    if (this.floating.shown || this.host.getAttribute("aria-busy") === "true") return;
    this.before = this.chosen;
    this.floating.show();
    if (!this.many) this.field.select();
    this.find("");
  }

  // close sends what several choices made together changed; a field left half typed shows its choice again.
  close() {
    if (!this.floating.shown) return;
    this.turn++;
    clearTimeout(this.pause);
    this.floating.hide();
    this.field.removeAttribute("aria-activedescendant");
    this.showChosen();
    if (this.many && this.chosen !== this.before) this.commit(this.before);
  }

  typed() {
    const query = this.field.value;
    this.open();
    this.field.value = query;
    this.find(query);
  }

  // find lists what matches; only the newest of several questions to the app may answer.
  find(query) {
    const turn = ++this.turn;
    clearTimeout(this.pause);
    if (!this.asks) return this.show(matching(this.groups, query));
    const least = this.element.min_query_length ?? 3;
    if ([...query.trim()].length < least) return this.say(`Type ${least} or more characters to search`);
    this.say("Searching…");
    this.pause = setTimeout(() => this.ask(query.trim(), turn), query === "" ? 0 : 200);
  }

  async ask(query, turn) {
    try {
      const groups = groupsOf(await this.place.ctx.options(this.place.block, this.element.action_id, query));
      if (turn === this.turn) this.show(groups);
    } catch {
      if (turn === this.turn) this.say("The options could not be loaded");
    }
  }

  say(sentence) {
    [this.shown, this.active] = [[], -1];
    this.list.replaceChildren(h("div", { class: "bk-none", role: "presentation" }, sentence));
    this.status.textContent = sentence;
    this.field.removeAttribute("aria-activedescendant");
  }

  show(groups) {
    const filled = groups.filter((group) => group.items.length > 0);
    if (filled.length === 0) return this.say("No matches");
    this.shown = [];
    this.list.replaceChildren(...filled.map((group) => this.group(group)));
    this.status.textContent = this.shown.length === 1 ? "1 option" : `${this.shown.length} options`;
    const first = this.many ? 0 : this.shown.findIndex(({ item }) => this.has(item));
    this.activate(Math.max(0, first));
  }

  group({ label, items }) {
    const options = items.slice(0, 100).map((item) => this.option(item));
    if (!label) return h("div", { role: "presentation" }, ...options);
    const id = newID(this.place.ctx, "group");
    return h("div", { role: "group", "aria-labelledby": id }, h("div", { class: "bk-group", id, dir: "auto" }, label), ...options);
  }

  option(item) {
    const id = newID(this.place.ctx, "option");
    const look = { class: "bk-option", role: "option", id, "aria-selected": String(this.has(item)) };
    const node = h("div", { ...look, onclick: () => this.choose(item) }, ...optionContent(item));
    this.shown.push({ item, node });
    return node;
  }

  has(item) {
    return this.chosen.some((chosen) => chosen.key === item.key);
  }

  activate(i) {
    this.shown[this.active]?.node.classList.remove("bk-active");
    this.active = i;
    const { node } = this.shown[i];
    node.classList.add("bk-active");
    node.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", node.id);
  }

  keyed(event) {
    if (event.isComposing) return;
    const handled = this.floating.shown ? this.keyOpen(event.key) : this.keyClosed(event);
    if (!handled) return;
    event.preventDefault();
    event.stopPropagation();
  }

  keyOpen(key) {
    const n = this.shown.length;
    if (key === "Escape" || key === "Tab") this.close();
    else if (key === "Enter") this.shown[this.active] && this.choose(this.shown[this.active].item);
    else if (key === "ArrowDown" || key === "ArrowUp") n && this.activate((this.active + (key === "ArrowDown" ? 1 : n - 1)) % n);
    else if (key === "Backspace" && this.many && this.field.value === "" && this.chosen.length) this.remove(this.chosen.at(-1));
    else return false;
    return key !== "Tab"; // which goes on to what comes next
  }

  keyClosed(event) {
    if (event.key === "Backspace" && this.many && this.chosen.length) this.remove(this.chosen.at(-1));
    else if (["Enter", "ArrowDown", "ArrowUp"].includes(event.key) || (event.key === " " && !this.many)) this.open();
    else return false;
    return true;
  }

  choose(item) {
    if (this.many) return this.toggle(item);
    const before = this.chosen;
    this.chosen = [item];
    this.close();
    if (before[0]?.key !== item.key) this.commit(before);
  }

  toggle(item) {
    const most = this.element.max_selected_items ?? 100;
    if (this.has(item)) this.chosen = this.chosen.filter((chosen) => chosen.key !== item.key);
    else if (this.chosen.length < most) this.chosen = [...this.chosen, item];
    else return this.say(`At most ${most} can be chosen`);
    this.showChosen();
    if (!this.asks) this.find(""); // the filter is gone from the field; what the app found stays
    this.shown.forEach((one) => one.node.setAttribute("aria-selected", String(this.has(one.item))));
    this.activate(Math.max(0, this.shown.findIndex((one) => one.item.key === item.key)));
  }

  remove(item) {
    const before = this.chosen;
    this.chosen = before.filter((chosen) => chosen.key !== item.key);
    this.showChosen();
    this.field.focus();
    if (this.floating.shown) this.find("");
    else this.commit(before);
  }

  // commit tells the app; a choice that was declined goes back to what it was.
  async commit(before) {
    if (inInput(this.place) || (await send(this.host, this.element, this.place, this.state()))) return;
    this.chosen = before;
    this.showChosen();
  }
}

const selects = Object.keys(sources).flatMap((kind) => [`${kind}_select`, `multi_${kind}_select`]);
const drawers = {
  button: drawButton,
  overflow: drawOverflow,
  checkboxes: drawChoices,
  radio_buttons: drawChoices,
  ...Object.fromEntries(Object.keys(textKinds).map((type) => [type, drawTextInput])),
  ...Object.fromEntries(Object.keys(pickers).map((type) => [type, drawPicker])),
  ...Object.fromEntries(selects.map((type) => [type, drawSelect])),
};
