// Puts the parts of the page together.
"use strict";

class Page {
  constructor(data) {
    this.data = data;
    this.words = new Words(data);
    this.selected = null;
    this.current = data.start;
    this.frame = Dom.byId("view");
    this.aside = Dom.byId("card");
    this.cards = new Cards(data, this.words, {
      go: (place) => this.go(place), unfold: () => this.unfold(true), take: (edge) => this.take(edge),
    });
    this.drawing = new Drawing(Dom.byId("world"), data, this.words, (place) => this.pick(place));
    this.view = new View(this.frame, Dom.byId("world"), (scale) => this.scaled(scale));
    this.paths = new Paths(Dom.byId("path"), Dom.byId("trail"), data, this.words, {
      changed: () => this.mark(), go: (place) => this.go(place),
    });
    this.listing = new Listing(Dom.byId("list"), data, this.words, this.cards);
    this.search = new Search(data);
    this.legend = Dom.byId("legend").querySelector("div");
    this.listen();
    this.show(data.language);
    this.asList(matchMedia("(max-width: 700px)").matches);
    this.view.fit();
    if (this.view.scale < 0.3) { this.view.scale = 0.42; this.view.x = 0; this.view.y = 0; this.view.place(); }
  }

  listen() {
    const press = (id, deed) => Dom.byId(id).addEventListener("click", deed);
    press("in", () => this.view.zoom(1.3));
    press("out", () => this.view.zoom(1 / 1.3));
    press("fit", () => this.view.fit());
    press("listing", () => this.asList(Dom.byId("list").hidden));
    Dom.byId("told").addEventListener("change", (event) => this.unfold(event.target.checked));
    Dom.byId("find").addEventListener("input", (event) => this.find(event.target.value));
    Dom.byId("find").addEventListener("keydown", (event) => this.findKey(event));
    this.frame.addEventListener("keydown", (event) => this.key(event));
    this.frame.addEventListener("focusin", ({ target }) => {
      if (target.matches(".node:focus-visible")) this.view.reveal(this.drawing.nodes[Number(target.dataset.node)].box);
    });
    document.addEventListener("keydown", (event) => this.anyKey(event));
    addEventListener("resize", () => this.view.place());
    addEventListener("beforeprint", () => this.printed(true));
    addEventListener("afterprint", () => this.printed(false));
    Dom.byId("languages").append(...this.data.languages.map((one) => Dom.el("button", {
      type: "button", lang: one.code === "zh" ? "zh-Hans" : one.code, "data-code": one.code, onclick: () => this.show(one.code),
    }, one.name)));
  }

  show(code) {
    this.words.show(code);
    Dom.byId("title").textContent = this.words.of(this.data.title);
    for (const button of Dom.byId("languages").children) {
      button.setAttribute("aria-pressed", String(button.dataset.code === code));
    }
    this.drawing.write();
    this.paths.write();
    this.writeLegend();
    this.tellFound();
    this.mark();
  }

  // Marks the chosen path everywhere, and writes cards and list anew.
  mark() {
    const { edges, kind } = this.paths;
    this.cards.byHand = this.paths.byHand;
    this.cards.route = new Set(edges);
    this.drawing.mark(edges, kind);
    this.paths.writeTrail();
    this.listing.change(edges);
    this.writeCard();
  }

  unfold(told) {
    this.cards.told = told;
    Dom.byId("told").checked = told;
    this.drawing.world.classList.toggle("told", told);
    this.listing.change(this.paths.edges);
    this.writeCard();
  }

  writeCard() {
    this.aside.hidden = this.selected === null || !Dom.byId("list").hidden;
    this.drawing.current(this.current, this.selected !== null);
    this.view.covered = 0;
    this.paths.stand(this.selected);
    if (this.selected === null) return;
    const close = Dom.el("button", { type: "button", class: "close", "aria-label": this.words.t("close"), onclick: () => this.close() }, "×");
    this.aside.replaceChildren(close, ...this.cards.card(this.selected).filter(Boolean));
    if (getComputedStyle(this.aside).position === "absolute") this.view.covered = this.aside.offsetHeight;
  }

  pick(place) {
    const other = this.selected !== place;
    this.selected = place;
    this.current = place;
    this.writeCard();
    if (other) this.aside.scrollTop = 0;
    const ways = this.data.edges.flatMap((edge, number) => (edge.from === this.paths.end && edge.to === place ? [number] : []));
    if (this.paths.byHand && ways.length === 1) this.take(ways[0]);
    this.view.reveal(this.drawing.nodes[place].box);
  }

  take(edge) {
    this.paths.take(edge);
    this.go(this.paths.end);
  }

  close() {
    this.selected = null;
    this.writeCard();
    this.drawing.nodes[this.current].button.focus();
  }

