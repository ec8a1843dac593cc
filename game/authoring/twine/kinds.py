"""What a story's variables hold, and its expressions in the language of our guards.

A story's variable may be anything at any time; ours is a bounded number, a truth value 0 or 1, or one of some words.
The kind follows from all that the story puts into it.  Called by ``lower``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from game.authoring.twine import naming
from game.authoring.twine.guards import none_of
from game.authoring.twine.scripting import Unread
from game.authoring.twine.tree import (
    COMPARISONS,
    Assign,
    Body,
    Const,
    Draw,
    Expr,
    Op,
    Value,
    Var,
    Visits,
    expressions,
    names,
    statements,
)
from game.core.expressions import MAX_LENGTH

_OR, _AND, _NOT, _COMPARE, _ADD, _TIMES, _ATOM = range(7)
_STRENGTH: Final[Mapping[str, int]] = {
    "or": _OR, "and": _AND, "not": _NOT, **dict.fromkeys(COMPARISONS, _COMPARE), "+": _ADD, "-": _ADD, "*": _TIMES}


class Kind(StrEnum):
    """What a variable holds."""

    NUMBER = "number"
    TRUTH = "truth"
    WORD = "word"


@dataclass(slots=True)
class Known:
    """A variable: our name, what it was called, what it holds.

    ``words`` has the word for "not set" first (while ``unset``).  ``origin`` is empty for one the import needed itself;
    ``cap`` bounds a count that would otherwise grow for ever.
    """

    name: str
    kind: Kind
    origin: str = ""
    words: tuple[str, ...] = ()
    start: int | str = 0
    cap: int = 0
    low: int = 0
    high: int = 0
    guessed: bool = False
    unset: bool = True


@dataclass(slots=True)
class Lexicon:
    """All variables of a story, and its expressions in our words."""

    known: dict[str, Known] = field(default_factory=dict)
    visits: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def variable(self, name: str) -> Known:
        """Returns a variable by its name in the story."""
        return self.known[name]

    def named(self, name: str) -> Known:
        """Returns a variable by our name."""
        return next(one for one in self.known.values() if one.name == name)

    def helper(self, stem: str, kind: Kind, words: tuple[str, ...] = ()) -> Known:
        """Adds a variable of the import's own."""
        name = naming.identifier(stem, self.names, "v")
        self.names.add(name)
        found = Known(name, kind, words=words, start=words[0] if words else 0)
        self.known[f"\0{name}"] = found
        return found

    def kind(self, expr: Expr) -> Kind:
        """Returns what an expression gives."""
        match expr:
            case Const(value=value):
                return _kind_of(value)
            case Var(name=name):
                return self.known[name].kind
            case Visits():
                return Kind.NUMBER
            case Op(sign=sign):
                return Kind.TRUTH if sign in ("not", "and", "or", *COMPARISONS) else Kind.NUMBER
        raise AssertionError(expr)

    def test(self, expr: Expr) -> str:
        """Returns a guard; raises ``Unread`` if none can say it."""
        return _short(self._test(expr)[0])

    def amount(self, expr: Expr) -> str:
        """Returns a number's expression; raises ``Unread`` if none can say it."""
        return _short(self._number(expr)[0])

    def word(self, variable: Known, value: Value) -> str:
        """Returns the word a choice holds for a value; nothing, nought and false are one: not set."""
        if value in ("", 0, False):
            return variable.words[0]
        return naming.word("true" if value is True else str(value)) or variable.words[0]

    def reads(self, expr: Expr) -> frozenset[str]:
        """Returns the names (ours) of the variables an expression reads."""
        return frozenset(self.visits[one.passage] if isinstance(one, Visits) else self.known[one.name].name
                         for one in names(expr))

    def _test(self, expr: Expr) -> tuple[str, int]:
        match expr:
            case Const(value=value):
                return ("1" if value else "0"), _ATOM
            case Var() | Visits():
                return self._truth(expr)
            case Op(sign="not", parts=(inner,)):
                return self._not(inner)
            case Op(sign="and" | "or" as sign, parts=parts):
                strength = _STRENGTH[sign]
                return f" {sign} ".join(self._within(self._test(part), strength) for part in parts), strength
            case Op(sign=sign, parts=(left, right)) if sign in COMPARISONS:
                return self._comparison(sign, left, right)
        return f"{self._within(self._number(expr), _COMPARE + 1)} != 0", _COMPARE

    def _not(self, inner: Expr) -> tuple[str, int]:
        text = none_of([self._test(inner)[0]])
        return text, _NOT if text.startswith("not ") else min(self._test(inner)[1], _COMPARE)

    def _truth(self, expr: Var | Visits) -> tuple[str, int]:
        if isinstance(expr, Visits):
            return f"{self.visits[expr.passage]} > 0", _COMPARE
        known = self.known[expr.name]
        if known.kind is Kind.WORD:
            return f"{known.name} != '{known.words[0]}'", _COMPARE
        return (known.name, _ATOM) if known.kind is Kind.TRUTH else (f"{known.name} != 0", _COMPARE)

    def _comparison(self, sign: str, left: Expr, right: Expr) -> tuple[str, int]:
        if isinstance(left, Const) and not isinstance(right, Const):
            left, right, sign = right, left, {"<": ">", ">": "<", "<=": ">=", ">=": "<="}.get(sign, sign)
        if Kind.WORD in (self.kind(left), self.kind(right)):
            return self._word_comparison(sign, left, right)
        if isinstance(right, Const) and isinstance(right.value, bool) and self.kind(left) is Kind.TRUTH \
                and sign in ("==", "!="):
            return self._test(left) if right.value is (sign == "==") else self._not(left)
        strength = _COMPARE + 1
        return (f"{self._within(self._number(left), strength)} {sign} {self._within(self._number(right), strength)}",
                _COMPARE)

    def _word_comparison(self, sign: str, left: Expr, right: Expr) -> tuple[str, int]:
        if sign not in ("==", "!=") or not isinstance(left, Var) or self.known[left.name].kind is not Kind.WORD:
            raise Unread("words")
        one = self.known[left.name]
        if isinstance(right, Var) and self.known[right.name].kind is Kind.WORD:
            return f"{one.name} {sign} {self.known[right.name].name}", _COMPARE
        if isinstance(right, Const):
            return f"{one.name} {sign} '{self.word(one, right.value)}'", _COMPARE
        raise Unread("words")

    def _number(self, expr: Expr) -> tuple[str, int]:
        match expr:
            case Const(value=str()):
                raise Unread("words")
            case Const(value=value):
                return str(int(value)), _ATOM if int(value) >= 0 else _ADD
            case Visits(passage=passage):
                return self.visits[passage], _ATOM
            case Var(name=name) if self.known[name].kind is Kind.WORD:
                raise Unread("words")
            case Var(name=name):
                return self.known[name].name, _ATOM
            case Op(sign="-", parts=(inner,)):
                return f"-{self._within(self._number(inner), _ATOM)}", _ADD
            case Op(sign="min" | "max" as sign, parts=parts):
                return f"{sign}({', '.join(self._number(part)[0] for part in parts)})", _ATOM
            case Op(sign="+" | "-" | "*" as sign, parts=(left, right)):
                strength = _STRENGTH[sign]
                return (f"{self._within(self._number(left), strength)} {sign} "
                        f"{self._within(self._number(right), strength + 1)}", strength)
        return f"({self._test(expr)[0]})", _ATOM

    def _within(self, found: tuple[str, int], strength: int) -> str:
        text, own = found
        return text if own >= strength else f"({text})"


