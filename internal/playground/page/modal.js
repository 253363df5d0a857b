// Dialogs: the stack of views an app has opened, and the page's own question. Only the top one can be reached; the focus
// stays in it and goes back, when the last one closes, to where it came from.

import { el, focusables, icon, keepFocus } from "./api.js";
import { readValues, renderBlocks, showErrors } from "./blocks.js";
import { renderPlain } from "./mrkdwn.js";

let dialogs = 0; // numbers the ids of titles

const said = (text, otherwise) => (text ? renderPlain(text.text, text.emoji !== false) : otherwise);

/**
 * Stack holds the open dialogs in root and keeps background out of reach
 * meanwhile. away() finds a place for the focus when its old one is gone.
 */
export class Stack {
  #root; #background; #away;
  #open = [];
  #before = null;

  constructor(root, background, away) {
    this.#root = root;
    this.#background = background;
    this.#away = away;
    // A click on what cannot be focused leaves the focus on the body: Escape still works there.
    document.addEventListener("keydown", (event) => event.target === document.body && this.#key(event));
  }

  /** push opens a dialog on top; its close property is what Escape does. */
  push(dialog) {
    if (!this.#open.length) this.#before = document.activeElement;
    this.#open.push(dialog);
    this.#root.append(dialog.node);
    dialog.node.addEventListener("keydown", (event) => this.#key(event));
    this.#settle();
    this.#enter(dialog);
  }

  /** drop takes a dialog away, wherever it stands in the stack. */
  drop(dialog) {
    const top = this.#open.at(-1) === dialog;
    this.#open = this.#open.filter((other) => other !== dialog);
    dialog.node.remove();
    this.#settle();
    if (!top) return;
    if (this.#open.length) this.#enter(this.#open.at(-1));
    else this.#leave();
  }

  #settle() {
    this.#background.inert = this.#open.length > 0;
    this.#open.forEach(({ node }, at) => { node.inert = at < this.#open.length - 1; });
  }

  #enter({ node }) {
    const first = focusables(node.querySelector(".sheet-body"))[0] ?? focusables(node.querySelector(".sheet-foot"))[0];
    (first ?? focusables(node)[0] ?? node).focus();
  }

  #leave() {
    if (this.#before?.isConnected && this.#before !== document.body) this.#before.focus({ preventScroll: true });
    else this.#away();
  }

  #key(event) {
    const top = this.#open.at(-1);
    if (!top || event.defaultPrevented) return;
    if (event.key === "Escape") {
      event.preventDefault();
      top.close();
    } else if (event.key === "Tab") wrap(event, top.node);
  }
}

function wrap(event, node) {
  const stops = focusables(node);
  const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
  if (document.activeElement !== from && node.contains(document.activeElement)) return;
  event.preventDefault();
  to?.focus();
}

// sheet is the frame all dialogs share.
function sheet({ title, body, foot, close, role = "dialog" }) {
  const id = `dialog-${++dialogs}`;
  const node = el("div", { class: "veil" },
    el("form", { class: "sheet", role, "aria-modal": "true", "aria-labelledby": id, tabindex: "-1", novalidate: true, autocomplete: "off" },
      el("header", { class: "sheet-head" }, el("h2", { id, dir: "auto" }, title),
        el("button", { type: "button", class: "icon", "aria-label": "Close", onclick: close }, icon("close"))),
      body, foot));
  return { node, close };
}

/** confirm asks before something that cannot be undone: a promise of true or false. */
export function confirm(stack, { title, text, yes }) {
  return new Promise((resolve) => {
    const end = (answer) => { stack.drop(dialog); resolve(answer); };
    const dialog = sheet({
      title, role: "alertdialog", close: () => end(false),
      body: el("div", { class: "sheet-body" }, el("p", null, text)),
      foot: el("footer", { class: "sheet-foot" },
        el("button", { type: "button", class: "button", onclick: () => end(false) }, "Cancel"),
        el("button", { type: "submit", class: "button danger" }, yes)),
    });
    dialog.node.addEventListener("submit", (event) => { event.preventDefault(); end(true); });
    stack.push(dialog);
  });
}

/**
 * Views shows the views an app has opened. hooks: context(view, values) gives
 * the ctx of its blocks, submit(view, values) and close(view) tell the server
 * and give {ok, error, errors}.
 */
export class Views {
  #stack; #hooks;
  #shown = new Map(); // id of a view -> its dialog

