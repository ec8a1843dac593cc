"""Writes the draft down as ``scenario.yaml``: block style, folded texts, and a remark wherever the author has to act.

The remarks come in the language of ``say``.  Called by ``convert``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from game.authoring.twine.draft import Change, Paragraph
from game.authoring.twine.kinds import Kind, Known, Lexicon
from game.authoring.twine.shaping import Form, Shape, Shaped, Way
from game.authoring.twine.story import quoted
from game.authoring.twine.yaml_text import WIDTH, comment, field, inner, scalar

Say = Callable[..., str]
"""(key, **values) -> a sentence in the author's language."""

_HAN: Final = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands at the top of a scenario."""

    id: str
    title: str
    subtitle: str
    file: str
    language: str
    party: str


def is_chinese(text: str) -> bool:
    """Says whether a text is written in Chinese."""
    return len(_HAN.findall(text)) * 4 > sum(char.isalpha() for char in text)


def write(heading: Heading, shape: Shape, lexicon: Lexicon, say: Say) -> str:
    """Returns the whole file."""
    return "\n".join(_Writer(heading, shape, lexicon, say).lines()) + "\n"


class _Writer:
    def __init__(self, heading: Heading, shape: Shape, lexicon: Lexicon, say: Say) -> None:
        self.heading, self.shape, self.lexicon, self.say = heading, shape, lexicon, say
        self.invented = say("twine.draft.invented", title=heading.title, to=heading.language)
        self.used = _used(shape)
        self.reached = {shape.start}
        for node in shape.nodes:
            self.reached |= {way.goto for way in node.ways}

    def lines(self) -> Iterator[str]:
        heading, say = self.heading, self.say
        yield from comment(say("twine.draft.head", title=heading.title, file=heading.file))
        yield from comment(say("twine.draft.todo"))
        yield "format: 1"
        yield f"id: {scalar(heading.id)}"
        yield from field("title", heading.title, "")
        if heading.subtitle:
            yield from field("subtitle", heading.subtitle, "")
        yield f"languages: [{heading.language}]"
        yield "parties:"
        yield f"  you: {{name: {inner(heading.party)}}}  # {say('twine.draft.who')}"
        variables = [known for known in self.lexicon.known.values() if known.name in self.used]
        if variables:
            yield "variables:"
            for known in variables:
                yield from self.variable(known)
        yield f"start: {scalar(self.shape.start)}"
        yield "nodes:"
        for node in self.shape.nodes:
            yield ""
            yield from self.node(node)

    def variable(self, known: Known) -> Iterator[str]:
        if known.kind is Kind.WORD:
            holds = f"start: {inner(str(known.start))}, one_of: [{', '.join(inner(word) for word in known.words)}]"
        else:
            holds = f"start: {known.start}, min: {known.low}, max: {known.high}"
        key = "bounds"
        if known.kind is Kind.WORD:
            key = "unset" if known.unset else "words"
        if known.guessed or not known.origin:
            key = "guessed" if known.guessed else "own"
        remark = self.say(f"twine.draft.variable.{key}", name=known.origin)
        line = f"  {known.name}: {{{holds}, seen_by: all}}"
        if len(line) + len(remark) < WIDTH:
            yield f"{line}  # {remark}"
        else:
            yield from comment(remark, "  ")
            yield line

    def node(self, node: Shaped) -> Iterator[str]:
        say = self.say
        if node.line:
            yield f"  # {self.heading.file}:{node.line}"
        if node.id not in self.reached:
            yield from comment(say("twine.draft.unreached"), "  ")
        yield f"  {scalar(node.id)}:"
        if node.title:
            yield from field("title", node.title, "    ")
        if node.form is Form.ENDING:
            yield f"    ending: {scalar(node.id)}"
            yield from self.slot("text", self.told(node), "    ", first=True)
        elif node.form is Form.DECISION:
            yield f"    free: true  # {say('twine.draft.record')}"
            yield from self.slot("brief", node.text, "    ", first=True)
            yield "    options:"
            for way in node.ways:
                yield from self.option(way)
        else:
            yield "    chance:"
            for way in node.ways:
                yield from self.branch(way)

    def told(self, node: Shaped) -> list[Paragraph]:
        if node.unwritten:
            return [Paragraph(self.say("twine.draft.unwritten", to=self.heading.language))]
        return node.text

    def option(self, way: Way) -> Iterator[str]:
        if way.unread:
            yield from comment(self.say("twine.draft.condition", shown=quoted(way.unread), line=way.line), "      ")
        yield f"      {scalar(way.id)}:"
        yield from field("text", way.label, "        ")
        if way.when:
            yield from field("when", way.when, "        ")
        yield from self.changes(way.changes)
        yield f"        goto: {scalar(way.goto)}"

    def branch(self, way: Way) -> Iterator[str]:
        if way.label:
            yield from comment(self.say("twine.draft.link", text=quoted(way.label)), "      ")
        if way.unread:
            yield from comment(self.say("twine.draft.condition", shown=quoted(way.unread), line=way.line), "      ")
        yield f"      {scalar(way.id)}:"
        if way.when:
            yield from field("weight", way.when, "        ")
        yield from self.slot("text", way.text, "        ", first=True)
        yield from self.changes(way.changes)
        yield f"        goto: {scalar(way.goto)}"

    def changes(self, changes: list[Change]) -> Iterator[str]:
        if not changes:
            return
        yield "        effects:"
        for change in changes:
            if re.fullmatch(r"-?\d+", change.amount) and self.lexicon.named(change.variable).kind is not Kind.WORD:
                amount = change.amount
            else:
                amount = inner(change.amount)
            yield f"          - {change.sign}: {{{change.variable}: {amount}}}"

    def slot(self, key: str, text: list[Paragraph], indent: str, first: bool) -> Iterator[str]:
        if not text:
            return
        yield f"{indent}{key}:"
        for place, paragraph in enumerate(text):
            yield from field("text", paragraph.text, f"{indent}  - ")
            if paragraph.when:
                yield from field("when", paragraph.when, f"{indent}    ")
            remark = f"  # {self.say('twine.draft.grade')}" if first and place == 0 else ""
            yield f"{indent}    grade: invention{remark}"
            yield from field("invented", self.invented, f"{indent}    ")


def _used(shape: Shape) -> set[str]:
    """The variables that anything reads or changes."""
    found: set[str] = set()
    for node in shape.nodes:
        texts = [*node.text, *(one for way in node.ways for one in way.text)]
        said = [one.text + " " + one.when for one in texts]
        for way in node.ways:
            said += [way.when, way.label, *(f"{change.variable} {change.amount}" for change in way.changes)]
        for text in said:
            found |= set(re.findall(r"[A-Za-z_]\w*", text, re.ASCII))
    return found
