"""The page of a code: what it means, why it matters, what to do, an example wrong and right; and all pages as one.

Markdown that reads well in a terminal too.  Called by ``explain`` and by the test that keeps the reference in step.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from game.authoring.catalogue import Catalogue, Example, catalogue, examples
from game.authoring.diagnostics import Diagnostic, Mark

_LETTERS: Final = "EWN"


def page(code: str, language: str = "en") -> str:
    """Returns the page of one code; raises ``KeyError`` if there is none."""
    told = catalogue(language)
    entry = told.entries[code]
    severity = told.word(f"severity-{Diagnostic(code, Mark('')).severity.value}")
    parts = [f"## {code} · {severity} · {entry.title}", *_sentences(told, code), entry.why,
             f"**{told.word('page-do')}** {entry.do}", *_example(told, code)]
    return "\n\n".join(part for part in parts if part) + "\n"


def reference(language: str = "en") -> str:
    """Returns all pages, with a list of the codes before them."""
    told = catalogue(language)
    codes = sorted(told.entries, key=lambda code: (_LETTERS.index(code[0]), code))
    rows = [f"| [{code}](#{_anchor(told, code)}) | {told.entries[code].title} |" for code in codes]
    head = [f"# {told.word('page-title')}", told.word("page-lead"),
            "\n".join([f"| {told.word('page-code')} | {told.word('page-means')} |", "|---|---|", *rows])]
    return "\n\n".join(head) + "\n\n" + "\n".join(page(code, language) for code in codes)


def _anchor(told: Catalogue, code: str) -> str:
    """The anchor that a heading gets where Markdown is shown: lower case, no punctuation, spaces as hyphens."""
    heading = page(code, told.language).partition("\n")[0].removeprefix("## ").lower()
    return "".join("-" if char == " " else char for char in heading if char.isalnum() or char in " -_")


def _sentences(told: Catalogue, code: str) -> Iterator[str]:
    """How the fault may be worded, with the places of its arguments."""
    said = told.entries[code].says.values()
    yield "\n".join(f"- {saying.text}{f' — {saying.hint}' if saying.hint else ''}".replace("{{", "{").replace("}}", "}")
                    .replace(":,}", "}") for saying in said)


def _example(told: Catalogue, code: str) -> Iterator[str]:
    found = examples().get(code)
    if found is not None:
        for key, files in (("page-wrong", found.wrong), ("page-right", found.right)):
            yield f"**{told.word(key)}**"
            for name, text in files.items():
                shown = localised(text, told).rstrip("\n")
                fence = f"```{'yaml' if name.endswith('.yaml') else 'text'}\n{shown}\n```"
                yield fence if len(files) == 1 else f"`{name}`\n\n{fence}"


def localised(text: str, told: Catalogue) -> str:
    """Returns an example with its English words in the language of the catalogue; one in several stays as it is."""
    if "zh:" in text or "ja:" in text:
        return text
    for word in sorted(told.examples, key=len, reverse=True):
        text = text.replace(word, told.examples[word])
    return text


__all__ = ["Example", "Mapping", "localised", "page", "reference"]
