// The box in which a message or a command is written: it grows with its text, completes commands and names, recalls earlier
// lines, and loses nothing.

import { el, icon } from "./api.js";

const LONGEST_HISTORY = 100; // lines
const TALLEST = 240; // px

let boxes = 0; // numbers the ids of several composers

/**
 * Composer draws itself at the end of root. hooks: commands() and people() give what can be completed, history is the array
 * of lines sent so far (shared between composers), send(text, place) gives {ok, error}.
 */
export class Composer {
  #hooks;
  #choices = [];
  #active = -1;
  #recalled = null; // how far back in the history, or null
  #drafts = new Map();
  #place = "";
  #field; #list; #hint; #error; #button;

  constructor(root, id, hooks) {
    this.#hooks = hooks;
    const list = `choices-${++boxes}`;
    this.#field = el("textarea", {
      id, rows: 1, dir: "auto", autocomplete: "off", spellcheck: "true", "aria-autocomplete": "list",
      "aria-haspopup": "listbox", "aria-controls": list, "aria-describedby": `${list}-hint`,
      oninput: () => this.#typed(), onkeydown: (event) => this.#key(event), onblur: () => this.#close(),
    });
    this.#list = el("ul", { id: list, class: "choices", role: "listbox", "aria-label": "Suggestions", hidden: true });
    this.#hint = el("span", { id: `${list}-hint`, class: "hint", "aria-live": "polite" });
    this.#error = el("p", { class: "refusal", role: "alert", hidden: true });
    this.#button = el("button", { type: "button", class: "send", "aria-label": "Send", disabled: true, onclick: () => this.#send() }, icon("send"));
    const slash = el("button", { type: "button", class: "icon", "aria-label": "Commands", onclick: () => this.#offer() }, icon("slash"));
    root.append(el("div", { class: "composer" }, this.#error, this.#list,
      el("div", { class: "box" }, this.#field, el("div", { class: "under" }, slash, this.#hint, this.#button))));
  }

  /** open turns to a place, by which drafts are kept; label names it for a person. */
  open(place, label) {
    if (place !== this.#place) {
      this.#drafts.set(this.#place, this.#field.value);
      this.#place = place;
      this.#write(this.#drafts.get(place) ?? "");
      this.#refuse("");
    }
    this.#field.placeholder = label;
    this.#field.setAttribute("aria-label", label);
  }

  /** focus puts the cursor into the box. */
  focus() {
    this.#field.focus({ preventScroll: true });
  }

  #write(text) {
    this.#field.value = text;
    this.#field.setSelectionRange(text.length, text.length);
    this.#typed();
    this.#close();
  }

  #typed() {
    const { style } = this.#field;
    style.height = "auto";
    style.height = `${Math.min(this.#field.scrollHeight, TALLEST)}px`;
    this.#button.disabled = !this.#field.value.trim();
    this.#choose(this.#matches());
    this.#tell();
  }

  #tell() {
    const { value } = this.#field;
    const command = this.#commands().findLast(({ text }) => value.startsWith(text + " "));
    if (command) this.#hint.textContent = [command.text, command.hint, "–", command.about].filter(Boolean).join(" ");
    else this.#hint.textContent = value ? "Enter sends, Shift + Enter breaks the line" : "";
  }

  // Commands, and what stands behind the one already written: {text, hint, about}.
  #commands() {
    const commands = this.#hooks.commands();
    const more = commands.filter(({ name }) => this.#field.value.startsWith(name + " ")).flatMap((command) => command.more ?? []);
    return [...commands.map(({ name, hint, about }) => ({ text: name, hint, about })), ...more];
  }

  // What the text before the cursor may become: {text, hint, about, from}.
  #matches() {
    const before = this.#field.value.slice(0, this.#field.selectionStart);
    const mention = before.match(/(?:^|\s)@(\S*)$/u);
    if (mention) return this.#names(mention[1].toLowerCase(), before.length - mention[1].length - 1);
    if (!before.startsWith("/") || before.includes("\n")) return [];
    return this.#commands().filter(({ text }) => text.startsWith(before)).map((choice) => ({ ...choice, from: 0 }));
  }

  #names(typed, from) {
    return this.#hooks.people().filter(({ name }) => name.toLowerCase().startsWith(typed))
      .map(({ name, title, bot }) => ({ text: "@" + name, about: bot ? "App" : title, from }));
  }

  #choose(choices) {
    this.#choices = choices;
    this.#list.replaceChildren(...choices.map((choice, at) => this.#option(choice, at)));
    this.#list.hidden = !choices.length;
    this.#point(choices.length ? 0 : -1);
  }

  #option({ text, hint, about }, at) {
    return el("li", {
      id: `${this.#list.id}-${at}`, role: "option",
      onmousedown: (event) => event.preventDefault(), // the box keeps the focus
      onclick: () => this.#take(at),
    }, el("strong", null, text), " ", hint && el("span", null, hint), " ", about && el("small", { dir: "auto" }, about));
  }

  #point(at) {
    this.#active = at;
    [...this.#list.children].forEach((option, place) => { option.ariaSelected = String(place === at); });
    if (at < 0) return this.#field.removeAttribute("aria-activedescendant");
    this.#field.setAttribute("aria-activedescendant", `${this.#list.id}-${at}`);
    this.#list.children[at].scrollIntoView({ block: "nearest" });
  }

  #close() {
    this.#choose([]);
  }

  #take(at) {
    const { text, from } = this.#choices[at];
    const rest = this.#field.value.slice(this.#field.selectionStart);
    this.#field.setRangeText(`${text} `, from, this.#field.value.length - rest.length, "end");
    this.#typed();
  }

  #offer() {
    if (!this.#field.value.trim()) this.#field.value = "/";
    this.focus();
    this.#typed();
  }

  #key(event) {
    if (event.isComposing) return;
    const handled = this.#active >= 0 ? this.#keyInList(event) : this.#keyInText(event);
    if (!handled) return;
    event.preventDefault();
    event.stopPropagation();
  }

  #keyInList(event) {
    const size = this.#choices.length;
    switch (event.key) {
      case "ArrowDown": this.#point((this.#active + 1) % size); return true;
      case "ArrowUp": this.#point((this.#active + size - 1) % size); return true;
      case "Escape": this.#close(); return true;
      case "Tab": if (event.shiftKey) return false; this.#take(this.#active); return true;
      case "Enter": return this.#enterInList(event);
      default: return false;
    }
  }

  // A command typed in full is sent by the first Enter; any other is completed.
  #enterInList(event) {
    if (event.shiftKey) return false;
    if (this.#choices[this.#active].text === this.#field.value.trim()) this.#send();
    else this.#take(this.#active);
    return true;
  }

  #keyInText(event) {
    if (event.key === "Enter" && !event.shiftKey) {
      this.#send();
      return true;
    }
    if (event.key === "ArrowUp") return this.#recall(-1);
    if (event.key === "ArrowDown") return this.#recall(1);
    return false;
  }

  // Arrows go through the lines sent as long as the box holds one of them, unchanged, or nothing.
  #recall(step) {
    const lines = this.#hooks.history;
    const { value } = this.#field;
    if (value && value !== lines[this.#recalled]) return false;
    const at = (value ? this.#recalled : lines.length) + step;
    if (at < 0) return true;
    if (at > lines.length) return false;
    this.#recalled = at;
    this.#write(lines[at] ?? "");
    return true;
  }

  async #send() {
    const text = this.#field.value.trim();
    if (!text) return;
    const place = this.#place;
    remember(this.#hooks.history, text);
    this.#refuse("");
    this.#write("");
    this.focus();
    const answer = await this.#hooks.send(text, place);
    if (!answer.ok) this.#giveBack(text, place, answer.error);
  }

  // What was written in the meantime is kept below what comes back.
  #giveBack(text, place, error) {
    if (place !== this.#place) {
      this.#drafts.set(place, join(text, this.#drafts.get(place)));
      return;
    }
    this.#write(join(text, this.#field.value));
    this.#refuse(error);
  }

  #refuse(error) {
    this.#error.hidden = !error;
    this.#error.textContent = error;
  }
}

const join = (text, later) => (later ? `${text}\n${later}` : text);

/** remember adds a line to a history, unless it repeats the last one. */
export function remember(history, text) {
  if (history.at(-1) !== text) history.push(text);
  if (history.length > LONGEST_HISTORY) history.shift();
}
