"""Reads a teacher's files: formats, and the pack of a scenario, or everything that is wrong with them.

A format is a file of ``lessons/``, of the program or of the scenario; a pack is ``classroom.yaml`` beside
``scenario.yaml``, or the files of a folder ``classroom/``.  Called by the commands and the tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from game.authoring.diagnostics import Diagnostic, Mark, Severity, near
from game.authoring.parts import Parts, words
from game.authoring.places import Places
from game.authoring.shaping import Shaper
from game.authoring.source import read
from game.classroom import model
from game.classroom import shape as given_as
from game.classroom.check import check_format, check_pack
from game.core.model import Scenario

LESSONS: Final = "lessons"
PACK: Final = "classroom"


@dataclass(slots=True)
class Read:
    """What came of reading: ``value`` is None if any fault is an error; ``lines`` by file, to show faults in."""

    value: Any
    diagnostics: tuple[Diagnostic, ...] = ()
    lines: Mapping[str, list[str]] = field(default_factory=dict)


def read_format(path: Path) -> Read:
    """Reads one lesson format of a folder ``lessons``; ``value`` is a ``Format`` called like its file."""
    files = _Files(path.parent.parent)
    data = files.take(path, path.as_posix())
    found = files.shaper.shape(given_as.FormatIn, data, ()) if isinstance(data, dict) else None
    if found is None:
        return files.read(None)
    format = _format(path.stem, found)
    check_format(format, files.shaper)
    return files.read(format)


def formats(*folders: Path) -> dict[str, model.Format]:
    """Returns the formats in folders by name, later folders over earlier ones; faulty files are left out."""
    found = {}
    for folder in folders:
        for path in sorted(folder.glob("*.yaml")):
            value = read_format(path).value
            if value is not None:
                found[path.stem] = value
    return found


def read_pack(folder: Path, scenario: Scenario) -> Read:
    """Reads the pack of a scenario from its folder; an empty pack if there is none."""
    files = _Files(folder)
    data: dict[str, Any] = {}
    paths = [path for path in (folder / f"{PACK}.yaml", *sorted((folder / PACK).glob("*.yaml"))) if path.is_file()]
    if not paths:
        return Read(model.NO_PACK)
    for path in paths:
        files.merge(data, path, path.as_posix())
    files.places.data = data
    found = files.shaper.shape(given_as.PackIn, data, ())
    if found is None:
        return files.read(None)
    pack = _pack(found, files.shaper)
    check_pack(pack, scenario, files.shaper)
    return files.read(pack)


def read_questions(path: Path) -> Read:
    """Reads a bank of debrief questions; ``value`` is a tuple of them."""
    files = _Files(path.parent)
    data = files.take(path, path.name)
    found = files.shaper.shape(given_as.BankIn, data, ()) if isinstance(data, dict) else None
    return files.read(None if found is None else _questions(found.questions))


class _Files:
    """The files of one reading, with their places and faults; none may lie outside ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.places = Places()
        self.faults: list[Diagnostic] = []
        self.lines: dict[str, list[str]] = {}
        self.shaper = Shaper(self.places, self.faults)

    def take(self, path: Path, name: str) -> Any:
        source = read(path, name, self.folder)
        self.places.main = self.places.main or name
        self.places.take(source)
        self.places.data = source.data
        self.faults += source.faults
        self.lines[name] = source.lines
        if not isinstance(source.data, dict) and not source.faults:
            self.faults.append(Diagnostic("E013", Mark(name), "file"))
        return None if source.faults else source.data  # half a file would be faulted for what its other half says

    def merge(self, data: dict[str, Any], path: Path, name: str) -> None:
        """Adds the keys of one file of a pack; mappings of the same key are joined, lists put together."""
        found = self.take(path, name)
        for key, part in (found if isinstance(found, dict) else {}).items():
            if key not in given_as.PackIn.model_fields:
                self.faults.append(Diagnostic("E010", self.places.key((key,)), "included", (
                    ("name", key), ("near", near(key, given_as.PackIn.model_fields))), len(key), (key,)))
                continue
            old = data.get(key)
            if isinstance(old, dict) and isinstance(part, dict):
                twice = [name for name in part if name in old]
                for one in twice:
                    self.shaper.report("E002", (key, one), name=one, key=key)
                data[key] = {**part, **old}
            elif isinstance(old, list) and isinstance(part, list):
                data[key] = [*old, *part]
            else:
                data[key] = part

    def read(self, value: Any) -> Read:
        faults = tuple(sorted(set(self.faults), key=lambda fault: (fault.mark.file, fault.mark.line,
                                                                   fault.mark.column, fault.code)))
        wrong = any(fault.severity is Severity.ERROR for fault in faults)
        return Read(None if wrong else value, faults, self.lines)


def _format(name: str, found: given_as.FormatIn) -> model.Format:
    decision, hour = 1, 1
    stages = []
    for stage in found.stages:
        decision, hour = stage.decision or decision, stage.hour or hour
        injects = tuple(model.Inject(card=item.card, minute=item.minute, roles=tuple(item.roles))
                        for item in stage.injects)
        stages.append(model.Stage(phase=stage.phase, minutes=stage.minutes, decision=decision - 1, hour=hour,
                                  step=stage.step, injects=injects))
    return model.Format(id=name, title=words(found.title), minutes=found.minutes, seating=found.seating,
                        track=found.track, stages=tuple(stages), about=words(found.about),
                        decisions=tuple(found.decisions), questions=found.questions)


def _pack(found: given_as.PackIn, shaper: Shaper) -> model.Pack:
    parts = Parts(shaper.report)
    return model.Pack(
        sittings={node: _sitting(node, item) for node, item in found.sittings.items()},
        cards={name: model.Card(id=name, title=words(item.title), text=parts.slot(item.text, ("cards", name, "text")),
                                source=words(item.source), known_from=item.known_from,
                                known_to=tuple(item.known_to), after=item.after)
               for name, item in found.cards.items()},
        questions=_questions(found.questions), maps=tuple(_map(name, item, parts) for name, item in found.maps.items()),
        teacher=parts.slot(found.teacher, ("teacher",)), issues=tuple(found.issues))


def _map(name: str, item: given_as.MapIn, parts: Parts) -> model.MapSheet:
    return model.MapSheet(
        id=name, title=words(item.title), text=parts.slot(item.text, ("maps", name, "text")), source=words(item.source),
        day=item.day, geometry=item.geometry, regions=item.regions,
        kinds={kind: words(text) for kind, text in item.kinds.items()},
        names={region: words(text) for region, text in item.names.items()})


def _questions(found: Mapping[str, given_as.QuestionIn]) -> tuple[model.Question, ...]:
    return tuple(model.Question(id=name, skill=item.skill, text=words(item.text), when=tuple(item.when))
                 for name, item in found.items())


def _sitting(node: str, item: given_as.SittingIn) -> model.Sitting:
    roles = {name: model.Role(id=name, kind=role.kind, name=words(role.name), side=role.side, person=role.person,
                              brief=_brief(role.brief)) for name, role in item.roles.items()}
    return model.Sitting(node=node, roles=roles, cards=tuple(item.cards), accounts=tuple(item.accounts),
                         ballot=words(item.ballot), ask=words(item.ask))


def _brief(item: given_as.BriefIn) -> model.Brief:
    return model.Brief(
        speaks_for=words(item.speaks_for), plain=words(item.plain), red_line=words(item.red_line),
        interests=tuple(words(text) for text in item.interests), batna=words(item.batna),
        evidence=tuple(item.evidence), unknown=words(item.unknown), task=words(item.task),
        costs_others=words(item.costs_others), cites=tuple(item.cites))
