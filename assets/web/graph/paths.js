// The paths that can be marked, and the strip that tells the marked one step by step.
"use strict";

const BY_HAND = "hand";

class Paths {
  // changed(): called when another path, or more of it, is to be marked; go(node): shows a node.
  constructor(select, trail, data, words, { changed, go }) {
    Object.assign(this, { select, trail, data, words, changed, go });
    this.hand = [];
    select.addEventListener("change", () => changed());
  }

  get chosen() { return this.select.value; }

  get byHand() { return this.chosen === BY_HAND; }

  get kind() {
    if (this.byHand) return BY_HAND;
    return this.chosen === "" ? "" : this.data.routes[Number(this.chosen)].kind;
  }

  get edges() {
    if (this.byHand) return this.hand;
    return this.chosen === "" ? [] : this.data.routes[Number(this.chosen)].edges;
  }

  // Where the path by hand has come to.
  get end() { return this.hand.length ? this.data.edges[this.hand[this.hand.length - 1]].to : this.data.start; }

  // Adds a way; from a node that lies on the path already it goes on from there, from any other it begins anew.
  take(edge) {
    const { from } = this.data.edges[edge];
    const place = this.hand.findIndex((one) => this.data.edges[one].from === from);
    if (place >= 0) this.hand = this.hand.slice(0, place);
    else if (this.end !== from) this.hand = [];
    this.hand = [...this.hand, edge];
    this.changed();
  }

  back() {
    this.hand = this.hand.slice(0, -1);
    this.changed();
  }

  nameOf(route) {
    const { words } = this;
    return words.t(`route.${route.kind}`, { name: route.name, ending: words.of(route.ending) });
  }

  write() {
    const { words, data, select } = this;
    const chosen = select.value;
    const options = [["", words.t("route.none")], ...data.routes.map((route, place) => [String(place), this.nameOf(route)]),
      [BY_HAND, words.t("route.hand")]];
    select.replaceChildren(...options.map(([value, text]) => Dom.el("option", { value }, text)));
    select.value = chosen;
    this.writeTrail();
  }

  writeTrail() {
    const { words, data, trail } = this;
    trail.hidden = this.chosen === "";
    if (trail.hidden) { trail.replaceChildren(); return; }
    const route = this.byHand ? null : data.routes[Number(this.chosen)];
    const facts = [words.t("steps", { n: this.edges.length })];
    if (route && words.of(route.ending)) facts.push(words.t("ends", { ending: words.of(route.ending) }));
    if (route && words.of(route.odds)) facts.push(words.t("route_odds", { odds: words.of(route.odds) }));
    const tools = this.byHand ? [
      Dom.el("button", { type: "button", class: "back", disabled: !this.hand.length, onclick: () => this.back() }, words.t("undo")),
      Dom.el("button", { type: "button", class: "clear", disabled: !this.hand.length, onclick: () => { this.hand = []; this.changed(); } }, words.t("clear")),
    ] : [];
    const steps = this.edges.map((edge, place) => this.step(data.edges[edge], place));
    if (this.byHand && !this.hand.length) steps.push(Dom.el("li", { class: "hint" }, words.t("hand_hint")));
    trail.replaceChildren(Dom.el("p", { class: `facts ${this.kind}` }, Dom.el("b", { dir: "auto" }, route ? this.nameOf(route) : words.t("route.hand")), ` – ${facts.join(" · ")}`, ...tools),
      Dom.el("ol", { tabindex: "0", "aria-label": words.t("path") }, ...steps));
  }

  // Shows in the strip where a node lies on the path.
  stand(node) {
    const list = this.trail.querySelector("ol");
    if (!list) return;
    [...list.children].forEach((item, place) => {
      const here = place < this.edges.length && this.data.edges[this.edges[place]].from === node;
      item.firstElementChild?.setAttribute("aria-current", here ? "step" : "false");
      if (here) list.scrollLeft = item.offsetLeft - list.offsetLeft - (list.clientWidth - item.clientWidth) / 2;
    });
  }

  step(edge, place) {
    const { words, data } = this;
    return Dom.el("li", {}, Dom.el("button", { type: "button", onclick: () => this.go(edge.from) },
      Dom.el("b", {}, `${place + 1} `), Dom.el("span", { class: "at", dir: "auto" }, titleOf(words, data.nodes[edge.from])),
      Dom.el("span", { class: "chose", dir: "auto" }, words.of(edge.text) || edge.move)));
  }
}
