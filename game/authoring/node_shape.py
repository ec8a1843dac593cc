"""The shape of the nodes of a scenario file: decisions, tables, chance, endings, and what they hold.

Read by ``structure``; what a bargain is stands in ``bargain_shape``.
"""

from __future__ import annotations

from pydantic import Field

from game.authoring.bargain_shape import OfferIn
from game.authoring.fields import EMPTY, EffectIn, ExpressionIn, Identifier, IsoDay, PhraseIn, Shape, SlotIn, WordsIn
from game.core.bargain import MAX_ROUNDS
from game.core.model import Status
from game.core.texts import Confidence, Grade, Likelihood


class OptionIn(Shape):
    """One way to decide."""

    text: PhraseIn = Field(description="What the option says, as the player reads it.",
                           examples=["Five years, and he repairs the steps."])
    goto: str = Field(description="The node the story goes to when this is chosen.")
    status: Status = Field(Status.COUNTERFACTUAL,
        description="Where the option comes from: “chosen” was done, “taken-too” was done beside it, “voiced” was "
                    "proposed by somebody at the time, “external” is documented outside the main source, "
                    "“counterfactual” is the author's own.")
    reason: PhraseIn = Field(EMPTY, description="One sentence on what speaks for the option, shown under it.")
    when: ExpressionIn | None = Field(None, description="A condition: the option can be chosen only while it holds.",
                                      examples=["trust > 0", "trust >= 2 and harvest == 'good'"])
    closed: PhraseIn = Field(EMPTY, description="Why the option cannot be chosen, shown while “when” does not hold.",
                             examples=["He no longer waits for you."])
    held: SlotIn = Field(EMPTY, description="What is known of those who held this view, told after the choice.")
    effects: list[EffectIn] = Field(EMPTY, description="What choosing this does to the variables, in order.",
                                    examples=[[{"add": {"trust": 1}, "sure": "D", "why": "he gets what he asked"}]])
    follows: SlotIn = Field(EMPTY,
        description="What might have followed, told after the choice; graded, never as fact unless it happened.")
    yields: list[str] = Field(EMPTY,
        description="Figures of the record (under “figures”) that a play reaches by choosing this.")


class BranchIn(Shape):
    """One way chance may fall."""

    goto: str = Field(description="The node the story goes to when chance falls this way.")
    weight: ExpressionIn = Field("1",
        description="How often chance falls this way, beside the other weights of the node: weights 1 and 3 mean one "
                    "in four and three in four. 0 means never.",
        examples=["3", "1 + trust"])
    record: bool = Field(False, description="true for the way it really went; one branch at most.")
    text: SlotIn = Field(EMPTY, description="What is told when chance falls this way.")
    effects: list[EffectIn] = Field(EMPTY, description="What this does to the variables, in order.")
    yields: list[str] = Field(EMPTY, description="Figures of the record that a play reaches this way.")


class CounselIn(Shape):
    """One adviser's view, or a composed voice where nobody is on record."""

    who: str | None = Field(None, description="The person who speaks, by name under “people”. Without it, “voice”.")
    voice: WordsIn | None = Field(None, description="Who speaks where no person is on record: a composed voice.",
                                  examples=["An old clerk"])
    favours: list[str] = Field(EMPTY, alias="for", description="The options this counsel speaks for.")
    against: list[str] = Field(EMPTY, description="The options it speaks against.")
    text: WordsIn = Field(description="What is said.")
    grade: Grade = Field(Grade.FACT,
        description="How the counsel is known. The same five grades as for every paragraph.")
    cites: list[str] = Field(EMPTY, description="The events, claims or works it rests on, by name.")
    when: ExpressionIn | None = Field(None, description="A condition: the counsel is given only while it holds.")
    likelihood: Likelihood | None = Field(None, description="For grade “model”: how likely it is held to be.")
    confidence: Confidence | None = Field(None, description="For grade “model”: how much the estimate itself is worth.")
    basis: WordsIn | None = Field(None, description="For grade “model”: the rule or assumption of the estimate.")
    invented: WordsIn | None = Field(None, description="For grade “invention”: what is invented.")


class SpanIn(Shape):
    """Days from the first to the last, both included."""

    first: IsoDay = Field(alias="from", description="The first day.", examples=["1911-05-03"])
    to: IsoDay = Field(description="The last day; the same as the first for a single day.", examples=["1911-05-03"])


class RecordIn(Shape):
    """What was really done, and how it is told."""

    move: str = Field(description="The option that was really chosen, by name.")
    text: SlotIn = Field(EMPTY, description="What the record shows, told after the choice; cited.")


class _NodeIn(Shape):
    act: str = Field("", description="The act the node belongs to, by its id under “acts”.")
    date: SpanIn | None = Field(None,
        description="When it happens. Nothing dated later may be cited before the choice.",
        examples=[{"from": "1911-05-03", "to": "1911-05-04"}])
    place: WordsIn | None = Field(None, description="Where it happens.", examples=["The landing"])
    title: PhraseIn = Field(EMPTY, description="The heading of the node.", examples=["The boatman asks"])


