"""The tree of a scenario to look at: Mermaid, DOT, or a page for the browser."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from game import resources
from game.commands.common import Commands, Refused, languages, library, scenario_of, system_language

if TYPE_CHECKING:
    from game.analysis.diagram import Diagram
    from game.analysis.explore import Exploration
    from game.analysis.layers import Layers
    from game.core.model import Scenario
    from game.core.rules import Rules
    from game.ui.graph_page import NamedRoute


def add(commands: Commands) -> None:
    """Adds ``graph``."""
    graph = commands.add_parser("graph", help="the tree as Mermaid, DOT, or a page for the browser")
    graph.add_argument("path", metavar="SCENARIO", help="name or path")
    graph.add_argument("--format", choices=("mermaid", "dot", "html"), default="mermaid",
                       help="html is one file that any browser opens, and needs --out (default: mermaid)")
    graph.add_argument("--out", type=Path, metavar="FILE", help="write there instead of printing")
    graph.add_argument("--act", default="", help="only this act")
    graph.add_argument("--from", dest="start", default="", metavar="NODE", help="only what can follow this node")
    graph.add_argument("--depth", type=int, default=None, metavar="N", help="with --from: at most N edges away")
    graph.add_argument("--odds", action=argparse.BooleanOptionalAction, default=None,
                       help="how many plays take each edge, exactly (default: in the page only)")
    graph.add_argument("--labels", choices=("ids", "texts"), default="ids",
                       help="of Mermaid and DOT: names, or titles and options in words (default: ids)")
    graph.add_argument("--lang", choices=("en", "zh"), default=None, help="language of the texts")
    graph.set_defaults(run=_graph)


def _graph(arguments: argparse.Namespace) -> int:
    if arguments.format == "html" and arguments.out is None:
        raise Refused("A page needs a file: add --out FILE.html.")
    if arguments.depth is not None and (not arguments.start or arguments.depth < 0):
        raise Refused("--depth N counts edges from a node: add --from NODE, and let N be 0 or more.")
    from game.analysis import diagram
    from game.core.rules import Rules
    shelf = library()
    scenario = scenario_of(shelf, arguments.path)
    _known(scenario, arguments.act, arguments.start)
    rules = Rules(scenario)
    wanted = arguments.odds if arguments.odds is not None else arguments.format == "html"
    layers, why = _layers(rules) if wanted else (None, "")
    explored = _explored(layers)
    if why and arguments.format != "html":
        print(f"No odds: {_REASONS[why]}.", file=sys.stderr)
    drawn = diagram.part(diagram.diagram(rules, explored), arguments.act, arguments.start, arguments.depth)
    if arguments.format == "html":
        routes = list(_routes(rules, shelf.find(arguments.path), layers, explored))
        text = _page(arguments, drawn, rules, explored, routes, why)
    else:
        text = _text(arguments, drawn, explored is not None)
    if arguments.out is None:
        sys.stdout.write(text)
        return 0
    from game.play.storage import write_atomically
    try:
        write_atomically(arguments.out, text)
    except OSError as fault:
        raise Refused(f"{arguments.out} cannot be written: {fault.strerror or fault}.") from None
    print(arguments.out)
    return 0


_REASONS = {"large": "there are too many positions to count", "endless": "a play need not end"}


def _known(scenario: Scenario, act: str, start: str) -> None:
    """Refuses an act or a node that the scenario has not."""
    from difflib import get_close_matches
    for kind, name, names in (("act", act, [one.id for one in scenario.acts]), ("node", start, list(scenario.nodes))):
        if name and name not in names:
            near = get_close_matches(name, names, 1)
            hint = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(names[:12]) or 'none'}."
            raise Refused(f"There is no {kind} '{name}'; {hint}")


def _layers(rules: Rules) -> tuple[Layers | None, str]:
    """Returns all positions that matter, or why they cannot be gone through."""
    from game.analysis.explore import EndlessPlays, TooLarge, layers_of
    try:
        return layers_of(rules), ""
    except EndlessPlays:
        return None, "endless"
    except TooLarge:
        return None, "large"


def _explored(layers: Layers | None) -> Exploration | None:
    from game.analysis.explore import explored
    return explored(layers) if layers else None


def _text(arguments: argparse.Namespace, drawn: Diagram, odds: bool) -> str:
    """Returns the diagram as Mermaid or DOT."""
    from game.ui.diagram_text import DiagramText
    language, ids = languages()[arguments.lang or system_language()], arguments.labels == "ids"
    if arguments.format == "dot":
        from game.analysis.dot import dot
        return dot(drawn, DiagramText(language, ids=ids, odds=odds, columns=26))
    from game.analysis.diagram import mermaid
    return mermaid(drawn, DiagramText(language, ids=ids, odds=odds))


def _page(arguments: argparse.Namespace, drawn: Diagram, rules: Rules, explored: Exploration | None,
          routes: list[NamedRoute], why: str) -> str:
    """Returns the page for the browser, in all languages."""
    from game.ui.graph_page import graph_data
    from game.ui.report_graph import graph_html
    known = languages()
    data = graph_data(rules.scenario, drawn, list(known.values()), explored, routes, why)
    return graph_html(resources.assets() / "web", data, known[arguments.lang or system_language()])


def _routes(rules: Rules, folder: Path | None, layers: Layers | None,
            explored: Exploration | None) -> Iterator[NamedRoute]:
    """Yields the record, the walkthroughs, the likeliest play, and the likeliest to the rarest ending."""
    from game.analysis.routes import likeliest_routes, record_route, route_of
    from game.authoring.ordinary import read_text
    from game.core import limits
    from game.play.walkthrough import WalkthroughFault, follow, parse
    from game.ui.graph_page import NamedRoute
    yield NamedRoute("record", record_route(rules))
    for file in sorted(folder.glob("walkthroughs/*.txt")) if folder and folder.is_dir() else ():
        try:
            session = follow(rules, parse(read_text(file, limits.WALKTHROUGH_BYTES, folder)))
        except (OSError, UnicodeDecodeError, WalkthroughFault) as fault:
            print(f"{file} is left out: {fault}", file=sys.stderr)
            continue
        yield NamedRoute("walkthrough", route_of(rules, session.steps), file.stem)
    found = likeliest_routes(layers) if layers else {}
    if explored and found:
        yield NamedRoute("likeliest", max(found.values(), key=lambda route: route.odds or 0))
        rarest = min(found, key=lambda ending: explored.endings[ending])
        yield NamedRoute("rarest", found[rarest])
