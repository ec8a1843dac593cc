"""The map of a scenario file: from its shape to values, and what it may have wrong beyond its shape.

Called by ``build`` and ``check``; geometry is no business of either.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from game.authoring.parts import Parts, Report, words
from game.authoring.source import Path_
from game.core.atlas import Atlas, Ground, Layer, Status, grounds
from game.core.reference import Reference

if TYPE_CHECKING:
    from game.authoring import structure as shape


def atlas(given: shape.MapIn | None, parts: Parts) -> Atlas | None:
    """Returns the map, or None if the scenario has none."""
    if given is None:
        return None
    return Atlas(
        geometry=given.geometry, note=words(given.note),
        kinds={kind: words(text) for kind, text in given.kinds.items()},
        regions=_grounds(given.regions, parts, ("map", "regions")),
        layers={name: Layer(id=name, name=words(layer.name), shown=layer.shown,
                            grounds=_grounds(layer.grounds, parts, ("map", "layers", name, "grounds")))
                for name, layer in given.layers.items()},
        towns={name: words(text) for name, text in given.towns.items()},
    )


def _grounds(given: Mapping[str, shape.GroundIn], parts: Parts, path: Path_) -> dict[str, Ground]:
    return {name: Ground(id=name, name=words(ground.name), status=tuple(
        Status(kind=item.kind, text=words(item.text), first=item.first or "", last=item.to or "", grade=item.grade,
               when=parts.guard(item.when, (*path, name, "status", place, "when")), cites=tuple(item.cites))
        for place, item in enumerate(ground.status))) for name, ground in given.items()}


def map_faults(reference: Reference, report: Report) -> None:
    """Reports what the map has wrong beside its texts, guards and sources."""
    found = reference.atlas
    for path, ground in grounds(found) if found else ():
        for place, status in enumerate(ground.status):
            where: Path_ = (*path, "status", place)
            if found is not None and status.kind not in found.kinds:
                report("E019", (*where, "kind"), "legend", name=status.kind)
            if status.last and status.last < status.first:
                report("E026", (*where, "to"))
            if status.grade == "fact" and not status.cites and reference.works:
                report("E031", where, "status")
            for cite in status.cites:
                event = reference.events.get(cite)
                if event is not None and status.when is None and event.sort_as > (status.first or "9999"):
                    report("E034", (*where, "cites"), cite=cite, day=event.sort_as, last=status.first)
