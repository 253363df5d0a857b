// Block Kit's blocks: renderBlocks draws them, readValues and checkValues read what people entered, showErrors says what
// was wrong. Nothing throws out of renderBlocks: a block that cannot be drawn becomes a box that names its type and why.

import { errorBox, fields, newID, renderElement, textNode } from "./elements.js";
import { h, listOf, markdownToMrkdwn, pick, renderMrkdwn, safeURL, wordsOf } from "./mrkdwn.js";
import { renderRichText, renderTable } from "./richtext.js";

// renderBlocks draws blocks as a fragment of one .bk-block each. ctx: surface, people, channels, me, now, prefix, act,
// options, values (see the functions that use them).
export function renderBlocks(blocks, ctx) {
  const fragment = document.createDocumentFragment();
  if (blocks === null || blocks === undefined) return fragment;
  if (Array.isArray(blocks)) fragment.append(...blocks.map((block, i) => renderBlock(block, i, ctx)));
  else fragment.append(errorBox("message", typeof blocks, "its blocks are not a list"));
  return fragment;
}

function renderBlock(block, i, ctx) {
  const id = typeof block?.block_id === "string" && block.block_id ? block.block_id : `block-${i}`;
  const frame = h("div", { class: "bk-block" });
  frame.dataset.blockId = id;
  frame.dataset.blockType = typeof block?.type === "string" ? block.type : "";
  try {
    const drawer = pick(drawers, block?.type);
    if (!drawer) throw new Error("the playground does not know it");
    frame.append(drawer(block, { ctx, block: id }));
  } catch (error) {
    frame.replaceChildren(errorBox("block", block?.type, error.message));
  }
  return frame;
}

const drawers = {
  section: drawSection,
  header: (block, { ctx }) => h("h3", { class: "bk-header" }, textNode(block.text, ctx)),
  context: drawContext,
  actions: (block, place) => h("div", { class: "bk-actions" }, ...listOf(block.elements, "elements").map((e) => renderElement(e, place))),
  divider: () => h("hr", { class: "bk-divider" }),
  input: drawInput,
  image: drawImage,
  table: (block, { ctx }) => renderTable(block, ctx),
  rich_text: (block, { ctx }) => renderRichText(block, ctx),
  markdown: (block, { ctx }) => h("div", { class: "bk-text", dir: "auto" }, renderMrkdwn(markdownToMrkdwn(wordsOf(block.text, "its text")), ctx)),
};

function drawSection(block, place) {
  if (!block.text && !block.fields) throw new Error("it has neither text nor fields");
  const label = newID(place.ctx, "text");
  const text = block.text ? h("div", { id: label, class: "bk-section-text" }, textNode(block.text, place.ctx)) : null;
  const facts = block.fields ? h("div", { class: "bk-fields" }, ...listOf(block.fields, "fields").map((f) => textNode(f, place.ctx))) : null;
  const body = h("div", { class: "bk-section-body" }, text, facts);
  const accessory = block.accessory ? h("div", { class: "bk-accessory" }, drawAccessory(block.accessory, { ...place, label: text ? label : null })) : null;
  return h("div", { class: "bk-section" }, body, accessory);
}

const drawAccessory = (element, place) => (element.type === "image" ? picture(element, "bk-thumb") : renderElement(element, place));

function drawContext(block, { ctx }) {
  const part = (e) => (e?.type === "image" ? picture(e, "bk-tiny") : textNode(e, ctx));
  return h("div", { class: "bk-context" }, ...listOf(block.elements, "elements").map(part));
}

// picture stands for an image: nothing is ever loaded, so it shows what the image is said to show, and where it is.
function picture(image, look) {
  const address = typeof image.image_url === "string" ? image.image_url : "a file of Slack";
  const alt = typeof image.alt_text === "string" ? image.alt_text : "";
  return h("span", { class: `bk-picture ${look}`, role: "img", "aria-label": alt || "image", title: `${alt} (${address})`.slice(0, 500), dir: "auto" }, alt || "image");
}

