// The card of a node: what can be known there, the ways on with their odds, and folded what is told afterwards.
"use strict";

class Cards {
  // go(node): shows another node; unfold(): shows what is told afterwards; take(edge): adds a way to the path by hand.
  constructor(data, words, { go, unfold, take }) {
    Object.assign(this, { data, words, go, unfold, take });
    this.told = false;
    this.byHand = false;
    this.route = new Set();
  }

  card(place) {
    const { data, words } = this;
    const node = data.nodes[place];
    const ways = data.edges.map((edge, number) => [edge, number]).filter(([edge]) => edge.from === place);
    const sources = [...new Set(data.edges.filter((edge) => edge.to === place).map((edge) => edge.from))];
    const act = data.acts[node.act];
    const kicker = [words.t(`kind.${node.kind}`), act && data.acts.length > 1 ? words.of(act.title) : ""];
    const where = [words.of(node.date), words.of(node.place)];
    return [
      Dom.el("p", { class: "kicker", dir: "auto" }, kicker.filter(Boolean).join(" · ")),
      Dom.el("h3", { dir: "auto" }, titleOf(words, node)),
      Dom.el("p", { class: "meta" }, Dom.el("code", { dir: "auto" }, node.id), ...where.filter(Boolean).map((text) => ` · ${text}`)),
      words.of(node.who) ? Dom.el("p", { class: "meta", dir: "auto" }, words.t("who", { who: words.of(node.who) })) : null,
      node.odds ? Dom.el("p", { class: "share" }, words.t("come", { share: words.of(node.odds) })) : null,
      words.of(node.question) ? Dom.el("p", { class: "question", dir: "auto" }, words.of(node.question)) : null,
      ways.length ? Dom.el("h4", {}, words.t(`ways.${node.kind}`)) : null,
      ways.length ? Dom.el("ol", { class: "ways" }, ...ways.map(([edge, number]) => this.way(edge, number))) : null,
      node.outside && !ways.length ? Dom.el("p", { class: "meta" }, words.t("outside")) : null,
      ...this.toldParts(node.told),
      sources.length ? Dom.el("h4", {}, words.t("from")) : null,
      sources.length ? Dom.el("ul", { class: "sources" }, ...sources.map((from) => Dom.el("li", {}, this.link(from)))) : null,
    ];
  }

  link(place) {
    return Dom.el("button", { type: "button", class: "link", dir: "auto", "data-go": place, onclick: () => this.go(place) },
      titleOf(this.words, this.data.nodes[place]));
  }

  way(edge, number) {
    const { words } = this;
    const recorded = edge.recorded && this.told;
    const said = Dom.el("p", { class: "said", dir: "auto" }, words.of(edge.text));
    return Dom.el("li", { class: [recorded ? "recorded" : "", this.route.has(number) ? "on" : ""].join(" ").trim() || null, "data-edge": number },
      said,
      words.of(edge.reason) ? Dom.el("p", { class: "reason", dir: "auto" }, words.of(edge.reason)) : null,
      edge.guard ? Dom.el("p", { class: "guard" }, `${words.t(this.data.nodes[edge.from].kind === "chance" ? "weight" : "when")} `, Dom.el("code", {}, edge.guard)) : null,
      words.of(edge.closed) ? Dom.el("p", { class: "closed", dir: "auto" }, words.t("closed", { reason: words.of(edge.closed) })) : null,
      edge.odds ? this.odds(edge) : null,
      (edge.effects || []).length ? Dom.el("ul", { class: "effects" }, ...edge.effects.map((effect) => Dom.el("li", { dir: "auto" }, words.of(effect)))) : null,
      Dom.el("p", { class: "leads" }, `${words.t("leads")} `, this.link(edge.to),
        this.byHand ? Dom.el("button", { type: "button", class: "take", onclick: () => this.take(number) }, words.t("take")) : null),
      this.told ? Dom.el("p", { class: "status" }, recorded ? "● " : "", words.of(edge.status) || (recorded ? words.t("recorded") : "")) : null,
      ...this.toldParts(edge.told));
  }

  odds(edge) {
    const { words } = this;
    const bar = Dom.el("span", { class: "bar" });
    bar.style.setProperty("--share", `${Math.max(0.5, edge.share * 100)}%`);
    const here = edge.here ? words.t("odds_here", { share: words.of(edge.here) }) : "";
    return Dom.el("p", { class: "share" }, bar, Dom.el("b", { class: "exact" }, words.of(edge.odds)), ` ${words.t("odds_all")}`, here ? ` · ${here}` : "");
  }

  // What is told only afterwards: paragraphs with their grades, or a button that unfolds them.
  toldParts(told) {
    const { words } = this;
    if (!told || !told.length) return [];
    if (!this.told) {
      return [Dom.el("button", { type: "button", class: "unfold", onclick: () => this.unfold() }, words.t("unfold", { n: told.length }))];
    }
    let last = "";
    return told.flatMap((block) => {
      const head = block.kind === last ? null : Dom.el("h4", {}, words.t(`after.${block.kind}`));
      last = block.kind;
      const note = words.of(block.note);
      return [head, Dom.el("div", { class: `grade ${block.grade}` },
        Dom.el("p", { class: "word", dir: "auto" }, Dom.el("b", {}, words.of(block.label)), note ? ` – ${note}` : "",
          block.when ? [" · ", words.t("when"), " ", Dom.el("code", {}, block.when)] : []),
        Dom.el("p", { dir: "auto" }, words.of(block.text)))];
    });
  }
}