  constructor(stack, hooks) {
    this.#stack = stack;
    this.#hooks = hooks;
  }

  /** show makes the dialogs those of views, the top one last. */
  show(views) {
    const ids = new Set(views.map(({ id }) => id));
    for (const [id, dialog] of [...this.#shown].reverse()) if (!ids.has(id)) this.#drop(id, dialog);
    for (const view of views) {
      if (this.#shown.has(view.id)) this.#update(this.#shown.get(view.id), view);
      else this.#push(view);
    }
  }

  #drop(id, dialog) {
    this.#shown.delete(id);
    this.#stack.drop(dialog);
  }

  #push(view) {
    const dialog = sheet({
      title: said(view.title, "Untitled"), close: () => this.#close(dialog),
      body: el("div", { class: "sheet-body" }), foot: el("footer", { class: "sheet-foot" }),
    });
    dialog.node.addEventListener("submit", (event) => { event.preventDefault(); this.#submit(dialog); });
    this.#shown.set(view.id, dialog);
    this.#draw(dialog, view);
    this.#stack.push(dialog);
    if (view.errors) this.#showErrors(dialog, view.errors);
  }

  #update(dialog, view) {
    if (dialog.print === JSON.stringify(view)) return;
    keepFocus(bodyOf(dialog), () => this.#draw(dialog, view));
    if (view.errors) this.#showErrors(dialog, view.errors);
  }

  // What a person typed stays in a view that is replaced, as far as its inputs are the same.
  #draw(dialog, view) {
    const body = bodyOf(dialog);
    const values = merged(view.state?.values ?? {}, readValues(body));
    dialog.view = view;
    dialog.print = JSON.stringify(view);
    dialog.node.querySelector("h2").replaceChildren(said(view.title, "Untitled"));
    body.replaceChildren(renderBlocks(view.blocks ?? [], this.#hooks.context(view, values)));
    keepFocus(dialog.node.querySelector(".sheet-foot"), () => this.#foot(dialog, view));
  }

  #foot(dialog, view) {
    dialog.node.querySelector(".sheet-foot").replaceChildren(
      el("p", { class: "refusal", role: "alert" }),
      el("button", { type: "button", class: "button", onclick: dialog.close }, said(view.close, view.submit ? "Cancel" : "Close")),
      view.submit ? el("button", { type: "submit", class: "button primary" }, said(view.submit)) : "");
  }

  async #submit(dialog) {
    const { view } = dialog;
    if (!view.submit || dialog.busy) return;
    this.#showErrors(dialog, {});
    const answer = await this.#during(dialog, this.#hooks.submit(view, readValues(bodyOf(dialog))));
    if (answer.errors) this.#showErrors(dialog, answer.errors);
    else if (!answer.ok) refuse(dialog, answer.error);
  }

  // An error of a block that is not there is said at the foot.
  #showErrors(dialog, errors) {
    refuse(dialog, Object.values(showErrors(bodyOf(dialog), errors) ?? {}).join(" "));
  }

  async #close(dialog) {
    if (dialog.busy) return;
    const answer = await this.#during(dialog, this.#hooks.close(dialog.view));
    if (!answer.ok) refuse(dialog, answer.error);
  }

  async #during(dialog, answer) {
    const form = dialog.node.firstChild;
    dialog.busy = true;
    form.setAttribute("aria-busy", "true");
    refuse(dialog, "");
    const given = await answer;
    dialog.busy = false;
    form.removeAttribute("aria-busy");
    return given;
  }
}

const bodyOf = (dialog) => dialog.node.querySelector(".sheet-body");

function refuse(dialog, error) {
  const line = dialog.node.querySelector(".refusal");
  if (line) line.textContent = error ?? "";
}

function merged(given, typed) {
  return { ...given, ...Object.fromEntries(Object.entries(typed).map(([block, actions]) => [block, { ...given[block], ...actions }])) };
}
