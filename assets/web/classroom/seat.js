// A seat's page: joins, follows the lesson, shows what this seat may see, sends what it answers.

import { byId, fill, footnotes, graded, make } from "./dom.js";
import { ask, bars, decision } from "./forms.js";
import { Outbox, follow, post } from "./net.js";

let words = {}, language = pickLanguage(), page = null, stop = null, timer = null, shown = {};
const seen = new Set();

function pickLanguage() {
  const kept = new URLSearchParams(location.search).get("lang") || sessionStorage.getItem("lang");
  return kept === "zh" || kept === "en" ? kept : (navigator.language || "").toLowerCase().startsWith("zh") ? "zh" : "en";
}

const outbox = new Outbox((name, told) => {
  if (told.status === 401) return leave();
  tell(told.ok ? "" : words[`fault_${told.fault}`] || words.fault_request);
  const state = byId(`${name}-state`);
  if (state && told.ok) { state.className = "saved"; state.textContent = words.saved; }
}, () => tell(words.waiting));

async function start() {
  document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
  sessionStorage.setItem("lang", language);
  words = await (await fetch(`/api/words?lang=${language}`)).json();
  byId("language").textContent = language === "zh" ? "English" : "中文";
  byId("language").setAttribute("lang", language === "zh" ? "en" : "zh-Hans");
  byId("skip").textContent = words.skip;
  document.title = words.title;
  shown = {};
  if (stop) stop();
  const response = await fetch(`/api/page?lang=${language}`, { credentials: "same-origin" });
  if (response.status === 204) return door();
  take(await response.json());
  stop = follow("/api", language, take, (away) => tell(away ? words.away : ""), leave);
}

function leave() {
  if (stop) stop();
  stop = null;
  page = null;
  shown = {};
  door();
}

function tell(text) {
  const status = byId("status");
  if (status.textContent !== text) status.textContent = text || "";
}

// The door: a code gives a new seat, a seat's key an old one.
function door() {
  byId("heading").textContent = words.title;
  byId("guide").textContent = words.door;
  byId("name").textContent = "";
  byId("role").textContent = "";
  byId("time").textContent = "";
  fill(byId("foot"));
  const code = make("input", { type: "text", id: "code", autocapitalize: "characters", autocomplete: "off",
    spellcheck: "false", maxlength: 9, value: location.hash.slice(1), required: true });
  const seat = make("input", { type: "text", id: "seat", inputmode: "numeric", maxlength: 3, autocomplete: "off" });
  const key = make("input", { type: "text", id: "key", inputmode: "numeric", maxlength: 4, autocomplete: "off" });
  const wrong = make("p", { class: "trouble", role: "alert" });
  const enter = (path, data) => async (event) => {
    event.preventDefault();
    try {
      const told = await post(path, data());
      if (told.seat) return start();
      wrong.textContent = words[`fault_${told.fault}`] || words.fault_request;
    } catch (fault) { wrong.textContent = words.away; }
  };
  fill(byId("parts"),
    make("section", {}, make("form", { onsubmit: enter("/api/join", () => ({ code: code.value })) },
      make("label", { class: "over", for: "code" }, words.code), code,
      make("p", {}, make("button", { type: "submit" }, words.join))), wrong),
    make("details", {}, make("summary", {}, words.again),
      make("form", { onsubmit: enter("/api/rejoin", () => ({ seat: seat.value, key: key.value })) },
        make("label", { class: "over", for: "seat" }, words.seat), seat,
        make("label", { class: "over", for: "key" }, words.key), key,
        make("p", {}, make("button", { type: "submit" }, words.back)))));
  code.focus();
}

