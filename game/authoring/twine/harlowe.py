"""Reads Harlowe markup: what a passage says and does.

After the Harlowe 3 manual.  Macros outside the subset are reported and left out, styling is taken off; nothing is run.
Called by ``reading``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from game.authoring.twine import markup
from game.authoring.twine.markup import Scan
from game.authoring.twine.scripting import Drawn, Given, Unread, condition, settings, value
from game.authoring.twine.story import MAX_DEPTH, Fate
from game.authoring.twine.tree import (
    Assign,
    Body,
    Const,
    Draw,
    Expr,
    Goto,
    If,
    Include,
    Link,
    Op,
    Shown,
    Statement,
    Text,
)

_STYLE: Final = re.compile(
    r"''|(?<!:)//|\*\*|~~|\^\^|^[ \t]*#{1,6}[ \t]*(?=\S)|^[ \t]*(?:\*+|(?:0\.)+)[ \t]+(?=\S)|^[ \t]*-{3,}[ \t]*$"
    r"|^[ \t]*(?:=+><=+|<=+>|=+>|<=+)[ \t]*$|^[ \t]*(?:=*\|=+|=+\|=*)[ \t]*$|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)",
    re.MULTILINE)
_CONTINUED: Final = re.compile(r"\\\n|\n\\")
_FREE: Final = re.compile(r"""(?P<comment><!--)
  | (?P<verbatim>`+)
  | (?P<link>\[\[)
  | (?P<macro>\((?=[A-Za-z$_][\w-]*\s*:))
  | (?P<named>\|[\w-]+>\[)
  | (?P<veiled>\|[\w-]*\)\[|\((?=[\w-]*\|))
  | (?P<hook>\[)
  | (?P<var>(?:\$|(?<!\w)_)[A-Za-z_À-ÖØ-öø-ÿŐőŰű][A-Za-z0-9_À-ÖØ-öø-ÿŐőŰű]*)
  | (?P<brace>[{}])
  | (?P<tag><(?=/?[A-Za-z]))
""", re.VERBOSE)
_NAME: Final = re.compile(r"\(\s*([A-Za-z$_][\w-]*)\s*:")
_AFTER: Final = re.compile(r"\s*\[(?!\[(?!\[))")
_LINKED: Final = re.compile(r"\s*(\[\[.*?\]\])", re.DOTALL)
_JOINED: Final = re.compile(r"\s*\+\s*(?=\()")
_NAMED_END: Final = re.compile(r"<[\w-]+\|")

_LOOKS: Final = frozenset({
    "textstyle", "color", "colour", "textcolor", "textcolour", "background", "bg", "font", "align", "css", "textsize",
    "size", "textindent", "textrotate", "textrotatex", "textrotatey", "textrotatez", "hook", "hoverstyle", "linkstyle",
    "transition", "t8n", "transitionarrive", "t8narrive", "transitiondepart", "t8ndepart", "transitiontime", "t8ntime",
    "transitiondelay", "t8ndelay", "transitionskip", "t8nskip", "opacity", "box", "floatbox", "charstyle", "border",
    "bordercolour", "bordersize", "cornerradius", "button", "collapse", "nobr", "verbatim", "ignore", "actionhidden",
})
"""Changers that touch the look of a hook alone."""
_REVEALS: Final = frozenset({"linkrerun", "linkshow", "click", "clickreplace", "clickappend", "clickprepend",
                             "mouseover", "mouseout", "after", "live", "more", "event"})
"""Changers that show a hook later."""


def read(scan: Scan) -> Body:
    """Returns the statements of a passage."""
    body = _Builder(scan, 0).body(scan.text)
    return markup.flattened(body) if "nobr" in scan.passage.tags else body


def _key(name: str) -> str:
    """Macro names are the same whatever their case, hyphens and underscores."""
    return re.sub(r"[-_]", "", name).lower()


class _Builder:
    """Builds the statements of one stretch of text; ``at`` is where that stretch begins in the passage."""

    def __init__(self, scan: Scan, at: int) -> None:
        self.scan, self.at = scan, at
        self.text = ""
        self.place = 0
        self.found: list[Statement] = []
        self.collapsed = 0

    def body(self, text: str) -> Body:
        """Returns the statements of ``text``."""
        self.scan.deeper(1, MAX_DEPTH, self.at)
        self.text = text
        while match := _FREE.search(text, self.place):
            self.words(text[self.place:match.start()])
            self.place = match.end()
            self.piece(match)
        self.words(text[self.place:])
        self.scan.deeper(-1, MAX_DEPTH, self.at)
        return tuple(self.found)

    def inner(self, start: int, end: int) -> Body:
        """Returns the statements of a part of this stretch."""
        builder = _Builder(self.scan, self.at + start)
        builder.collapsed = self.collapsed
        return builder.body(self.text[start:end])

    def line(self, place: int) -> int:
        return self.scan.line(self.at + place)

    def note(self, fate: Fate, key: str, place: int, shown: str) -> None:
        self.scan.note(fate, key, self.at + place, shown)

    def words(self, text: str, verbatim: bool = False) -> None:
        if not verbatim:
            text = markup.plain(_CONTINUED.sub("", text), _STYLE)
        if self.collapsed:
            text = re.sub(r"\s+", " ", text)
        if text:
            self.found.append(Text(self.line(self.place), text))

    def piece(self, match: re.Match[str]) -> None:
        start, kind = match.start(), str(match.lastgroup)
        if kind in ("verbatim", "link", "comment"):
            self.span(kind, start, match[0])
        elif kind == "macro":
            self.macro(start)
        elif kind in ("hook", "named"):
            self.hook(match.end() - 1)
        elif kind == "veiled":
            self.veiled(match)
        elif kind == "var":
            self.value(start, match[0])
        elif kind == "brace":
            self.collapsed = max(0, self.collapsed + (1 if match[0] == "{" else -1))
        elif kind == "tag":
            self.tag(start)

    def span(self, kind: str, start: int, opening: str) -> None:
        """What runs up to a closing sign: a comment, a link, words as they are."""
        close = {"comment": "-->", "link": "]]"}.get(kind, opening)
        end = self.scan.find(self.text, close, self.place)
        if end < 0 and kind != "comment":
            self.words(opening, verbatim=True)
            return
        inside, self.place = self.text[self.place:end], end + len(close) if end >= 0 else len(self.text)
        if kind == "link":
            self.link(start, inside)
        elif kind == "verbatim":
            self.words(inside, verbatim=True)

    def tag(self, start: int) -> None:
        found = markup.TAG.match(self.text, start)
        if found is None:
            self.words("<", verbatim=True)
            return
        self.place = found.end()
        name = markup.tag_name(found[0])
        if name in ("script", "style") and not found[0].startswith("</"):
            self.note(Fate.LEFT, name, start, "")
            self.place = markup.block_end(self.text, name, self.place)
        elif left := markup.tag_text(found[0], self.scan, self.at + start):
            self.words(left)

    def hook(self, opening: int) -> None:
        """A hook without a changer: its text simply stands."""
        end = markup.closing(self.text, opening, "[", "]")
        if end < 0:
            self.note(Fate.CHANGED, "unclosed", opening, self.text[opening:opening + 40])
            return
        self.found += self.inner(opening + 1, end)
        self.place = end + 1
        if named := _NAMED_END.match(self.text, self.place):
            self.place = named.end()

    def veiled(self, match: re.Match[str]) -> None:
        """A hidden hook, which another macro would show."""
        if match[0].endswith("["):
            self.note(Fate.CHANGED, "revealed", match.start(), self.text[match.start():match.start() + 40])
            self.hook(match.end() - 1)
        else:
            self.words("(", verbatim=True)

    def link(self, start: int, inner: str) -> None:
        parts = markup.link_parts(inner, setters=False)
        self.way(start, parts.label, parts.target, ())

    def way(self, start: int, label: str, target: str, body: Body) -> None:
        if markup.EXTERNAL.match(target):
            self.note(Fate.LEFT, "external", start, target)
            self.words(label)
        elif target.startswith(("$", "_", "(")) and target not in self.scan.story.passages:
            self.note(Fate.LEFT, "computed_link", start, target)
        else:
            words = tuple(one for one in _Builder(self.scan, self.at + start).body(label)
                          if isinstance(one, Text | Shown))
            self.found.append(Link(self.line(start), words, target, body))

    def value(self, start: int, source: str) -> None:
        """A value in running text; of several by chance the first."""
        try:
            given: Given = value(source, self.scan.passage.name, harlowe=True)
        except Unread:
            self.note(Fate.LEFT, "value", start, source)
            return
        if isinstance(given, Drawn):
            self.note(Fate.CHANGED, "first_of", start, source)
            given = given.values[0]
        if isinstance(given, Const) and not isinstance(given.value, bool):
            self.words(str(given.value), verbatim=True)
        elif source.startswith("$") and re.match(r"'s\s|\[", self.text[self.place:]) and not isinstance(given, Const):
            self.possessed(start, source, given)
        else:
            self.found.append(Shown(self.line(start), given))

    def possessed(self, start: int, source: str, given: Expr) -> None:
        """``$x's`` is English in running text; a hook behind a variable would be styled by it."""
        if self.text.startswith("[", self.place):
            self.note(Fate.LEFT, "value", start, source)
        else:
            self.found.append(Shown(self.line(start), given))

    def macro(self, start: int) -> None:
        name, given = self.call(start)
        if not name:
            self.note(Fate.LEFT, "unclosed_macro", start, self.text[start:start + 60])
            self.words("(", verbatim=True)
            return
        handler = _MACROS.get(name)
        if handler is not None:
            handler(self, start, name, given)
        elif name in _LOOKS or name in _REVEALS:
            self.changed(start, name, given)
        else:
            self.note(Fate.LEFT, "macro", start, self.head(start))
            self.attached()

    def call(self, start: int) -> tuple[str, str]:
        """Reads a macro to its closing bracket; returns its name and arguments, or nothing."""
        end = markup.closing(self.text, start, "(", ")", "\"'")
        named = _NAME.match(self.text, start)
        if end < 0 or named is None:
            return "", ""
        self.place = end + 1
        return _key(named[1]), self.text[named.end():end].strip()

    def attached(self) -> Body | None:
        """Reads the hook that stands behind a macro; None if there is none."""
        found = _AFTER.match(self.text, self.place)
        if found is None:
            return self.linked()
        end = markup.closing(self.text, found.end() - 1, "[", "]")
        if end < 0:
            self.note(Fate.CHANGED, "unclosed", found.start(), self.text[found.start():found.start() + 40])
            end = len(self.text)
        body = self.inner(found.end(), end)
        self.place = min(end + 1, len(self.text))
        if named := _NAMED_END.match(self.text, self.place):
            self.place = named.end()
        return body

    def linked(self) -> Body | None:
        """A link that stands behind a macro where a hook is meant."""
        found = _LINKED.match(self.text, self.place)
        if found is None:
            return None
        self.place = found.end()
        return self.inner(found.start(1), found.end(1))

    def changed(self, start: int, name: str, given: str) -> None:
        """A changer: the look is left out, what waits for a click or a while is shown at once."""
        if joined := _JOINED.match(self.text, self.place):
            self.place = joined.end()
            self.macro(self.place)
            return
        body = self.attached()
        if body is None:
            self.note(Fate.LEFT, "macro", start, self.head(start))
            return
        if name in _LOOKS:
            self.note(Fate.CHANGED, "look", start, self.head(start))
        else:
            self.note(Fate.CHANGED, "revealed", start, self.text[start:self.text.find(")", start) + 1])
        self.found += body

    def head(self, start: int) -> str:
        """The name of a macro as it is written."""
        return self.text[start:self.text.find(":", start) + 1] + ")"

    def link_macro(self, start: int, name: str, given: str) -> None:
        """``(link-goto:)``, ``(link:)`` and kin: a way on if they lead somewhere."""
        words = markup.words_of(given)
        body = self.attached() or ()
        if words is None or not words:
            self.note(Fate.LEFT, "computed_link", start, f"({name}: {given})")
            return
        done = tuple(one for one in body if not isinstance(one, Text | Shown | Link | Include))
        if name in ("linkgoto", "linkrevealgoto"):
            self.way(start, words[0], words[-1], done)
            return
        goto = next((one for one in body if isinstance(one, Goto) and len(one.targets) == 1), None)
        if goto is not None:
            self.way(start, words[0], goto.targets[0], tuple(one for one in done if one is not goto))
        elif any(isinstance(one, Text | Shown | Link) for one in body):
            self.note(Fate.CHANGED, "revealed", start, f"({name}: {given})")
            self.found += body
        else:
            self.note(Fate.LEFT, "link_nowhere", start, words[0])

    def assigned(self, start: int, name: str, given: str) -> None:
        try:
            found = settings(given, self.scan.passage.name, harlowe=True)
        except Unread:
            self.note(Fate.LEFT, "assignment", start, given)
            return
        line = self.line(start)
        self.found += [Draw(line, one.name, one.value.values) if isinstance(one.value, Drawn)
                       else Assign(line, one.name, one.value) for one in found]

    def shown(self, start: int, name: str, given: str) -> None:
        self.value(start, given if name == "print" else self.text[start:self.place])

    def jump(self, start: int, name: str, given: str) -> None:
        words = markup.words_of(given)
        if words and len(words) == 1:
            line = self.line(start)
            self.found.append(Include(line, words[0]) if name == "display" else Goto(line, (words[0],)))
            return
        targets: tuple[str, ...] = ()
        if name == "goto":
            try:
                drawn = value(given, self.scan.passage.name, harlowe=True)
            except Unread:
                drawn = Const(0)
            if isinstance(drawn, Drawn):
                targets = tuple(one.value for one in drawn.values
                                if isinstance(one, Const) and isinstance(one.value, str))
        if targets:
            self.found.append(Goto(self.line(start), targets))
        else:
            self.note(Fate.LEFT, "computed_link", start, f"({name}: {given})")

    def alternatives(self, start: int, name: str, given: str) -> None:
        """``(if:)`` or ``(unless:)`` with all that follow it."""
        branches: list[tuple[Expr | None, Body]] = []
        unread = ""
        while True:
            test: Expr | None = None
            if name != "else":
                try:
                    test = condition(given, self.scan.passage.name, harlowe=True)
                    test = Op("not", (test,)) if name == "unless" else test
                except Unread:
                    self.note(Fate.LEFT, "condition", start, given)
                    unread = unread or given or f"({name}:)"
            body = self.attached()
            if body is None:
                self.note(Fate.LEFT, "macro", start, f"({name}: {given})")
                break
            branches.append((test, body))
            ahead = re.compile(r"\s*(?=\(\s*[Ee][Ll][Ss][Ee][\w-]*\s*:)").match(self.text, self.place)
            if ahead is None or name == "else":
                break
            name, given = self.call(ahead.end())
            if name not in ("else", "elseif"):
                break
        if branches:
            self.found.append(If(self.line(start), tuple(branches), unread))

    def stray(self, start: int, name: str, given: str) -> None:
        """An ``(else:)`` apart from its ``(if:)``: the last one in this stretch is meant."""
        last = next((one for one in reversed(self.found) if isinstance(one, If)), None)
        body = self.attached()
        if last is None or body is None or last.unread or any(test is None for test, _ in last.branches):
            self.note(Fate.LEFT, "stray_macro", start, f"({name}:)")
            return
        before = tuple((test, ()) for test, _ in last.branches)
        try:
            test = condition(given, self.scan.passage.name, harlowe=True) if name == "elseif" else None
        except Unread:
            self.note(Fate.LEFT, "condition", start, given)
            return
        self.found.append(If(self.line(start), (*before, (test, body))))


_MACROS: Final[Mapping[str, Callable[[_Builder, int, str, str], None]]] = {
    "set": _Builder.assigned, "put": _Builder.assigned,
    "print": _Builder.shown, "either": _Builder.shown, "random": _Builder.shown,
    "if": _Builder.alternatives, "unless": _Builder.alternatives, "else": _Builder.stray, "elseif": _Builder.stray,
    "goto": _Builder.jump, "display": _Builder.jump,
    "linkgoto": _Builder.link_macro, "link": _Builder.link_macro, "linkrevealgoto": _Builder.link_macro,
    "linkreveal": _Builder.link_macro, "linkrepeat": _Builder.link_macro, "linkreplace": _Builder.link_macro,
}