def learn(bodies: Mapping[str, Body]) -> Lexicon:
    """Returns what all variables of a story hold."""
    every = [statement for body in bodies.values() for statement in statements(body)]
    evidence: dict[str, set[Kind]] = {}
    said: dict[str, dict[str, None]] = {}
    seen_passages: dict[str, int] = {}
    copies: list[tuple[str, str]] = []
    for statement in every:
        if isinstance(statement, Assign | Draw):
            given = (statement.value,) if isinstance(statement, Assign) else statement.values
            evidence.setdefault(statement.name, set())
            for value in given:
                _put(statement.name, value, evidence, said, copies)
        for expr in expressions(statement):
            _asked(expr, evidence, said, copies, seen_passages)
    _spread(copies, evidence, said)
    return _lexicon(evidence, said, seen_passages)


def _put(name: str, value: Expr, evidence: dict[str, set[Kind]], said: dict[str, dict[str, None]],
         copies: list[tuple[str, str]]) -> None:
    if isinstance(value, Var):
        copies.append((name, value.name))
    elif isinstance(value, Const):
        evidence[name].add(_kind_of(value.value))
        _say(name, value.value, said)
    elif isinstance(value, Op) and value.sign in ("not", "and", "or", *COMPARISONS):
        evidence[name].add(Kind.TRUTH)
    else:
        evidence[name].add(Kind.NUMBER)


