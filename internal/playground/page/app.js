// The page: what it knows of the workspace, and what stands where. All state is the server's; it is loaded whole, then
// followed over the stream. What only this page knows: who one is, what is open, what has been read.

import { byId, clockTime, el, fullTime, get, icon, keepFocus, listen, millis, place, post } from "./api.js";
import { readValues, renderBlocks } from "./blocks.js";
import { Composer, remember } from "./composer.js";
import { avatar, Conversation } from "./messages.js";
import { confirm, Stack, Views } from "./modal.js";
import { renderMrkdwn } from "./mrkdwn.js";
import { Panel } from "./panel.js";

const THEME = "rightdoor-theme"; // in localStorage
const ANNOUNCED = 3; // messages a screen reader can still go back to
const TICK = 10_000; // ms between two looks at the clock
const RETRY = 1000; // ms before a page that has nothing yet asks again
const narrow = matchMedia("(max-width: 800px)");
const system = matchMedia("(prefers-color-scheme: dark)");

const known = {
  as: "", team: {}, people: new Map(), order: [], channels: new Map(), commands: [],
  messages: new Map(), // channel -> Map(ts -> message), the oldest first
  home: null, ahead: 0, offset: 0, // ahead: the server's clock less ours, ms
};
const open = { channel: "", tab: "messages", thread: "" }; // thread: ts of its root
const read = new Map(); // "person/channel" -> ts
const history = []; // lines sent
const now = () => Date.now() + known.ahead;

const person = (id) => known.people.get(id) ?? { id, name: id, bot: false };
const listed = (channel) => [...(known.messages.get(channel)?.values() ?? [])];
const isReply = (message) => Boolean(message.thread_ts) && message.thread_ts !== message.ts;

// ---- what can be done

const act = (name, body) => post(`act/${name}`, { as: known.as, ...body });
const say = (text, channel, thread) => act("say", { channel, text, ...(thread && { thread_ts: thread }) });

// The opening message's buttons are the playground's own: what they hold is said, as if typed.
function press(where, block_id, action_id, payload) {
  if (!action_id?.startsWith("playground-")) return act("press", { ...where, block_id, action_id, payload });
  remember(history, payload.value);
  return say(payload.value, open.channel);
}

const context = (surface, where, prefix, values = {}) => ({
  surface, prefix, values, now,
  people: known.people, channels: known.channels, me: known.as,
  act: (block_id, action_id, payload) => press(where, block_id, action_id, payload),
  options: (block_id, action_id, value) => act("options", { ...where, block_id, action_id, value }),
});

function draw(message) {
  const ctx = context("message", { channel: message.channel, ts: message.ts }, `${message.channel}-${message.ts}`);
  return message.blocks?.length ? renderBlocks(message.blocks, ctx) : renderMrkdwn(message.text, ctx);
}

let threads = {}; // ts of a root -> its replies, in the channel that is drawn

function replies({ ts }) {
  const all = threads[ts];
  return all && { count: all.length, last: all.at(-1).ts, users: [...new Set(all.map(({ user }) => user))].slice(0, 3) };
}

// ---- the parts of the page

const panel = new Panel(byId("panel"), () => giveFocusBack("panel"));
const hooks = {
  person, now, draw,
  trace: ({ channel, ts, user }) => showRequests({ channel, ts }, `${person(user).name}, ${fullTime(millis(ts))}`),
};
const talk = new Conversation(byId("talk"), { ...hooks, replies, openThread: (message) => openThread(message) });
const aside = new Conversation(byId("thread-talk"), { ...hooks, replies: () => null });
const writing = {
  history, commands: () => known.commands,
  people: () => [...known.people.values()].filter(({ id }) => id !== known.as && id !== "USLACKBOT"),
};
const composer = new Composer(byId("talk"), "write", { ...writing, send: (text, channel) => { talk.toEnd(); return say(text, channel); } });
const answering = new Composer(byId("thread-talk"), "write-reply", { ...writing, send: (text, at) => { aside.toEnd(); return say(text, ...at.split("/")); } });
const stack = new Stack(byId("modals"), byId("shell"), () => composer.focus());
const views = new Views(stack, {
  context: (view, values) => context("modal", { view_id: view.id }, view.id, values),
  submit: (view, values) => act("submit", { view_id: view.id, values }),
  close: (view) => act("close", { view_id: view.id }),
});

const openers = {}; // what opened a pane, to go back to

function giveFocusBack(pane) {
  const opener = openers[pane];
  if (opener && opener !== document.body && opener.checkVisibility()) opener.focus({ preventScroll: true });
  else composer.focus();
}

function showRequests(query, about) {
  openers.panel = document.activeElement;
  panel.open(query, about);
}

