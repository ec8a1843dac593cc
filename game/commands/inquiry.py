"""What ``explore`` and ``simulate`` share: who decides how, and where plays begin."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from game.commands.common import Refused

if TYPE_CHECKING:
    from game.analysis.behaviour import Behaviour
    from game.core.rules import Position, Rules
    from game.ui.language import Language

POLICIES = ("uniform", "record", "authored", "cautious")


def add_to(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments that say who decides how, and where plays begin."""
    policy = parser.add_mutually_exclusive_group()
    policy.add_argument("--policy", choices=POLICIES, default="uniform",
                        help="who decides how: every option alike, as recorded, as the scenario says, or cautiously")
    policy.add_argument("--weights", type=Path, metavar="FILE",
                        help="YAML or JSON, decision: {option: weight}; the other decisions are uniform")
    start = parser.add_mutually_exclusive_group()
    start.add_argument("--from", dest="start", default="", metavar="NODE",
                       help="begin at this node, as the record comes to it")
    start.add_argument("--act", default="", help="begin with this act")
    parser.add_argument("--lang", choices=("en", "zh"), default=None, help="language of what is printed")


def behaviour_of(arguments: argparse.Namespace, rules: Rules, language: Language) -> Behaviour:
    """Returns the policy asked for; prints every fault of a file of weights with its place and refuses it."""
    from game.analysis.policies import named
    if arguments.weights is None:
        return named(rules, arguments.policy)
    return _weights(arguments.weights, rules, language)


def _weights(path: Path, rules: Rules, language: Language) -> Behaviour:
    from game.analysis.policies import weighed
    from game.authoring.diagnostics import near, render
    from game.authoring.source import read
    source = read(path, str(path))
    for broken in source.faults:
        print(render(broken, source.lines, language.code), file=sys.stderr)
    if source.faults:
        raise Refused(language.t("explore.weights.refused", path=path), 1)
    behaviour, faults = weighed(rules, source.data)
    for fault in faults:
        mark = (source.key if fault.kind in ("decision", "option") else source.mark)(fault.path)
        close = near(fault.word, fault.near) if fault.near else ""
        hint = language.t("explore.weights.near", word=close) if close else ""
        node = fault.path[0] if fault.path else ""
        sentence = language.t(f"explore.weights.{fault.kind}", word=fault.word, node=node)
        place = f"{mark.file}:{mark.line}:{mark.column}" if mark else path
        print(f"{place}: {sentence}{hint}", file=sys.stderr)
    if faults:
        raise Refused(language.t("explore.weights.refused", path=path), 1)
    return behaviour


def start_of(arguments: argparse.Namespace, rules: Rules, language: Language) -> Position:
    """Returns where plays begin; says how a node was come to that the record does not pass."""
    from game.analysis.beginnings import beginning
    from game.analysis.explore import EndlessPlays, TooLarge
    scenario = rules.scenario
    if not arguments.start and not arguments.act:
        return rules.start()
    acts = {act.id: act.start for act in scenario.acts}
    kind, name, known = (("act", arguments.act, tuple(acts)) if arguments.act
                         else ("node", arguments.start, tuple(scenario.nodes)))
    if name not in known:
        from game.authoring.diagnostics import near
        close = near(name, known)
        hint = language.t("explore.weights.near", word=close) if close else ""
        raise Refused(language.t(f"explore.no_{kind}", name=name) + hint)
    try:
        found = beginning(rules, acts.get(name, name) if kind == "act" else name)
    except (EndlessPlays, TooLarge):
        raise Refused(language.t("explore.not_found", name=name)) from None
    if found is None:
        raise Refused(language.t("explore.never", name=name), 1)
    if not found.recorded:
        way = " · ".join(f"{node} {move}" for node, move in found.way)
        print(language.t("explore.off_record", name=name, way=way), file=sys.stderr)
    return found.position
