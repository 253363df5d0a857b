// Slack's mrkdwn: text -> tree (parseMrkdwn, no DOM needed) -> DOM (renderMrkdwn). Nothing here writes HTML: every string
// ends in a text node, and only http, https and mailto addresses become links. Where Slack's documentation is silent
// (which neighbours let * _ ~ ` open and close), the rules follow what its clients show: not inside a word, not around
// blank space, not across lines, not doubled.

import { emojiFor, shortcode } from "./emoji.js";

const wordCharacter = /[\p{L}\p{N}]/u;
const isWord = (c) => c !== undefined && wordCharacter.test(c);
const isBlank = (c) => c === undefined || /\s/.test(c);

// decode undoes Slack's escaping, once: &amp;lt; is the text "&lt;".
export function decode(text) {
  return text.replace(/&(amp|lt|gt);/g, (_, name) => ({ amp: "&", lt: "<", gt: ">" })[name]);
}

// safeURL gives back an address a link may have, or "" for anything else (javascript:, data:, relative, broken).
export function safeURL(address) {
  if (typeof address !== "string" || !/^(https?:\/\/|mailto:)[^\s<>"\u0000-\u001f]+$/i.test(address)) return "";
  return URL.canParse(address) ? address : "";
}

// parseMrkdwn gives a list of nodes {kind, text?, nodes?, ...}. Kinds: text, break, bold, italic, strike, code, pre, quote,
// link, user, channel, broadcast, group, date, emoji. verbatim leaves bare addresses as text, as Slack does.
export function parseMrkdwn(text, { verbatim = false, quoted = false } = {}) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(/(?<!`)```(?!`)([^]+?)```(?!`)|^(?:>>>|&gt;&gt;&gt;)([^]*)/gm)) {
    if (match[1] === undefined && quoted) continue;
    nodes.push(...parseLines(text.slice(from, match.index), verbatim, quoted));
    nodes.push(match[1] === undefined ? quoteRest(match[2], verbatim) : fenced(match[1]));
    from = match.index + match[0].length;
  }
  nodes.push(...parseLines(text.slice(from), verbatim, quoted));
  return joined(nodes);
}

const quoteRest = (text, verbatim) => ({ kind: "quote", nodes: parseMrkdwn(text.replace(/^[ \n]/, ""), { verbatim, quoted: true }) });
const fenced = (text) => ({ kind: "pre", nodes: entitiesOnly(text.replace(/^\n|\n$/g, "")) });

// parseLines reads text without fences: runs of lines that begin with > are quotes, the rest are lines.
function parseLines(text, verbatim, quoted) {
  const nodes = [];
  if (text === "") return nodes;
  let quote = null;
  text.split("\n").forEach((line, i) => {
    const mark = quoted ? null : /^(?:>|&gt;) ?/.exec(line);
    if (i > 0) nodes.push({ kind: "break" });
    if (mark && quote) nodes.pop();
    if (!mark) {
      quote = null;
      nodes.push(...parseInline(line, verbatim));
      return;
    }
    if (quote) quote.nodes.push({ kind: "break" });
    else nodes.push((quote = { kind: "quote", nodes: [] }));
    quote.nodes.push(...parseInline(line.slice(mark[0].length), verbatim));
  });
  return nodes;
}

// joined merges neighbouring texts and drops one line break beside a quote or fence, which starts a line anyway.
function joined(nodes) {
  const out = [];
  const blocky = (node) => node?.kind === "quote" || node?.kind === "pre";
  nodes.forEach((node, i) => {
    const [before, last] = [nodes[i - 1], out.at(-1)];
    if (node.kind === "break" && (blocky(before) || (blocky(nodes[i + 1]) && before?.kind !== "break"))) return;
    if (node.nodes) node.nodes = joined(node.nodes);
    if (node.kind === "text" && last?.kind === "text") last.text += node.text;
    else out.push(node);
  });
  return out.filter((node) => node.kind !== "quote" || node.nodes.length > 0);
}

// parseInline reads one line from left to right. Marks that may open wait in `open` (at most one of each), so the tree is
// at most three deep and a line of a thousand asterisks costs no more than a line of letters.
function parseInline(line, verbatim) {
  const nodes = [];
  const open = [];
  let plain = "";
  const flush = () => {
    if (plain) nodes.push({ kind: "text", text: decode(plain) });
    plain = "";
  };
  for (let i = 0; i < line.length; ) {
    const atom = atomAt(line, i, verbatim);
    if (atom) {
      flush();
      nodes.push(atom.node);
      i = atom.end;
      continue;
    }
    const c = line[i];
    if (c in emphasis) {
      flush();
      mark(line, i, nodes, open);
    } else plain += c;
    i++;
  }
  flush();
  return nodes;
}

const emphasis = { "*": "bold", _: "italic", "~": "strike" };

// mark handles one of * _ ~: it closes what it opened before, or opens, or is text.
function mark(line, i, nodes, open) {
  const [c, before, after] = [line[i], line[i - 1], line[i + 1]];
  const at = open.findIndex((o) => o.c === c);
  const doubled = before === c || after === c;
  if (at >= 0 && !doubled && !isBlank(before) && !isWord(after)) {
    const inner = nodes.splice(open[at].index);
    inner.shift();
    open.splice(at);
    nodes.push({ kind: emphasis[c], nodes: inner });
    return;
  }
  if (!doubled && !isWord(before) && !isBlank(after)) {
    if (at >= 0) open.splice(at, 1);
    open.push({ c, index: nodes.length });
  }
  nodes.push({ kind: "text", text: c });
}

// atomAt reads what is indivisible at i: <…>, `code`, :emoji:, a bare address. It gives {node, end} or null.
function atomAt(line, i, verbatim) {
  switch (line[i]) {
    case "<":
      return entityAt(line, i);
    case "`":
      return codeAt(line, i);
    case ":":
      return emojiAt(line, i);
    case "h":
    case "H":
      return verbatim || isWord(line[i - 1]) ? null : addressAt(line, i);
  }
  return null;
}

function codeAt(line, i) {
  const end = line.indexOf("`", i + 1);
  if (end < 0 || isWord(line[i - 1]) || line[i - 1] === "`" || line[end + 1] === "`" || isWord(line[end + 1])) return null;
  const inner = line.slice(i + 1, end);
  return inner.trim() === "" ? null : { node: { kind: "code", nodes: entitiesOnly(inner) }, end: end + 1 };
}

function emojiAt(line, i) {
  shortcode.lastIndex = i;
  const match = shortcode.exec(line);
  const text = match && emojiFor(match[1]);
  return text ? { node: { kind: "emoji", name: match[1], text }, end: i + match[0].length } : null;
}

const bareAddress = /https?:\/\/[^\s<>|]+/iy;

function addressAt(line, i) {
  bareAddress.lastIndex = i;
  const match = bareAddress.exec(line);
  if (!match) return null;
  const written = match[0].split(/&[lg]t;/)[0].replace(/[.,:;!?)\]}'"*_~`]+$/, "");
  const url = safeURL(decode(written));
  return url ? { node: { kind: "link", url, nodes: [{ kind: "text", text: url }] }, end: i + written.length } : null;
}

const entity = /<([^<>\n]+)>/y;

function entityAt(line, i) {
  entity.lastIndex = i;
  const match = entity.exec(line);
  const node = match && parseEntity(match[1]);
  return node ? { node, end: i + match[0].length } : null;
}

// entitiesOnly reads code: <…> is resolved there too, marks and emoji are not.
function entitiesOnly(text) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(/<([^<>\n]+)>/g)) {
    const node = parseEntity(match[1]);
    if (!node) continue;
    nodes.push({ kind: "text", text: decode(text.slice(from, match.index)) }, node);
    from = match.index + match[0].length;
  }
  nodes.push({ kind: "text", text: decode(text.slice(from)) });
  return nodes.filter((node) => node.text !== "");
}

// parseEntity reads the inside of <…>; null when Slack would leave it as text.
function parseEntity(inner) {
  const bar = inner.indexOf("|");
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? "" : decode(inner.slice(bar + 1));
  if (/^@[UW][A-Z0-9]*$/.test(target)) return { kind: "user", id: target.slice(1), label };
  if (/^#[CGD][A-Z0-9]*$/.test(target)) return { kind: "channel", id: target.slice(1), label };
  if (target.startsWith("!")) return parseCommand(target.slice(1), label);
  const url = safeURL(decode(target));
  return url ? { kind: "link", url, nodes: linkLabel(label || url.replace(/^mailto:/i, "")) } : null;
}

function linkLabel(text) {
  return splitEmoji(text).map(({ name, text: t }) => (name ? { kind: "emoji", name, text: t } : { kind: "text", text: t }));
}

function parseCommand(command, label) {
  if (/^(here|channel|everyone)$/.test(command)) return { kind: "broadcast", text: "@" + command };
  if (/^subteam\^S[A-Z0-9]*$/.test(command)) return { kind: "group", text: label || "@" + command.slice(8) };
  const date = /^date\^(-?\d{1,12})\^([^^]*)(?:\^(.*))?$/.exec(command);
  if (date) return { kind: "date", seconds: Number(date[1]), format: decode(date[2]), url: safeURL(decode(date[3] ?? "")), fallback: label };
  return label ? { kind: "text", text: label } : null;
}

// splitEmoji cuts text at its known shortcodes: [{text}, {name, text: character}, …].
export function splitEmoji(text) {
  const parts = [];
  let from = 0;
  for (let i = text.indexOf(":"); i >= 0; i = text.indexOf(":", i + 1)) {
    const found = emojiAt(text, i);
    if (!found) continue;
    if (i > from) parts.push({ text: text.slice(from, i) });
    parts.push(found.node);
    from = found.end;
    i = from - 1;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}

// formatDate fills Slack's {tokens} in local time; an unknown token, or a moment outside the calendar, gives the fallback.
export function formatDate(seconds, format, fallback, now = Date.now()) {
  const moment = new Date(seconds * 1000);
  if (Number.isNaN(moment.getTime())) return fallback || String(seconds);
  let unknown = false;
  const text = format.replace(/\{(\w+)\}/g, (_, token, at) => {
    const value = dateToken(token, moment, now);
    unknown ||= value === undefined;
    return at === 0 ? capital(value ?? "") : value;
  });
  return (unknown ? fallback : text) || fallback || moment.toLocaleString("en-US");
}

const capital = (s) => s.charAt(0).toUpperCase() + s.slice(1);
const two = (n) => String(n).padStart(2, "0");
const formats = {}; // a DateTimeFormat is dear to make

function english(moment, part, length) {
  const format = (formats[part + length] ??= new Intl.DateTimeFormat("en-US", { [part]: length }));
  return format.format(moment).replace(/\u202f/g, " ");
}

const midnight = (t) => new Date(t).setHours(0, 0, 0, 0);

function ordinal(n) {
  const teen = n > 10 && n < 20;
  return n + ((!teen && { 1: "st", 2: "nd", 3: "rd" }[n % 10]) || "th");
}

function nearDay(moment, now) {
  const days = Math.round((midnight(moment) - midnight(now)) / 864e5);
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[days];
}

function dateToken(token, moment, now) {
  const date = () => `${english(moment, "month", "long")} ${ordinal(moment.getDate())}, ${moment.getFullYear()}`;
  const long = () => `${english(moment, "weekday", "long")}, ${date()}`;
  const short = () => english(moment, "dateStyle", "medium");
  const near = () => nearDay(moment, now);
  const tokens = {
    date, date_long: long, date_short: short,
    date_num: () => `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`,
    date_long_full: () => english(moment, "dateStyle", "long"),
    date_pretty: () => near() ?? date(), date_long_pretty: () => near() ?? long(), date_short_pretty: () => near() ?? short(),
    time: () => english(moment, "timeStyle", "short"),
    time_secs: () => english(moment, "timeStyle", "medium"),
  };
  return pick(tokens, token)?.();
}

// listOf and wordsOf check what came from outside; their errors end in an error box.
export function listOf(value, name) {
  if (!Array.isArray(value)) throw new Error(`${name} is not a list`);
  return value;
}

export function wordsOf(value, name) {
  if (typeof value !== "string") throw new Error(`${name} is not text`);
  return value;
}

// pick looks a name from outside up in a table; "constructor" and other inherited names are not in it.
export const pick = (table, name) => (typeof name === "string" && Object.hasOwn(table, name) ? table[name] : undefined);

// h makes an element: h("p", {class: "x", onclick: f}, "text", node). Attributes that are null or false are left out.
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

// anchor is a link when the address may be one, else the same words without one and the address beside them.
export function anchor(address, ...children) {
  const href = safeURL(address);
  if (!href) return h("span", null, ...children, ` (${address})`);
  return h("a", { class: "mk-link", href, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

// mention draws a person, a channel or a broadcast as Slack's coloured words; those that call the reader stand out.
export function mention(sign, name, callsMe) {
  return h("span", { class: callsMe ? "mk-mention mk-me" : "mk-mention" }, sign + name);
}

export const userMention = (id, label, ctx) => mention("@", ctx.people?.get(id)?.name || label || id, id === ctx.me);
export const channelMention = (id, label, ctx) => mention("#", ctx.channels?.get(id)?.name || label || id, false);
export const emojiSpan = (name, text) => h("span", { class: "mk-emoji", title: `:${name}:` }, text);

const tags = { bold: ["b"], italic: ["i"], strike: ["s"], code: ["code", "mk-code"], pre: ["pre", "mk-pre"], quote: ["blockquote", "mk-quote"] };

const draw = {
  text: (n) => n.text,
  break: () => h("br"),
  link: (n, ctx) => anchor(n.url, ...drawAll(n.nodes, ctx)),
  user: (n, ctx) => userMention(n.id, n.label, ctx),
  channel: (n, ctx) => channelMention(n.id, n.label, ctx),
  broadcast: (n) => mention("", n.text, true),
  group: (n) => mention("", n.text, false),
  emoji: (n) => emojiSpan(n.name, n.text),
  date: (n, ctx) => {
    const text = formatDate(n.seconds, n.format, n.fallback, ctx.now?.());
    return n.url ? anchor(n.url, text) : h("time", { class: "mk-date" }, text);
  },
};

function drawAll(nodes, ctx) {
  return nodes.map((node) => {
    const [tag, look] = tags[node.kind] ?? [];
    return tag ? h(tag, { class: look }, ...drawAll(node.nodes, ctx)) : draw[node.kind](node, ctx);
  });
}

// renderMrkdwn draws mrkdwn as a fragment. options.verbatim: see parseMrkdwn.
export function renderMrkdwn(text, ctx = {}, options) {
  const fragment = document.createDocumentFragment();
  if (typeof text === "string") fragment.append(...drawAll(parseMrkdwn(text, options), ctx));
  return fragment;
}

const escape = (text) => text.replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]);

// What markdown writes otherwise than mrkdwn; \u0001 stands for the * of bold until single asterisks are read.
const markdown = [
  [/^ {0,3}#{1,6}\s+(.*?)\s*#*$/gm, (_, title) => `\u0001${title.replace(/\*\*|__/g, "")}\u0001`],
  [/^ {0,3}([-*_])(?: *\1){2,} *$/gm, () => "─".repeat(20)],
  [/^([ \t]*)[-*+] +/gm, (_, space) => `${space}• `],
  [/!?\[([^\][\n]+)\]\(((?:https?|mailto):[^()\s|]+(?:\([^()\s|]*\))?)\)/g, (_, label, url) => `<${url}|${label}>`],
  [/(\*\*|__)(?=\S)([^\n]*?\S)\1(?!\*)/g, (_, mark, text) => `\u0001${text}\u0001`],
  [/(?<![\p{L}\p{N}])\*(?=[^\s*])([^*\n]*[^\s*])\*(?![\p{L}\p{N}])/gu, (_, text) => `_${text}_`],
  [/~~(?=\S)([^~\n]*\S)~~/g, (_, text) => `~${text}~`],
  [/\u0001/g, () => "*"],
];

// markdownToMrkdwn translates a markdown block's text: headings, emphasis, links, lists, dividers; code and quotes are the
// same in both. What it does not know (tables) stays as it was written.
export function markdownToMrkdwn(text) {
  const parts = escape(text).split(/(```[^]*?```|`[^`\n]+`)/);
  return parts.map((part, i) => (i % 2 ? part.replace(/^```\w+\n/, "```\n") : markdown.reduce((t, [pattern, by]) => t.replace(pattern, by), part))).join("");
}

// renderPlain gives plain_text as a string; with emoji, known :shortcodes: become characters.
export function renderPlain(text, emoji) {
  if (typeof text !== "string") return "";
  return emoji ? splitEmoji(text).map((part) => part.text).join("") : text;
}
