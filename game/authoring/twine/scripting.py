"""Reads the expressions and assignments of both story formats into small trees; nothing is ever evaluated.

Only what a guard of ours could say is read: numbers, words, truth values, comparisons, and/or/not, + - *.  Operators
after the SugarCube 2 documentation (TwineScript) and the Harlowe 3 manual.  Called by ``sugarcube`` and ``harlowe``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from game.authoring.twine.story import MAX_DEPTH
from game.authoring.twine.tree import COMPARISONS, Const, Expr, Op, Var, Visits

MAX_DRAW: Final = 20
"""Outcomes of one random choice that become branches."""
MAX_TOKENS: Final = 400

_TOKEN: Final = re.compile(r"""\s*(?:
    (?P<number>\d+(?:\.\d+)?(?![\w.]))
  | (?P<word>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
  | (?P<var>[$_][A-Za-z_$À-ÖØ-öø-ÿŐőŰű][A-Za-z0-9_$À-ÖØ-öø-ÿŐőŰű]*|\$[0-9]+[A-Za-z_][A-Za-z0-9_]*)
  | (?P<call>\(\s*[A-Za-z][\w-]*\s*:)
  | (?P<name>[^\W\d][\w.]*)
  | (?P<sign>===|!==|==|!=|<=|>=|&&|\|\||\+\+|--|[-+*/%]=|[-+*/%<>!=(),;])
)""", re.VERBOSE)
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)

_SIGNS: Final = {"===": "==", "!==": "!=", "&&": "and", "||": "or", "!": "not"}
_WORDS: Final = {"eq": "==", "is": "==", "neq": "!=", "isnot": "!=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<=",
                 "and": "and", "or": "or", "not": "not", "to": "to", "into": "into"}
_WHOLE: Final = ("Math.floor", "Math.round", "Math.trunc", "Math.ceil", "Number")
_LEVELS: Final = ({"or"}, {"and"}, {"==", "!="}, {"<", "<=", ">", ">="}, {"+", "-"}, {"*"})
"""Binary operators, the loosest first."""


class Unread(ValueError):
    """The script says something that a guard or an effect cannot."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Several values, all alike likely."""

    values: tuple[Expr, ...]


Given = Expr | Drawn


@dataclass(frozen=True, slots=True)
class Setting:
    """One assignment."""

    name: str
    value: Given


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def condition(source: str, here: str, harlowe: bool = False) -> Expr:
    """Returns the tree of a test; ``here`` is the passage it stands in.  Raises ``Unread``."""
    parser = _Parser(source, here, harlowe)
    found = parser.whole()
    if isinstance(found, Drawn):
        raise Unread(source)
    return found


def value(source: str, here: str, harlowe: bool = False) -> Given:
    """Returns the tree of a value, which may be drawn by chance.  Raises ``Unread``."""
    return _Parser(source, here, harlowe).whole()


def settings(source: str, here: str, harlowe: bool = False) -> tuple[Setting, ...]:
    """Returns assignments, in order.  Raises ``Unread``."""
    return tuple(_Parser(source, here, harlowe).assignments())


class _Parser:
    """A precedence climber over the tokens of one expression."""

    def __init__(self, source: str, here: str, harlowe: bool) -> None:
        self.source, self.here, self.harlowe = source, here, harlowe
        self.tokens = list(_tokens(source))
        self.place = 0
        self.depth = 0
        self.it: Expr | None = None

    def whole(self) -> Given:
        """Returns the one expression there is."""
        found = self.binary(0)
        if self.place < len(self.tokens):
            raise Unread(self.source)
        return found

    def assignments(self) -> Iterator[Setting]:
        """Yields ``$x to 1``, ``$x += 1``, ``$x++`` and, in Harlowe, ``1 into $x``."""
        while self.place < len(self.tokens):
            yield self.assignment()
            if self.place < len(self.tokens) and not (self.take(",") or self.take(";")):
                raise Unread(self.source)

    def assignment(self) -> Setting:
        ahead = self.tokens[self.place + 1:self.place + 2]
        if self.peek().kind != "var" or (self.harlowe and ahead and ahead[0].text == "into"):
            found = self.binary(0)
            self.need("into")
            return Setting(self.variable(), found)
        name = self.variable()
        target = Var(name)
        for sign, step in (("++", 1), ("--", -1)):
            if self.take(sign):
                return Setting(name, Op("+", (target, Const(step))))
        for sign in ("+=", "-=", "*="):
            if self.take(sign):
                return Setting(name, self.joined(sign[0], target, self.binary(0)))
        if not (self.take("to") or self.take("=")):
            raise Unread(self.source)
        self.it = target
        return Setting(name, self.binary(0))

    def binary(self, level: int) -> Given:
        if level == len(_LEVELS):
            return self.unary()
        left = self.binary(level + 1)
        while self.peek().text in _LEVELS[level] and self.peek().kind == "sign":
            sign = self.next().text
            if sign == "==" and self.take("not"):
                sign = "!="
            if sign in COMPARISONS and isinstance(left, Var | Visits | Op | Const):
                self.it = left
            right = self.binary(level + 1)
            if self.harlowe and sign in ("and", "or"):
                right = self.elided(left, right)
            left = self.joined(sign, left, right)
        return left

    def elided(self, left: Given, right: Given) -> Given:
        """``$x is 1 or 2`` means the comparison twice."""
        if not isinstance(right, Const) or isinstance(right.value, bool):
            return right
        while isinstance(left, Op) and left.sign in ("and", "or"):
            left = left.parts[-1]
        if not isinstance(left, Op) or left.sign != "==":
            raise Unread(self.source)
        return Op("==", (left.parts[0], right))

    def joined(self, sign: str, left: Given, right: Given) -> Given:
        """Returns the operation; chance on one side is spread over all its values."""
        if isinstance(left, Drawn):
            if isinstance(right, Drawn):
                raise Unread(self.source)
            return Drawn(tuple(Op(sign, (one, right)) for one in left.values))
        if isinstance(right, Drawn):
            return Drawn(tuple(Op(sign, (left, one)) for one in right.values))
        return Op(sign, (left, right))

    def unary(self) -> Given:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unread(self.source)
        try:
            return self.prefixed()
        finally:
            self.depth -= 1

    def prefixed(self) -> Given:
        token = self.peek()
        if token.text in ("not", "-") and token.kind == "sign":
            self.next()
            inner = self.plain(self.unary())
            if token.text == "-" and isinstance(inner, Const) and not isinstance(inner.value, str):
                return Const(-int(inner.value))
            return Op(token.text, (inner,))
        if self.harlowe and token.text in COMPARISONS and token.kind == "sign" and self.it is not None:
            self.next()
            return Op(token.text, (self.it, self.plain(self.binary(4))))
        return self.atom()

    def atom(self) -> Given:
        token = self.next()
        if token.kind == "number":
            if "." in token.text or len(token.text) > 6:
                raise Unread(self.source)
            return Const(int(token.text))
        if token.kind == "word":
            return Const(_ESCAPE.sub(r"\1", token.text[1:-1]))
        if token.kind == "var":
            return Var(token.text)
        if token.kind == "call":
            return self.call(token.text)
        if token.text == "(" and token.kind == "sign":
            found = self.binary(0)
            self.need(")")
            return found
        if token.kind == "name":
            return self.named(token.text)
        raise Unread(self.source)

    def named(self, name: str) -> Given:
        """Constants, ``it``, ``visits`` and the functions of SugarCube."""
        if name in ("true", "false"):
            return Const(name == "true")
        if self.harlowe:
            if name == "it" and self.it is not None:
                return self.it
            if name in ("visits", "visit"):
                return Visits(self.here)
            raise Unread(self.source)
        self.need("(")
        return self.function(name, self.arguments())

    def call(self, opening: str) -> Given:
        """A macro in a Harlowe expression."""
        if not self.harlowe:
            raise Unread(self.source)
        name = re.sub(r"[\s(:_-]", "", opening).lower()
        given = self.arguments()
        if name == "history" and not given and self.peek().text == "contains":
            self.next()
            word = self.plain(self.unary())
            if isinstance(word, Const) and isinstance(word.value, str):
                return Op(">", (Visits(word.value), Const(int(word.value == self.here))))
            raise Unread(self.source)
        return self.function(name, given)

    def function(self, name: str, given: list[Expr]) -> Given:
        numbers = [item.value for item in given if isinstance(item, Const) and type(item.value) is int]
        match name, given:
            case "random", [_] | [_, _] if len(numbers) == len(given):
                low, high = sorted((*numbers, 0)[:2])
                if high - low >= MAX_DRAW:
                    raise Unread(self.source)
                return Drawn(tuple(Const(number) for number in range(low, high + 1)))
            case "either", [_, *_] if len(given) <= MAX_DRAW:
                return Drawn(tuple(given))
            case "min" | "max" | "Math.min" | "Math.max", [_, *_]:
                return Op(name[-3:], tuple(given))
            case "Math.clamp", [number, low, high]:
                return Op("max", (low, Op("min", (number, high))))
            case ("visited" | "hasVisited"), []:
                return Visits(self.here)
            case ("visited" | "hasVisited"), [Const(value=str(passage))]:
                seen = Visits(passage)
                return seen if name == "visited" else Op(">", (seen, Const(0)))
            case _, [inner] if name in _WHOLE or name in ("num", "number", "floor", "round", "trunc", "ceil"):
                return inner
        raise Unread(self.source)

    def arguments(self) -> list[Expr]:
        """The arguments of a call whose bracket is open."""
        found: list[Expr] = []
        while not self.take(")"):
            if found:
                self.need(",")
            found.append(self.plain(self.binary(0)))
        return found

    def plain(self, given: Given) -> Expr:
        """Refuses chance where a value must be certain."""
        if isinstance(given, Drawn):
            raise Unread(self.source)
        return given

    def variable(self) -> str:
        token = self.next()
        if token.kind != "var":
            raise Unread(self.source)
        return token.text

    def peek(self) -> _Token:
        return self.tokens[self.place] if self.place < len(self.tokens) else _Token("end", "")

    def next(self) -> _Token:
        token = self.peek()
        self.place += 1
        return token

    def take(self, text: str) -> bool:
        """Passes over a sign or a word if it comes next."""
        token = self.peek()
        if token.text != text or token.kind == "word":
            return False
        self.place += 1
        return True

    def need(self, text: str) -> None:
        if not self.take(text):
            raise Unread(self.source)


def _tokens(source: str) -> Iterator[_Token]:
    place, count = 0, 0
    text = source.strip()
    while place < len(text):
        found = _TOKEN.match(text, place)
        count += 1
        if found is None or count > MAX_TOKENS:
            raise Unread(source)
        place = found.end()
        kind = str(found.lastgroup)
        token = found[kind]
        if kind == "sign":
            token = _SIGNS.get(token, token)
        elif kind == "name" and token in _WORDS:
            kind, token = "sign", _WORDS[token]
        yield _Token(kind, token)
        if place < len(text) and text[place] in "[.`":  # parts of lists and objects
            raise Unread(source)
