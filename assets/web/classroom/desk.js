// The teacher's desk: the control strip, who has answered, what waits for approval, shows of hands, decisions on paper.
// The secret stands behind the # of the address; it is sent as a header and never kept.

import { byId, fill, make } from "./dom.js";

const secret = location.hash.slice(1);
let language = (navigator.language || "").toLowerCase().startsWith("zh") ? "zh" : "en";
let words = {}, data = null, timer = null, source = null, drawn = {};

async function call(path, body) {
  const response = await fetch(path, { method: body === undefined ? "GET" : "POST", credentials: "same-origin",
    headers: { "x-desk": secret, "content-type": "application/json" }, body: body === undefined ? undefined : JSON.stringify(body) });
  if (response.status === 403) throw new Error("secret");
  return response.json();
}

async function start() {
  document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
  try { words = await call(`/api/words?lang=${language}`); } catch (fault) {
    byId("status").textContent = "This page belongs to the computer that runs the lesson. 此页只属于主持本课的电脑。";
    return;
  }
  document.title = words.title;
  byId("language").textContent = language === "zh" ? "English" : "中文";
  drawn = {};
  if (source) source.close();
  source = new EventSource(`/api/events?lang=${language}&desk=${encodeURIComponent(secret)}`);
  source.onmessage = refresh;
  source.onerror = () => { byId("status").textContent = words.away; };
  source.onopen = () => { byId("status").textContent = ""; };
}

async function refresh() {
  data = await call(`/api/desk?lang=${language}`);
  draw();
}

async function act(deed, particulars) {
  const told = await call("/api/do", { deed, data: particulars });
  byId("status").textContent = told.ok ? "" : words[`fault_${told.fault}`] || words.fault_request;
  return told.ok;
}

function draw() {
  const desk = data.desk;
  byId("heading").textContent = desk.heading;
  byId("note").textContent = desk.note || "";
  clock(desk);
  part("strip", desk.controls, () => fill(byId("strip"), desk.controls.map(button)));
  part("left", [desk.seats, desk.texts, desk.injects, desk.answered, desk.councils_decided, data.public.case, data.public.phase],
    () => fill(byId("left"), progress(desk), injects(desk), hands(), voice(desk), papers(desk), texts(desk), seats(desk)));
  part("right", [desk.plan, data.facts, desk.branches, data.public.panels], () => fill(byId("right"), network(), plan(desk), sheets()));
}

// Nothing is drawn anew that has not changed: what is half typed stays.
function part(name, shown, make_it) {
  const key = JSON.stringify(shown);
  if (drawn[name] === key) return;
  const focus = document.activeElement && document.activeElement.id;
  const kept = Array.from(document.querySelectorAll(`#${name} input, #${name} textarea, #${name} select`))
    .filter((field) => field.id).map((field) => [field.id, field.value]);
  const unfolded = Array.from(document.querySelectorAll(`#${name} details[open]`)).map((each) => each.id);
  drawn[name] = key;
  make_it();
  for (const id of unfolded) if (id && byId(id)) byId(id).open = true;
  for (const [id, value] of kept) restore(byId(id), value);
  if (focus && byId(focus)) byId(focus).focus();
}

// A choice that is still offered is made again; what hangs on it is then there to be filled as well.
function restore(field, value) {
  if (!field || !value) return;
  if (field.tagName === "SELECT" && !Array.from(field.options).some((option) => option.value === value)) return;
  field.value = value;
  if (field.tagName === "SELECT") field.dispatchEvent(new Event("change"));
}

function button(control) {
  return make("button", { type: "button", id: `control-${control.id}`, disabled: !control.enabled,
    onclick: () => act(control.deed, Object.fromEntries(control.data || [])) },
    control.text, make("kbd", { "aria-hidden": "true" }, KEYS[control.key] || control.key.toUpperCase()));
}

const KEYS = { right: "→", left: "←" };

function progress(desk) {
  const [given, due] = desk.answered, [decided, councils] = desk.councils_decided;
  return make("section", {}, make("h2", {}, words.now),
    due ? make("p", { class: "count", id: "answered" }, words.answered.replace("{given}", given).replace("{due}", due)) : null,
    councils ? make("p", { class: "count" }, words.councils_decided.replace("{given}", decided).replace("{due}", councils)) : null,
    desk.ready ? null : make("p", { class: "note" }, words.not_ready),
    desk.slack < 0 ? make("p", { class: "trouble", role: "alert" }, words.slack.replace("{n}", Math.ceil(-desk.slack / 60))) : null);
}

function injects(desk) {
  if (!desk.injects || !desk.injects.length) return null;
  return make("section", {}, make("h2", {}, words.injects), desk.injects.map((control) => make("p", {}, make("button", {
    type: "button", disabled: !control.enabled, onclick: () => act(control.deed, Object.fromEntries(control.data)) }, control.text))));
}

const HANDS = { predict: ["choice", "guess"], council: ["ballot"] };

