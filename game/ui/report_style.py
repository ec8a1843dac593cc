"""The style sheet of the printed report: the dossier's paper, inks and grade rules, for screen, phone and printer.

Data only; ``report`` puts it into the file.  Colours are those of ``assets/theme.yaml``.
"""

from __future__ import annotations

from typing import Final

POLICY: Final = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data:; base-uri 'none'; form-action 'none'\">\n")
"""What a page without scripts may do, said in its head: use its own style, fetch nothing, send nothing."""

STYLE: Final = """\
:root { --ink: #211b15; --soft: #544736; --red: #a02218; --blue: #005cb8; --paper: #f3ebd8; --card: #faf5e8;
  --line: #78664a; --rule: #b09c74; }
* { box-sizing: border-box; }
html { background: #1f2926; }
body { margin: 0; padding: 1.5rem 1rem; color: var(--ink); line-height: 1.5;
  font-family: "Source Serif 4", "Source Serif Pro", Georgia, "Times New Roman", serif; }
:lang(zh-Hans) { font-family: "Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", SimSun, serif;
  line-height: 1.7; }
article { max-width: 1080px; margin: 0 auto 2rem; padding: clamp(1rem, 4vw, 3rem); background: var(--paper);
  border: 1px solid var(--line); box-shadow: 0 6px 24px rgba(0, 0, 0, .45); overflow-wrap: break-word; }
.switch { max-width: 1080px; margin: 0 auto .8rem; text-align: right; }
.switch a { color: #f4ecd6; }
header { border-bottom: 3px double var(--ink); margin-bottom: 1.5rem; padding-bottom: 1rem; position: relative; }
.kicker { margin: 0; color: var(--red); font-weight: bold; letter-spacing: .06em; }
h1 { margin: .1em 0 .4em; font-size: clamp(1.7rem, 5vw, 2.8rem); line-height: 1.15; }
header p { margin: .15em 0; }
.badge { display: inline-block; border: 2px solid var(--red); border-radius: 4px; color: var(--red);
  padding: .1em .7em;
  font-weight: bold; transform: rotate(-1.2deg); margin-bottom: .6em; }
h2 { margin: 2.2rem 0 .7rem; font-size: 1.5rem; border-bottom: 2px solid var(--ink); padding-bottom: .15em; }
h3 { margin: 1.5rem 0 .4rem; font-size: 1.15rem; }
h4 { margin: 0 0 .15rem; font-size: 1rem; }
nav h2 { font-size: 1.05rem; margin-top: 0; border: 0; }
nav ol { columns: 2 15em; margin: 0; padding-left: 1.5em; }
a { color: var(--blue); }
sup { line-height: 0; margin-left: .1em; }
sup + sup { margin-left: .25em; }
sup a { color: var(--red); text-decoration: none; }
sup a:focus, a:focus { outline: 3px solid var(--blue); outline-offset: 2px; }
small { display: block; font-weight: normal; font-size: .85rem; color: var(--soft); }
.note, time { color: var(--soft); }
.tag { font-style: normal; font-size: .82rem; border: 1px dashed var(--line); border-radius: 3px; padding: 0 .35em;
  white-space: nowrap; color: var(--soft); }
table { width: 100%; border-collapse: collapse; font-size: .95rem; }
th, td { text-align: left; vertical-align: top; padding: .5em .6em; border-bottom: 1px solid var(--rule); }
thead th { border-bottom: 2px solid var(--ink); }
tbody tr:nth-child(even) { background: rgba(176, 156, 116, .16); }
.treaty { table-layout: fixed; }
.treaty th:first-child { width: 12%; }
td.mine, th.mine { background: var(--card); border-left: 4px solid var(--blue); }
.stakes th:first-child { width: 13%; }
.stakes td { width: 22%; }
.stakes td:last-child { width: 43%; }
.verdict { display: inline-block; font-weight: bold; font-size: .88rem; border: 1.5px solid var(--line);
  border-radius: 3px;
  padding: 0 .45em; margin-bottom: .2em; background: var(--card); }
.verdict.differs, .verdict.beyond { color: var(--red); border: 1.5px dashed var(--red); }
.verdict.unreached { border-style: dotted; }
.path { list-style: none; margin: 0; padding: 0 0 0 1.2rem; border-left: 4px solid var(--blue); }
.path li { position: relative; padding: .2rem 0 .9rem; break-inside: avoid; }
.path li::before { content: ""; position: absolute; left: calc(-1.2rem - 10px); top: .5rem; width: 16px; height: 16px;
  border-radius: 50%; background: #2c42a0; border: 2px solid var(--paper); }
.path li.differs::before, .path li.unreached::before, .path li.beyond::before { border-radius: 0;
  transform: rotate(45deg);
  background: var(--paper); border: 3px solid var(--red); }
.path p { margin: .2em 0; }
.path .theirs { border-left: 3px dashed var(--red); padding-left: .6em; }
.path .mine { border-left: 3px solid var(--blue); padding-left: .6em; }
.turn { font-weight: bold; color: var(--red); }
.trace { margin: 0; padding-left: 1.1em; }
.trace li { margin-bottom: .35em; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.odds th { width: 34%; font-weight: normal; }
.bars { width: 30%; }
.bar { display: block; min-width: 2px; height: 1em; border: 1px solid #2c42a0; print-color-adjust: exact;
  background: repeating-linear-gradient(45deg, #2c42a0 0 2px, transparent 2px 6px); }
.grade { padding-left: .9rem; margin: .8rem 0; break-inside: avoid; }
.grade p { margin: 0; }
.grade .word { font-size: .88rem; color: var(--soft); }
.grade.fact { border-left: 6px double var(--ink); }
.grade.disputed { border-left: 5px ridge var(--red); }
.grade.inference { border-left: 2px solid var(--soft); }
.grade.model { border-left: 3px dashed var(--blue); }
.grade.invention { border-left: 3px dotted var(--line); }
.voices { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 1rem; }
.voice { background: var(--card); border: 1px solid var(--rule); padding: .3rem 1rem 1rem; }
.notes { font-size: .9rem; columns: 2 22em; }
.notes li { break-inside: avoid; margin-bottom: .3em; }
.notes li:target { background: #f6dc8f; }
footer { margin-top: 2rem; border-top: 1px solid var(--rule); padding-top: .6rem; color: var(--soft);
  font-size: .9rem; }
@media (max-width: 720px) {
  body { padding: 0; }
  article { border: 0; box-shadow: none; }
  .treaty, .treaty tbody, .treaty tr, .treaty td, .treaty th,
  .stakes, .stakes tbody, .stakes tr, .stakes td, .stakes th
    { display: block; width: auto !important; }
  .treaty thead, .stakes thead { display: none; }
  .treaty tbody th, .stakes tbody th { border: 0; border-top: 3px solid var(--ink); font-size: 1.1rem; }
  td[data-of]::before { content: attr(data-of); display: block; font-weight: bold; color: var(--soft);
  font-size: .85rem; }
  .bars { display: none; }
}
@media print {
  html, article { background: #fff; }
  body { padding: 0; font-size: 10pt; }
  article { max-width: none; border: 0; box-shadow: none; padding: 0; }
  article + article { break-before: page; }
  .switch, nav { display: none; }
  h2, h3, h4 { break-after: avoid; }
  tr { break-inside: avoid; }
  a { color: inherit; text-decoration: none; }
}
"""
