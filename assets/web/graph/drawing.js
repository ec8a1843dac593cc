// The drawing: rows of acts, lines with their odds, and a button for every node. It knows places, not gestures.
"use strict";

class Drawing {
  // pick(node): called when a node is pressed.
  constructor(world, data, words, pick) {
    this.world = world;
    this.data = data;
    this.words = words;
    this.pick = pick;
    this.layout = Layout.compute(data);
    this.nodes = [];
    this.lines = [];
    this.build();
  }

  build() {
    const { width, height } = this.layout;
    this.world.style.width = `${width}px`;
    this.world.style.height = `${height}px`;
    this.heads = this.layout.rows.map((row) => this.row(row, width));
    this.svg = Dom.svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
    const labels = Dom.svg("g");
    this.lines = this.layout.lines.map((line, place) => this.line(line, place, labels));
    this.svg.append(...this.lines.map((one) => one.group), labels);
    this.nodes = this.data.nodes.map((node, place) => this.node(node, place));
    this.world.replaceChildren(...this.heads.map((one) => one.band), this.svg, ...this.nodes.map((one) => one.button));
  }

  row(row, width) {
    const head = Dom.el("h2", { dir: "auto" });
    const band = Dom.el("div", { class: "row" }, this.data.acts.length > 1 ? Dom.el("div", { class: "act" }, head) : null);
    band.style.top = `${row.top}px`;
    band.style.height = `${row.bottom - row.top}px`;
    band.style.width = `${width}px`;
    return { band, head, act: row.act };
  }

  line(line, place, labels) {
    const edges = line.edges.map((edge) => this.data.edges[edge]);
    const share = edges.every((edge) => "share" in edge) ? Math.min(1, edges.reduce((sum, edge) => sum + edge.share, 0)) : null;
    const kind = this.data.nodes[line.from].kind;
    const tip = line.back ? "M0 0l9-4.5v9z" : "M0 0l-9-4.5v9z";
    const drawn = Dom.svg("path", { class: "line", d: line.path });
    drawn.style.strokeWidth = `${share === null ? 1.5 : 1 + 5.5 * Math.sqrt(share)}px`;
    const title = Dom.svg("title");
    const group = Dom.svg("g", { class: `edge ${kind}`, "data-line": place }, title,
      Dom.svg("path", { class: "hit", d: line.path, onclick: () => this.pick(line.from) }), drawn,
      Dom.svg("path", { class: "tip", d: tip, transform: `translate(${line.tip.x} ${line.tip.y}) rotate(${line.tip.turn || 0})` }));
    group.classList.toggle("never", share === 0);
    group.classList.toggle("recorded", edges.some((edge) => edge.recorded));
    let label = null;
    if (line.label && (share !== null || edges.length > 1)) {
      const { x, y, beside } = line.label;
      const thick = share === null ? 0 : 2.75 * Math.sqrt(share);
      label = Dom.svg("text", { class: beside ? "odds beside" : "odds", x: x + (beside ? 5 + thick : 0), y: y + (beside ? 4 : -5 - thick) });
      labels.append(label);
    }
    return { group, label, title, line, edges };
  }

  node(node, place) {
    const box = this.layout.boxes[place];
    const name = Dom.el("span", { class: "name", dir: "auto" });
    const when = Dom.el("span", { class: "when" });
    const odds = Dom.el("span", { class: "odds" });
    const step = Dom.el("span", { class: "step", "aria-hidden": "true" });
    const button = Dom.el("button", {
      type: "button", class: `node ${box.kind}`, "data-node": place, tabindex: "-1", onclick: () => this.pick(place),
    }, step, name, when, odds);
    button.classList.toggle("outside", node.outside);
    button.style.left = `${box.x - box.width / 2}px`;
    button.style.top = `${box.y - box.height / 2}px`;
    button.style.width = `${box.width}px`;
    button.style.height = `${box.height}px`;
    return { button, name, when, odds, step, box };
  }