def _say(name: str, value: Value, said: dict[str, dict[str, None]]) -> None:
    """Keeps a word that a variable may hold; nothing, nought and false are the word for "not set"."""
    if value not in ("", 0, False):
        said.setdefault(name, {})["true" if value is True else str(value)] = None


def _asked(expr: Expr, evidence: dict[str, set[Kind]], said: dict[str, dict[str, None]],
           copies: list[tuple[str, str]], visits: dict[str, int]) -> None:
    """What a test tells: words a variable is compared with, how far visits are counted."""
    for read in names(expr):
        if isinstance(read, Var):
            evidence.setdefault(read.name, set())
        else:
            visits.setdefault(read.passage, 1)
    if not isinstance(expr, Op):
        return
    for part in expr.parts:
        _asked(part, evidence, said, copies, visits)
    if expr.sign not in COMPARISONS:
        return
    for one, other in (expr.parts, expr.parts[::-1]):
        if isinstance(one, Var) and isinstance(other, Const) and isinstance(other.value, str):
            evidence[one.name].add(Kind.WORD)
            _say(one.name, other.value, said)
        elif isinstance(one, Var) and isinstance(other, Var):
            copies.append((one.name, other.name))
        elif isinstance(one, Visits) and isinstance(other, Const) and not isinstance(other.value, str):
            visits[one.passage] = max(visits[one.passage], min(int(other.value) + 1, 99))


def _spread(copies: Iterable[tuple[str, str]], evidence: dict[str, set[Kind]],
            said: dict[str, dict[str, None]]) -> None:
    """What one variable holds another may hold that takes its value."""
    changed = True
    while changed:
        changed = False
        for one, other in copies:
            for to, source in ((one, other), (other, one)):
                kinds, words = evidence[to] | evidence[source], said.get(to, {}) | said.get(source, {})
                if kinds != evidence[to] or words != said.get(to, {}):
                    evidence[to], said[to], changed = kinds, words, True


def _lexicon(evidence: Mapping[str, set[Kind]], said: Mapping[str, dict[str, None]],
             visits: Mapping[str, int]) -> Lexicon:
    found = Lexicon()
    for name, kinds in evidence.items():
        ours = naming.identifier(name.lstrip("$_"), found.names, "v")
        found.names.add(ours)
        kind = Kind.WORD if Kind.WORD in kinds else Kind.NUMBER if Kind.NUMBER in kinds else Kind.TRUTH
        known = Known(ours, kind, origin=name)
        if kind is Kind.WORD:
            words = dict.fromkeys(naming.word(one) for one in said.get(name, {}))
            words.pop("", None)
            known.words = (naming.unset(words), *words)
            known.start = known.words[0]
        found.known[name] = known
    for passage, cap in visits.items():
        helper = found.helper(f"visits_{naming.slug(passage, (), 'passage')}", Kind.NUMBER)
        helper.cap = cap
        found.visits[passage] = helper.name
    return found


def _kind_of(value: Value) -> Kind:
    if isinstance(value, bool):
        return Kind.TRUTH
    return Kind.NUMBER if isinstance(value, int) else Kind.WORD


def _short(text: str) -> str:
    if len(text) > MAX_LENGTH - 20:
        raise Unread(text[:60])
    return text
