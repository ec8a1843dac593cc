// Where everything stands: every act is a row, laid out in layers from left to right by dagre; the rows lie one below
// the other. What leads from act to act runs in the gutters between rows, all ways to one node in one lane.
// Data in, places out; nothing is drawn here.
"use strict";

const Layout = (() => {
  const SIZE = { decision: [172, 66], table: [172, 68], ending: [172, 52], chance: [144, 52], router: [26, 26] };
  const LABEL = { width: 44, height: 20 };
  const COUNT = 22;
  const HEAD = 240;
  const PAD = 34;
  const LANE = 13;
  const GUTTER = 26;
  const CHANNEL = 20;

  const kindOf = (node) => (node.kind === "chance" && !node.title.length ? "router" : node.kind);

  // Edges between the same two nodes are one bundle.
  function bundles(data) {
    const found = new Map();
    data.edges.forEach((edge, place) => {
      const key = `${edge.from} ${edge.to}`;
      if (!found.has(key)) found.set(key, { from: edge.from, to: edge.to, edges: [] });
      found.get(key).edges.push(place);
    });
    return [...found.values()];
  }

  function rowOf(data, act, mine) {
    const graph = new dagre.graphlib.Graph();
    graph.setGraph({ rankdir: "LR", nodesep: 24, edgesep: 16, ranksep: 22, ranker: "network-simplex" });
    data.nodes.forEach((node, place) => {
      if (node.act !== act) return;
      const [width, height] = SIZE[kindOf(node)];
      graph.setNode(String(place), { width, height });
    });
    for (const bundle of mine) {
      if (bundle.from !== bundle.to) {
        graph.setEdge(String(bundle.from), String(bundle.to), {
          width: LABEL.width + (bundle.edges.length > 1 ? COUNT : 0), height: LABEL.height, labelpos: "c", weight: bundle.edges.length,
        });
      }
    }
    dagre.layout(graph);
    return graph;
  }

  // The half width of the column in which a place lies: dagre centres all nodes of a layer.
  function columns(boxes) {
    const half = new Map();
    for (const box of boxes) half.set(Math.round(box.x), Math.max(half.get(Math.round(box.x)) || 0, box.width / 2));
    return half;
  }

  function compute(data) {
    const all = bundles(data);
    const boxes = [];
    const rows = [];
    const lines = [];
    let top = 0;
    let right = 0;
    const acts = Math.max(1, data.acts.length);
    for (let act = 0; act < acts; act += 1) {
      const inside = all.filter((one) => data.nodes[one.from].act === act && data.nodes[one.to].act === act);
      const graph = rowOf(data, act, inside);
      const names = graph.nodes();
      const lanes = laneOrder(data, all, act);
      const row = { act, top, lanes, lane: top + GUTTER, left: acts > 1 ? HEAD : 0, columns: null };
      const shift = { x: row.left + PAD + CHANNEL, y: top + GUTTER + Math.max(1, lanes.length) * LANE + 16 };
      let low = 0;
      for (const name of names) {
        const node = graph.node(name);
        boxes[Number(name)] = {
          x: node.x + shift.x, y: node.y + shift.y, width: node.width, height: node.height, row: act,
          kind: kindOf(data.nodes[Number(name)]),
        };
        low = Math.max(low, node.y + node.height / 2);
        right = Math.max(right, node.x + node.width / 2 + shift.x);
      }
      for (const bundle of inside) {
        const edge = bundle.from === bundle.to ? null : graph.edge(String(bundle.from), String(bundle.to));
        const points = edge ? edge.points.map((one) => ({ x: one.x + shift.x, y: one.y + shift.y })) : [];
        low = Math.max(low, ...points.map((one) => one.y - shift.y));
        lines.push({ ...bundle, points, label: edge ? { x: edge.x + shift.x, y: edge.y + shift.y } : null });
      }
      row.bottom = shift.y + low + 20;
      top = row.bottom;
      rows.push(row);
    }
    rows.forEach((row) => { row.columns = columns(boxes.filter((box) => box && box.row === row.act)); });
    const margin = { x: right + 60, lanes: new Map() };
    for (const bundle of all) {
      if (data.nodes[bundle.from].act !== data.nodes[bundle.to].act) lines.push({ ...bundle, across: true });
    }
    const ports = portsOf(lines, boxes);
    for (const line of lines) trace(line, { boxes, rows, ports, margin });
    return {
      boxes, rows, lines, width: margin.x + 20 + margin.lanes.size * LANE, height: top + 10,
    };
  }

  // The nodes of an act that other acts lead to, each a lane of its own, in the order in which they lie.
  function laneOrder(data, all, act) {
    const found = new Set(all.filter((one) => data.nodes[one.to].act === act && data.nodes[one.from].act !== act)
      .map((one) => one.to));
    return [...found].sort((one, two) => one - two);
  }

  // Where on the sides of its boxes a line begins and ends: apart, in the order of what lies at the other end.
  function portsOf(lines, boxes) {
    const sides = new Map();
    const put = (name, line, other) => {
      if (!sides.has(name)) sides.set(name, []);
      sides.get(name).push({ line, other });
    };
    for (const line of lines) {
      if (line.from === line.to) continue;
      const from = boxes[line.from];
      const to = boxes[line.to];
      const back = !line.across && to.x <= from.x;
      line.back = back;
      put(`${line.from} ${back ? "left" : "right"}`, line, line.across ? 1e6 + to.row : (line.points[1] || to).y);
      if (line.across) continue;
      put(`${line.to} ${back ? "right" : "left"}`, line, (line.points[line.points.length - 2] || from).y);
    }
    const found = new Map();
    for (const [name, ends] of sides) {
      const box = boxes[Number(name.split(" ")[0])];
      const step = Math.min(12, (box.height - 20) / Math.max(1, ends.length - 1));
      ends.sort((one, two) => one.other - two.other);
      ends.forEach(({ line }, place) => {
        if (!found.has(line)) found.set(line, {});
        const end = Number(name.split(" ")[0]) === line.from ? "start" : "end";
        found.get(line)[end] = step > 0 ? (place - (ends.length - 1) / 2) * step : 0;
      });
    }
    return found;
  }

  function trace(line, world) {
    const from = world.boxes[line.from];
    const to = world.boxes[line.to];
    const port = world.ports.get(line) || {};
    if (line.from === line.to) { loop(line, from); return; }
    const way = line.back ? -1 : 1;
    const start = { x: from.x + (way * from.width) / 2, y: from.y + (port.start || 0) };
    if (line.across) { cross(line, start, from, to, world); return; }
    const end = { x: to.x - (way * to.width) / 2, y: to.y + (port.end || 0) };
    const half = world.rows[from.row].columns;
    const inner = line.points.slice(1, -1).flatMap((point) => flat(point, way, half));
    const [leave, arrive] = [[from, 1, start], [to, -1, end]].map(([box, side, point]) => (
      { x: box.x + way * side * (half.get(Math.round(box.x)) || box.width / 2), y: point.y }));
    line.path = Routing.smooth([start, leave, ...inner, arrive, end]);
    line.tip = end;
  }

  // A line that passes a layer of nodes runs level across it, so that it touches none of them.
  function flat(point, way, half) {
    const width = half.get(Math.round(point.x)) || 0;
    return width ? [{ x: point.x - way * width, y: point.y }, { x: point.x + way * width, y: point.y }] : [point];
  }

  function loop(line, box) {
    const x = box.x + box.width / 4;
    const top = box.y - box.height / 2;
    line.path = `M${x} ${top}C${x} ${top - 30} ${x + 40} ${top - 30} ${x + 34} ${top}`;
    line.tip = { x: x + 34, y: top, turn: 90 };
    line.label = { x: x + 20, y: top - 24 };
  }

  // From act to act: down the channel beside the node, along the lane of the target, down the channel before it.
  function cross(line, start, from, to, world) {
    const row = world.rows[to.row];
    const lane = row.lanes.indexOf(line.to);
    const level = row.lane + lane * LANE;
    const out = from.x + (world.rows[from.row].columns.get(Math.round(from.x)) || from.width / 2) + 9 + lane * 7;
    const into = to.x - (row.columns.get(Math.round(to.x)) || to.width / 2) - CHANNEL + Math.min(3, lane) * 3;
    const end = { x: to.x - to.width / 2, y: to.y };
    const points = [start, { x: out, y: start.y }];
    if (to.row === from.row + 1) points.push({ x: out, y: level });
    else {
      const down = world.rows[from.row].bottom + 8 + lane * 3;
      const side = sideLane(line, world.margin);
      points.push({ x: out, y: down }, { x: side, y: down }, { x: side, y: level });
    }
    points.push({ x: into, y: level }, { x: into, y: end.y }, end);
    line.path = Routing.square(points, 9);
    line.tip = end;
    line.label = { x: out, y: world.rows[from.row].bottom - 4 - lane * 13, beside: true };
  }

  function sideLane(line, margin) {
    if (!margin.lanes.has(line.to)) margin.lanes.set(line.to, margin.x + margin.lanes.size * LANE);
    return margin.lanes.get(line.to);
  }

  return { compute, kindOf };
})();