class _ChoosingIn(_NodeIn):
    name: Identifier | None = Field(None, alias="as",
        description="A name under which conditions can ask later what was chosen here: with “as: answer”, write "
                    "answer == 'five' (or 'none' before).",
        examples=["answer"])
    who: str | None = Field(None, description="The party that decides. Without it, the first party.")
    brief: SlotIn = Field(EMPTY,
        description="What is known that day, shown before the choice. Facts cite their source.")
    question: PhraseIn = Field(EMPTY, description="What has to be decided, as a question.",
                               examples=["What do you answer?"])
    hidden: SlotIn = Field(EMPTY, description="What could not be known that day, told only after the choice.")
    counsel: list[CounselIn] = Field(EMPTY, description="What advisers say before the choice.")


class DecisionIn(_ChoosingIn):
    """A node where somebody chooses one of several options."""

    options: dict[str, OptionIn] = Field(description="The options, two or more, each under a short name of its own.")
    record: RecordIn | None = Field(None, description="What was really done here. Without it the record did not pass.")
    free: bool = Field(False,
        description="true for a choice that is none of the record's, such as whose chair to take: it neither leaves "
                    "the record nor returns to it.")
    policy: dict[str, ExpressionIn] = Field(default_factory=dict,
        description="How often each option is taken when odds are counted: a weight for each. Without it, all alike.",
        examples=[{"five": 3, "nothing": "1 + trust"}])


class OutcomeIn(Shape):
    """What follows when talks end in one way."""

    goto: str = Field(description="The node the story goes to.")
    text: SlotIn = Field(EMPTY, description="What is told of this end of the talks.")
    effects: list[EffectIn] = Field(EMPTY, description="What this does to the variables, beside the agreed clauses.")
    yields: list[str] = Field(EMPTY, description="Figures of the record that a play reaches this way.")


class OutcomesIn(Shape):
    """How talks may end."""

    agreed: OutcomeIn = Field(description="When a package is accepted.")
    lapsed: OutcomeIn = Field(description="When the rounds are over without an agreement.")
    broken: OutcomeIn | None = Field(None,
        description="When the other side breaks off. Without it, as when they lapse.")


class ProceedingsIn(Shape):
    """What was really proposed, round by round."""

    moves: list[str] = Field(
        description="The proposals of the record, one for each round, and last the option that ended the talks, if "
                    "one did.",
        examples=[["propose:price=1,date=0", "propose:price=2,date=1"]])
    text: SlotIn = Field(EMPTY, description="What the record shows, told after the talks; cited.")


class TableIn(_ChoosingIn):
    """A node where the player bargains: proposes packages, round by round, until the talks end."""

    table: str = Field(description="The bargain (under “bargains”) that is talked about.")
    side: str = Field(description="The side of the bargain that proposes: the player's chair.")
    rounds: int = Field(ge=1, le=MAX_ROUNDS, description="How many packages may be proposed before the talks lapse.")
    offers: dict[str, OfferIn] = Field(
        description="The issues on this table, each with the rungs that may be proposed.")
    outcomes: OutcomesIn = Field(description="What follows when the talks are agreed, lapse or are broken off.")
    given: list[str] = Field(EMPTY, description="Issues settled before; they stand as their variables say.")
    marks: list[str] = Field(EMPTY,
        description="The documents or people whose place on the scales is shown (“marks” of the rungs).")
    options: dict[str, OptionIn] = Field(default_factory=dict,
        description="What may be done instead of proposing; each ends the talks.")
    record: ProceedingsIn | None = Field(None,
        description="What was really proposed here. Without it the record did not pass.")


class ChanceIn(_NodeIn):
    """A node where chance decides, with stated odds."""

    chance: dict[str, BranchIn] = Field(
        description="The ways chance may fall, each under a short name of its own. With one alone the story simply "
                    "goes on.")


class TerminalIn(_NodeIn):
    """A node where the story ends."""

    ending: str = Field(description="The name of the ending. Nodes with the same name count as one ending.",
                        examples=["agreed"])
    text: SlotIn = Field(EMPTY, description="How it ends.")
    payoff: dict[str, ExpressionIn] = Field(default_factory=dict,
        description="What each party has of it in points, where points are counted.",
        examples=[{"you": "10 - 2 * debt"}])


NodeIn = DecisionIn | TableIn | ChanceIn | TerminalIn
NODE_SHAPES: dict[str, type[DecisionIn | TableIn | ChanceIn | TerminalIn]] = {
    "options": DecisionIn, "table": TableIn, "chance": ChanceIn, "ending": TerminalIn,
}
"""The key that tells a node's kind; a table may have options beside."""