function take(next) {
  if (!next) return;
  const stage = (found) => found && `${found.phase} ${found.step} ${found.heading}`;
  const moved = stage(page) !== stage(next);
  page = next;
  byId("name").textContent = page.name;
  byId("role").textContent = [page.council, page.role].filter(Boolean).join(" · ");
  byId("heading").textContent = page.heading;
  byId("guide").textContent = page.guide || "";
  clock();
  const parts = byId("parts");
  if (moved) { shown = {}; fill(parts); }
  for (const [name, draw] of PARTS) place(parts, name, draw);
  if (!shown.foot) { fill(byId("foot"), observe()); shown.foot = "1"; }
  if (moved && document.activeElement !== document.body) byId("main").focus({ preventScroll: true });
  if (moved) window.scrollTo(0, 0);
}

// A part is drawn anew only if what it shows has changed: a text half written is never swept away.
function place(parts, name, draw) {
  const [key, element] = draw();
  if (shown[name] === key) return;
  const old = parts.querySelector(`[data-part="${name}"]`);
  shown[name] = key;
  if (!key) { if (old) old.remove(); return; }
  const box = make("div", { "data-part": name }, element());
  if (old) { old.replaceWith(box); return; }
  const order = ordered();
  const after = Array.from(parts.children).find((child) => order.indexOf(child.dataset.part) > order.indexOf(name));
  parts.insertBefore(box, after || null);
}

// Where the brief is what the stage is about, it comes first; everywhere else what is asked does.
function ordered() {
  const names = PARTS.map(([name]) => name);
  return page.phase === "brief" || page.phase === "discuss"
    ? ["late", "brief", ...names.filter((name) => name !== "brief" && name !== "late")] : names;
}

const key = (...values) => values.some((value) => value !== undefined && value !== null) ? JSON.stringify(values) : "";

const PARTS = [
  ["late", () => [key(page.catch_up), () => make("section", {}, make("p", {}, page.catch_up))]],
  ["decide", () => [page.decide ? JSON.stringify([page.decide.open, page.decide.ballot]) : "", () => {
    const section = make("section", { id: "decide" }, make("h2", {}, words.decide),
      decision(page, words, (data) => outbox.put("decide", "/api/decide", { ...data, decision: page.decision })),
      make("p", { id: "decide-state", role: "status", class: page.decide.move ? "saved" : "note" },
        page.decide.move ? words.saved : ""));
    return section;
  }]],
  ["asks", () => [page.asks ? JSON.stringify(page.asks.map((item) => [item.asked, item.question, item.open,
    (item.choices || []).map((choice) => choice.move), (item.cards || []).map((card) => card.id)])) : "",
    () => page.asks.map((item) => ask(item, words, (asked, value) => {
      outbox.put(`ask-${asked.asked}-${asked.question || ""}`, "/api/answer",
        { asked: asked.asked, question: asked.question || "", value, decision: page.decision });
    }).element)]],
  ["recalled", () => [key(page.recalled), () => make("section", {}, make("h2", {}, words.memory),
    make("p", {}, words.recalled.replace("{recalled}", page.recalled[0]).replace("{given}", page.recalled[1])))]],
  ["own", () => [key(page.own), () => make("section", { class: "panel" }, make("h2", {}, words.panel_own),
    make("p", {}, `${page.own.choice.letter} ${page.own.choice.text}`), page.own.reason ? make("p", {}, page.own.reason) : null)]],
  ["votes", () => [page.panels ? JSON.stringify(page.panels.votes || "") : "", () => (page.panels.votes || []).map((votes) =>
    make("section", {}, make("h2", {}, votes.title), bars(votes)))]],
  ["record", () => [page.panels && page.panels.record ? JSON.stringify(page.panels.record) : "", () =>
    make("section", { class: "panel" }, make("h2", {}, words.panel_record),
      page.panels.recorded ? make("p", {}, make("strong", {}, page.panels.recorded)) : null,
      page.panels.record.map(graded), page.panels.hidden ? make("h3", {}, words.panel_hidden) : null,
      (page.panels.hidden || []).map(graded),
      (page.panels.accounts || []).map((card) => cardBox(card, true)),
      page.panels.ask ? make("p", {}, make("strong", {}, page.panels.ask)) : null,
      footnotes(page.panels.footnotes, words))]],
  ["follows", () => [page.panels && page.panels.follows ? JSON.stringify(page.panels.follows) : "", () =>
    make("section", { class: "panel" }, make("h2", {}, words.panel_follows), page.panels.follows.map(([text, slot]) =>
      [make("h3", {}, text), slot.map(graded)]))]],
  ["brief", () => [key(page.brief), () => briefBox(page.brief)]],
  ["case", () => [key(page.case), () => caseBox(page.case)]],
  ["cards", () => [page.cards && page.cards.length ? JSON.stringify(page.cards) : "", () => make("section", {},
    make("h2", {}, words.cards), page.cards.map((card) => cardBox(card, false)))]],
];