function openThread(message) {
  panel.close();
  openers.thread = document.activeElement;
  open.thread = isReply(message) ? message.thread_ts : message.ts;
  drawThread();
  answering.focus();
}

function closeThread() {
  open.thread = "";
  drawThread();
  giveFocusBack("thread");
}

// ---- drawing

let scheduled = 0;

// Events come in bursts; one drawing is enough for each.
function redraw() {
  scheduled ||= setTimeout(() => { scheduled = 0; drawAll(); });
}

function drawAll() {
  const channel = known.channels.get(open.channel);
  if (!channel) return;
  markRead();
  drawSide();
  drawHead(channel);
  drawTalk(channel);
  drawThread();
  drawHome();
  drawClock();
}

const label = (channel) => (channel.kind === "dm" ? channel.name : `# ${channel.name}`);
const spoken = (channel) => (channel.kind === "dm" ? channel.name : `#${channel.name}`);
const face = ({ kind, id, name }) => (kind === "dm" ? avatar({ id, name, bot: true }) : null);
const readKey = (id) => `${known.as}/${id}`;
const newest = (id) => listed(id).at(-1)?.ts ?? "";
const unread = (id) => listed(id).filter(({ ts, user }) => ts > (read.get(readKey(id)) ?? "") && user !== known.as).length;

function markRead() {
  if (!document.hidden) read.set(readKey(open.channel), newest(open.channel));
}

const places = new Map(); // channel id -> its line at the left

function drawSide() {
  const channels = [...known.channels.values()];
  byId("team").textContent = known.team.name;
  place(byId("channels"), channels.filter(({ kind }) => kind !== "dm").map(sideLine));
  place(byId("directs"), channels.filter(({ kind }) => kind === "dm").map(sideLine));
  const waiting = channels.reduce((sum, { id }) => sum + unread(id), 0);
  document.title = `${waiting ? `(${waiting}) ` : ""}${spoken(known.channels.get(open.channel))} – Rightdoor playground`;
}

function sideLine(channel) {
  if (!places.has(channel.id)) places.set(channel.id, el("li", null, el("button", { type: "button", class: "place", onclick: () => go(channel.id) })));
  const line = places.get(channel.id);
  const button = line.firstChild;
  const fresh = unread(channel.id);
  button.replaceChildren(face(channel) ?? el("span", { class: "hash", "aria-hidden": "true" }, "#"), el("bdi", null, channel.name),
    fresh ? el("span", { class: channel.kind === "dm" ? "many" : "unseen" }, String(fresh), el("span", { class: "unseen" }, " unread")) : "");
  button.classList.toggle("fresh", fresh > 0);
  button.ariaCurrent = channel.id === open.channel ? "page" : null;
  return line;
}

function drawHead(channel) {
  const direct = channel.kind === "dm";
  byId("place").replaceChildren(face(channel) ?? "", el("bdi", null, label(channel)));
  byId("topic").textContent = [channel.shared && "Shared with another organization", channel.topic].filter(Boolean).join(" · ");
  byId("tabs").hidden = !direct;
  for (const name of ["home", "messages"]) {
    const chosen = open.tab === name;
    Object.assign(byId(`tab-${name}`), { ariaSelected: String(chosen), tabIndex: chosen ? 0 : -1 });
  }
  byId("home").hidden = open.tab !== "home";
  byId("talk").hidden = open.tab === "home";
  byId("talk").role = direct ? "tabpanel" : null;
}

function drawTalk(channel) {
  const { false: messages = [], true: answers = [] } = Object.groupBy(listed(channel.id), isReply);
  threads = Object.groupBy(answers, ({ thread_ts }) => thread_ts);
  talk.show(channel.id, messages, `Messages in ${spoken(channel)}`, introduction(channel));
  composer.open(channel.id, `Message ${spoken(channel)}`);
}

const introductions = new Map(); // channel id -> what stands above its first message

function introduction(channel) {
  if (!introductions.has(channel.id)) {
    const words = channel.kind === "dm" ? `your messages with ${channel.name}` : `the ${spoken(channel)} channel`;
    introductions.set(channel.id, el("div", { class: "intro" }, el("h2", null, el("bdi", null, label(channel))), el("p", { dir: "auto" }, `This is the beginning of ${words}.`)));
  }
  return introductions.get(channel.id);
}

function drawThread() {
  const root = known.messages.get(open.channel)?.get(open.thread);
  byId("thread").hidden = !root;
  if (!root) return;
  const channel = known.channels.get(open.channel);
  const all = listed(open.channel).filter((message) => message === root || message.thread_ts === root.ts);
  byId("thread-place").textContent = spoken(channel);
  aside.show(`${open.channel}/${root.ts}`, all, "Messages of the thread");
  answering.open(`${open.channel}/${root.ts}`, "Reply…");
}

