// The same tree as a list, act by act: for a narrow screen, for print, and for whoever does not want a drawing.
"use strict";

class Listing {
  constructor(section, data, words, cards) {
    Object.assign(this, { section, data, words, cards });
    this.items = [];
    this.edges = [];
    this.stale = true;
  }

  // Notes that what it tells has changed; it is written when it is looked at.
  change(edges) {
    this.edges = edges;
    this.stale = true;
    if (!this.section.hidden) this.write();
  }

  write() {
    if (!this.stale) return;
    this.stale = false;
    const { data, words, section } = this;
    this.items = data.nodes.map((_, place) => Dom.el("article", { class: "entry", "data-entry": place, tabindex: "-1" }, this.cards.card(place)));
    const acts = data.acts.length ? data.acts : [{ title: [] }];
    section.replaceChildren(
      Dom.el("p", { class: "printed", dir: "auto" }, words.t("heading", { title: words.of(data.title) })),
      ...acts.map((act, number) => Dom.el("section", {},
        words.of(act.title) ? Dom.el("h2", { dir: "auto" }, words.of(act.title)) : null,
        ...this.items.filter((_, place) => data.nodes[place].act === number))));
    const on = new Set(this.edges.flatMap((edge) => [this.data.edges[edge].from, this.data.edges[edge].to]));
    this.items.forEach((item, place) => item.classList.toggle("on", on.has(place)));
  }

  show(place) {
    this.items[place].scrollIntoView({ block: "start" });
    this.items[place].focus({ preventScroll: true });
  }
}
