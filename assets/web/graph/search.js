// Finding nodes by id, title, question or the text of an option, in every language of the page.
"use strict";

class Search {
  constructor(data) {
    const flat = (text) => Search.fold((Array.isArray(text) ? text : [text]).join("\n"));
    this.index = data.nodes.map((node) => [node.id, node.title, node.question].map(flat));
    for (const edge of data.edges) this.index[edge.from].push(flat(edge.move), flat(edge.text));
    this.hits = [];
    this.at = -1;
    this.asked = "";
  }

  static fold(text) { return text.normalize("NFKC").toLowerCase(); }

  // Looks for a text; every word of it must stand somewhere at the node. Returns the hits.
  ask(text) {
    this.asked = text;
    const words = Search.fold(text).split(/\s+/).filter(Boolean);
    this.hits = words.length
      ? this.index.flatMap((parts, node) => (words.every((word) => parts.some((part) => part.includes(word))) ? [node] : []))
      : [];
    this.at = -1;
    return this.hits;
  }

  // The next hit, or with -1 the one before, round and round; null where there is none.
  next(step = 1) {
    if (!this.hits.length) return null;
    this.at = this.at < 0 && step < 0 ? this.hits.length - 1 : (this.at + step + this.hits.length) % this.hits.length;
    return this.hits[this.at];
  }
}
