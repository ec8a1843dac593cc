"""What random plays came to, as lines for a terminal and as plain data; every share with its 95 % interval.

Called by the command ``simulate``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from game.analysis.simulate import Interval, Simulation, wilson
from game.analysis.valuations import valuations
from game.core.expressions import Value
from game.core.model import NodeId, Table
from game.core.rules import Rules
from game.ui.columns import columns
from game.ui.language import CJK, Language
from game.ui.text_label import node_title
from game.ui.wrap import wrap

WIDTH: Final = 96


def simulation_lines(rules: Rules, found: Simulation, language: Language, policy: str, seed: int, wanted: int,
                     seconds: float) -> list[str]:
    """Returns the lines; ``wanted`` is how many plays were asked for, ``seconds`` what they took of the processor."""
    t, chinese = language.t, language.code in CJK
    speed = language.number(round(found.plays / seconds)) if seconds > 0 else ""
    lines = [language.words(rules.scenario.title),
             *wrap(t("explore.policy", name=policy, text=t(f"explore.policies.{policy}")), WIDTH, "", chinese),
             t("simulate.played", n=language.number(found.plays), seed=seed, speed=speed)]
    if found.plays < wanted:
        lines.append(t("simulate.fewer", wanted=language.number(wanted)))
    if any(isinstance(node, Table) for node in rules.scenario.nodes.values()):
        lines += wrap(t("simulate.tables"), WIDTH, "", chinese)
    nodes = rules.scenario.nodes
    counts = {node: found.endings.get(node, 0) for node in nodes if node in found.endings}
    lines += ["", t("simulate.endings"), *_table([(node_title(nodes[node], language), number)
                                                  for node, number in _falling(counts)], found.plays, chinese)]
    if found.stuck:
        lines += ["", t("explore.stuck"), *_table(_falling(found.stuck), found.plays, chinese)]
    if found.endless:
        lines += ["", t("simulate.endless", n=language.number(found.endless))]
    reference = rules.scenario.reference
    for dimension in reference.dimensions.values():
        for layer, variable in dimension.layers:
            if variable in found.rungs:
                names = {rung.value: language.words(rung.name) for rung in reference.scales[variable].rungs}
                rows = [(_rung(names, value), number)
                        for value, number in sorted(found.rungs[variable].items(), key=_order)]
                lines += ["", t("compare.layer", name=language.words(dimension.name), layer=t(f"layer.{layer}")),
                          *_table(rows, found.plays, chinese)]
    means = [[language.words(valuation.name), *_mean(found.worths[valuation.id].mean(found.plays))]
             for valuation in valuations(rules) if valuation.id in found.worths and found.plays > 1]
    return [*lines, *(["", t("simulate.means"), *columns(means, right={1, 2}, indent="  ", chinese=chinese)]
                      if means else [])]


def _rung(names: Mapping[int, str], value: Value) -> str:
    return names.get(value, str(value)) if isinstance(value, int) else value


def _order(item: tuple[Value, int]) -> tuple[int, str]:
    value = item[0]
    return (value, "") if isinstance(value, int) else (0, value)


def _falling(counts: Mapping[NodeId, int]) -> list[tuple[NodeId, int]]:
    return sorted(counts.items(), key=lambda item: -item[1])


def _table(rows: Sequence[tuple[str, int]], plays: int, chinese: bool) -> list[str]:
    cells = [[_percent(interval.estimate), f"[{_percent(interval.low)}", f"{_percent(interval.high)}]", name]
             for name, count in rows for interval in [wilson(count, plays)]]
    return columns(cells, right={0, 1, 2}, indent="  ", chinese=chinese)


def _percent(share: float) -> str:
    """An estimate needs no more digits than it has; 0 and 1 are said as such."""
    return f"{share * 100:.3f} %" if 0 < share < 1 else f"{share * 100:.0f} %"


def _mean(mean: Interval) -> tuple[str, str]:
    return f"{mean.estimate:.3f}".replace("-", "−"), f"± {mean.high - mean.estimate:.3f}"


def simulation_data(rules: Rules, found: Simulation, policy: str, seed: int) -> dict[str, object]:
    """Returns counts and intervals as JSON-ready data."""
    def shares(counts: Mapping[str, int]) -> dict[str, object]:
        return {name: {"plays": count, "share": interval.estimate, "low": interval.low, "high": interval.high}
                for name, count in counts.items() for interval in [wilson(count, found.plays)]}
    return {"scenario": rules.scenario.id, "digest": rules.scenario.digest, "policy": policy, "seed": seed,
            "plays": found.plays, "endings": shares(found.endings), "stuck": shares(found.stuck),
            "endless": found.endless,
            "rungs": {variable: shares({str(value): number for value, number in counts.items()})
                      for variable, counts in found.rungs.items()},
            "means": {name: {"mean": mean.estimate, "low": mean.low, "high": mean.high}
                      for name, sums in found.worths.items() for mean in [sums.mean(max(1, found.plays))]}}
