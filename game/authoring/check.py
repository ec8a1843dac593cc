"""What a well-shaped scenario may still have wrong: names that lead nowhere, texts that say too little or too much.

Errors only, and all at once; questions of taste and balance are ``analysis.lint``.  Called by ``loader``.
"""

from __future__ import annotations

from datetime import date

from game.authoring.bargain_check import check_bargain, check_table
from game.authoring.checking import Checker
from game.authoring.map_parts import map_faults
from game.authoring.parts import Report
from game.authoring.source import Path_
from game.authoring.survey import record_nodes, reference_words
from game.core.atlas import grounds
from game.core.model import LEFT_RECORD, AnyNode, Chance, Decision, Option, Scenario, Table, Terminal
from game.core.talks import ROUND


def check(scenario: Scenario, report: Report, unread: frozenset[str] | None = None) -> None:
    """Reports every fault of meaning.

    ``unread`` holds the decision names of nodes that could not be read (None if all could): nothing is
    reported that their absence alone explains.
    """
    _ScenarioChecker(scenario, report, unread).run()


class _ScenarioChecker(Checker):
    """Goes through a whole scenario."""

    def run(self) -> None:
        self._head()
        self._names()
        for node in self.scenario.nodes.values():
            path: Path_ = ("nodes", node.id)
            decider = (node.who,) if isinstance(node, Decision) else ()
            with self.read_by(self.player, *decider):
                self.phrase(node.title, path, "title")
                self.words(node.place, (*path, "place"))
            match node:
                case Decision():
                    with self.read_by(node.who):
                        self._asked(node, path)
                    with self.read_by(self.player, node.who):
                        self._decision(node, path)
                case Chance():
                    self._chance(node, path)
                case Terminal():
                    self.slot(node.text, path, "text")
                    for party, expression in node.payoff.items():
                        self.expression(expression, (*path, "payoff", party))
                        self.known(party, self.scenario.parties, "E024", (*path, "payoff", party))
        self._reference()
        for bargain in self.scenario.bargains.values():
            check_bargain(bargain, self)

    def _head(self) -> None:
        scenario = self.scenario
        self.file_name(scenario.id, ("id",))
        if not scenario.parties:
            self.report("E011", ("parties",), "parties")
        for name, words in scenario.parties.items():
            self.words(words, ("parties", name, "name"))
        self.target(scenario.start, ("start",))
        self.expression(scenario.in_force, ("in_force",))
        for place, act in enumerate(scenario.acts):
            self.target(act.start, ("acts", place, "start"))
            if self.complete and act.start in scenario.nodes and act.start not in record_nodes(scenario):
                self.report("E027", ("acts", place, "start"), node=act.start)
            self.words(act.title, ("acts", place, "title"))
        for key, words in (("title", scenario.title), ("subtitle", scenario.subtitle), ("summary", scenario.summary)):
            self.words(words, (key,))
        for name, variable in scenario.variables.items():
            if not variable.holds(variable.start):
                self.report("E013", ("variables", name, "start"), "start-word" if variable.words else "start",
                            start=variable.start, low=variable.low, high=variable.high, words=variable.words)
            for party in variable.seen_by:
                if party != "*":
                    self.known(party, scenario.parties, "E024", ("variables", name, "seen_by"))

    def _names(self) -> None:
        for own in (LEFT_RECORD, ROUND):
            if own in self.scenario.variables:
                self.report("E023", ("variables", own), "own", name=own)
        seen: dict[str, str] = dict.fromkeys((*self.scenario.variables, LEFT_RECORD, ROUND), "")
        for node in self.scenario.nodes.values():
            self.id(node.id, ("nodes", node.id))
            if isinstance(node, Decision) and node.name:
                if node.name in seen:
                    self.report("E023", ("nodes", node.id, "as"), "node" if seen[node.name] else "variable",
                                name=node.name, node=seen[node.name])
                seen[node.name] = node.id

    def _decision(self, node: Decision, path: Path_) -> None:
        moves = [option.id for option in node.options]
        self.known(node.who, self.scenario.parties, "E024", (*path, "who"))
        if isinstance(node, Table):
            check_table(node, path, self)
        elif len(moves) < 2:
            self.report("E025", (*path, "options"))
        self._dates(node, path)
        self._early(node, path)
        self.slot(node.hidden, path, "hidden")
        self.slot(node.record, path, "record", "text")
        if node.record_move is not None:
            self.known(node.record_move, moves, "E021", (*path, "record", "move"))
        for move, expression in node.policy.items():
            self.known(move, moves, "E021", (*path, "policy", move))
            self.expression(expression, (*path, "policy", move))
        for option in node.options:
            self._option(option, (*path, "options", option.id))

    def _asked(self, node: Decision, path: Path_) -> None:
        """What only the party sees that decides: another party's decision comes to the player with its reveal."""
        self.phrase(node.question, path, "question")
        self.slot(node.brief, path, "brief")
        for option in node.options:
            for key, phrase in (("reason", option.reason), ("closed", option.closed)):
                if phrase:
                    self.phrase(phrase, (*path, "options", option.id), key)
        moves = [option.id for option in node.options]
        for place, counsel in enumerate(node.counsel):
            where: Path_ = (*path, "counsel", place)
            if counsel.who is not None:
                self.known(counsel.who, self.scenario.reference.people, "E020", (*where, "who"))
            elif counsel.voice is None:
                self.report("E011", where, "counsel")
            for key, named in (("for", counsel.favours), ("against", counsel.opposes)):
                for at, move in enumerate(named):
                    self.known(move, moves, "E021", (*where, key, at))
            if counsel.voice is not None:
                self.words(counsel.voice, (*where, "voice"))
            self._blocks(counsel.text, lambda _, here=where: here)  # type: ignore[misc]

    def _option(self, option: Option, path: Path_) -> None:
        self.id(option.id, path)
        self.target(option.goto, (*path, "goto"))
        if option.when is not None:
            self.expression(option.when, (*path, "when"))
        if option.text:
            self.phrase(option.text, path, "text")
        for key, slot in (("held", option.held), ("follows", option.follows)):
            if slot:
                self.slot(slot, path, key)
        self.effects(option.effects, path, "effects")
        if option.yields:
            self.figures(option.yields, (*path, "yields"))

    def _chance(self, node: Chance, path: Path_) -> None:
        self._dates(node, path)
        if sum(branch.record for branch in node.branches) > 1:
            self.report("E013", (*path, "chance"), "branches")
        for branch in node.branches:
            here: Path_ = (*path, "chance", branch.id)
            self.id(branch.id, here)
            self.target(branch.goto, (*here, "goto"))
            self.expression(branch.weight, (*here, "weight"))
            self.slot(branch.text, here, "text")
            self.effects(branch.effects, here, "effects")
            self.figures(branch.yields, (*here, "yields"))

    def _dates(self, node: AnyNode, path: Path_) -> None:
        if node.date and node.date.last < node.date.first:
            self.report("E026", (*path, "date"))

    def _early(self, node: Decision, path: Path_) -> None:
        """What is shown before the reveal cites nothing dated later than the decision."""
        if node.date is None:
            return
        for key, blocks in (("brief", node.brief), ("counsel", tuple(b for c in node.counsel for b in c.text))):
            for place, block in enumerate(blocks):
                for cite in block.cites:
                    event = self.scenario.reference.events.get(cite)
                    if event and _day(event.sort_as) > node.date.last:
                        self.report("E034", (*path, key, place, "cites"), cite=cite, day=event.sort_as,
                                    last=str(node.date.last))

    def _reference(self) -> None:
        reference = self.scenario.reference
        for name, scale in reference.scales.items():
            variable = self.scenario.variables.get(name)
            if variable is None:
                self.known(name, self.scenario.variables, "E016", ("scales", name))
                continue
            present = {rung.value for rung in scale.rungs}
            missing = [value for value in range(variable.low, variable.high + 1) if value not in present]
            if missing:
                self.report("E036", ("scales", name, "rungs"), values=tuple(missing))
        for name, dimension in reference.dimensions.items():
            for layer, variable_name in dimension.layers:
                self.known(variable_name, reference.scales, "E016", ("dimensions", name, layer), "scale")
        for name, row in reference.table.items():
            self.known(row.variable, reference.scales, "E016", ("table", name, "variable"), "scale")
            for column, cell in row.cells.items():
                self.known(column, reference.documents, "E019", ("table", name, "cells", column), "document")
                self._cites(cell.cites, ("table", name, "cells", column, "cites"))
                self.words(cell.text, ("table", name, "cells", column, "text"))
        self._reference_texts()

    def _reference_texts(self) -> None:
        reference = self.scenario.reference
        for path, words in reference_words(self.scenario):
            self.words(words, path)
        for group, items in (("events", reference.events), ("claims", reference.claims)):
            for name, item in items.items():
                for place, cite in enumerate(item.cites):
                    self.known(cite.work, reference.works, "E019", (group, name, "cites", place, "work"), "work")
        for name, person in reference.people.items():
            for place, stance in enumerate(person.stances):
                self._cites(stance.cites, ("people", name, "stances", place, "cites"))
        for path, ground in grounds(reference.atlas) if reference.atlas else ():
            for place, status in enumerate(ground.status):
                self.expression(status.when, (*path, "status", place, "when"))
                self._cites(status.cites, (*path, "status", place, "cites"))
        map_faults(reference, self.report)
        for name, figure in reference.figures.items():
            self._cites(figure.cites, ("figures", name, "cites"))
        for name, reading in reference.readings.items():
            self.slot(reading.text, ("readings", name, "text"))
        for name, perspective in reference.perspectives.items():
            self.slot(perspective.text, ("perspectives", name, "text"))
            self._cites(perspective.cites, ("perspectives", name, "cites"))
            for dimension in perspective.weights:
                self.known(dimension, reference.dimensions, "E016", ("perspectives", name, "weights", dimension),
                            "dimension")


def _day(iso: str) -> date:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return date.min