// A show of hands: for classes or seats without phones.
function hands() {
  const asked = HANDS[data.public.phase];
  const found = data.public.case;
  if (!asked || !found) return null;
  return make("details", { id: "hands" }, make("summary", {}, words.hands), asked.map((what) => make("form", { onsubmit: (event) => {
    event.preventDefault();
    const counts = Object.fromEntries(found.choices.map((choice) => [choice.move, Number(byId(`hand-${what}-${choice.letter}`).value) || 0]));
    act("tally", { asked: what, council: Number(byId(`hand-${what}-council`).value), counts });
  } }, make("h3", {}, words[`hands_${what}`]), councilPick(`hand-${what}-council`, true),
    found.choices.map((choice) => make("div", { class: "tally" },
      make("label", { for: `hand-${what}-${choice.letter}` }, `${choice.letter} ${choice.text}`),
      make("input", { type: "number", min: 0, max: 999, id: `hand-${what}-${choice.letter}`, inputmode: "numeric" }))),
    make("button", { type: "submit" }, words.take_down))));
}

function councils() {
  return Array.from(new Set((data.desk.seats || []).map((seat) => seat.council).filter(Boolean)));
}

function councilPick(id, all) {
  const names = councils();
  return make("p", {}, make("label", { class: "over", for: id }, words.council), make("select", { id },
    all || !names.length ? make("option", { value: all ? 0 : 1 }, words.everybody) : null,
    names.map((name, place) => make("option", { value: place + 1 }, name))));
}

// What a seat says aloud because its device fails it: only what it has not sent, and set down as the teacher's entry.
function voice(desk) {
  const found = data.public.case;
  const open = (desk.seats || []).flatMap((seat) => (seat.missing || []).map((asked) => ({ seat, asked })));
  if (!open.length || !found) return null;
  const pick = make("select", { id: "voice-pick", onchange: () => fill(answer, field()) }, open.map(({ seat, asked }) =>
    make("option", { value: `${seat.seat} ${asked}` }, `${seat.name} · ${words[`hands_${asked}`]}`)));
  const answer = make("div", {});
  const asked = () => pick.value.split(" ")[1];
  const number = (id, text) => make("div", { class: "tally" }, make("label", { for: id }, text),
    make("input", { type: "number", min: 0, max: 100, id, inputmode: "numeric" }));
  const field = () => {
    if (asked() === "recall") return number("voice-share", words.voice_share);
    if (asked() === "forecast") return found.choices.map((choice) => number(`voice-${choice.letter}`, `${choice.letter} ${choice.text}`));
    return make("p", {}, make("label", { class: "over", for: "voice-move" }, words.decide_move), make("select",
      { id: "voice-move" }, found.choices.map((choice) => make("option", { value: choice.move }, `${choice.letter} ${choice.text}`))));
  };
  const value = () => {
    if (asked() === "recall") return byId("voice-share").value;
    if (asked() === "forecast") return found.choices.map((choice) => `${choice.move}=${Number(byId(`voice-${choice.letter}`).value) || 0}`).join(",");
    return byId("voice-move").value;
  };
  fill(answer, field());
  return make("details", { id: "voice" }, make("summary", {}, words.voice), make("p", { class: "note" }, words.voice_note),
    make("form", { onsubmit: (event) => {
      event.preventDefault();
      act("answer", { seat: Number(pick.value.split(" ")[0]), asked: asked(), value: value(), by: "teacher" });
    } }, make("label", { class: "over", for: "voice-pick" }, words.voice_pick), pick, answer,
    make("button", { type: "submit", id: "voice-send" }, words.take_down)));
}

// A decision made on paper: the teacher enters it, with the card the council cited or with a waiver.
function papers(desk) {
  const found = data.public.case;
  if (data.public.phase !== "decide" || !found) return null;
  const pick = make("select", { id: "paper-move" }, found.choices.map((choice) => make("option", { value: choice.move },
    `${choice.letter} ${choice.text}`)));
  const reason = make("input", { type: "text", id: "paper-reason", maxlength: 600 });
  return make("details", { id: "papers" }, make("summary", {}, words.paper_decision), make("form", { onsubmit: (event) => {
    event.preventDefault();
    act("decide", { council: Number(byId("paper-council").value), move: pick.value, reason: reason.value, waived: true });
  } }, councilPick("paper-council", false), make("label", { class: "over", for: "paper-move" }, words.decide_move), pick,
    make("label", { class: "over", for: "paper-reason" }, words.decide_reason), reason,
    make("p", { class: "note" }, words.waived), make("button", { type: "submit" }, words.take_down)));
}

function texts(desk) {
  if (!desk.texts || !desk.texts.length) return null;
  return make("section", {}, make("h2", {}, words.texts), make("p", { class: "note" }, words.texts_note),
    desk.texts.map((text) => {
      const where = text.council ? { decision: text.decision, council: text.council }
        : { decision: text.decision, asked: text.asked, question: text.question || "", seat: text.seat };
      return make("div", { class: "graded" }, make("p", { class: "meta" }, text.name), make("p", {}, text.text),
        make("div", { class: "actions" },
          make("button", { type: "button", class: "quiet", "aria-pressed": text.approved ? "true" : "false",
            onclick: () => act("approve", { ...where, approved: !text.approved }) }, text.approved ? words.hide : words.approve),
          make("button", { type: "button", class: "quiet", onclick: () => act("delete", where) }, words.delete)));
    }));
}

