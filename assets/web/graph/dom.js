// Making elements, and the texts of the page in the language that is shown. Texts are set as text, never as markup.
"use strict";

const Dom = (() => {
  const SVG = "http://www.w3.org/2000/svg";

  function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
    return element;
  }

  return {
    el: (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children),
    svg: (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children),
    byId: (id) => document.getElementById(id),
  };
})();

class Words {
  // data: the page's data; every text in it is a list in the order of data.languages.
  constructor(data) {
    this.data = data;
    this.place = Math.max(0, data.languages.findIndex((one) => one.code === data.language));
  }

  get code() { return this.data.languages[this.place].code; }

  // The text in the language shown; an empty list is no text.
  of(text) { return (text && text[this.place]) || ""; }

  // A text of the interface, with {name} filled in.
  t(key, values = {}) {
    return this.of(this.data.words[key]).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
  }

  show(code) {
    this.place = this.data.languages.findIndex((one) => one.code === code);
    document.documentElement.lang = code === "zh" ? "zh-Hans" : code;
    document.title = this.t("heading", { title: this.of(this.data.title) });
    for (const element of document.querySelectorAll("[data-t]")) element.textContent = this.t(element.dataset.t);
    for (const element of document.querySelectorAll("[data-label]")) {
      element.setAttribute("aria-label", this.t(element.dataset.label));
      if (element.tagName === "BUTTON") element.title = this.t(element.dataset.label);
    }
    for (const element of document.querySelectorAll("[data-hint]")) element.placeholder = this.t(element.dataset.hint);
  }
}
