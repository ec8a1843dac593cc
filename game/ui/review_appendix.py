"""The reference material of a scenario on a page for review: everything that stands outside its nodes.

Bargains have a module of their own.  Called by ``review_page``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from game.core.atlas import grounds
from game.core.model import PUBLIC, Variable
from game.core.reference import Citation
from game.ui.review_bargain import bargain_groups
from game.ui.review_values import Chapter, Group, Line, Section, Told
from game.ui.reviewer import Grouped, Pinner, Reviewer


def appendix(of: Reviewer) -> Chapter:
    """Returns the appendix, with a section for every part the scenario has; sections have letters."""
    reference = of.reference
    parts: tuple[tuple[str, object, Callable[[_Part], Iterator[Grouped]]], ...] = (
        ("head", True, _Part.head), ("people", reference.people, _Part.people),
        ("bodies", reference.bodies, _Part.bodies), ("glossary", reference.glossary, _Part.glossary),
        ("scales", reference.scales, _Part.scales), ("stakes", reference.dimensions, _Part.stakes),
        ("variables", of.scenario.variables, _Part.variables), ("bargains", of.scenario.bargains, _Part.bargains),
        ("treaty", reference.table, _Part.treaty), ("figures", reference.figures, _Part.figures),
        ("readings", reference.readings, _Part.readings), ("perspectives", reference.perspectives, _Part.perspectives),
        ("map", reference.atlas, _Part.map), ("events", reference.events, _Part.events),
        ("claims", reference.claims, _Part.claims), ("works", reference.works, _Part.works))
    there = [(name, make) for name, found, make in parts if found]
    sections = []
    for letter, (name, make) in zip("ABCDEFGHIJKLMNOP", there, strict=False):
        part = _Part(of, letter)
        groups = tuple(Group(title, tuple(lines)) for title, lines in make(part) if lines)
        sections.append(Section(f"appendix-{name}", letter, of.t(f"review.part.{name}"), (), groups,
                                of.notes(part.pins.cites)))
    return Chapter(of.t("review.appendix"), tuple(sections))


class _Part:
    """Makes the groups of one part; each has its own numbers."""

    def __init__(self, of: Reviewer, letter: str) -> None:
        self.of, self.reference, self.pins, self.t = of, of.reference, Pinner(of, letter), of.t

    def head(self) -> Iterator[Grouped]:
        scenario = self.of.scenario
        named = [*(("title", scenario.title), ("subtitle", scenario.subtitle), ("summary", scenario.summary)),
                 *(("party", words) for words in scenario.parties.values()),
                 *(("act", act.title) for act in scenario.acts)]
        yield (), [line for key, words in named for line in self.pins.line(words, self.t(f"review.head.{key}"))]
        if scenario.in_force is not None:
            yield self.t("review.in_force"), [Line(text=self.of.told(scenario.in_force), code=str(scenario.in_force))]

    def people(self) -> Iterator[Grouped]:
        for person in self.reference.people.values():
            also = " · ".join(part for part in (person.seal, person.traditional, *person.also) if part)
            lines = [*self.pins.line(person.name, strong=True), *self.pins.line(person.role),
                     *([Line(text=self.same(also))] if also else []),
                     *([Line(text=self.t("sources.silent"))] if person.silent else [])]
            for stance in person.stances:
                lines += self.pins.line(stance.text, self.same(stance.date), 1, stance.cites)
            yield (), lines

    def bodies(self) -> Iterator[Grouped]:
        for body in self.reference.bodies.values():
            yield (), [*self.pins.line(body.name, strong=True), *self.pins.line(body.text)]

    def glossary(self) -> Iterator[Grouped]:
        for term in self.reference.glossary.values():
            also = " · ".join(part for part in (term.traditional, term.pinyin) if part)
            yield (), [*self.pins.line(term.term, self.same(also) if also else (), strong=True),
                       *self.pins.line(term.text)]

    def scales(self) -> Iterator[Grouped]:
        for name, scale in self.reference.scales.items():
            lines = []
            for rung in scale.rungs:
                label = self.t("review.rung", value=rung.value, worth=rung.worth)
                lines += [*self.pins.line(rung.name, label, strong=True),
                          *self.pins.line(rung.text, depth=1, cites=rung.cites)]
            better = self.t(f"review.better.{scale.better}")
            yield tuple(f"{guard.name(name)} · {said}"
                        for guard, said in zip(self.of.guards, better, strict=True)), lines

    def stakes(self) -> Iterator[Grouped]:
        for dimension in self.reference.dimensions.values():
            layers = [Line(text=self.same(variable), label=self.t(f"layer.{layer}"), depth=1)
                      for layer, variable in dimension.layers]
            yield (), [*self.pins.line(dimension.name, strong=True), *layers]

    def variables(self) -> Iterator[Grouped]:
        yield (), [Line(label=self.same(variable.name), text=tuple(
            self._variable(variable, place) for place in range(len(self.of.languages))))
            for variable in self.of.scenario.variables.values()]

    def _variable(self, variable: Variable, place: int) -> str:
        language, guard, parties = self.of.languages[place], self.of.guards[place], self.of.scenario.parties
        comma = language.t("cite.comma")
        held = comma.join(variable.words) if variable.words else language.t(
            "review.span", low=variable.low, high=variable.high)
        seen = comma.join(language.words(parties[party]) if party in parties else party for party in variable.seen_by)
        if variable.seen_by in (PUBLIC, ()):
            seen = language.t("review.seen.all" if variable.seen_by else "review.seen.none")
        return language.t("review.variable", name=guard.name(variable.name), held=held, seen=seen,
                          start=guard.value(variable.name, variable.start))

    def bargains(self) -> Iterator[Grouped]:
        for bargain in self.of.scenario.bargains.values():
            yield from bargain_groups(bargain, self.pins)

    def treaty(self) -> Iterator[Grouped]:
        documents = self.reference.documents
        yield self.t("review.documents"), [line for document in documents.values()
                                           for line in (*self.pins.line(document.title, strong=True),
                                                        *self.pins.line(document.date, depth=1))]
        for row in self.reference.table.values():
            lines = self.pins.line(row.name, strong=True)
            for column, cell in row.cells.items():
                title = self.of.words(documents[column].title) if column in documents else self.same(column)
                lines += self.pins.line(cell.text, title, 1, cell.cites)
            yield (), [*lines, *self.pins.line(row.note, depth=1)]

    def figures(self) -> Iterator[Grouped]:
        for figure in self.reference.figures.values():
            value = self.of.each(lambda language, value=figure.value: language.value(value))  # type: ignore[misc]
            yield (), self.pins.line(figure.name, value, cites=figure.cites)

    def readings(self) -> Iterator[Grouped]:
        for reading in self.reference.readings.values():
            yield (), [*self.pins.line(reading.title, strong=True), *self.pins.slot(reading.text)]

    def perspectives(self) -> Iterator[Grouped]:
        dimensions = self.reference.dimensions
        for item in self.reference.perspectives.values():
            weights = tuple(language.t("cite.comma").join(
                f"{language.words(dimensions[name].name) if name in dimensions else name} {weight}"
                for name, weight in item.weights.items()) for language in self.of.languages)
            yield (), [*self.pins.line(item.name, strong=True), *self.pins.slot(item.text),
                       *([Line(text=weights, label=self.t("review.weights"))] if item.weights else []),
                       *self.pins.line(item.basis, self.t("texts.basis"), cites=item.cites)]

    def map(self) -> Iterator[Grouped]:
        atlas = self.reference.atlas
        assert atlas is not None
        layers = [layer.name for layer in atlas.layers.values()]
        yield (), [line for words in (atlas.note, *atlas.kinds.values(), *atlas.towns.values(), *layers)
                   for line in self.pins.line(words)]
        for _, ground in grounds(atlas):
            lines = self.pins.line(ground.name, strong=True)
            for status in ground.status:
                days = " – ".join(part for part in (status.first, status.last) if part)
                kind = atlas.kinds.get(status.kind)
                label = self.of.words(kind) if kind else self.same(status.kind)
                lines.append(Line(text=self.of.words(status.text), pin=self.pins.pin(status.text), depth=1,
                                  label=tuple(" · ".join(part for part in (said, days) if part) for said in label),
                                  when=self.of.when(status.when), marks=self.pins.marks(status.cites)))
            yield (), lines

    def events(self) -> Iterator[Grouped]:
        for name, event in self.reference.events.items():
            self.pins.within = f"events.{name}"
            yield self.same(name), [*self.pins.line(event.when), *self.pins.line(event.text),
                                    *self.pins.line(event.place, self.t("review.place"), 1),
                                    *self._cited(event.cites, event.external)]

    def claims(self) -> Iterator[Grouped]:
        for name, claim in self.reference.claims.items():
            self.pins.within = f"claims.{name}"
            yield self.same(name), [*self.pins.line(claim.who), *self.pins.line(claim.text),
                                    *self._cited(claim.cites, False)]

    def works(self) -> Iterator[Grouped]:
        for name, work in self.reference.works.items():
            self.pins.within = f"works.{name}"
            address = [Line(text=self.same(work.url))] if work.url else []
            yield self.same(name), [*self.pins.line(work.short, strong=True), *self.pins.line(work.full), *address,
                                    *([Line(text=self.t("sources.external"))] if work.external else [])]

    def _cited(self, cites: Iterable[Citation], external: bool) -> list[Line]:
        found = tuple(cites)
        lines = [Line(text=self.of.each(lambda language: " ".join(self.of.cited(found, language))), depth=1)] if found \
            else []
        return [*lines, *([Line(text=self.t("sources.external"), depth=1)] if external else [])]

    def same(self, text: str) -> Told:
        """Returns a text that is the same in every language."""
        return (text,) * len(self.of.languages)

