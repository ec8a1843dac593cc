"""The shape of a scenario file, as pydantic models: which keys exist, which are needed, what they hold.

Only shape: whether a named node exists is ``check``'s business.  The models are read by ``loader`` alone and
by the schema export; the rest of the program never sees them.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from game.authoring.bargain_shape import BargainIn, OfferIn
from game.authoring.fields import (
    BlockIn,
    EffectIn,
    ExpressionIn,
    Identifier,
    IsoDay,
    IsoSome,
    PhraseIn,
    Shape,
    SlotIn,
    VariantIn,
    WordsIn,
)
from game.core.bargain import MAX_ROUNDS
from game.core.texts import Confidence, Grade, Likelihood

__all__ = ["BlockIn", "VariantIn"]


class OptionIn(Shape):
    goto: str
    text: PhraseIn
    status: Literal["chosen", "taken-too", "voiced", "counterfactual", "external"] = "counterfactual"
    reason: PhraseIn = []
    when: ExpressionIn | None = None
    closed: PhraseIn = []
    held: SlotIn = []
    effects: list[EffectIn] = []
    follows: SlotIn = []
    yields: list[str] = []


class BranchIn(Shape):
    goto: str
    weight: ExpressionIn = "1"
    record: bool = False
    text: SlotIn = []
    effects: list[EffectIn] = []
    yields: list[str] = []


class CounselIn(Shape):
    who: str | None = None
    voice: WordsIn | None = None
    favours: list[str] = Field([], alias="for")
    against: list[str] = []
    text: WordsIn
    grade: Grade = Grade.FACT
    cites: list[str] = []
    when: ExpressionIn | None = None
    likelihood: Likelihood | None = None
    confidence: Confidence | None = None
    basis: WordsIn | None = None
    invented: WordsIn | None = None


class SpanIn(Shape):
    first: IsoDay = Field(alias="from")
    to: IsoDay


class RecordIn(Shape):
    move: str
    text: SlotIn = []


class _NodeIn(Shape):
    act: str = ""
    date: SpanIn | None = None
    place: WordsIn | None = None
    title: PhraseIn = []


class DecisionIn(_NodeIn):
    options: dict[str, OptionIn]
    name: Identifier | None = Field(None, alias="as")
    who: str | None = None
    brief: SlotIn = []
    question: PhraseIn = []
    hidden: SlotIn = []
    counsel: list[CounselIn] = []
    record: RecordIn | None = None
    free: bool = Field(False, description="a choice that is none of the record's, such as whose chair to take")
    policy: dict[str, ExpressionIn] = {}


class OutcomeIn(Shape):
    goto: str
    text: SlotIn = []
    effects: list[EffectIn] = []
    yields: list[str] = []


class OutcomesIn(Shape):
    agreed: OutcomeIn
    lapsed: OutcomeIn
    broken: OutcomeIn | None = None


class ProceedingsIn(Shape):
    moves: list[str]
    text: SlotIn = []


class TableIn(_NodeIn):
    table: str = Field(description="the bargain (bargains:) that is talked about")
    side: str = Field(description="the side of the bargain that proposes")
    rounds: int = Field(ge=1, le=MAX_ROUNDS, description="how many packages may be proposed before the talks lapse")
    offers: dict[str, OfferIn] = Field(description="the issues on the table and the rungs that may be proposed")
    outcomes: OutcomesIn
    given: list[str] = Field([], description="issues settled before; they stand on their variables")
    marks: list[str] = Field([], description="the marks of rungs to show on the scales")
    options: dict[str, OptionIn] = {}
    name: Identifier | None = Field(None, alias="as")
    who: str | None = None
    brief: SlotIn = []
    question: PhraseIn = []
    hidden: SlotIn = []
    counsel: list[CounselIn] = []
    record: ProceedingsIn | None = None


class ChanceIn(_NodeIn):
    chance: dict[str, BranchIn]


class TerminalIn(_NodeIn):
    ending: str
    text: SlotIn = []
    payoff: dict[str, ExpressionIn] = {}


class VariableIn(Shape):
    start: int | str
    low: int = Field(0, alias="min", ge=-1000, le=1000)
    high: int = Field(0, alias="max", ge=-1000, le=1000)
    one_of: list[str] = []
    seen_by: str | list[str]


class PartyIn(Shape):
    name: WordsIn


class ActIn(Shape):
    id: str
    title: WordsIn
    start: str


class CitationIn(Shape):
    work: str
    page: int | None = None
    note: int | str | None = None
    at: int | str | None = None


class WorkIn(Shape):
    short: WordsIn
    full: WordsIn
    external: bool = False
    url: str = ""


class EventIn(Shape):
    when: WordsIn
    text: WordsIn
    date: IsoSome
    until: IsoSome | None = None
    sort_as: IsoDay | None = None
    place: WordsIn | None = None
    cites: list[CitationIn] = []
    external: bool = False


class ClaimIn(Shape):
    who: WordsIn
    text: WordsIn
    cites: list[CitationIn] = []


class StanceIn(Shape):
    date: str
    text: WordsIn
    cites: list[str] = []


class PersonIn(Shape):
    name: WordsIn
    seal: str = ""
    traditional: str = ""
    also: list[str] = []
    role: WordsIn | None = None
    stances: list[StanceIn] = []
    silent: bool = False


class BodyIn(Shape):
    name: WordsIn
    text: WordsIn
    traditional: str = ""


class TermIn(Shape):
    term: WordsIn
    text: WordsIn
    traditional: str = ""
    pinyin: str = ""


class RungIn(Shape):
    name: WordsIn
    text: WordsIn
    worth: int | None = Field(None, ge=0, le=100)
    marks: list[str] = []
    cites: list[str] = []
    grade: Literal["fact", "inference", "model", "disputed"] = "fact"
    gap: bool = False


class ScaleIn(Shape):
    better: Literal["low", "high"]
    rungs: dict[str, RungIn]


class DimensionIn(Shape):
    name: WordsIn
    clause: str = ""
    promise: str = ""
    delivery: str = ""
    level: str = ""


class DocumentIn(Shape):
    title: WordsIn
    date: WordsIn


class CellIn(Shape):
    text: WordsIn
    cites: list[str] = []


class RowIn(Shape):
    name: WordsIn
    variable: str
    cells: dict[str, CellIn]
    note: WordsIn | None = None


class FigureIn(Shape):
    name: WordsIn
    value: int | str
    cites: list[str] = []


class ReadingIn(Shape):
    title: WordsIn
    text: SlotIn


class PerspectiveIn(Shape):
    name: WordsIn
    text: SlotIn
    weights: dict[str, Annotated[int, Field(ge=0, le=100)]]
    basis: WordsIn | None = None
    cites: list[str] = []


HatchIn = Literal["own", "claimed", "foreign", "revolt", "occupied", "rival", "contested", "free", "joint", "garrison",
                  "other"]


class MapStatusIn(Shape):
    kind: HatchIn
    text: WordsIn
    when: ExpressionIn | None = None
    first: IsoDay | None = Field(None, alias="from")
    to: IsoDay | None = None
    grade: Literal["fact", "inference", "model", "disputed"] = "fact"
    cites: list[str] = []


class GroundIn(Shape):
    name: WordsIn
    status: list[MapStatusIn] = []


class MapLayerIn(Shape):
    name: WordsIn
    grounds: dict[str, GroundIn]
    shown: bool = True


class MapIn(Shape):
    geometry: str
    kinds: dict[HatchIn, WordsIn]
    regions: dict[str, GroundIn]
    note: WordsIn | None = None
    layers: dict[str, MapLayerIn] = {}
    towns: dict[str, WordsIn] = {}


class ScenarioIn(Shape):
    """The head of a scenario; ``nodes`` are read one by one so that a fault in one does not hide the others."""

    format: Literal[1]
    title: WordsIn
    start: str
    parties: dict[str, PartyIn]
    id: str | None = None
    subtitle: WordsIn | None = None
    summary: WordsIn | None = None
    languages: list[str] = []
    minutes: int = Field(0, ge=0, le=10_000)
    include: list[str] = []
    acts: list[ActIn] = []
    in_force: ExpressionIn | None = Field(None, description="while this holds, clauses are those of an agreement")
    variables: dict[Identifier, VariableIn] = {}
    works: dict[str, WorkIn] = {}
    events: dict[str, EventIn] = {}
    claims: dict[str, ClaimIn] = {}
    people: dict[str, PersonIn] = {}
    bodies: dict[str, BodyIn] = {}
    glossary: dict[str, TermIn] = {}
    scales: dict[str, ScaleIn] = {}
    dimensions: dict[str, DimensionIn] = {}
    documents: dict[str, DocumentIn] = {}
    table: dict[str, RowIn] = {}
    figures: dict[str, FigureIn] = {}
    readings: dict[str, ReadingIn] = {}
    perspectives: dict[str, PerspectiveIn] = {}
    bargains: dict[str, BargainIn] = {}
    map: MapIn | None = None


NodeIn = DecisionIn | TableIn | ChanceIn | TerminalIn
NODE_SHAPES: dict[str, type[DecisionIn | TableIn | ChanceIn | TerminalIn]] = {
    "options": DecisionIn, "table": TableIn, "chance": ChanceIn, "ending": TerminalIn,
}
"""The key that tells a node's kind; a table may have options beside."""
