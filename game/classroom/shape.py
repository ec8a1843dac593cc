"""The shape of a teacher's files, as pydantic models: a lesson format, and a classroom pack.

Only shape; what it means together with a scenario is ``reading``'s business.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from game.authoring.fields import IsoDay, Shape, SlotIn, WordsIn
from game.classroom.model import Kind, Phase, Seating, Step


class InjectIn(Shape):
    card: str = Field(description="the card (of the pack) that is released")
    minute: int = Field(ge=0, le=90, description="how many minutes into the stage")
    roles: list[str] = Field([], description="the roles that receive it; nobody named: everybody")


class StageIn(Shape):
    phase: Phase
    minutes: int = Field(ge=0, le=90)
    decision: int = Field(0, ge=0, le=27, description="which decision of the lesson, from 1; left out: as before")
    hour: int = Field(0, ge=0, le=4, description="which lesson hour, from 1; left out: as before")
    step: Step | None = Field(None, description="which step of the debrief")
    injects: list[InjectIn] = []


class FormatIn(Shape):
    format: Literal[1]
    title: WordsIn
    minutes: int = Field(ge=1, le=360)
    seating: Seating = Field(description="jigsaw: councils whose equal roles meet first; fishbowl: one council talks")
    stages: list[StageIn] = Field(min_length=2)
    track: Literal["record", "branch"] = "record"
    about: WordsIn | None = None
    decisions: list[str] = Field([], description="the decisions of the scenario; none named: those of its pack")
    questions: int = Field(2, ge=0, le=6, description="how many debrief questions are proposed")


class BriefIn(Shape):
    speaks_for: WordsIn
    plain: WordsIn | None = Field(None, description="the same in simple words")
    interests: list[WordsIn] = Field([], description="what matters to this role, the most important first")
    red_line: WordsIn | None = None
    batna: WordsIn | None = Field(None, description="what is left if the talks fail")
    evidence: list[str] = Field([], description="cards of the pack that this role holds")
    unknown: WordsIn | None = Field(None, description="one thing this role does not know")
    task: WordsIn | None = Field(None, description="what an observer or a recorder does")
    costs_others: WordsIn | None = Field(None, description="what this position costs somebody else")
    cites: list[str] = []


class RoleIn(Shape):
    kind: Kind
    name: WordsIn
    brief: BriefIn
    side: str = Field("", description="the party or perspective it speaks for")
    person: str | None = Field(None, description="a person of the scenario; only with a statement that is cited")


class SittingIn(Shape):
    roles: dict[str, RoleIn]
    cards: list[str] = Field([], description="the cards on everybody's table")
    accounts: list[str] = Field([], description="cards that tell the same differently, shown at the reveal")
    ballot: WordsIn | None = Field(None, description="what the ballot is, printed on it and shown with it")
    ask: WordsIn | None = Field(None, description="the question asked of the accounts")


class CardIn(Shape):
    title: WordsIn
    text: SlotIn
    source: WordsIn = Field(description="who wrote it, when, for whom")
    known_from: IsoDay
    known_to: list[str] = Field([], description="the roles that know it; nobody named: everybody")
    after: bool = Field(False, description="lies on the table only after the reveal")


class QuestionIn(Shape):
    skill: Literal["cause", "contingency", "perspective", "sourcing", "context", "corroboration", "significance",
                   "change", "ethics", "model"]
    text: WordsIn
    when: list[str] = Field([], description="what this class did that calls for the question")


class PackIn(Shape):
    sittings: dict[str, SittingIn]
    cards: dict[str, CardIn] = {}
    questions: dict[str, QuestionIn] = {}
    maps: dict[str, MapIn] = Field({}, description="maps to be printed with the handouts")
    teacher: SlotIn = Field([], description="notes for the teacher: sensitive moments, what to look out for")
    issues: list[str] = Field([], description="the dimensions by which councils are compared")


class MapIn(Shape):
    title: WordsIn
    day: IsoDay = Field(description="the day it shows; the map is handed out with the first decision on or after it")
    text: SlotIn = Field([], description="what the map cannot show, graded and cited like any text")
    source: WordsIn = Field(description="after what it is drawn")
    geometry: str = Field(description="a file of the program's maps, without its ending")
    kinds: dict[str, WordsIn] = Field(description="the key: hatch and what it stands for")
    regions: dict[str, str] = Field(description="shape of the geometry and its hatch")
    names: dict[str, WordsIn] = Field(description="shape of the geometry and its name")


class BankIn(Shape):
    questions: dict[str, QuestionIn]
