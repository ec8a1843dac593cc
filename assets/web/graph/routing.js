// Lines between points: smooth ones inside an act, square ones with round corners between acts. Numbers in, path text out.
"use strict";

const Routing = (() => {
  const round = (value) => Math.round(value * 10) / 10;
  const at = (point) => `${round(point.x)} ${round(point.y)}`;

  // From left to right (or back) through points, level at every one of them.
  function smooth(points) {
    let path = `M${at(points[0])}`;
    for (let place = 1; place < points.length; place += 1) {
      const from = points[place - 1];
      const to = points[place];
      if (Math.abs(from.y - to.y) < 0.5) path += `L${at(to)}`;
      else {
        const middle = (from.x + to.x) / 2;
        path += `C${at({ x: middle, y: from.y })} ${at({ x: middle, y: to.y })} ${at(to)}`;
      }
    }
    return path;
  }

  // Straight pieces with corners of a radius.
  function square(points, radius) {
    let path = `M${at(points[0])}`;
    for (let place = 1; place < points.length - 1; place += 1) {
      const before = points[place - 1];
      const corner = points[place];
      const after = points[place + 1];
      const into = Math.hypot(corner.x - before.x, corner.y - before.y);
      const out = Math.hypot(after.x - corner.x, after.y - corner.y);
      const cut = Math.min(radius, into / 2, out / 2);
      if (cut < 0.5) { path += `L${at(corner)}`; continue; }
      const start = { x: corner.x - ((corner.x - before.x) / into) * cut, y: corner.y - ((corner.y - before.y) / into) * cut };
      const end = { x: corner.x + ((after.x - corner.x) / out) * cut, y: corner.y + ((after.y - corner.y) / out) * cut };
      path += `L${at(start)}Q${at(corner)} ${at(end)}`;
    }
    return `${path}L${at(points[points.length - 1])}`;
  }

  return { smooth, square };
})();