function caseBox(found) {
  return make("section", { id: "case" }, make("h2", {}, found.title),
    make("p", { class: "meta" }, [found.date, found.place].filter(Boolean).join(" · ")),
    (found.brief || []).map(graded), make("p", {}, make("strong", {}, found.question)),
    make("ol", { class: "letters" }, (found.choices || []).map((choice) => make("li", {},
      make("span", { class: "letter" }, choice.letter), make("span", {}, choice.text)))),
    footnotes(found.footnotes, words));
}

function briefBox(brief) {
  const line = (title, text) => text ? [make("h3", {}, title), make("p", {}, text)] : null;
  return make("section", { class: "private", id: "brief" }, make("h2", {}, words.brief),
    make("p", { class: "opening" }, brief.opening), brief.composite ? make("p", { class: "note" }, words.composite) : null,
    line(words.speaks_for, brief.speaks_for),
    brief.plain ? make("details", {}, make("summary", {}, words.plain), make("p", {}, brief.plain)) : null,
    brief.interests ? [make("h3", {}, words.interests), make("ol", {}, brief.interests.map((text) => make("li", {}, text)))] : null,
    line(words.red_line, brief.red_line), line(words.batna, brief.batna), line(words.unknown, brief.unknown),
    brief.task ? make("p", {}, brief.task) : null,
    brief.evidence ? [make("h3", {}, words.evidence), brief.evidence.map((card) => cardBox(card, false))] : null,
    footnotes(brief.footnotes, words));
}

function cardBox(card, open) {
  const looked = (event) => {  // told once; whether it arrives changes nothing for the reader
    if (event.target.open && !seen.has(`${page.decision} ${card.id}`)) {
      seen.add(`${page.decision} ${card.id}`);
      post("/api/look", { card: card.id }).catch(() => {});
    }
  };
  return make("details", { open, ontoggle: looked }, make("summary", {}, card.title || words.card),
    (card.text || []).map(graded), card.source ? make("p", { class: "note" }, card.source) : null);
}

function observe() {
  if (page.kind === "observer" || !page.council) return null;
  const confirm = make("p", {});
  return make("div", {}, make("button", { type: "button", class: "quiet", onclick: () => fill(confirm, words.observe_sure,
    " ", make("button", { type: "button", onclick: () => { shown.foot = ""; outbox.put("observe", "/api/observe", {}); } },
      words.observe_yes)) }, words.observe), confirm);
}

function clock() {
  clearInterval(timer);
  const box = byId("time"), stand = page.timer, at = Date.now();
  if (!stand || stand.left === undefined || stand.left === null) { box.textContent = ""; return; }
  const show = () => {
    const left = stand.paused ? stand.left : stand.left - (Date.now() - at) / 1000;
    const whole = Math.max(0, Math.round(left)), soon = left > 0 && left <= stand.warn;
    if (soon && box.className !== "soon") tell(words.time_soon);
    box.className = soon ? "soon" : "";
    box.textContent = left <= 0 ? words.time_over : `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  };
  show();
  if (!stand.paused) timer = setInterval(show, 1000);
}

byId("language").addEventListener("click", () => {
  language = language === "zh" ? "en" : "zh";
  start();
});
start();