function drawHome() {
  const root = byId("home");
  const print = JSON.stringify([known.as, known.home]);
  if (root.hidden || print === root.print) return;
  root.print = print;
  keepFocus(root, () => root.replaceChildren(el("div", { class: "page" }, homeBlocks(root))));
}

function homeBlocks(root) {
  const view = known.home;
  if (!view) return el("p", { class: "state" }, "Nothing here yet: the app has not drawn its Home.");
  const values = { ...view.state?.values, ...readValues(root) };
  return renderBlocks(view.blocks ?? [], context("home", { view_id: view.id }, view.id ?? "home", values));
}

const clockFace = new Intl.DateTimeFormat("en", { weekday: "short", month: "short", day: "numeric" });

function drawClock() {
  const ms = now();
  byId("clock").textContent = `${clockFace.format(ms)}, ${clockTime(ms)}`;
  byId("clock").classList.toggle("moved", known.offset !== 0);
  byId("back").hidden = known.offset === 0;
}

function drawPeople() {
  byId("person").replaceChildren(...known.order.map((id) => {
    const { name, title, guest } = person(id);
    return el("option", { value: id, selected: id === known.as }, [name, title, guest && "guest"].filter(Boolean).join(" – "));
  }));
  byId("about").textContent = person(known.as).about ?? "";
}

// A screen reader is told of what others write where one is looking.
function announce(message) {
  const here = message.channel === open.channel && (isReply(message) ? message.thread_ts === open.thread : open.tab === "messages");
  if (!here || message.user === known.as) return;
  const { textContent } = el("p", null, `${person(message.user).name}: `, renderMrkdwn(message.text ?? "", context("message", message, "log")));
  byId("log").append(el("p", { dir: "auto" }, textContent.slice(0, 500)));
  while (byId("log").children.length > ANNOUNCED) byId("log").firstChild.remove();
}

// An app answers a direct message in a thread of its own; where there is room
// for it beside the messages, it opens by itself.
function showAnswer(message) {
  const asked = known.messages.get(message.channel)?.get(message.thread_ts);
  const direct = known.channels.get(message.channel)?.kind === "dm";
  if (narrow.matches || !direct || message.channel !== open.channel || message.user === known.as || asked?.user !== known.as) return;
  openers.thread = document.activeElement;
  open.thread = message.thread_ts;
  panel.close();
}

// ---- a line above everything, for what went wrong

let lost = false, problem = "";

function drawNotice() {
  const text = lost ? "The connection is lost; trying again…" : problem;
  byId("notice").textContent = text;
  byId("notice").hidden = !text;
}

async function tell(answer) {
  const { ok, error } = await answer;
  problem = ok ? "" : error;
  drawNotice();
}

// ---- the server's side

let loading = 0; // the number of the load under way
let loads = 0;
let waiting = []; // events that came meanwhile
let stop = () => {};
let followed = null; // the person whose stream is open

async function load() {
  const mine = loading = ++loads;
  const answer = await get("state", { as: known.as });
  if (mine !== loading) return;
  loading = 0;
  tell(answer);
  if (answer.ok) take(answer);
  else if (!open.channel) setTimeout(load, RETRY);
  const events = waiting;
  waiting = [];
  events.forEach(happened);
}

const byKey = (list, key) => new Map(list.map((item) => [item[key], item]));

function take(state) {
  const first = !open.channel;
  const { me, team, people, people_order: order, channels, commands, home, messages } = state;
  Object.assign(known, {
    as: me, team, order, home, commands: commands ?? [], people: byKey(people, "id"), channels: byKey(channels, "id"),
    messages: new Map(Object.entries(messages ?? {}).map(([channel, list]) => [channel, byKey(list, "ts")])),
  });
  setClock(state);
  for (const id of known.channels.keys()) if (!read.has(readKey(id))) read.set(readKey(id), newest(id));
  drawPeople();
  if (!known.channels.has(open.channel)) Object.assign(open, { channel: state.start, tab: "messages", thread: "" });
  drawAll();
  views.show(state.views ?? []);
  if (first && !state.views?.length) composer.focus();
  if (known.as !== followed) follow();
}

function setClock({ now: then, offset }) {
  known.ahead = then - Date.now();
  known.offset = offset;
}

