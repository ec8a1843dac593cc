"""The shape of a scenario file, as pydantic models: which keys exist, which are needed, what they hold.

Only shape: whether a named node exists is ``check``'s business.  The models are read by ``loader`` alone and
by the schema export; the rest of the program never sees them.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, create_model

from game.core.effects import EFFECTS
from game.core.texts import Confidence, Grade, Likelihood


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _words(value: Any) -> Any:
    return {"": value} if isinstance(value, str) else value


def _phrase(value: Any) -> Any:
    return value if isinstance(value, list) else [{"text": value}]


def _slot(value: Any) -> Any:
    if isinstance(value, list):
        return value
    is_block = isinstance(value, dict) and "text" in value
    return [value if is_block else {"text": value}]


def _expression(value: Any) -> Any:
    if isinstance(value, bool):
        return str(int(value))
    return str(value) if isinstance(value, int) else value


def _iso(value: Any) -> Any:
    return value if isinstance(value, str) else str(value)


def _real_day(value: str) -> str:
    try:
        date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value} is not a day of the calendar") from None
    return value


WordsIn = Annotated[dict[str, str], BeforeValidator(_words)]
ExpressionIn = Annotated[str, BeforeValidator(_expression)]
IsoDay = Annotated[str, BeforeValidator(_iso), Field(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_real_day)]
IsoSome = Annotated[str, BeforeValidator(_iso), Field(pattern=r"^\d{4}(-\d{2}){0,2}$")]
Identifier = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]


class VariantIn(_Shape):
    text: WordsIn
    when: ExpressionIn | None = None


PhraseIn = Annotated[list[VariantIn], BeforeValidator(_phrase)]


class BlockIn(_Shape):
    text: WordsIn
    grade: Grade = Field(Grade.FACT, description="how the sentence is known")
    cites: list[str] = []
    when: ExpressionIn | None = Field(None, description="shown only while this holds")
    otherwise: bool = Field(False, description="shown only if no guarded paragraph before it was")
    likelihood: Likelihood | None = None
    confidence: Confidence | None = None
    basis: WordsIn | None = Field(None, description="the rule or assumption of an estimate")
    who: WordsIn | None = Field(None, description="the historian whose inference it is")
    invented: WordsIn | None = Field(None, description="what is invented")


SlotIn = Annotated[list[BlockIn], BeforeValidator(_slot)]


class _EffectBase(_Shape):
    sure: Literal["D", "I", "A"] = "A"
    why: WordsIn | None = None


_effect_fields: dict[str, Any] = {
    name: (dict[str, ExpressionIn] | None, Field(None, description=(operation.__doc__ or "").split("\n")[0]))
    for name, operation in EFFECTS.items()
}
EffectIn: Any = create_model("EffectIn", __base__=_EffectBase, **_effect_fields)


class OptionIn(_Shape):
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


class BranchIn(_Shape):
    goto: str
    weight: ExpressionIn = "1"
    record: bool = False
    text: SlotIn = []
    effects: list[EffectIn] = []
    yields: list[str] = []


class CounselIn(_Shape):
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


class SpanIn(_Shape):
    first: IsoDay = Field(alias="from")
    to: IsoDay


class RecordIn(_Shape):
    move: str
    text: SlotIn = []


class _NodeIn(_Shape):
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
    policy: dict[str, ExpressionIn] = {}


class ChanceIn(_NodeIn):
    chance: dict[str, BranchIn]


class TerminalIn(_NodeIn):
    ending: str
    text: SlotIn = []
    payoff: dict[str, ExpressionIn] = {}


class VariableIn(_Shape):
    start: int | str
    low: int = Field(0, alias="min", ge=-1000, le=1000)
    high: int = Field(0, alias="max", ge=-1000, le=1000)
    one_of: list[str] = []
    seen_by: str | list[str]


class PartyIn(_Shape):
    name: WordsIn


class ActIn(_Shape):
    id: str
    title: WordsIn
    start: str


class CitationIn(_Shape):
    work: str
    page: int | None = None
    note: int | str | None = None
    at: int | str | None = None


class WorkIn(_Shape):
    short: WordsIn
    full: WordsIn
    external: bool = False
    url: str = ""


class EventIn(_Shape):
    when: WordsIn
    text: WordsIn
    date: IsoSome
    until: IsoSome | None = None
    sort_as: IsoDay | None = None
    place: WordsIn | None = None
    cites: list[CitationIn] = []
    external: bool = False


class ClaimIn(_Shape):
    who: WordsIn
    text: WordsIn
    cites: list[CitationIn] = []


class StanceIn(_Shape):
    date: str
    text: WordsIn
    cites: list[str] = []


class PersonIn(_Shape):
    name: WordsIn
    seal: str = ""
    traditional: str = ""
    also: list[str] = []
    role: WordsIn | None = None
    stances: list[StanceIn] = []
    silent: bool = False


class BodyIn(_Shape):
    name: WordsIn
    text: WordsIn
    traditional: str = ""


class TermIn(_Shape):
    term: WordsIn
    text: WordsIn
    traditional: str = ""
    pinyin: str = ""


class RungIn(_Shape):
    name: WordsIn
    text: WordsIn
    worth: int | None = Field(None, ge=0, le=100)
    marks: list[str] = []
    cites: list[str] = []
    grade: Literal["fact", "inference", "model", "disputed"] = "fact"
    gap: bool = False


class ScaleIn(_Shape):
    better: Literal["low", "high"]
    rungs: dict[str, RungIn]


class DimensionIn(_Shape):
    name: WordsIn
    clause: str = ""
    promise: str = ""
    delivery: str = ""
    level: str = ""


class DocumentIn(_Shape):
    title: WordsIn
    date: WordsIn


class CellIn(_Shape):
    text: WordsIn
    cites: list[str] = []


class RowIn(_Shape):
    name: WordsIn
    variable: str
    cells: dict[str, CellIn]
    note: WordsIn | None = None


class FigureIn(_Shape):
    name: WordsIn
    value: int | str
    cites: list[str] = []


class ReadingIn(_Shape):
    title: WordsIn
    text: SlotIn


class PerspectiveIn(_Shape):
    name: WordsIn
    text: SlotIn
    weights: dict[str, Annotated[int, Field(ge=0, le=100)]]
    basis: WordsIn | None = None
    cites: list[str] = []


HatchIn = Literal["own", "claimed", "foreign", "revolt", "occupied", "rival", "contested", "free", "joint", "garrison",
                  "other"]


class MapStatusIn(_Shape):
    kind: HatchIn
    text: WordsIn
    when: ExpressionIn | None = None
    first: IsoDay | None = Field(None, alias="from")
    to: IsoDay | None = None
    grade: Literal["fact", "inference", "model", "disputed"] = "fact"
    cites: list[str] = []


class GroundIn(_Shape):
    name: WordsIn
    status: list[MapStatusIn] = []


class MapLayerIn(_Shape):
    name: WordsIn
    grounds: dict[str, GroundIn]
    shown: bool = True


class MapIn(_Shape):
    geometry: str
    kinds: dict[HatchIn, WordsIn]
    regions: dict[str, GroundIn]
    note: WordsIn | None = None
    layers: dict[str, MapLayerIn] = {}
    towns: dict[str, WordsIn] = {}


class ScenarioIn(_Shape):
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
    map: MapIn | None = None


NodeIn = DecisionIn | ChanceIn | TerminalIn
NODE_SHAPES: dict[str, type[DecisionIn | ChanceIn | TerminalIn]] = {
    "options": DecisionIn, "chance": ChanceIn, "ending": TerminalIn,
}
