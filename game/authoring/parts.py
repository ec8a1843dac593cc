"""Texts, guards and effects: from their shapes to values, wherever in a scenario file they stand.

Called by ``build``, ``map_parts`` and ``bargain_parts``; every expression that cannot be parsed is reported.
"""

from __future__ import annotations

from typing import Any, Final, Protocol

from game.authoring import fields as shape
from game.authoring.diagnostics import Argument
from game.authoring.source import Path_
from game.authoring.swift import swift
from game.core import model
from game.core.effects import EFFECTS
from game.core.expressions import MAX_LENGTH, TRUE, Expression, ExpressionError
from game.core.texts import NO_WORDS, Block, Phrase, Slot, Variant, Words

_BLOCK: Final = swift(Block)
_EFFECT: Final = swift(model.Effect)
_VARIANT: Final = swift(Variant)


class Report(Protocol):
    """Called with a code, a path, a variant of the code's sentences and an offset into the text at that path."""

    def __call__(self, code: str, path: Path_, variant: str = "", offset: int = 0, /, **arguments: Argument) -> None:
        """Reports a fault; ``arguments`` fill its sentence."""


class Parts:
    """Builds what texts and effects are made of.  ``choices`` names the variables that hold words."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.choices: frozenset[str] = frozenset()
        self._parsed: dict[str | int, Expression] = {}
        self._effects: dict[tuple[str, str, str | int, model.Sureness], model.Effect] = {}

    def effects(self, given: list[Any], path: Path_, *below: str) -> tuple[model.Effect, ...]:
        """Returns effects in the order they are written; they stand at ``below`` under ``path``.

        Effects that are written alike, without a reason of their own, are one value.
        """
        effects = []
        for place, item in enumerate(given):
            for operation in EFFECTS:
                amounts = getattr(item, operation)
                for variable, amount in amounts.items() if amounts else ():
                    told = None if item.why else (operation, variable, amount, item.sure)
                    effect = self._effects.get(told) if told else None
                    if effect is None:
                        where = (*path, *below, place, operation, variable)
                        effect = _EFFECT(operation=operation, variable=variable, sure=item.sure, why=words(item.why),
                                         amount=self._amount(variable, amount, where))
                        if told and effect.amount is not TRUE:  # what cannot be parsed is reported at every place
                            self._effects[told] = effect
                    effects.append(effect)
        return tuple(effects)

    def _amount(self, variable: str, amount: str | int, path: Path_) -> Expression:
        if variable in self.choices:
            word = written(amount)
            if "'" not in word and "\\" not in word:
                return self.expression(f"'{word}'", path)
        return self.expression(amount, path)

    def guard(self, source: str | int | None, path: Path_) -> Expression | None:
        """Returns the parsed guard, or None where there is none."""
        return None if source is None else self.expression(source, path)

    def expression(self, given: str | int, path: Path_) -> Expression:
        """Returns the parsed expression; a fault is reported and counts as true.  The same text is parsed once."""
        known = self._parsed.get(given)
        if known is not None:
            return known
        source = written(given)
        try:
            found = self._parsed[given] = Expression.parse(source)
            return found
        except ExpressionError as fault:
            self.report("E015", path, fault.reason, fault.offset, source=source[:60], limit=MAX_LENGTH)
            return TRUE

    def phrase(self, given: shape.PhraseIn | tuple[()], path: Path_, *below: str) -> Phrase:
        """Returns a short text with its variants; it stands at ``below`` under ``path``."""
        if not given and isinstance(given, tuple):
            return ()
        if isinstance(given, str | dict):
            return (_VARIANT(words(given)),)
        return tuple([_VARIANT(words(item.text), self.guard(item.when, (*path, *below, place, "when")))
                      for place, item in enumerate(given)])

    def slot(self, given: shape.SlotIn | tuple[()], path: Path_, *below: str) -> Slot:
        """Returns paragraphs with their stable text ids; they stand at ``below`` under ``path``."""
        if not given and isinstance(given, tuple):
            return ()
        where = (*path, *below)
        if isinstance(given, str | dict):
            return (_BLOCK(id=text_id((*where, 0)), words=words(given)),)
        if isinstance(given, shape.BlockIn):
            return (self._block(given, (*where, 0)),)
        return tuple([self._block(item, (*where, place)) for place, item in enumerate(given)])

    def _block(self, item: shape.BlockIn, path: Path_) -> Block:
        return _BLOCK(
            id=text_id(path), words=words(item.text), grade=item.grade, cites=tuple(item.cites),
            when=self.guard(item.when, (*path, "when")), otherwise=item.otherwise, likelihood=item.likelihood,
            confidence=item.confidence, basis=optional(item.basis), who=optional(item.who),
            invented=optional(item.invented),
        )


def text_id(path: Path_) -> str:
    """Returns the stable id of the text at ``path``, e.g. ``DP12.options.refuse.follows.0``."""
    return ".".join(str(part) for part in (path[1:] if path[0] == "nodes" else path))


def words(given: shape.WordsIn | None) -> Words:
    """Returns a text in its languages, with folded lines closed up."""
    if isinstance(given, str):
        return Words((("", given.strip()),))
    return Words(tuple([(code, text.strip()) for code, text in given.items()])) if given else NO_WORDS


def optional(given: shape.WordsIn | None) -> Words | None:
    return words(given) if given or given == "" else None


def written(given: str | int) -> str:
    """Returns an amount as the text of an expression; true is 1, false 0."""
    return given if isinstance(given, str) else str(int(given))
