"""One passage: tests that change something become forks, links become ways on, words become paragraphs.

A passage acts while it is shown, a scenario only when a move is made.  So what a passage sets happens on the ways to
it, and a test whose variables the passage changes afterwards is kept in a helper variable.  Called by ``lower``.
"""

from __future__ import annotations

from typing import Final

from game.authoring.twine import naming
from game.authoring.twine.draft import Change, Edge, Menu
from game.authoring.twine.guards import in_turn, joined
from game.authoring.twine.kinds import Kind, Known
from game.authoring.twine.prose import Chain, Piece, paragraphs
from game.authoring.twine.scripting import Unread
from game.authoring.twine.story import MAX_NUMBER, Fate
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
    Var,
)
from game.authoring.twine.workshop import End, Workshop
from game.core.expressions import Expression

MAX_INCLUDES: Final = 40
"""Passages put into one other, each as often as it is."""
_LONGEST_GUARD: Final = 400


class PassageMaker:
    """Lowers one passage; ``contents`` gathers what the reader sees."""

    def __init__(self, shop: Workshop, name: str, stem: str) -> None:
        self.shop, self.name, self.stem = shop, name, stem
        self.lexicon = shop.lexicon
        self.contents: list[Piece] = []
        self.ways: list[Edge] = []
        self.way_ids: set[str] = set()
        self.under: tuple[tuple[Chain, int], ...] = ()
        self.unread = ""
        self.including: tuple[str, ...] = ()
        self.includes = 0
        self.quiet = False

    def make(self, body: Body, entry: Edge) -> None:
        """Adds the nodes of the passage; ``entry`` gets what happens on the way in."""
        nodes = self.shop.made.nodes
        line = self.shop.story.passages[self.name].head
        menu = Menu(self.stem, self.name, line)
        nodes[menu.id] = menu
        ends = self.run(body, [End(entry)])
        too_long: list[str] = []
        menu.text, menu.ways = paragraphs(self.contents, too_long), self.ways
        for guard in dict.fromkeys(too_long):
            self.shop.note(Fate.LEFT, "condition", line, self.name, guard)
        for end in ends:
            end.edge.goto, end.edge.to_passage = end.target or menu.id, bool(end.target)
        if all(end.target for end in ends):
            del nodes[menu.id]

    def run(self, body: Body, ends: list[End], after: frozenset[str] = frozenset()) -> list[End]:
        """Carries out statements on all open edges; returns the edges that are open then.

        ``after`` names the variables that change once ``body`` is over, while the reader still sees the passage.
        """
        later = [after]
        for statement in reversed(body[1:]):
            changed = self.shop.assigned((statement,))
            later.append(later[-1] | changed if changed else later[-1])
        for statement, coming in zip(body, reversed(later), strict=False):
            ends = self.step(statement, ends, coming)
        return ends

    def step(self, statement: Statement, ends: list[End], later: frozenset[str]) -> list[End]:
        """Carries out one statement; in Harlowe, edges bound for elsewhere are past it."""
        gone: list[End] = []
        if self.shop.story.format == "harlowe":
            gone, ends = [end for end in ends if end.target], [end for end in ends if not end.target]
        match statement:
            case Text(text=text):
                self.say(text)
            case Shown():
                ends = self.shown(statement, ends, later)
            case Assign():
                ends = self.assign(statement, ends)
            case Draw():
                ends = self.draw(statement, ends)
            case If():
                ends = self.alternatives(statement, ends, later)
            case Link():
                ends = self.link(statement, ends, later)
            case Goto():
                ends = self.goto(statement, ends)
            case Include():
                ends = self.include(statement, ends, later)
        return gone + ends

    def say(self, text: str, link: bool = False) -> None:
        if self.quiet:
            return
        if "{" in text or "}" in text:
            self.shop.note(Fate.CHANGED, "braces", self.shop.story.passages[self.name].line, self.name)
            text = text.replace("{", "(").replace("}", ")")
        self.contents.append(Piece(text, self.under, link))

    def shown(self, statement: Shown, ends: list[End], later: frozenset[str]) -> list[End]:
        """A value in the text; one that is not simply a variable as it will stand is kept in a helper."""
        if self.quiet:
            return ends
        name, ends = self.displayed(statement, ends, later)
        if name:
            self.contents.append(Piece(f"{{{name}}}", self.under))
        return ends

    def displayed(self, statement: Shown, ends: list[End], later: frozenset[str]) -> tuple[str, list[End]]:
        expr = statement.value
        kind = self.lexicon.kind(expr)
        if kind is Kind.TRUTH:
            self.shop.note(Fate.CHANGED, "truth_shown", statement.line, self.name)
        if isinstance(expr, Var) and not self.lexicon.reads(expr) & later:
            return self.lexicon.variable(expr.name).name, ends
        words = self.lexicon.variable(expr.name).words if isinstance(expr, Var) else ()
        if kind is Kind.WORD and isinstance(expr, Var):
            helper = self.lexicon.helper(f"{self.lexicon.variable(expr.name).name}_then", kind, words)
            return helper.name, self.copy(helper, self.lexicon.variable(expr.name), ends)
        try:
            amount = self.lexicon.amount(expr)
        except Unread:
            self.shop.note(Fate.LEFT, "value", statement.line, self.name)
            return "", ends
        helper = self.lexicon.helper("shown", kind)
        return helper.name, self.change(Change("set", helper.name, amount), ends)

    def assign(self, statement: Assign, ends: list[End]) -> list[End]:
        known = self.lexicon.variable(statement.name)
        if known.kind is Kind.WORD and isinstance(statement.value, Var):
            return self.copy(known, self.lexicon.variable(statement.value.name), ends)
        try:
            return self.change(self.changed(known, statement), ends)
        except Unread:
            self.shop.note(Fate.LEFT, "assignment", statement.line, self.name, statement.name)
            return ends

    def changed(self, known: Known, statement: Assign) -> Change:
        """The effect of an assignment: ``add`` where it adds to itself."""
        value = statement.value
        if known.kind is Kind.WORD:
            if not isinstance(value, Const):
                raise Unread(known.name)
            return Change("set", known.name, self.lexicon.word(known, value.value))
        match value:
            case Op(sign="+" | "-" as sign, parts=(Var(name=name), rest)) if name == statement.name:
                amount = self.lexicon.amount(rest if sign == "+" else Op("-", (rest,)))
                return Change("add", known.name, amount)
            case Op(sign="+", parts=(rest, Var(name=name))) if name == statement.name:
                return Change("add", known.name, self.lexicon.amount(rest))
        return Change("set", known.name, self.held(self.lexicon.amount(value), statement))

    def held(self, amount: str, statement: Assign) -> str:
        """Reckons out what reads no variable, and keeps it to what a variable of a scenario can hold."""
        expression = Expression.parse(amount)
        if expression.names:
            return amount
        number = int(expression.evaluate({}))
        if abs(number) > MAX_NUMBER:
            self.shop.note(Fate.CHANGED, "too_large", statement.line, self.name, str(number), str(MAX_NUMBER))
        return str(max(-MAX_NUMBER, min(MAX_NUMBER, number)))

    def change(self, change: Change, ends: list[End]) -> list[End]:
        """An effect on every open edge; where several meet, they are first brought together."""
        ends = self.meet(ends)
        for end in ends:
            end.edge.changes.append(change)
        return ends

    def meet(self, ends: list[End]) -> list[End]:
        """Brings edges that are bound for the same place together in one."""
        found: list[End] = []
        for target in dict.fromkeys(end.target for end in ends):
            group = [end for end in ends if end.target == target]
            if len(group) > 1:
                edge = Edge(id="onward")
                node = self.shop.fork(f"{self.stem}-then", [edge])
                for end in group:
                    end.edge.goto = node.id
                group = [End(edge, target)]
            found += group
        return found

    def split(self, ends: list[End], stem: str, guards: list[str], drawn: bool = False) -> list[list[End]]:
        """Puts a fork behind the open edges; returns the open edges of each of its ways."""
        found: list[list[End]] = [[] for _ in guards]
        for target in dict.fromkeys(end.target for end in ends):
            ids = _way_ids(len(guards), drawn)
            edges = [Edge(id=name, when=guard) for name, guard in zip(ids, guards, strict=True)]
            node = self.shop.fork(f"{self.stem}-{stem}", edges, drawn)
            for end in ends:
                if end.target == target:
                    end.edge.goto = node.id
            for place, edge in enumerate(edges):
                found[place].append(End(edge, target))
        return found

    def copy(self, to: Known, source: Known, ends: list[End]) -> list[End]:
        """A word cannot be copied by an effect, so the story forks by the word."""
        ways = self.split(ends, "word", [f"{source.name} == '{word}'" for word in source.words])
        found: list[End] = []
        for word, way in zip(source.words, ways, strict=True):
            named = word if word in to.words else to.words[0]
            found += self.change(Change("set", to.name, named), way)
        return found

    def draw(self, statement: Draw, ends: list[End]) -> list[End]:
        known = self.lexicon.variable(statement.name)
        try:
            changes = [self.changed(known, Assign(statement.line, statement.name, value)) for value in statement.values]
        except Unread:
            self.shop.note(Fate.LEFT, "assignment", statement.line, self.name, statement.name)
            return ends
        found: list[End] = []
        for change, way in zip(changes, self.split(ends, "chance", [""] * len(changes), drawn=True), strict=True):
            found += self.change(change, way)
        return found

    def goto(self, statement: Goto, ends: list[End]) -> list[End]:
        """Bound for elsewhere.  In SugarCube what follows is still carried out, in Harlowe it is not."""
        found: list[End] = []
        if len(statement.targets) > 1:
            ways = self.split(ends, "chance", [""] * len(statement.targets), drawn=True)
        else:
            ways = [ends]
        for target, way in zip(statement.targets, ways, strict=True):
            for end in way:
                end.target = end.target or target
                end.edge.line = end.edge.line or statement.line
            found += way
        return found

    def include(self, statement: Include, ends: list[End], later: frozenset[str]) -> list[End]:
        target = statement.target
        body = self.shop.bodies.get(target)
        self.includes += 1
        if body is None or target in self.including or self.includes > MAX_INCLUDES:
            self.shop.note(Fate.LEFT, "include", statement.line, self.name, target)
            return ends
        self.shop.note(Fate.CHANGED, "included", statement.line, self.name, target)
        outer, self.including = self.including, (*self.including, target)
        ends = self.run(body, ends, later)
        self.including = outer
        return ends

    def link(self, statement: Link, ends: list[End], later: frozenset[str]) -> list[End]:
        if self.quiet:
            return ends
        words = ""
        for part in statement.label:
            if isinstance(part, Shown):
                name, ends = self.displayed(part, ends, later)
                words += f"{{{name}}}" if name else ""
            elif isinstance(part, Text):
                words += part.text.replace("{", "(").replace("}", ")")
        words = " ".join(words.split()) or statement.target
        self.say(words, link=True) if "{" not in words else self.contents.append(Piece(words, self.under, True))
        guard, unread = joined(*(chain.guards[at] for chain, at in self.under)), self.unread
        if len(guard) > _LONGEST_GUARD:
            self.shop.note(Fate.LEFT, "condition", statement.line, self.name, guard)
            guard, unread = "", guard
        way = Edge(naming.slug(words, self.way_ids, "way"), words, guard, line=statement.line, unread=unread)
        self.way_ids.add(way.id)
        self.ways.append(way)
        self.quiet, under, self.under = True, self.under, ()
        for end in self.run(statement.body, [End(way)]):
            end.edge.goto, end.edge.to_passage = end.target or statement.target, True
            end.edge.line = statement.line
        self.quiet, self.under = False, under
        return ends

    def alternatives(self, statement: If, ends: list[End], later: frozenset[str]) -> list[End]:
        """Tests: a fork if anything depends on them but words and links, else guards on those."""
        last = next((place for place, (test, _) in enumerate(statement.branches) if test is None and not
                     statement.unread), len(statement.branches))
        if last + 1 < len(statement.branches):
            self.shop.note(Fate.LEFT, "stray_macro", statement.line, self.name, "else")
            statement = If(statement.line, statement.branches[:last + 1])
        tests = [test for test, _ in statement.branches]
        try:
            guards = [] if statement.unread else self.guards(tests)
        except Unread:
            self.shop.note(Fate.LEFT, "condition", statement.line, self.name)
            guards = []
        if not guards:
            return self.all_of(statement, ends)
        bodies = [body for _, body in statement.branches]
        if len(guards) > len(bodies):
            bodies.append(())
        inside = frozenset().union(*(self.shop.assigned(body) for body in bodies))
        reads = frozenset().union(*(self.lexicon.reads(test) for test in tests if test is not None))
        if not any(self.acts(body, later) for body in bodies) and not reads & later:
            self.chosen(bodies, guards, ends, later)
            return ends
        marks = [""] * len(bodies)
        if reads & (later | inside) and not self.quiet:
            helper = self.lexicon.helper("way", Kind.NUMBER)
            marks = [f"{helper.name} == {number}" for number in range(len(bodies))]
        found: list[End] = []
        ways = self.split(ends, "if", guards)
        chain = self.shop.chain(tuple(marks if marks[0] else guards))
        for place, (body, way) in enumerate(zip(bodies, ways, strict=True)):
            if marks[0]:
                way = self.change(Change("set", helper.name, str(place)), way)
            outer, self.under = self.under, (*self.under, (chain, place))
            found += self.run(body, way, later)
            self.under = outer
        return found

    def guards(self, tests: list[Expr | None]) -> list[str]:
        """Returns a guard for each body, and one for "none of them" if that can be."""
        found = in_turn([self.lexicon.test(test) for test in tests if test is not None])
        if any(len(guard) > _LONGEST_GUARD for guard in found):
            raise Unread("long")
        return found

    def chosen(self, bodies: list[Body], guards: list[str], ends: list[End], later: frozenset[str]) -> None:
        chain = self.shop.chain(tuple(guards))
        for place, body in enumerate(bodies):
            outer, self.under = self.under, (*self.under, (chain, place))
            self.run(body, ends, later)
            self.under = outer

    def all_of(self, statement: If, ends: list[End]) -> list[End]:
        """A test that cannot be said: words and links of every alternative stay, what they would do is left out."""
        outer, self.unread = self.unread, statement.unread or self.unread or "?"
        for _, body in statement.branches:
            for inner in body:
                harmless = isinstance(inner, If) and not self.acts((inner,), frozenset())
                if harmless or isinstance(inner, Text | Shown | Link):
                    ends = self.step(inner, ends, frozenset())
                else:
                    self.shop.note(Fate.LEFT, "under_condition", inner.line, self.name)
        self.unread = outer
        return ends

    def acts(self, body: Body, later: frozenset[str]) -> bool:
        """Whether a body does more than say words and offer links (what links do is done later)."""
        for statement in body:
            match statement:
                case Assign() | Draw() | Goto() | Include():
                    return True
                case Shown(value=value) if not isinstance(value, Var) or self.lexicon.reads(value) & later:
                    return True
                case If(branches=branches) if any(
                        self.acts(inner, later) or (test and self.lexicon.reads(test) & later)
                        for test, inner in branches):
                    return True
                case Link(label=label) if self.acts(label, later):
                    return True
        return False


def _way_ids(count: int, drawn: bool) -> list[str]:
    if drawn:
        return [f"draw-{number}" for number in range(1, count + 1)]
    if count == 2:
        return ["if-so", "otherwise"]
    return [*(f"case-{number}" for number in range(1, count)), "otherwise"]