  go(place) {
    this.selected = place;
    this.current = place;
    this.writeCard();
    this.aside.scrollTop = 0;
    if (Dom.byId("list").hidden) this.view.centre(this.drawing.nodes[place].box);
    else this.listing.show(place);
  }

  asList(list) {
    Dom.byId("list").hidden = !list;
    this.frame.hidden = list;
    Dom.byId("listing").setAttribute("aria-pressed", String(list));
    document.body.classList.toggle("listed", list);
    if (list) this.listing.write();
    else this.view.place();
    this.writeCard();
  }

  scaled(scale) {
    const world = this.drawing.world;
    world.dataset.far = scale < 0.34 ? "very" : scale < 0.66 ? "yes" : "no";
    world.style.setProperty("--unscale", String(Math.min(4, Math.max(1, 1 / scale))));
    Dom.byId("scale").textContent = `${Math.round(scale * 100)} %`;
  }

  find(text) {
    const hits = new Set(this.search.ask(text));
    this.drawing.nodes.forEach(({ button }, place) => button.classList.toggle("hit", hits.has(place)));
    this.tellFound();
  }

  tellFound() {
    const { hits, at, asked } = this.search;
    Dom.byId("found").textContent = !asked.trim() ? "" : hits.length
      ? this.words.t("found", { at: at < 0 ? "–" : at + 1, n: hits.length }) : this.words.t("found_none");
  }

  findKey(event) {
    if (event.key === "Escape") { event.target.value = ""; this.find(""); }
    if (event.key !== "Enter") return;
    event.preventDefault();
    const place = this.search.next(event.shiftKey ? -1 : 1);
    if (place !== null) this.go(place);
    if (!Dom.byId("list").hidden) event.target.focus({ preventScroll: true });
    this.tellFound();
  }

  key(event) {
    if (event.target.closest("details")) return;
    const arrows = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    const node = event.target.closest(".node");
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in arrows && node && !event.shiftKey) {
      const next = this.drawing.neighbour(Number(node.dataset.node), event.key);
      if (next !== null) this.step(next);
    } else if (event.key in arrows) this.view.pan(...arrows[event.key].map((way) => way * 80));
    else if (event.key === "+" || event.key === "=") this.view.zoom(1.3);
    else if (event.key === "-") this.view.zoom(1 / 1.3);
    else if (event.key === "0" || event.key === "f") this.view.fit();
    else if (event.key === "Home") this.step(this.data.start);
    else return;
    event.preventDefault();
  }

  anyKey(event) {
    const typing = event.target.closest("input, select, textarea");
    if (event.key === "/" && !typing) { event.preventDefault(); Dom.byId("find").focus(); }
    if (event.key === "Escape" && !typing && this.selected !== null) this.close();
  }

  // Moves the focus to a node; an open card follows it.
  step(place) {
    this.current = place;
    if (this.selected !== null) this.selected = place;
    this.writeCard();
    this.drawing.nodes[place].button.focus({ preventScroll: true });
    this.view.reveal(this.drawing.nodes[place].box);
  }

  writeLegend() {
    const { words, data } = this;
    const line = (name, text) => Dom.el("li", {}, Dom.svg("svg", { width: 44, height: 14, class: `sample ${name}` },
      Dom.svg("g", { class: `edge ${name}` }, Dom.svg("path", { class: "line", d: "M2 7H42" }))), text);
    const box = (name) => Dom.el("li", {}, Dom.el("span", { class: `node sample ${name}` }), words.t(`kind.${name}`));
    const facts = [data.plays, data.policy, data.uncounted].map((text) => words.of(text)).filter(Boolean);
    this.legend.replaceChildren(
      Dom.el("ul", {}, ...["decision", "table", "chance", "ending"].map(box),
        line("decision", words.t("line.decision")), line("chance", words.t("line.chance")), line("table", words.t("line.table")),
        data.plays ? line("never", words.t("line.never")) : null, line("recorded on", words.t("line.record")), line("on", words.t("line.path"))),
      ...facts.map((text) => Dom.el("p", { dir: "auto" }, text)));
  }

  // On paper the whole drawing stands first, fitted to the sheet, and the list after it.
  printed(printing) {
    if (printing) {
      this.listing.write();
      const { width, height } = this.view.size;
      const scale = Math.min(1, 1000 / width, 640 / height);
      Object.assign(this.drawing.world.style, { transform: "none", zoom: scale });
      this.frame.style.height = `${Math.ceil(height * scale) + 10}px`;
    } else {
      this.drawing.world.style.zoom = "";
      this.frame.style.height = "";
      this.view.place();
    }
  }
}

const page = new Page(JSON.parse(Dom.byId("data").textContent));
