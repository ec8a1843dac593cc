"""The exact odds of a scenario as lines of text: how many plays, where they end, on which rungs.

Called by the command line.  Every figure is exact; what is printed is rounded, and said to be so small or so large.
"""

from __future__ import annotations

from game.analysis.odds import Tally
from game.core.model import Scenario, Terminal
from game.ui.language import Language


def odds_lines(scenario: Scenario, counted: Tally, language: Language) -> list[str]:
    """Returns the lines: the number of plays, the odds of each ending, then of each rung of each dimension."""
    t = language.t
    lines = [language.words(scenario.title), t("odds.plays", plays=language.number(counted.plays)), t("odds.policy"),
             "", t("odds.endings")]
    for node, share in sorted(counted.endings.items(), key=lambda item: -item[1]):
        found = scenario.nodes[node]
        assert isinstance(found, Terminal)
        title = language.words(found.title[0].words) if found.title else found.ending
        lines.append(f"  {language.percent(share):>9}  {title}")
    for dimension in scenario.reference.dimensions.values():
        for layer, variable in dimension.layers:
            scale = scenario.reference.scales.get(variable)
            if scale is None or variable not in counted.rungs:
                continue
            lines += ["", t("compare.layer", name=language.words(dimension.name), layer=t(f"layer.{layer}"))]
            for value, share in sorted(counted.rungs[variable].items()):
                rung = scale.rung(value)
                lines.append(f"  {language.percent(share):>9}  {language.words(rung.name) if rung else value}")
    return lines
