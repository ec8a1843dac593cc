"""From checked shapes to the frozen scenario.

Not a reader and not a checker of references: it only parses expressions on the way, and reports those it
cannot parse to ``faults``.  Called by ``loader``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from game.authoring import structure as shape
from game.authoring.bargain_parts import bargains, table
from game.authoring.diagnostics import near
from game.authoring.fields import EMPTY
from game.authoring.map_parts import atlas
from game.authoring.parts import Parts, Report, optional, text_id, words
from game.authoring.source import Path_
from game.authoring.swift import swift
from game.core import model, reference
from game.core.bargain import Bargain
from game.core.texts import Block

_OPTION: Final = swift(model.Option)
_BRANCH: Final = swift(model.Branch)


class Builder(Parts):
    """Builds one scenario; every expression fault goes to ``report``."""

    def __init__(self, report: Report) -> None:
        super().__init__(report)
        self.bargains: Mapping[str, Bargain] = {}

    def scenario(self, head: shape.ScenarioIn, nodes: Mapping[str, shape.NodeIn], name: str,
                 digest: str) -> model.Scenario:
        """Returns the scenario called ``name`` unless the head names itself."""
        party = next(iter(head.parties), "you")
        self.choices = frozenset(key for key, value in head.variables.items() if value.one_of)
        material = _reference(head, self)
        self.bargains = bargains(head.bargains, material.scales, self)
        return model.Scenario(
            id=head.id or name,
            title=words(head.title),
            subtitle=words(head.subtitle),
            summary=words(head.summary),
            languages=tuple(head.languages) or tuple(code for code in words(head.title) if code) or ("en",),
            minutes=head.minutes,
            parties={key: words(value.name) for key, value in head.parties.items()},
            variables={key: self.variable(key, value) for key, value in head.variables.items()},
            start=head.start,
            nodes={key: node for key, value in nodes.items() if (node := self.node(key, value, party)) is not None},
            acts=tuple(model.Act(id=act.id, title=words(act.title), start=act.start) for act in head.acts),
            in_force=self.guard(head.in_force, ("in_force",)),
            bargains=self.bargains,
            reference=material,
            digest=digest,
        )

    def variable(self, name: str, given: shape.VariableIn) -> model.Variable:
        """Returns a variable; a choice starts at its first word if ``start`` is not one of them."""
        seen: tuple[str, ...]
        if isinstance(given.seen_by, str):
            seen = {"all": model.PUBLIC, "none": ()}.get(given.seen_by, (given.seen_by,))
        else:
            seen = tuple(given.seen_by)
        return model.Variable(name=name, start=given.start, low=given.low, high=given.high,
                              words=tuple(given.one_of), seen_by=seen)

    def node(self, name: str, given: shape.NodeIn, party: str) -> model.AnyNode | None:
        """Returns a node of the kind of its shape; a decision without ``who`` is the first party's.

        None for a table over a bargain that does not exist, which is reported.
        """
        path: Path_ = ("nodes", name)
        common: dict[str, Any] = {
            "id": name, "act": given.act, "date": _span(given.date), "place": words(given.place),
            "title": self.phrase(given.title, path, "title"),
        }
        match given:
            case shape.DecisionIn():
                return self._decision(given, path, party, common)
            case shape.TableIn():
                return self._table(given, path, party, common)
            case shape.ChanceIn():
                branches = tuple(self._branch(key, value, (*path, "chance", key))
                                 for key, value in given.chance.items())
                return model.Chance(**common, branches=branches)
            case shape.TerminalIn():
                payoff = {key: self.expression(value, (*path, "payoff", key)) for key, value in given.payoff.items()}
                return model.Terminal(**common, ending=given.ending, text=self.slot(given.text, path, "text"),
                                      payoff=payoff)

    def _decision(self, given: shape.DecisionIn, path: Path_, party: str, common: dict[str, Any]) -> model.Decision:
        record = given.record
        return model.Decision(
            **common, **self._choosing(given, path, party),
            record_move=record.move if record else None, free=given.free,
            record=self.slot(record.text, path, "record", "text") if record else (),
            policy={key: self.expression(value, (*path, "policy", key)) for key, value in given.policy.items()},
        )

    def _table(self, given: shape.TableIn, path: Path_, party: str, common: dict[str, Any]) -> model.Table | None:
        found = self.bargains.get(given.table)
        if found is None:
            self.report("E056", (*path, "table"), "bargain", name=given.table, near=near(given.table, self.bargains))
            return None
        return table(given, found, self, path, {**common, **self._choosing(given, path, party)})

    def _choosing(self, given: shape.DecisionIn | shape.TableIn, path: Path_, party: str) -> dict[str, Any]:
        """What a decision and a table have in common."""
        return {
            "who": given.who or party, "name": given.name,
            "brief": self.slot(given.brief, path, "brief"),
            "question": self.phrase(given.question, path, "question"),
            "hidden": self.slot(given.hidden, path, "hidden"),
            "counsel": tuple(self._counsel(item, (*path, "counsel", place))
                             for place, item in enumerate(given.counsel)),
            "options": tuple(self._option(key, value, (*path, "options", key)) for key, value in given.options.items()),
        }

    def _option(self, name: str, given: shape.OptionIn, path: Path_) -> model.Option:
        return _OPTION(
            id=name, goto=given.goto, status=given.status,
            text=self.phrase(given.text, path, "text"),
            reason=self.phrase(given.reason, path, "reason") if given.reason is not EMPTY else (),
            when=None if given.when is None else self.expression(given.when, (*path, "when")),
            closed=self.phrase(given.closed, path, "closed") if given.closed is not EMPTY else (),
            held=self.slot(given.held, path, "held") if given.held is not EMPTY else (),
            effects=self.effects(given.effects, path, "effects"),
            follows=self.slot(given.follows, path, "follows") if given.follows is not EMPTY else (),
            yields=tuple(given.yields),
        )

    def _branch(self, name: str, given: shape.BranchIn, path: Path_) -> model.Branch:
        return _BRANCH(
            id=name, goto=given.goto, record=given.record,
            weight=self.expression(given.weight, (*path, "weight")),
            text=self.slot(given.text, path, "text"),
            effects=self.effects(given.effects, path, "effects"),
            yields=tuple(given.yields),
        )

    def _counsel(self, given: shape.CounselIn, path: Path_) -> model.Counsel:
        block = Block(
            id=text_id((*path, "text")), words=words(given.text), grade=given.grade, cites=tuple(given.cites),
            when=self.guard(given.when, (*path, "when")), likelihood=given.likelihood,
            confidence=given.confidence, basis=optional(given.basis), invented=optional(given.invented),
        )
        return model.Counsel(who=given.who, voice=optional(given.voice), favours=tuple(given.favours),
                             opposes=tuple(given.against), text=(block,))


def _span(given: shape.SpanIn | None) -> model.Span | None:
    if given is None:
        return None
    try:
        return model.Span(date.fromisoformat(given.first), date.fromisoformat(given.to))
    except ValueError:
        return None


def _citations(given: list[shape.CitationIn]) -> tuple[reference.Citation, ...]:
    return tuple(reference.Citation(work=item.work, page=item.page,
                                    note=None if item.note is None else str(item.note),
                                    at=None if item.at is None else str(item.at)) for item in given)


def _reference(head: shape.ScenarioIn, builder: Builder) -> reference.Reference:
    return reference.Reference(
        works={key: reference.Work(id=key, short=words(item.short), full=words(item.full), external=item.external,
                                   url=item.url) for key, item in head.works.items()},
        events={key: _event(key, item) for key, item in head.events.items()},
        claims={key: reference.Claim(id=key, who=words(item.who), text=words(item.text),
                                     cites=_citations(item.cites)) for key, item in head.claims.items()},
        people={key: _person(key, item) for key, item in head.people.items()},
        bodies={key: reference.Body(id=key, name=words(item.name), text=words(item.text),
                                    traditional=item.traditional) for key, item in head.bodies.items()},
        glossary={key: reference.Term(id=key, term=words(item.term), text=words(item.text),
                                      traditional=item.traditional, pinyin=item.pinyin)
                  for key, item in head.glossary.items()},
        scales={key: _scale(key, item) for key, item in head.scales.items()},
        dimensions={key: reference.Dimension(id=key, name=words(item.name), clause=item.clause,
                                             promise=item.promise, delivery=item.delivery, level=item.level)
                    for key, item in head.dimensions.items()},
        documents={key: reference.Document(id=key, title=words(item.title), date=words(item.date))
                   for key, item in head.documents.items()},
        table={key: _row(key, item) for key, item in head.table.items()},
        figures={key: reference.Figure(id=key, name=words(item.name), value=item.value, cites=tuple(item.cites))
                 for key, item in head.figures.items()},
        readings={key: reference.Reading(id=key, title=words(item.title),
                                         text=builder.slot(item.text, ("readings", key, "text")))
                  for key, item in head.readings.items()},
        perspectives={key: reference.Perspective(id=key, name=words(item.name), weights=dict(item.weights),
                                                 text=builder.slot(item.text, ("perspectives", key, "text")),
                                                 basis=words(item.basis), cites=tuple(item.cites))
                      for key, item in head.perspectives.items()},
        atlas=atlas(head.map, builder),
    )


def _event(key: str, item: shape.EventIn) -> reference.Event:
    day = item.sort_as or (item.date + "-01-01"[len(item.date) - 4:] if len(item.date) < 10 else item.date)
    return reference.Event(id=key, sort_as=day, when=words(item.when), text=words(item.text),
                           until=item.until or "", place=words(item.place), cites=_citations(item.cites),
                           external=item.external)


def _person(key: str, item: shape.PersonIn) -> reference.Person:
    stances = tuple(reference.Stance(date=stance.date, text=words(stance.text), cites=tuple(stance.cites))
                    for stance in item.stances)
    return reference.Person(id=key, name=words(item.name), seal=item.seal, traditional=item.traditional,
                            also=tuple(item.also), role=words(item.role), stances=stances, silent=item.silent)


def _scale(key: str, item: shape.ScaleIn) -> reference.Scale:
    numbers = sorted((int(value), rung) for value, rung in item.rungs.items() if _is_number(value))
    low, high = (numbers[0][0], numbers[-1][0]) if numbers else (0, 0)

    def worth(value: int, rung: shape.RungIn) -> int:
        if rung.worth is not None:
            return rung.worth
        share = round(100 * (value - low) / ((high - low) or 1))
        return share if item.better == "high" else 100 - share

    rungs = tuple(reference.Rung(value=value, name=words(rung.name), text=words(rung.text), worth=worth(value, rung),
                                 marks=tuple(rung.marks), cites=tuple(rung.cites), grade=rung.grade)
                  for value, rung in numbers)
    return reference.Scale(variable=key, better=item.better, rungs=rungs)


def _row(key: str, item: shape.RowIn) -> reference.TableRow:
    cells = {name: reference.Cell(text=words(cell.text), cites=tuple(cell.cites)) for name, cell in item.cells.items()}
    return reference.TableRow(id=key, name=words(item.name), variable=item.variable, cells=cells,
                              note=words(item.note))


def _is_number(text: str) -> bool:
    return text.lstrip("-").isdigit() and len(text) < 8
