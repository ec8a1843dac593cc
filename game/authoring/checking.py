"""Whether names exist, expressions make sense, texts are complete: the questions every part of a scenario is asked.

Called by ``check`` and ``bargain_check``, which know what the parts are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from game.authoring.diagnostics import Term, near
from game.authoring.parts import Report
from game.authoring.source import Path_
from game.core.expressions import Expression, Value
from game.core.model import Effect, Scenario, Variable
from game.core.rules import all_variables
from game.core.texts import Block, Phrase, Words, lacks

PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_ID: Final = re.compile(r"[^\W_][\w.-]*")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")


class Checker:
    """Asks them of one scenario; every fault goes to ``report``.

    ``unread`` holds the decision names of nodes that could not be read (None if all could).
    """

    def __init__(self, scenario: Scenario, report: Report, unread: frozenset[str] | None) -> None:
        self.scenario = scenario
        self.report = report
        self.complete = unread is None
        self.unread = unread or frozenset()
        self.variables: Mapping[str, Variable] = all_variables(scenario)

    def known(self, name: str, known: Iterable[str], code: str, path: Path_, variant: str = "") -> None:
        """Reports a name that is not among the known ones; ``variant`` says what it should be the name of."""
        names = list(known)
        if name not in names:
            self.report(code, path, variant, name=name, near=near(name, names))

    def id(self, name: str, path: Path_) -> None:
        """Reports a name that is no good as one."""
        if not _ID.fullmatch(name):
            self.report("E013", path, "name", name=name[:40])

    def target(self, node: str, path: Path_) -> None:
        """Reports a node that does not exist."""
        if self.complete or node in self.scenario.nodes:
            self.known(node, self.scenario.nodes, "E012", path)

    def effects(self, effects: Iterable[Effect], path: Path_) -> None:
        """Reports effects on what cannot take them."""
        for place, effect in enumerate(effects):
            where: Path_ = (*path, place, effect.operation, effect.variable)
            if effect.variable not in self.scenario.variables:
                self.known(effect.variable, self.scenario.variables, "E016", where)
                continue
            self.expression(effect.amount, where)
            self._effect_value(effect, self.scenario.variables[effect.variable], where)
            self.words(effect.why, (*path, place, "why"))

    def _effect_value(self, effect: Effect, variable: Variable, path: Path_) -> None:
        if effect.amount.names:
            self._effect_kind(effect, variable, path)
            return
        value: Value = effect.amount.evaluate({})
        if variable.words and effect.operation != "set":
            self.report("E018", path, "words", variable=variable.name)
        elif effect.operation == "set" and not variable.holds(value):
            self.report("E018", path, "not-word" if variable.words else "range", value=value, words=variable.words,
                        low=variable.low, high=variable.high)
        elif effect.operation != "set" and isinstance(value, str):
            self.report("E018", path, "not-number", value=value)

    def _effect_kind(self, effect: Effect, variable: Variable, path: Path_) -> None:
        """A number cannot take a word nor a word a number; a bare name is the only way to read a word."""
        read = self.variables.get(effect.amount.source.strip())
        words = read.words if read else ()
        if variable.words and not (effect.operation == "set" and words and set(words) <= set(variable.words)):
            self.report("E018", path, "may", amount=str(effect.amount), variable=variable.name)
        elif words and not variable.words:
            self.report("E018", path, "word", amount=str(effect.amount), variable=variable.name)

    def expression(self, expression: Expression | None, path: Path_) -> None:
        """Reports names and words that an expression cannot mean."""
        if expression is None:
            return
        for name in sorted(expression.names):
            if name not in self.variables and name not in self.unread:
                offset = max(0, expression.source.find(name))
                self.report("E016", path, "", offset, name=name, near=near(name, self.variables))
        for test in expression.comparisons:
            variable = self.variables.get(test.name)
            if variable and test.word not in variable.words:
                self.report("E017", path, "", test.offset, variable=test.name, word=test.word,
                            near=near(test.word, variable.words))

    def figures(self, names: Iterable[str], path: Path_) -> None:
        """Reports figures that do not exist."""
        for place, name in enumerate(names):
            self.known(name, self.scenario.reference.figures, "E022", (*path, place))

    def phrase(self, phrase: Phrase, path: Path_) -> None:
        """Reports what a short text has wrong."""
        for place, variant in enumerate(phrase):
            self.expression(variant.when, (*path, place, "when"))
            self.words(variant.words, (*path, place, "text") if len(phrase) > 1 else path)

    def slot(self, blocks: Iterable[Block], path: Path_) -> None:
        """Reports what paragraphs have wrong."""
        self._blocks(blocks, lambda place: (*path, place))

    def _blocks(self, blocks: Iterable[Block], where: Callable[[int], Path_]) -> None:
        for place, block in enumerate(blocks):
            path = where(place)
            self.words(block.words, (*path, "text"))
            for key in ("basis", "who", "invented"):
                words = getattr(block, key)
                if words is not None:
                    self.words(words, (*path, key))
            self.expression(block.when, (*path, "when"))
            self._cites(block.cites, (*path, "cites"))
            missing = lacks(block)
            if missing and self.scenario.reference.works:
                self.report("E031", path, grade=Term(f"grade-{block.grade.value}"),
                            missing=tuple(Term(f"missing-{name.replace(' ', '-')}") for name in missing))

    def _cites(self, cites: Iterable[str], path: Path_) -> None:
        reference = self.scenario.reference
        known = (*reference.events, *reference.claims, *reference.works)
        for place, cite in enumerate(cites):
            self.known(cite, known, "E019", (*path, place))

    def words(self, words: Words, path: Path_) -> None:
        """Reports a text that lacks a language or differs between them."""
        codes = set(words)
        if not codes:
            return
        if "" not in codes:
            missing = [code for code in self.scenario.languages if code not in codes or not words[code]]
            if missing:
                self.report("E030", path, languages=tuple(missing))
        marks = {frozenset(PLACEHOLDER.findall(text)) for _, text in words.forms}
        if len(marks) > 1:
            self.report("E032", path)
        for name in sorted(set().union(*marks)):
            if name not in self.variables or self.variables[name].seen_by == ():
                seen = [key for key, item in self.variables.items() if item.seen_by]
                self.report("E033", path, name=name, near=near(name, seen))
        if untranslated(words):
            self.report("E035", path)

def untranslated(words: Words) -> bool:
    """Says whether one language's text looks like a copy of another's.

    Names and numbers may be the same everywhere; sentences may not, and Chinese is written in Han characters.
    """
    forms = dict(words.forms)
    english, chinese = forms.get("en", ""), forms.get("zh", "")
    if not english or not chinese:
        return False
    letters = sum(char.isalpha() for char in english)
    if english == chinese:
        return letters > 12
    has_words = sum(char.isascii() and char.isalpha() for char in chinese) > 3
    return (has_words and not _HAN.search(chinese)) or len(_HAN.findall(english)) > letters // 2 > 0
