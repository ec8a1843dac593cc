"""The shape of a scenario file, as pydantic models: which keys exist, which are needed, what they hold.

Only shape: whether a named node exists is ``check``'s business.  The models are read by ``loader`` and ``build``; every
key's description is the help an editor shows and the reference of the guide (``schema``).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, WithJsonSchema

from game.authoring.bargain_shape import BargainIn
from game.authoring.fields import EMPTY, ExpressionIn, Identifier, Shape, WordsIn
from game.authoring.node_shape import (
    NODE_SHAPES,
    BranchIn,
    ChanceIn,
    CounselIn,
    DecisionIn,
    NodeIn,
    OptionIn,
    OutcomeIn,
    SpanIn,
    TableIn,
    TerminalIn,
)
from game.authoring.reference_shape import (
    BodyIn,
    CitationIn,
    ClaimIn,
    DimensionIn,
    DocumentIn,
    EventIn,
    FigureIn,
    GroundIn,
    MapIn,
    PersonIn,
    PerspectiveIn,
    ReadingIn,
    RowIn,
    RungIn,
    ScaleIn,
    TermIn,
    WorkIn,
)

__all__ = ["MERGED", "NODE_SHAPES", "AcceptIn", "BranchIn", "ChanceIn", "CitationIn", "CounselIn", "DecisionIn",
           "EventIn", "GroundIn", "MapIn", "NodeIn", "OptionIn", "OutcomeIn", "PersonIn", "RowIn", "RungIn", "ScaleIn",
           "ScenarioIn", "SpanIn", "TableIn", "TerminalIn", "VariableIn"]


_Word = Annotated[str, WithJsonSchema({"type": ["string", "number"]})]  # 010 and 1e3 are words to the reader


class VariableIn(Shape):
    """Something the story keeps count of: a whole number within bounds, or one of several words."""

    start: int | str = Field(description="The value at the beginning.", examples=[2, "none"])
    low: int = Field(0, alias="min", ge=-1000, le=1000, description="The lowest value a number can have.")
    high: int = Field(0, alias="max", ge=-1000, le=1000, description="The highest value a number can have.")
    one_of: list[_Word] = Field(EMPTY, description="The words, if the variable holds a word instead of a number.",
                              examples=[["none", "signed"]])
    seen_by: str | list[str] = Field(description="Who sees it while playing: all, none, or the parties by name.",
                                     examples=["all", "none", ["you"]])


class PartyIn(Shape):
    """Somebody who decides."""

    name: WordsIn = Field(description="The name.", examples=["The village headman"])


class ActIn(Shape):
    """A stretch of the story at which a play may begin."""

    id: str = Field(description="A short name; nodes name it under “act”.")
    title: WordsIn = Field(description="The heading.")
    start: str = Field(description="The node it begins with; the record must pass it.")


class AcceptIn(Shape):
    """A warning that is meant so, and why."""

    code: str = Field(description="The code of the warning.", examples=["W055"])
    at: str = Field("", description="The place it is accepted at, as validate names it, and all below it. Without it, "
                                    "everywhere.", examples=["nodes.last-word.options"])
    why: str = Field(min_length=1, description="The reason, for whoever reads the file after you.")


class ScenarioIn(Shape):
    """The head of a scenario."""

    # The nodes are read one by one, so that a fault in one does not hide the others.

    format: Literal[1] = Field(description="The version of the file format: 1.")
    title: WordsIn = Field(description="The title.", examples=["The ferry landing"])
    start: str = Field(description="The node with which the story begins.")
    parties: dict[str, PartyIn] = Field(
        description="Who decides: each party under a short name. The first is the player.",
        examples=[{"you": {"name": "The village headman"}}])
    id: str | None = Field(None,
        description="A short name of the scenario. Without it, the name of the folder or file.")
    subtitle: WordsIn | None = Field(None, description="A line under the title.")
    summary: WordsIn | None = Field(None, description="A sentence or two on the scenario, for the list.")
    languages: list[str] = Field(EMPTY, description="The languages every text is in. Without it, those of the title.",
                                 examples=[["en", "zh"]])
    minutes: int = Field(0, ge=0, le=10000, description="About how many minutes a play takes.")
    include: list[str] = Field(EMPTY,
        description="Further files of the same folder that belong to the scenario; * stands for any name.",
        examples=[["people.yaml", "acts/*.yaml"]])
    accept: list[AcceptIn] = Field(EMPTY,
        description="Warnings of validate that are meant so, each with its reason.")
    acts: list[ActIn] = Field(EMPTY, description="The acts, at which a play may begin.")
    in_force: ExpressionIn | None = Field(None,
        description="While this condition holds, clauses are those of an agreement in force; otherwise only what a "
                    "party stands for.")
    variables: dict[Identifier, VariableIn] = Field(default_factory=dict,
        description="What the story keeps count of; conditions and effects speak of it.",
        examples=[{"trust": {"start": 2, "min": 0, "max": 4, "seen_by": "all"}}])
    works: dict[str, WorkIn] = Field(default_factory=dict, description="What can be cited: books, articles, archives.")
    events: dict[str, EventIn] = Field(default_factory=dict, description="What happened, day by day, with its sources.")
    claims: dict[str, ClaimIn] = Field(default_factory=dict, description="What historians argue.")
    people: dict[str, PersonIn] = Field(default_factory=dict, description="The people of the story.")
    bodies: dict[str, BodyIn] = Field(default_factory=dict, description="Ministries, parties, councils.")
    glossary: dict[str, TermIn] = Field(default_factory=dict, description="Words that need explaining.")
    scales: dict[str, ScaleIn] = Field(default_factory=dict,
        description="The values of number variables in words; each scale bears the name of its variable.")
    dimensions: dict[str, DimensionIn] = Field(default_factory=dict,
        description="What is at stake, compared at the end.")
    documents: dict[str, DocumentIn] = Field(default_factory=dict,
        description="Treaties and agreements to compare with.")
    table: dict[str, RowIn] = Field(default_factory=dict, description="The documents side by side, issue by issue.")
    figures: dict[str, FigureIn] = Field(default_factory=dict,
        description="Numbers and dates of the record that a play may reach.")
    readings: dict[str, ReadingIn] = Field(default_factory=dict, description="Interpretations of the whole.")
    perspectives: dict[str, PerspectiveIn] = Field(default_factory=dict, description="How each side would put it.")
    bargains: dict[str, BargainIn] = Field(default_factory=dict,
        description="What can be settled at tables, and what each side makes of it.")
    map: MapIn | None = Field(None, description="The map: what lies where, under whom, and since when.")


MERGED = frozenset({
    "nodes", "works", "events", "claims", "people", "bodies", "glossary", "scales", "dimensions", "documents",
    "table", "figures", "readings", "perspectives", "variables", "map", "bargains",
})
"""The keys an included file may have: their entries join those of the scenario."""
