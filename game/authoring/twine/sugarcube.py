"""Reads SugarCube 2 markup: what a passage says and does.

After the SugarCube 2 documentation.  Macros outside the subset are reported and left out; nothing is run.  Called by
``reading``.
"""

from __future__ import annotations

import re
from typing import Final

from game.authoring.twine import markup
from game.authoring.twine.markup import Scan
from game.authoring.twine.scripting import Drawn, Unread, condition, settings, value
from game.authoring.twine.story import MAX_DEPTH, Fate
from game.authoring.twine.sugar_tokens import Token, tokens
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
    r"''|(?<!:)//|__|~~|\^\^|@@(?:[^@;\n]*;)*|^!{1,6}\s*|^[*#>]+[ \t]*(?=\S)|^-{4,}\s*$|^<{3}$", re.MULTILINE)
_CONTINUED: Final = re.compile(r"\\[ \t]*\n[ \t]*|\n[ \t]*\\")
_ARGUMENT: Final = re.compile(r"""\[\[(.*?)\]\]|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\S+)""", re.DOTALL)

_LINKS: Final = frozenset({"link", "button", "click", "linkappend", "linkprepend", "linkreplace"})
_SHOWN: Final = frozenset({"nobr", "silently", "silent", "timed", "type", "capture", "done", "append", "prepend",
                           "replace"})
_HIDDEN: Final = frozenset({"script", "style", "widget", "for", "repeat", "cycle", "listbox"})
_INNER: Final = frozenset({"elseif", "else", "case", "default"})


def read(scan: Scan) -> Body:
    """Returns the statements of a passage."""
    body = _Builder(scan, list(tokens(scan))).body(())
    return markup.flattened(body) if "nobr" in scan.passage.tags else body


