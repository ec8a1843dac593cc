// The forms of an answer: one option, shares of a hundred, a card, a share, a text, a decision.  All by keyboard or touch,
// nothing by dragging.

import { make } from "./dom.js";

const STEP = 5;

export function ask(item, words, send) {
  const id = `ask-${item.asked}-${item.question || ""}`;
  const state = make("p", { class: item.given ? "saved" : "note", id: `${id}-state`, role: "status" },
    item.given ? words.saved : "");
  const body = FORMS[item.form](item, id, words, (value) => send(item, value));
  return { element: make("section", { id, "data-asked": item.asked }, body, state), state };
}

function choices(item, name, picked, changed) {
  return item.choices.map((choice) => make("label", { class: "pick" },
    make("input", { type: "radio", name, value: choice.move, checked: choice.move === picked, disabled: !item.open,
      onchange: () => changed(choice.move) }),
    make("span", { class: "letter", "aria-hidden": "true" }, choice.letter), make("span", {}, choice.text)));
}

function cards(item, name, picked, changed) {
  return item.cards.map((card) => make("label", { class: "pick" },
    make("input", { type: "radio", name, value: card.id, checked: card.id === picked, disabled: !item.open,
      onchange: () => changed(card.id) }),
    make("span", {}, card.title || (card.text && card.text[0] ? card.text[0].text : card.id))));
}

function group(item, words, inner) {
  return make("fieldset", {}, make("legend", {}, item.text), item.help ? make("p", { class: "note" }, item.help) : null, inner);
}

function shares(item, id, words, send) {
  const given = Object.fromEntries((item.given || "").split(",").filter(Boolean).map((part) => part.split("=")));
  const inputs = [];
  const total = make("p", { class: "total", "aria-live": "polite" });
  const seal = make("button", { type: "button", disabled: true, onclick: () => {
    send(inputs.map((input, place) => `${item.choices[place].move}=${number(input)}`).join(","));
  } }, words.seal);
  const number = (input) => Math.max(0, Math.min(100, Math.round(Number(input.value)) || 0));
  const sum = () => inputs.reduce((all, input) => all + number(input), 0);
  const tell = () => {
    const left = 100 - sum();
    total.textContent = left === 0 ? words.total_right : left > 0 ? words.total_left.replace("{n}", left)
      : words.total_over.replace("{n}", -left);
    seal.disabled = !item.open || left !== 0;
  };
  const rows = item.choices.map((choice, place) => {
    const input = make("input", { type: "number", min: 0, max: 100, step: 1, inputmode: "numeric", id: `${id}-${place}`,
      value: given[choice.move] || 0, disabled: !item.open, oninput: tell, onfocus: (event) => event.target.select() });
    inputs.push(input);
    const by = (step) => make("button", { type: "button", class: "quiet", disabled: !item.open,
      "aria-label": `${choice.letter} ${step > 0 ? words.more : words.less}`, onclick: () => {
        input.value = Math.max(0, Math.min(100, number(input) + step));
        tell();
      } }, step > 0 ? "+" : "−");
    return make("div", { class: "share" },
      make("label", { for: `${id}-${place}` }, make("strong", {}, `${choice.letter} `), choice.text),
      make("div", { class: "steps" }, by(-STEP), input, by(STEP)));
  });
  setTimeout(tell, 0);
  return group(item, words, [rows, total, seal]);
}

function share(item, id, words, send) {
  const input = make("input", { type: "number", min: 0, max: 100, step: 1, inputmode: "numeric", id: `${id}-box`,
    value: item.given || "", disabled: !item.open });
  return make("form", { onsubmit: (event) => {
    event.preventDefault();
    if (input.value !== "") send(String(Math.max(0, Math.min(100, Math.round(Number(input.value)) || 0))));
  } }, make("label", { class: "over", for: `${id}-box` }, item.text), make("p", { class: "note" }, item.help), input,
    make("p", {}, make("button", { type: "submit", disabled: !item.open }, words.send)));
}

function text(item, id, words, send) {
  const box = make("textarea", { id: `${id}-box`, maxlength: item.longest, disabled: !item.open });
  box.value = item.given || "";
  return make("form", { onsubmit: (event) => {
    event.preventDefault();
    if (box.value.trim()) send(box.value);
  } }, make("label", { class: "over", for: `${id}-box` }, item.text),
    make("p", { class: "note" }, item.help), box,
    make("p", {}, make("button", { type: "submit", disabled: !item.open }, words.send)));
}

const FORMS = {
  move: (item, id, words, send) => group(item, words, choices(item, id, item.given, send)),
  card: (item, id, words, send) => group(item, words, cards(item, id, item.given, send)),
  shares, share, text,
};

// The decider's sheet: the vote as counted, an option, a card, a reason; nothing is sent before all three are there.
export function decision(page, words, send) {
  const sheet = page.decide;
  const chosen = { move: sheet.move || "", card: sheet.card || "" };
  const reason = make("textarea", { id: "decide-reason", maxlength: 600, disabled: !sheet.open });
  reason.value = sheet.reason || "";
  const mind = make("textarea", { id: "decide-mind", maxlength: 600, disabled: !sheet.open });
  mind.value = sheet.mind || "";
  const lacking = make("p", { class: "trouble", role: "alert" });
  const item = { open: sheet.open, choices: page.case.choices, cards: page.cards || [] };
  const submit = (event) => {
    event.preventDefault();
    const missing = [chosen.move ? null : words.lack_move, chosen.card ? null : words.lack_card,
      reason.value.trim() ? null : words.lack_reason].filter(Boolean);
    lacking.textContent = missing.join(" ");
    if (!missing.length) send({ ...chosen, reason: reason.value, mind: mind.value });
  };
  const count = sheet.ballot.total ? make("div", {}, make("h3", {}, sheet.ballot.title), bars(sheet.ballot)) : null;
  return make("form", { onsubmit: submit }, count,
    make("fieldset", {}, make("legend", {}, words.decide_move), choices(item, "decide-move", chosen.move,
      (move) => { chosen.move = move; })),
    make("fieldset", {}, make("legend", {}, words.decide_card), cards(item, "decide-card", chosen.card,
      (card) => { chosen.card = card; })),
    make("label", { class: "over", for: "decide-reason" }, words.decide_reason), reason,
    make("label", { class: "over", for: "decide-mind" }, words.decide_mind), mind, lacking,
    make("p", {}, make("button", { type: "submit", disabled: !sheet.open }, words.decide)));
}

export function bars(votes) {
  const most = Math.max(1, ...votes.bars.map((bar) => bar.count));
  return votes.bars.map((bar) => {
    const line = make("span", { class: "line", "aria-hidden": "true" });
    line.style.width = `${Math.round(100 * bar.count / most)}%`;
    return make("div", { class: "bar" }, make("span", {}, `${bar.choice.letter} ${bar.choice.text}`),
      make("strong", {}, bar.count), line);
  });
}
