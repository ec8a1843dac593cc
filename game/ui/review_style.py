"""The style sheet of the page for review: the report's paper and inks, a margin for numbers, pages for the printer.

Data, and the page rules that depend on paper and titles.  Called by ``review_html``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

PAPERS: Final = ("a4", "letter")

REVIEW_STYLE: Final = """\
article.review { max-width: 1200px; padding: clamp(1rem, 3vw, 2.4rem); hyphens: auto; font-family: "Source Serif 4",
  "Source Serif Pro", Georgia, "Times New Roman", "Liberation Serif", "Noto Serif", "DejaVu Serif", "Noto Serif SC",
  "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", SimSun, serif; }
.review nav { border: 1px solid var(--rule); background: var(--card); padding: 1rem 1.4rem; margin: 1.5rem 0; }
.review nav h2 { margin: 0 0 .5rem; }
.review nav h3 { margin: .8rem 0 .2rem; font-size: 1rem; }
.review nav ol { list-style: none; padding: 0; columns: 2 20em; column-gap: 2em; }
.review nav li { display: flex; gap: .6em; break-inside: avoid; }
.review nav li b { min-width: 2em; text-align: right; font-variant-numeric: tabular-nums; }
.warning { border: 3px solid var(--red); padding: .7rem 1.1rem; margin: 1.2rem 0; background: var(--card); }
.warning strong { color: var(--red); letter-spacing: .04em; }
.cover .subtitle { font-size: 1.2rem; color: var(--soft); }
.cover .facts { columns: 1; list-style: none; padding: 0; color: var(--soft); font-size: .92rem; }
.legend { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 0 1.4rem; }
.chapter > h2 { font-size: 1.7rem; }
.node { margin: 2rem 0 2.6rem; }
.node > h3 { display: flex; gap: .7em; align-items: baseline; font-size: 1.3rem; margin: 0;
  border-bottom: 1.5px solid var(--ink); padding-bottom: .15em; }
.node > h3 .no { color: var(--red); font-variant-numeric: tabular-nums; }
.node > h3 .id, .pin .id, .row code, .under code { font-family: "DejaVu Sans Mono", "Liberation Mono", Consolas, Menlo,
  monospace; }
.node > h3 .id { margin-left: auto; font-size: .72rem; font-weight: normal; color: var(--soft); }
.node > .below { color: var(--soft); margin: .25rem 0 .4rem; }
.group { margin: .9rem 0 0; }
.group > h4 { font-size: 1.02em; letter-spacing: .03em; color: var(--red); margin: 0 0 .15rem; }
.row { display: grid; grid-template-columns: 7.6rem minmax(0, 1fr); column-gap: 1rem; padding: .22rem 0;
  break-inside: avoid; }
.two .row, .two .heads { grid-template-columns: 7.6rem minmax(0, 1fr) minmax(0, 1fr); }
.remarks .row { grid-template-columns: 7.6rem minmax(0, 1fr) 32%; }
.remarks.two .row, .remarks.two .heads { grid-template-columns: 7.6rem minmax(0, 1fr) minmax(0, 1fr) 26%; }
.remarks .row::after { content: ""; border-left: 1px solid var(--rule); border-bottom: 1px dotted var(--rule);
  min-height: 1.5rem; margin-left: .4rem; }
.heads { display: grid; column-gap: 1rem; font-size: .85rem; color: var(--soft); }
.pin { text-align: right; font-size: .86em; font-variant-numeric: tabular-nums; line-height: 1.3; }
.pin b { color: var(--ink); }
.pin .id { display: block; font-size: .6rem; color: var(--soft); overflow-wrap: anywhere; line-height: 1.25; }
.row p { margin: 0; }
.row .label, .row .grade .word { font-size: .86em; color: var(--soft); font-style: normal; }
.row .strong { font-weight: bold; }
.row .when { font-size: .92em; margin-top: .1rem; padding-left: .7rem; border-left: 2px solid var(--blue); }
.row .when b { color: var(--blue); }
.row code { font-size: .76em; color: var(--soft); overflow-wrap: anywhere; }
.row .grade { margin: 0; }
.d1 .cell { padding-left: 1.4rem; }
.goes a { font-weight: bold; }
.under { border-top: 1px solid var(--rule); margin: .9rem 0 0 8.6rem; padding: .35rem 0 0 1.9rem; font-size: .82rem;
  list-style: none; }