function drawImage(block, { ctx }) {
  const title = block.title ? h("figcaption", null, textNode(block.title, ctx)) : null;
  const address = safeURL(block.image_url) || (block.slack_file ? "a file of Slack" : null);
  if (!address) throw new Error("it has no address");
  return h("figure", { class: "bk-image" }, title, picture(block, "bk-large"), h("span", { class: "bk-address", dir: "auto" }, `${address} – not loaded here`));
}

const grouped = /^(checkboxes|radio_buttons)$/;

function drawInput(block, place) {
  const [label, hint] = [newID(place.ctx, "label"), block.hint ? newID(place.ctx, "hint") : null];
  const required = block.optional !== true;
  const host = renderElement(block.element, { ...place, input: true, dispatch: block.dispatch_action === true, required, label, hint });
  const control = host.querySelector("[data-bk-control]");
  if (control && !grouped.test(block.element.type)) control.id = newID(place.ctx, "field");
  const optional = required ? null : h("span", { class: "bk-optional" }, " (optional)");
  return h("div", { class: "bk-input-block" },
    h("label", { id: label, for: control?.id || null }, textNode(block.label, place.ctx), optional),
    host,
    hint ? h("div", { id: hint, class: "bk-hint" }, textNode(block.hint, place.ctx)) : null);
}

const fieldsBelow = (root) => [...root.querySelectorAll("[data-bk-field]")].map((host) => fields.get(host)).filter(Boolean);

// readValues gives {block_id: {action_id: {type, value | selected_…}}}, as Slack's view.state.values. The objects have no
// prototype, so that no id from outside ("__proto__") means anything.
export function readValues(root) {
  const values = Object.create(null);
  for (const { block, action, type, read } of fieldsBelow(root)) {
    values[block] ??= Object.create(null);
    values[block][action] = { type, ...read() };
  }
  return values;
}

const isEmpty = (state) => Object.values(state).every((value) => value === null || value.length === 0);

// checkValues gives {block_id: sentence} for what Slack's client refuses to send: nothing in a required input, a text too
// long or too short, no number where one belongs. An empty object: all is well.
export function checkValues(root) {
  const errors = Object.create(null);
  for (const { block, required, read, problem } of fieldsBelow(root)) {
    const sentence = required && isEmpty(read()) ? "Please fill this in." : problem();
    if (sentence) errors[block] ??= sentence;
  }
  return errors;
}

// showErrors replaces the errors below root by these ({block_id: sentence}), focuses the first, and gives back those whose
// block is not there, for the caller to show elsewhere. An empty object clears them.
export function showErrors(root, errors) {
  clearErrors(root);
  const blocks = [...root.querySelectorAll(".bk-block")];
  const wrong = blocks.filter((block) => Object.hasOwn(errors ?? {}, block.dataset.blockId));
  wrong.forEach((block) => showError(block, String(errors[block.dataset.blockId])));
  wrong[0]?.querySelector("[data-bk-control]:not([role$=group]), [data-bk-control] input")?.focus();
  const placed = wrong.map((block) => block.dataset.blockId);
  return Object.fromEntries(Object.entries(errors ?? {}).filter(([id]) => !placed.includes(id)));
}

function showError(block, sentence) {
  const control = block.querySelector("[data-bk-control]");
  const error = h("div", { class: "bk-error", id: newID({ prefix: control?.id || "bk" }, "error"), dir: "auto" }, sentence);
  block.append(error);
  if (!control) return;
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-describedby", [error.id, control.getAttribute("aria-describedby")].filter(Boolean).join(" "));
}

function clearErrors(root) {
  for (const error of root.querySelectorAll(".bk-error")) {
    const control = error.closest(".bk-block")?.querySelector("[aria-invalid]");
    control?.removeAttribute("aria-invalid");
    const rest = (control?.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== error.id);
    if (rest.length) control?.setAttribute("aria-describedby", rest.join(" "));
    else control?.removeAttribute("aria-describedby");
    error.remove();
  }
}