function seats(desk) {
  if (!desk.seats || !desk.seats.length) return make("section", {}, make("h2", {}, words.seats), make("p", {}, words.no_seats));
  return make("section", {}, make("h2", {}, `${words.seats} (${desk.seats.length})`), make("table", {},
    make("thead", {}, make("tr", {}, [words.seat_short, words.council, words.role, words.key_short, words.answered_short, ""].map((text) =>
      make("th", { scope: "col" }, text)))),
    make("tbody", {}, desk.seats.map((seat) => make("tr", {},
      make("th", { scope: "row" }, seat.name), make("td", {}, seat.council || ""), make("td", {}, seat.role || ""),
      make("td", { class: "num" }, seat.key || ""),
      make("td", {}, seat.answered === undefined ? "" : seat.answered ? `✓ ${words.yes}` : words.no),
      make("td", {}, make("button", { type: "button", class: "quiet", "aria-label": `${words.remove} ${seat.name}`,
        onclick: (event) => sure(event.target, words.remove_sure, () => act("remove", { seat: seat.seat })) }, "×")))))));
}

// Asks once more before something that cannot be taken back.
function sure(from, text, then) {
  if (from.dataset.asked) { then(); return; }
  from.dataset.asked = "1";
  from.textContent = text;
}

function network() {
  const facts = data.facts || {};
  if (!facts.url) return make("section", {}, make("h2", {}, words.network), make("p", {}, words.no_phones));
  return make("section", {}, make("h2", {}, words.network), make("p", {}, facts.url), make("p", { class: "code" }, facts.code),
    make("p", { class: facts.reached ? "saved" : "note", id: "diagnosis" }, words[`net_${facts.diagnosis}`] || ""));
}

function plan(desk) {
  return make("section", {}, make("h2", {}, words.plan), make("table", {}, make("tbody", {}, desk.plan.map((stage) =>
    make("tr", { class: stage.present ? "here" : "", "aria-current": stage.present ? "step" : null },
      make("td", {}, stage.name), make("td", { class: "num" }, words.minutes.replace("{n}", stage.minutes)),
      make("td", { class: "num" }, stage.spent ? `${Math.floor(stage.spent / 60)}:${String(Math.round(stage.spent % 60)).padStart(2, "0")}` : ""),
      make("td", {}, stage.place < desk.plan.findIndex((each) => each.present) ? make("button", { type: "button", class: "quiet",
        "aria-label": `${words.rewind} ${stage.name}`, onclick: (event) => sure(event.target, words.rewind_sure,
          () => act("rewind", { stage: stage.place })) }, "↶") : null))))),
    desk.branches > 1 ? make("p", { class: "note" }, words.branches.replace("{n}", desk.branches)) : null);
}

function sheets() {
  const names = data.sheets || [];
  if (!names.length) return null;
  return make("section", {}, make("h2", {}, words.save), make("p", { class: "note" }, words.save_note), make("div", { class: "actions" }, names.map((name) => make("button", {
    type: "button", class: "quiet", id: `sheet-${name}`, onclick: () => save(name) }, words[`sheet_${name}`] || name))));
}

async function save(name) {
  const response = await fetch(`/api/sheet/${name}?lang=${language}`, { headers: { "x-desk": secret }, credentials: "same-origin" });
  if (!response.ok) { byId("status").textContent = words.not_saved; return; }
  const blob = await response.blob();
  const called = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") || "");
  const link = make("a", { href: URL.createObjectURL(blob), download: called ? called[1] : name });
  link.click();
}

function clock(desk) {
  clearInterval(timer);
  const box = byId("time"), stand = desk.timer, at = Date.now();
  if (!stand || stand.left === undefined) { box.textContent = ""; return; }
  const show = () => {
    const left = stand.paused ? stand.left : stand.left - (Date.now() - at) / 1000;
    const whole = Math.abs(Math.round(left));
    const soon = left > 0 && left <= stand.warn;
    if (soon && box.className !== "soon") byId("status").textContent = words.time_soon;
    box.className = left < 0 ? "over" : soon ? "soon" : "";
    box.textContent = `${left < 0 ? "+" : ""}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  };
  show();
  if (!stand.paused) timer = setInterval(show, 1000);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || /INPUT|TEXTAREA|SELECT/.test(event.target.tagName)) return;
  const pressed = { ArrowRight: "right", ArrowLeft: "left" }[event.key] || event.key.toLowerCase();
  const control = data && (data.desk.controls.find((each) => each.key === pressed && each.enabled)
    || (data.desk.injects || []).find((each) => each.key === pressed && each.enabled));
  if (!control) return;
  event.preventDefault();
  act(control.deed, Object.fromEntries(control.data || []));
});

byId("language").addEventListener("click", () => { language = language === "zh" ? "en" : "zh"; start(); });
start();
