// rich_text and table blocks. What cannot be drawn throws an Error with a sentence; blocks.js makes an error box of it.

import { anchor, channelMention, emojiSpan, formatDate, h, listOf, mention, pick, userMention, wordsOf } from "./mrkdwn.js";
import { emojiFor } from "./emoji.js";

const deepest = 10; // Slack nests a list into a block and no further; more than this is hostile.

// renderRichText draws the elements of a rich_text block.
export function renderRichText(block, ctx) {
  return h("div", { class: "bk-rich", dir: "auto" }, ...parts(block.elements, ctx, 0));
}

// parts draws containers; lists that follow each other with growing indent become lists inside lists.
function parts(elements, ctx, depth) {
  if (depth > deepest) throw new Error("it is nested too deeply");
  const out = [];
  let lists = [];
  for (const element of listOf(elements, "elements")) {
    if (element?.type !== "rich_text_list") {
      lists = [];
      out.push(container(element, ctx, depth));
      continue;
    }
    const drawn = drawList(element, ctx, depth);
    lists = lists.filter((l) => l.indent < drawn.indent);
    const parent = lists.at(-1)?.node.lastElementChild;
    if (parent) parent.append(drawn.node);
    else out.push(drawn.node);
    lists.push(drawn);
  }
  return out;
}

function container(element, ctx, depth) {
  const drawer = pick(containers, element?.type);
  if (!drawer) throw new Error(`it holds ${kindOf(element)}, which is not known`);
  return drawer(element, ctx, depth);
}

const kindOf = (element) => (typeof element?.type === "string" ? `“${element.type}”` : "something without a type");

const containers = {
  rich_text_section: (e, ctx) => h("div", { class: "bk-line" }, ...inline(e.elements, ctx)),
  rich_text_quote: (e, ctx) => h("blockquote", { class: "mk-quote" }, ...inline(e.elements, ctx)),
  rich_text_preformatted: (e, ctx) => h("pre", { class: "mk-pre" }, ...inline(e.elements, ctx)),
};

function drawList(element, ctx, depth) {
  const indent = Number.isInteger(element.indent) ? Math.min(Math.max(element.indent, 0), 8) : 0;
  const ordered = element.style === "ordered";
  const start = ordered && Number.isInteger(element.offset) && element.offset > 0 ? element.offset + 1 : null;
  const items = listOf(element.elements, "elements of the list").map((item) => h("li", null, ...parts([item], ctx, depth + 1)));
  const look = `bk-list bk-indent-${indent % 3}${element.border === 1 ? " bk-bordered" : ""}`;
  return { indent, node: h(ordered ? "ol" : "ul", { class: look, start }, ...items) };
}

const inline = (elements, ctx) => listOf(elements, "elements").map((element) => styled(span(element, ctx), element.style));

function span(element, ctx) {
  const drawer = pick(spans, element?.type);
  if (!drawer) throw new Error(`it holds ${kindOf(element)}, which is not known`);
  return drawer(element, ctx);
}

const spans = {
  text: (e) => wordsOf(e.text, "text"),
  link: (e) => anchor(wordsOf(e.url, "url"), wordsOf(e.text ?? e.url, "text")),
  user: (e, ctx) => userMention(wordsOf(e.user_id, "user_id"), "", ctx),
  channel: (e, ctx) => channelMention(wordsOf(e.channel_id, "channel_id"), "", ctx),
  usergroup: (e) => mention("@", wordsOf(e.usergroup_id, "usergroup_id"), false),
  broadcast: (e) => mention("@", wordsOf(e.range, "range"), true),
  emoji: drawEmoji,
  date: drawDate,
  color: (e) => h("span", { class: "bk-color" }, wordsOf(e.value, "value")),
};

function drawEmoji(e) {
  const name = wordsOf(e.name, "name");
  const tone = e.skin_tone >= 2 && e.skin_tone <= 6 ? `::skin-tone-${e.skin_tone}` : "";
  const text = emojiFor(name + tone) || fromUnicode(e.unicode);
  return text ? emojiSpan(name, text) : `:${name}:`;
}

// fromUnicode reads "1f44b-1f3fc".
function fromUnicode(hex) {
  if (typeof hex !== "string" || !/^[0-9a-f]{2,5}(-[0-9a-f]{2,5}){0,9}$/i.test(hex)) return "";
  return String.fromCodePoint(...hex.split("-").map((part) => parseInt(part, 16)));
}

function drawDate(e, ctx) {
  if (!Number.isFinite(e.timestamp)) throw new Error("timestamp is not a number");
  const text = formatDate(e.timestamp, wordsOf(e.format, "format"), wordsOf(e.fallback ?? "", "fallback"), ctx.now?.());
  return e.url ? anchor(wordsOf(e.url, "url"), text) : h("time", { class: "mk-date" }, text);
}

const styles = [["code", "code", "mk-code"], ["bold", "b"], ["italic", "i"], ["strike", "s"], ["underline", "u"]];

function styled(node, style) {
  return styles.reduce((inner, [flag, tag, look]) => (style?.[flag] === true ? h(tag, { class: look }, inner) : inner), node);
}

// renderTable draws a table block: rows of raw_text and rich_text cells, the first row as headings. It scrolls by itself.
export function renderTable(block, ctx) {
  const settings = Array.isArray(block.column_settings) ? block.column_settings : [];
  const [head, ...body] = listOf(block.rows, "rows").map((row) => listOf(row, "a row"));
  const row = (cells, tag) => h("tr", null, ...cells.map((cell, i) => drawCell(cell, tag, settings[i], ctx)));
  const table = h("table", { class: "bk-table" },
    head ? h("thead", null, row(head, "th")) : null,
    h("tbody", null, ...body.map((cells) => row(cells, "td"))));
  return h("div", { class: "bk-table-frame", role: "region", "aria-label": "Table", tabindex: "0" }, table);
}

function drawCell(cell, tag, setting, ctx) {
  const align = ["center", "right"].includes(setting?.align) ? ` bk-${setting.align}` : "";
  const wrap = setting?.is_wrapped === true ? " bk-wrap" : "";
  return h(tag, { class: `bk-cell${align}${wrap}`, scope: tag === "th" ? "col" : null, dir: "auto" }, cellContent(cell, ctx));
}

function cellContent(cell, ctx) {
  if (cell?.type === "raw_text") return wordsOf(cell.text, "text of a cell");
  if (cell?.type === "rich_text") return renderRichText(cell, ctx);
  throw new Error(`a cell is ${kindOf(cell)}, which is not known`);
}
