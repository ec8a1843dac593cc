// Panning and zooming: wheel, drag, two fingers, keys, buttons. It moves the world in its frame and knows nothing of it.
"use strict";

class View {
  // frame: what is seen through; world: what is moved; changed(scale): called after every move.
  constructor(frame, world, changed) {
    this.frame = frame;
    this.world = world;
    this.changed = changed;
    this.x = 0;
    this.y = 0;
    this.scale = 1;
    this.fingers = new Map();
    this.dragged = false;
    this.covered = 0; // how much of the frame a card hides, from below
    frame.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    frame.addEventListener("pointerdown", (event) => this.down(event));
    frame.addEventListener("pointermove", (event) => this.move(event));
    for (const name of ["pointerup", "pointercancel", "pointerleave"]) {
      frame.addEventListener(name, (event) => this.up(event));
    }
    frame.addEventListener("click", (event) => { if (this.dragged) { event.stopPropagation(); event.preventDefault(); } }, true);
  }

  get size() { return { width: this.world.offsetWidth, height: this.world.offsetHeight }; }

  place() {
    const { width, height } = this.size;
    const seen = { width: this.frame.clientWidth, height: this.frame.clientHeight };
    const bound = (value, length, window) => Math.min(window * 0.75, Math.max(window * 0.25 - length * this.scale, value));
    this.x = bound(this.x, width, seen.width);
    this.y = bound(this.y, height, seen.height);
    this.world.style.transform = `translate(${this.x}px, ${this.y}px) scale(${this.scale})`;
    this.changed(this.scale);
  }

  pan(x, y) {
    this.x += x;
    this.y += y;
    this.place();
  }

  // Zooms by a factor, the point (x, y) of the frame staying where it is.
  zoom(factor, x = this.frame.clientWidth / 2, y = this.frame.clientHeight / 2) {
    const scale = Math.min(3, Math.max(0.06, this.scale * factor));
    this.x = x - ((x - this.x) * scale) / this.scale;
    this.y = y - ((y - this.y) * scale) / this.scale;
    this.scale = scale;
    this.place();
  }

  fit() {
    const { width, height } = this.size;
    const seen = { width: this.frame.clientWidth, height: this.frame.clientHeight };
    this.scale = Math.min(1.4, Math.max(0.06, Math.min((seen.width - 24) / width, (seen.height - 24) / height)));
    this.x = (seen.width - width * this.scale) / 2;
    this.y = (seen.height - height * this.scale) / 2;
    this.place();
  }

  // Brings a box to the middle, large enough to be read.
  centre(box) {
    this.scale = Math.max(this.scale, 0.8);
    this.x = this.frame.clientWidth / 2 - box.x * this.scale;
    this.y = (this.frame.clientHeight - this.covered) / 2 - box.y * this.scale;
    this.place();
  }

  // Moves no more than needed for a box to be seen.
  reveal(box, margin = 30) {
    const near = (at, half, offset, length) => {
      const first = (at - half) * this.scale + offset - margin;
      const last = (at + half) * this.scale + offset + margin;
      return first < 0 ? -first : Math.min(0, length - last);
    };
    this.pan(near(box.x, box.width / 2, this.x, this.frame.clientWidth),
      near(box.y, box.height / 2, this.y, this.frame.clientHeight - this.covered));
  }

  wheel(event) {
    if (event.target.closest("details, aside")) return;
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 16 : 1;
    const at = this.point(event);
    this.zoom(Math.exp(-event.deltaY * lines * 0.0016), at.x, at.y);
  }

  point(event) {
    const frame = this.frame.getBoundingClientRect();
    return { x: event.clientX - frame.left, y: event.clientY - frame.top };
  }

  down(event) {
    if (event.button || event.target.closest("details, aside")) return;
    this.fingers.set(event.pointerId, this.point(event));
    this.begun = this.point(event);
    if (this.fingers.size === 1) this.dragged = false;
  }

  move(event) {
    const before = this.fingers.get(event.pointerId);
    if (!before) return;
    const now = this.point(event);
    if (!this.dragged && Math.hypot(now.x - this.begun.x, now.y - this.begun.y) < 5 && this.fingers.size === 1) return;
    if (!this.dragged) {
      this.dragged = true;
      this.frame.setPointerCapture(event.pointerId);
      this.frame.classList.add("dragging");
    }
    if (this.fingers.size === 1) this.pan(now.x - before.x, now.y - before.y);
    else {
      const other = [...this.fingers].find(([id]) => id !== event.pointerId)[1];
      const apart = (point) => Math.max(1, Math.hypot(point.x - other.x, point.y - other.y));
      this.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
      this.zoom(apart(now) / apart(before), (now.x + other.x) / 2, (now.y + other.y) / 2);
    }
    this.fingers.set(event.pointerId, now);
  }

  up(event) {
    this.fingers.delete(event.pointerId);
    if (!this.fingers.size) this.frame.classList.remove("dragging");
  }
}