class _Builder:
    """Builds statements from tokens; every macro that opens a body takes it up to its end."""

    def __init__(self, scan: Scan, tokens: list[Token]) -> None:
        self.scan, self.tokens = scan, tokens
        self.place = 0
        self.closed = {token.text[1:] for token in tokens if token.kind == "macro" and token.text.startswith("/")}

    def body(self, ends: tuple[str, ...]) -> Body:
        """Returns the statements up to one of the macros ``ends``, which is left to read."""
        self.scan.deeper(1, MAX_DEPTH, self.tokens[self.place].place if self.place < len(self.tokens) else 0)
        found: list[Statement] = []
        while self.place < len(self.tokens):
            token = self.tokens[self.place]
            if token.kind == "macro" and token.text in ends:
                break
            self.place += 1
            found += self.statement(token)
        self.scan.deeper(-1, MAX_DEPTH, 0)
        return tuple(found)

    def statement(self, token: Token) -> Body:
        line = self.scan.line(token.place)
        match token.kind:
            case "text":
                return (Text(line, markup.plain(_CONTINUED.sub("", token.text), _STYLE)),)
            case "verbatim":
                return (Text(line, token.text),)
            case "var":
                return self.shown(token, token.text)
            case "link":
                return self.link(token, token.text, ())
            case "image":
                self.scan.note(Fate.LEFT, "media", token.place, token.text)
                return ()
            case "tag":
                return self.tag(token)
        return self.macro(token)

    def shown(self, token: Token, source: str) -> Body:
        """A value in running text; of several by chance the first."""
        line = self.scan.line(token.place)
        try:
            given = value(source, self.scan.passage.name)
        except Unread:
            self.scan.note(Fate.LEFT, "value", token.place, source)
            return ()
        if isinstance(given, Drawn):
            self.scan.note(Fate.CHANGED, "first_of", token.place, source)
            given = given.values[0]
        if isinstance(given, Const) and not isinstance(given.value, bool):
            return (Text(line, str(given.value)),)
        ahead = self.tokens[self.place] if self.place < len(self.tokens) else None
        if ahead and token.kind == "var" and ahead.kind == "text" and re.match(r"\.[A-Za-z_$]|\[", ahead.text):
            self.scan.note(Fate.LEFT, "value", token.place, source + ahead.text[:20])
            return ()
        return (Shown(line, given),)

    def link(self, token: Token, inner: str, body: Body) -> Body:
        """A link in brackets, with what is set when it is taken."""
        parts = markup.link_parts(inner, setters=True)
        line = self.scan.line(token.place)
        if parts.setter:
            body = (*self.assigned(token, parts.setter), *body)
        return self.way(token, line, parts.label, parts.target, body)

    def way(self, token: Token, line: int, label: str, target: str, body: Body) -> Body:
        """A way on, unless it leads out of the story or is only known while it runs."""
        if markup.EXTERNAL.match(target):
            self.scan.note(Fate.LEFT, "external", token.place, target)
            return self.label(token, label)
        if target.startswith(("$", "_")) and target not in self.scan.story.passages:
            self.scan.note(Fate.LEFT, "computed_link", token.place, target)
            return ()
        return (Link(line, self.label(token, label), target, body),)

    def label(self, token: Token, text: str) -> Body:
        """The words of a link; only values may stand in them beside text."""
        inner = Scan(self.scan.story, self.scan.passage, text, self.scan.depth, self.scan.seen)
        builder = _Builder(inner, [one for one in tokens(inner) if one.kind in ("text", "verbatim", "var", "tag")])
        return tuple(one if isinstance(one, Text) else Shown(self.scan.line(token.place), one.value)
                     for one in builder.body(()) if isinstance(one, Text | Shown))

    def tag(self, token: Token) -> Body:
        """An HTML tag; one with ``data-passage`` is a link up to its end."""
        given = markup.attributes(token.text)
        if "data-passage" not in given or token.text.startswith("</"):
            left = markup.tag_text(token.text, self.scan, token.place)
            return (Text(self.scan.line(token.place), left),) if left else ()
        name, label = markup.tag_name(token.text), ""
        while self.place < len(self.tokens):
            one = self.tokens[self.place]
            self.place += 1
            if one.kind == "tag" and one.text.lower().startswith(f"</{name}"):
                break
            label += one.text if one.kind in ("text", "verbatim", "var") else ""
        setter = given.get("data-setter", "")
        body = self.assigned(token, setter) if setter else ()
        return self.way(token, self.scan.line(token.place), label, given["data-passage"], body)

    def macro(self, token: Token) -> Body:
        name, given = token.text, token.more
        line = self.scan.line(token.place)
        if name in ("set", "run", "remember"):
            return self.assigned(token, given)
        if name in ("print", "=", "-"):
            return self.shown(token, given)
        if name == "if":
            return (self.alternatives(token),)
        if name == "switch":
            return self.switch(token)
        if name in _LINKS:
            return self.link_macro(token)
        if name in ("goto", "include", "display"):
            return self.jump(token, line)
        if name in ("choice", "actions"):
            return self.list_of_links(token)
        if name in _SHOWN:
            return self.shown_body(token)
        if name in _HIDDEN or name.startswith("/") or name in _INNER:
            return self.hidden_body(token)
        self.scan.note(Fate.LEFT, "macro", token.place, f"<<{name}>>")
        if name in self.closed:
            return self.enclosed(name)
        return ()

    def enclosed(self, name: str) -> Body:
        """The body of a macro; its end is passed over.  Without an end there is no body."""
        if name not in self.closed:
            self.scan.note(Fate.LEFT, "unclosed", self.tokens[self.place - 1].place, f"<<{name}>>")
            return ()
        found = self.body((f"/{name}",))
        if self.place < len(self.tokens):
            self.place += 1
        return found

    def shown_body(self, token: Token) -> Body:
        name = token.text
        found = self.enclosed(name)
        if name in ("silently", "silent"):
            return tuple(one for one in found if not isinstance(one, Text | Shown))
        if name == "nobr":
            return markup.flattened(found)
        self.scan.note(Fate.CHANGED, "shown_at_once", token.place, f"<<{name}>>")
        return found

    def hidden_body(self, token: Token) -> Body:
        name = token.text
        if name in _HIDDEN:
            self.scan.note(Fate.LEFT, "macro", token.place, f"<<{name}>>")
            while self.place < len(self.tokens) and name in self.closed:
                self.place += 1
                one = self.tokens[self.place - 1]
                if one.kind == "macro" and one.text == f"/{name}":
                    break
        else:
            self.scan.note(Fate.LEFT, "stray_macro", token.place, f"<<{name}>>")
        return ()

    def assigned(self, token: Token, source: str) -> Body:
        line = self.scan.line(token.place)
        try:
            found = settings(source, self.scan.passage.name)
        except Unread:
            self.scan.note(Fate.LEFT, "assignment", token.place, source)
            return ()
        return tuple(Draw(line, one.name, one.value.values) if isinstance(one.value, Drawn)
                     else Assign(line, one.name, one.value) for one in found)

    def alternatives(self, token: Token) -> If:
        """``<<if>>`` to ``<</if>>``."""
        branches: list[tuple[Expr | None, Body]] = []
        unread, test, source = "", True, token.more
        while True:
            found: Expr | None = None
            if test:
                try:
                    found = condition(source, self.scan.passage.name)
                except Unread:
                    self.scan.note(Fate.LEFT, "condition", token.place, source)
                    unread = unread or source or "<<if>>"
            branches.append((found, self.body(("elseif", "else", "/if"))))
            if self.place >= len(self.tokens):
                self.scan.note(Fate.CHANGED, "unclosed", token.place, "<<if>>")
                break
            ahead = self.tokens[self.place]
            self.place += 1
            if ahead.text == "/if":
                break
            test, source = ahead.text == "elseif" or ahead.more.startswith("if "), ahead.more.removeprefix("if ")
        return If(self.scan.line(token.place), tuple(branches), unread)

    def switch(self, token: Token) -> Body:
        """``<<switch>>``: every case is a comparison with the value."""
        try:
            asked: Expr | None = condition(token.more, self.scan.passage.name)
        except Unread:
            self.scan.note(Fate.LEFT, "condition", token.place, token.more)
            asked = None
        lead = self.body(("case", "default", "/switch"))
        branches: list[tuple[Expr | None, Body]] = []
        while self.place < len(self.tokens):
            ahead = self.tokens[self.place]
            self.place += 1
            if ahead.text == "/switch":
                break
            test = self.case(asked, ahead) if ahead.text == "case" and asked is not None else None
            branches.append((test, self.body(("case", "default", "/switch"))))
        if not branches:
            return lead
        unread = token.more if asked is None else ""
        return (*(one for one in lead if not isinstance(one, Text)),
                If(self.scan.line(token.place), tuple(branches), unread))

    def case(self, asked: Expr, token: Token) -> Expr:
        tests: list[Expr] = []
        for found in _ARGUMENT.finditer(token.more):
            word = found[2] if found[2] is not None else found[3]
            try:
                given = Const(word) if word is not None else condition(found[0], self.scan.passage.name)
            except Unread:
                self.scan.note(Fate.LEFT, "condition", token.place, found[0])
                continue
            tests.append(Op("==", (asked, given)))
        return tests[0] if len(tests) == 1 else Op("or", tuple(tests)) if tests else Const(False)

    def link_macro(self, token: Token) -> Body:
        """``<<link>>`` and its kin; one that goes nowhere is left out, one that reveals is shown at once."""
        name, line = token.text, self.scan.line(token.place)
        body = self.enclosed(name) if name in self.closed else ()
        if name in ("linkappend", "linkprepend", "linkreplace"):
            self.scan.note(Fate.CHANGED, "revealed", token.place, f"<<{name} {token.more}>>")
            return body
        given = list(_ARGUMENT.finditer(token.more))
        done = tuple(one for one in body if not isinstance(one, Text | Shown | Link | Include))
        if given and given[0][1] is not None:
            return self.link(token, given[0][1], done)
        words = [found[2] if found[2] is not None else found[3] for found in given]
        label = words[0] if words else None
        if label is None:
            self.scan.note(Fate.LEFT, "computed_link", token.place, token.more)
            return ()
        if len(words) > 1:
            if words[1] is None:
                self.scan.note(Fate.LEFT, "computed_link", token.place, token.more)
                return ()
            return self.way(token, line, label, words[1], done)
        goto = next((one for one in body if isinstance(one, Goto) and len(one.targets) == 1), None)
        if goto is None:
            self.scan.note(Fate.LEFT, "link_nowhere", token.place, label)
            return ()
        return self.way(token, line, label, goto.targets[0], tuple(one for one in done if one is not goto))

    def jump(self, token: Token, line: int) -> Body:
        """``<<goto>>``, ``<<include>>``: to a passage named outright, or by chance among such."""
        found = _ARGUMENT.match(token.more)
        name = None
        if found:
            name = next((part for part in found.group(1, 2, 3) if part is not None), None)
            if found[1] is not None:
                name = markup.link_parts(found[1], setters=False).target
        targets: tuple[str, ...] = (name,) if name else ()
        if not targets and token.text == "goto":
            try:
                given = value(token.more.strip("`"), self.scan.passage.name)
            except Unread:
                given = Const(0)
            if isinstance(given, Drawn):
                targets = tuple(one.value for one in given.values
                                if isinstance(one, Const) and isinstance(one.value, str))
        if not targets:
            self.scan.note(Fate.LEFT, "computed_link", token.place, f"<<{token.text} {token.more}>>")
            return ()
        return (Goto(line, targets),) if token.text == "goto" else (Include(line, targets[0]),)

    def list_of_links(self, token: Token) -> Body:
        """``<<choice>>`` and ``<<actions>>``; that a way is taken only once is not carried over."""
        self.scan.note(Fate.CHANGED, "once", token.place, f"<<{token.text}>>")
        found: list[Statement] = []
        for part in _ARGUMENT.finditer(token.more):
            word = next((one for one in part.group(1, 2, 3) if one is not None), None)
            if word is not None:
                found += self.link(token, word, ())
        return tuple(found)
