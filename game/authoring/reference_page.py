"""The author's reference as a page of Markdown: every key, the words a key may hold, expressions, files.

What keys mean comes from the shapes (``key_reference``), what else is told from ``assets/reference``; lists of words
are those of the model.  Called by ``python -m game schema --reference`` and the test that holds the page to the model.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final

from game import resources
from game.authoring.key_reference import Key, Section, reference_of_keys
from game.authoring.source import MAX_BYTES, MAX_DEPTH, read
from game.authoring.structure import MERGED
from game.core.expressions import MAX_LENGTH, MAX_NUMBER
from game.core.model import Status, Sureness
from game.core.texts import Grade, Likelihood

FOLDER: Final = "reference"
WALKTHROUGH: Final = ("scenario", "seed", "track", "act")
ENUMERATED: Final[Mapping[str, type[Grade] | type[Likelihood] | type[Sureness] | type[Status]]] = {
    "grades": Grade, "likelihood": Likelihood, "sureness": Sureness, "status": Status,
}
"""Chapters that tell the words of a list of the model, in its order."""


def reference_page(language: str) -> str:
    """Returns the page in ``language``; raises ``KeyError`` for a language there are no words of."""
    told, sections = page_words(language), reference_of_keys(language)
    page = _Page(told, {section.shape: section for section in sections})
    lines = [f"# {told['title']}", "", told["head"], "", f"## {told['contents']}", "", told["how"], ""]
    lines += page.contents(sections)
    for section in sections:
        lines += ["", *page.section(section)]
    for name in told["chapters"]:
        lines += ["", *page.chapter(name)]
    return "\n".join(lines) + "\n"


@cache
def page_words(language: str) -> Mapping[str, Any]:
    """Returns the words of the page in one language; raises ``KeyError`` for a language there are none of."""
    file = resources.assets() / FOLDER / f"{language}.yaml"
    if not file.is_file():
        raise KeyError(language)
    source = read(file, file.name)
    assert not source.faults, source.faults
    return dict(source.data)


class _Page:
    """Writes sections and chapters; ``told`` are the words of the page, ``shapes`` what links may lead to."""

    def __init__(self, told: Mapping[str, Any], shapes: Mapping[str, Section]) -> None:
        self.told = told
        self.shapes = shapes

    def contents(self, sections: Iterable[Section]) -> Iterator[str]:
        """Yields a line for each section and chapter."""
        for section in sections:
            title = self.told["shapes"][section.shape]
            yield f"- [{title}]({_anchor(title)}){self._place(section.place, ' · ')}"
        for chapter in self.told["chapters"].values():
            yield f"- [{chapter['title']}]({_anchor(chapter['title'])})"

    def section(self, section: Section) -> Iterator[str]:
        """Yields the heading, the place, what it is, and a row for each key."""
        columns = self.told["columns"]
        yield f"## {self.told['shapes'][section.shape]}"
        yield ""
        yield f"{self._place(section.place, '')}{self.told['stop'] if section.place else ''}{section.description}"
        yield ""
        yield _row(columns[name] for name in ("key", "holds", "without", "means"))
        yield "|---|---|---|---|"
        for key in section.keys:
            yield self._key(key)

    def chapter(self, name: str) -> Iterator[str]:
        """Yields a chapter that tells no keys: its text, then its table if it has one."""
        chapter = self.told["chapters"][name]
        yield f"## {chapter['title']}"
        yield ""
        yield self._filled(chapter["text"])
        if "columns" in chapter:
            yield ""
            yield _row(chapter["columns"].values())
            yield "|" + "---|" * len(chapter["columns"])
            yield from self._rows(name, chapter)
        if "after" in chapter:
            yield ""
            yield chapter["after"]

    def _rows(self, name: str, chapter: Mapping[str, Any]) -> Iterator[str]:
        if name in ENUMERATED:
            for word in ENUMERATED[name]:
                told = chapter["words"][word.value]
                yield _row([f"`{word.value}`", *(told[column] for column in chapter["columns"] if column != "word")])
        else:
            for sign, means, example in chapter["signs"]:
                yield _row([sign, means, f"`{example}`"])

    def _filled(self, text: str) -> str:
        facts = {"merged": self._listed(sorted(MERGED)), "megabytes": MAX_BYTES >> 20, "depth": MAX_DEPTH,
                 "length": MAX_LENGTH, "number": f"{MAX_NUMBER:,}", "head": self._listed(WALKTHROUGH)}
        return re.sub(r"\{(\w+)\}", lambda found: str(facts.get(found[1], found[0])), text)

    def _listed(self, names: Iterable[str]) -> str:
        return str(self.told["comma"]).join(f"`{name}`" for name in names)

    def _place(self, place: tuple[str, ...], before: str) -> str:
        if not place:
            return ""
        named = ": ".join(self.told["name"] if part == "NAME" else part for part in place)
        return f"{before}`{named}`"

    def _key(self, key: Key) -> str:
        shown = f"`{key.name}`"
        means = key.description
        if key.examples:
            written = _flow(key.examples[0])
            means += self.told["example"].format(example=f"`{written}`")
        without = f"*{self.told['needed']}*" if key.needed else f"`{key.default}`" if key.default else ""
        return _row([f"**{shown}**" if key.needed else shown, self._linked(key.holds), without, means])

    def _linked(self, holds: str) -> str:
        """Names of shapes become links to their section."""
        def link(found: re.Match[str]) -> str:
            title = self.told["shapes"].get(found[1])
            return f"[{title}]({_anchor(title)})" if title else found[0]
        return re.sub(r"“(\w+)”", link, holds)


def _anchor(title: str) -> str:
    return "#" + re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _flow(value: Any) -> str:
    """A value as it may be written in the file, on one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    text = str(value)
    return f'"{text}"' if re.search(r": |[,\[\]{}]", text) else text
