"""Whether names exist, expressions make sense, texts are complete: the questions every part of a scenario is asked.

Called by ``check`` and ``bargain_check``, which know what the parts are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

from game.authoring.diagnostics import Argument, Term, near
from game.authoring.nearby import Nearby
from game.authoring.parts import Report
from game.authoring.source import Path_
from game.core import limits
from game.core.expressions import Expression, Value
from game.core.model import Effect, Party, Scenario, Variable
from game.core.rules import all_variables
from game.core.texts import Block, Phrase, Words, lacks

PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_ID: Final = re.compile(rf"[^\W_][\w.-]{{0,{limits.NAME - 1}}}")
_FILE: Final = re.compile(rf"""[^\x00-\x1f\x7f-\x9f\u2028\u2029/\\:*?"<>|]{{1,{limits.NAME}}}""")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")


class Checker:
    """Asks them of one scenario; every fault goes to ``report``.

    ``unread`` holds the decision names of nodes that could not be read (None if all could).  ``readers`` are the
    parties that come to see the texts asked about: the player, the first of the parties, unless ``read_by`` says else.
    """

    def __init__(self, scenario: Scenario, report: Report, unread: frozenset[str] | None) -> None:
        self.scenario = scenario
        self._report = report
        self.faults = 0
        self.complete = unread is None
        self.unread = unread or frozenset()
        self.variables: Mapping[str, Variable] = all_variables(scenario)
        self.player: Final[Party] = next(iter(scenario.parties), "")
        self.readers: tuple[Party, ...] = (self.player,)
        self._nodes = Nearby(scenario.nodes)
        self._sources = frozenset((*scenario.reference.events, *scenario.reference.claims, *scenario.reference.works))
        self._understood: set[str] = set()
        self._right: set[tuple[str, str, str]] = set()

    def report(self, code: str, path: Path_, variant: str = "", offset: int = 0, /, **arguments: Argument) -> None:
        """Passes a fault on, and counts it."""
        self.faults += 1
        self._report(code, path, variant, offset, **arguments)

    @contextmanager
    def read_by(self, *parties: Party) -> Iterator[None]:
        """Within it, texts are read by these parties; one that does not exist is left out."""
        before = self.readers
        self.readers = tuple(party for party in parties if party in self.scenario.parties) or before
        yield
        self.readers = before

    def known(self, name: str, known: Collection[str], code: str, path: Path_, variant: str = "") -> None:
        """Reports a name that is not among the known ones; ``variant`` says what it should be the name of."""
        if name not in known:
            self.report(code, path, variant, name=name, near=near(name, known))

    def id(self, name: str, path: Path_) -> None:
        """Reports a name that is no good as one."""
        if not _ID.fullmatch(name):
            self.report("E013", path, "name", name=name[:40])

    def file_name(self, name: str, path: Path_) -> None:
        """Reports a name after which no file could be called on every system: files are named after a scenario."""
        if not _FILE.fullmatch(name):
            self.report("E013", path, "file-name", name=name[:40])

    def target(self, node: str, path: Path_) -> None:
        """Reports a node that does not exist."""
        if self.complete and node not in self.scenario.nodes:
            self.report("E012", path, name=node, near=self._nodes.near(node))

    def effects(self, effects: Iterable[Effect], path: Path_, *below: str) -> None:
        """Reports effects on what cannot take them; they stand at ``below`` under ``path``."""
        for place, effect in enumerate(effects):
            if effect.why.forms:
                self.words(effect.why, (*path, *below, place, "why"))
            told = effect.operation, effect.variable, effect.amount.source
            if told in self._right:  # what is written alike is right or wrong alike
                continue
            if self._effect(effect, (*path, *below, place, effect.operation, effect.variable)):
                self._right.add(told)

    def _effect(self, effect: Effect, path: Path_) -> bool:
        """Says whether nothing had to be reported."""
        faults = self.faults
        variable = self.scenario.variables.get(effect.variable)
        if variable is None:
            self.known(effect.variable, self.scenario.variables, "E016", path)
        else:
            self.expression(effect.amount, path)
            self._effect_value(effect, variable, path)
        return self.faults == faults

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
        if expression is None or expression.source in self._understood:
            return
        faults = self.faults
        for name in sorted(expression.names):
            if name not in self.variables and name not in self.unread:
                offset = max(0, expression.source.find(name))
                self.report("E016", path, "", offset, name=name, near=near(name, self.variables))
        for test in expression.comparisons:
            variable = self.variables.get(test.name)
            if variable and test.word not in variable.words:
                self.report("E017", path, "", test.offset, variable=test.name, word=test.word,
                            near=near(test.word, variable.words))
        if self.faults == faults:
            self._understood.add(expression.source)

    def figures(self, names: Iterable[str], path: Path_) -> None:
        """Reports figures that do not exist."""
        for place, name in enumerate(names):
            self.known(name, self.scenario.reference.figures, "E022", (*path, place))

    def phrase(self, phrase: Phrase, path: Path_, *below: str) -> None:
        """Reports what a short text has wrong that stands at ``below`` under ``path``."""
        where: Path_ = (*path, *below)
        if len(phrase) == 1 and phrase[0].when is None:
            self.words(phrase[0].words, where)
            return
        for place, variant in enumerate(phrase):
            self.expression(variant.when, (*where, place, "when"))
            self.words(variant.words, (*where, place, "text") if len(phrase) > 1 else where)

    def slot(self, blocks: Sequence[Block], path: Path_, *below: str) -> None:
        """Reports what paragraphs have wrong that stand at ``below`` under ``path``."""
        if blocks:
            self._blocks(blocks, lambda place: (*path, *below, place))

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
        for place, cite in enumerate(cites):
            self.known(cite, self._sources, "E019", (*path, place))

    def words(self, words: Words, path: Path_) -> None:
        """Reports a text that lacks a language or differs between them."""
        forms = words.forms
        if any(len(text) > limits.TEXT for _, text in forms):
            self.report("E005", path, "text", limit=limits.TEXT)
            return
        if not forms or (len(forms) == 1 and not forms[0][0] and "{" not in forms[0][1]):
            return  # nothing to ask of a text in no language of its own that mentions nothing
        codes = [code for code, _ in forms]
        if "" not in codes:
            missing = [code for code in self.scenario.languages if code not in codes or not words[code]]
            if missing:
                self.report("E030", path, languages=tuple(missing))
        marks = {frozenset(PLACEHOLDER.findall(text)) for _, text in forms}
        if len(marks) > 1:
            self.report("E032", path)
        for name in sorted(set().union(*marks)):
            if name not in self.variables or not self._shown(self.variables[name]):
                seen = [key for key, item in self.variables.items() if self._shown(item)]
                self.report("E033", path, name=name, near=near(name, seen))
        if untranslated(words):
            self.report("E035", path)


    def _shown(self, variable: Variable) -> bool:
        return all(variable.is_seen_by(party) for party in self.readers)


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