.under li { position: relative; margin-bottom: .2em; overflow-wrap: anywhere; }
.under li > b { position: absolute; left: -1.9rem; width: 1.5rem; text-align: right; color: var(--red); }
.under code { font-size: .66rem; color: var(--soft); }
.under .both { display: block; }
@media (max-width: 720px) {
  .row, .two .row, .two .heads, .remarks .row, .remarks.two .row { grid-template-columns: 4.4rem minmax(0, 1fr); }
  .two .row > :nth-child(3) { grid-column: 2; }
  .under { margin-left: 0; }
}
@media print {
  article.review { font-size: 9pt; line-height: 1.34; padding: 0; }
  .review:lang(zh-Hans), .review :lang(zh-Hans) { line-height: 1.5; }
  .cover { break-after: page; }
  .cover { border: 0; padding: 0; margin: 0; }
  .cover h1 { font-size: 25pt; margin: 0 0 2mm; }
  .cover .kicker + h1 { margin-top: 16mm; }
  .cover h2 { font-size: 13pt; margin: 8mm 0 1mm; }
  .cover .facts { columns: 2; font-size: 9pt; }
  .legend { grid-template-columns: 1fr 1fr; font-size: 8.6pt; }
  .legend .grade { margin: 1.2mm 0; }
  .review nav { display: block; border: 0; background: none; padding: 0; break-after: page; }
  .review nav h2 { margin: 0 0 2mm; }
  .review nav h3 { margin: 2.5mm 0 .5mm; }
  .review nav ol { columns: 2; font-size: 8.4pt; line-height: 1.3; }
  .chapter { break-before: page; }
  .chapter > h2 { font-size: 17pt; margin: 0 0 4mm; }
  .node { margin: 0 0 8mm; }
  .node > h3 { font-size: 13pt; }
  .node > h3, .node > .below, .group > h4 { break-after: avoid; }
  .group > h4 + .row { break-before: avoid; }
  .row { padding: .5mm 0; }
  .group { margin-top: 2.4mm; }
  .row p, .under li { orphans: 2; widows: 2; }
  .under { break-before: avoid; font-size: 7.6pt; line-height: 1.3; }
  .under li { break-inside: avoid; }
  .row, .heads { grid-template-columns: 21mm minmax(0, 1fr); column-gap: 3mm; }
  .two .row, .two .heads { grid-template-columns: 21mm minmax(0, 1fr) minmax(0, 1fr); }
  .remarks .row { grid-template-columns: 21mm minmax(0, 1fr) 55mm; }
  .remarks.two .row, .remarks.two .heads { grid-template-columns: 20mm minmax(0, 1fr) minmax(0, 1fr) 42mm; }
  .pin .id { font-size: 5.2pt; }
  .under { margin-left: 24mm; }
  .grade, .warning, .verdict { print-color-adjust: exact; }
}
"""


def page_rules(paper: str, title: str, chapters: Sequence[str]) -> str:
    """Returns the rules of printed pages: size, page numbers, the title and each chapter's name as running heads.

    Chapters are printed on pages called ``c0``, ``c1``, ….
    """
    small = "font: 8pt Georgia, 'Noto Serif SC', serif; color: #544736;"
    size = "letter" if paper == "letter" else "A4"
    rules = [f"@page {{ size: {size}; margin: 19mm 15mm 17mm; @top-left {{ content: {css_string(title)}; {small} }} "
             f'@bottom-center {{ content: counter(page) " / " counter(pages); {small} }} }}',
             "@page :first { @top-left { content: none; } @bottom-center { content: none; } }"]
    for number, chapter in enumerate(chapters):
        rules.append(f"@page c{number} {{ @top-right {{ content: {css_string(chapter)}; {small} }} }}")
        rules.append(f"#c{number} {{ page: c{number}; }}")
    return "\n".join(rules) + "\n"


def css_string(text: str) -> str:
    r"""Returns ``text`` as a CSS string in which nothing but letters, digits and spaces stands for itself.

    >>> css_string('a "b" </style>')
    '"a \\22 b\\22  \\3c \\2f style\\3e "'
    """
    return '"' + "".join(char if char.isalnum() or char == " " else f"\\{ord(char):x} " for char in text) + '"'
