// Making elements: text is only ever set as text, so nothing an author or a student writes can become markup.

export function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat(9)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}

export function byId(id) {
  return document.getElementById(id);
}

export function fill(element, ...children) {
  element.replaceChildren(...children.flat(9).filter((child) => child));
}

// A paragraph with its grade in words; meaning never hangs on the line's style alone.
export function graded(paragraph, words) {
  const marks = (paragraph.marks || []).map((mark) => `[${mark}]`).join("");
  return make("div", { class: `graded ${paragraph.grade}` },
    make("span", { class: "grade" }, paragraph.label),
    make("p", {}, paragraph.text, marks ? make("small", {}, ` ${marks}`) : null),
    paragraph.note ? make("p", { class: "note" }, paragraph.note) : null);
}

export function footnotes(notes, words) {
  if (!notes || !notes.length) return null;
  return make("details", {}, make("summary", {}, words.sources),
    notes.map((note) => make("p", { class: "note" }, `[${note.number}] ${note.text || note.short || ""}`)));
}