const happenings = {
  message({ message }) {
    if (!known.messages.has(message.channel)) known.messages.set(message.channel, new Map());
    const list = known.messages.get(message.channel);
    if (!list.has(message.ts)) {
      announce(message);
      showAnswer(message);
    }
    list.set(message.ts, message);
  },
  deleted: ({ channel, ts }) => { known.messages.get(channel)?.delete(ts); },
  views: (event) => views.show(event.views),
  home: ({ view }) => { known.home = view; },
  clock: setClock,
  reset() {
    read.clear();
    open.thread = "";
    talk.forget();
    aside.forget();
    load();
  },
};

function happened(event) {
  if (loading) return waiting.push(event);
  happenings[event.kind]?.(event);
  panel.refresh();
  redraw();
}

// A server started anew may know other people: its stream refuses, its state says who one is now.
function follow() {
  stop();
  followed = known.as;
  stop = listen(followed, {
    opened: () => { lost = false; drawNotice(); load(); },
    lost: (refused) => { lost = true; drawNotice(); if (refused) load(); },
    happened,
  });
}

// ---- going about

function go(id) {
  const other = id !== open.channel;
  if (other) Object.assign(open, { channel: id, tab: "messages", thread: "" });
  side(false);
  drawAll();
  if (known.channels.get(id).kind === "dm" && other) tell(act("home", { tab: "messages" }));
  if (open.tab === "messages") composer.focus();
}

function showTab(name) {
  open.tab = name;
  drawAll();
  tell(act("home", { tab: name }));
}

function become(id) {
  known.as = id;
  Object.assign(open, { thread: "", tab: "messages" });
  panel.close();
  views.show([]);
  talk.forget();
  aside.forget();
  stop();
  waiting = [];
  load();
}

function side(shown) {
  const drawn = shown && narrow.matches;
  const was = byId("shell").classList.contains("drawn");
  byId("shell").classList.toggle("drawn", drawn);
  byId("menu").ariaExpanded = String(drawn);
  for (const id of ["main", "thread", "panel"]) byId(id).inert = drawn;
  if (drawn) byId("side-close").focus();
  else if (was) byId("menu").focus();
}

async function startOver() {
  const text = "Everything said here is forgotten, and the clock goes back to the real time.";
  if (await confirm(stack, { title: "Start over?", text, yes: "Start over" })) tell(post("reset", {}));
}

function setTheme(choice) {
  document.documentElement.dataset.theme = choice === "dark" || (choice === "system" && system.matches) ? "dark" : "light";
}

// A browser may forbid its storage; the choice then lasts as long as the page.
function kept(choice) {
  try {
    if (choice) localStorage.setItem(THEME, choice);
    return localStorage.getItem(THEME) ?? "system";
  } catch {
    return choice ?? "system";
  }
}

function wireTheme() {
  let choice = kept();
  for (const radio of byId("theme").elements) radio.checked = radio.value === choice;
  on("theme", "change", (event) => { choice = event.target.value; kept(choice); setTheme(choice); });
  system.addEventListener("change", () => setTheme(choice));
  setTheme(choice);
}

const on = (id, type, listener) => byId(id).addEventListener(type, listener);

function wireBench() {
  on("person", "change", (event) => become(event.target.value));
  on("forward", "click", ({ target }) => target.value && tell(post("clock", { forward: target.value })));
  on("back", "click", () => tell(post("clock", { back: true })));
  on("reset", "click", startOver);
  on("requests", "click", () => {
    side(false);
    showRequests({}, "The latest 200 requests and answers between Slack's side and the bot, oldest first.");
  });
}

function wireTabs() {
  on("tabs", "click", ({ target, detail }) => {
    if (target.id !== "tabs") showTab(target.id.replace("tab-", ""));
    if (detail && open.tab === "messages") composer.focus(); // detail: by a pointer, not by a key
  });
  on("tabs", "keydown", ({ key }) => {
    if (key !== "ArrowLeft" && key !== "ArrowRight") return;
    showTab(open.tab === "home" ? "messages" : "home");
    byId(`tab-${open.tab}`).focus();
  });
}

// A button that closes, and Escape wherever the focus is inside, unless something there has used it.
function wireClosing(id, close) {
  const button = byId(`${id}-close`);
  button?.append(icon("close"));
  button?.addEventListener("click", close);
  on(id, "keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    close();
  });
}

function wireSide() {
  byId("menu").append(icon("menu"));
  on("menu", "click", () => side(true));
  on("shell", "click", ({ target }) => target.id === "shell" && side(false));
  narrow.addEventListener("change", () => side(false));
  wireClosing("side", () => side(false));
  wireClosing("thread", closeThread);
  wireClosing("panel", () => panel.close());
}

wireTheme();
wireSide();
wireTabs();
wireBench();
document.addEventListener("visibilitychange", redraw);
setInterval(drawClock, TICK);
load();