  // Writes all texts anew, in the language shown.
  write() {
    const { words, data } = this;
    for (const { head, act } of this.heads) if (data.acts[act]) head.textContent = words.of(data.acts[act].title);
    this.lines.forEach(({ label, title, line, edges, group }) => {
      const [from, to] = [line.from, line.to].map((place) => titleOf(words, data.nodes[place]));
      title.textContent = [`${from} → ${to}`, ...edges.map((edge) => words.of(edge.text))].join("\n");
      if (label) label.textContent = edgeLabel(words, edges);
      group.setAttribute("data-odds", edges.length && edges[0].odds ? edgeLabel(words, edges) : "");
    });
    this.nodes.forEach(({ button, name, when, odds }, place) => {
      const node = data.nodes[place];
      name.textContent = titleOf(words, node);
      when.textContent = words.of(node.date);
      odds.textContent = words.of(node.odds);
      const said = [words.t(`kind.${node.kind}`), titleOf(words, node), words.of(node.date), words.of(node.odds)];
      button.setAttribute("aria-label", said.filter(Boolean).join(", "));
      button.title = titleOf(words, node);
    });
  }

  // Marks a route: its edges, and its nodes with the number of the step. kind: of the route, "" for none.
  mark(edges, kind) {
    const on = new Set(edges);
    const steps = new Map();
    edges.forEach((edge, place) => {
      const { from, to } = this.data.edges[edge];
      if (!steps.has(from)) steps.set(from, place + 1);
      if (place === edges.length - 1) steps.set(to, edges.length + 1);
    });
    document.body.dataset.route = kind;
    this.lines.forEach(({ group, label, line }) => {
      const lit = line.edges.some((edge) => on.has(edge));
      group.classList.toggle("on", lit);
      if (label) label.classList.toggle("on", lit);
      if (lit) group.parentNode.append(group);
    });
    if (this.lines.length) this.svg.append(this.svg.querySelector(":scope > g:not([data-line])"));
    this.nodes.forEach(({ button, step }, place) => {
      button.classList.toggle("on", steps.has(place));
      step.textContent = steps.get(place) || "";
    });
  }

  // The one node that Tab reaches, and the one whose card is open.
  current(place, open) {
    this.nodes.forEach(({ button }, other) => {
      button.tabIndex = other === place ? 0 : -1;
      button.classList.toggle("open", open && other === place);
    });
  }

  // The nearest node in a direction: along an edge to the sides, within the drawing up and down.
  neighbour(place, key) {
    const { boxes, lines } = this.layout;
    const along = { ArrowRight: ["from", "to"], ArrowLeft: ["to", "from"] }[key];
    if (along) {
      const ends = lines.filter((line) => line[along[0]] === place && line.from !== line.to);
      const share = (line) => line.edges.reduce((sum, edge) => sum + (this.data.edges[edge].share || 0), 0);
      ends.sort((one, two) => share(two) - share(one));
      return ends.length ? ends[0][along[1]] : null;
    }
    const here = boxes[place];
    const way = key === "ArrowDown" ? 1 : -1;
    let best = null;
    let least = Infinity;
    boxes.forEach((box, other) => {
      const down = (box.y - here.y) * way;
      const far = down + 2 * Math.abs(box.x - here.x);
      if (other !== place && down > 4 && far < least) { best = other; least = far; }
    });
    return best;
  }
}

function titleOf(words, node) {
  return words.of(node.title) || node.id;
}

// The odds of a bundle: of all its edges together, and how many they are.
function edgeLabel(words, edges) {
  const count = edges.length > 1 ? `×${edges.length}` : "";
  if (!edges[0] || !("share" in edges[0])) return count;
  const odds = edges.length > 1 ? words.of(edges[0].together) : words.of(edges[0].odds);
  return [odds, count].filter(Boolean).join(" ");
}
