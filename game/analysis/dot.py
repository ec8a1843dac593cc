"""A diagram in the DOT language of Graphviz, as text; Graphviz itself is not needed to write it.

Syntax: the DOT grammar of graphviz.org; every name and label is a quoted string.  Called by ``graph``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from game.analysis.diagram import Captions, Diagram, DiagramEdge, Kind, plain_line

_SHAPES: Final[Mapping[Kind, str]] = {
    Kind.DECISION: 'shape=box, style="rounded,filled", fillcolor="#FAF5E8"',
    Kind.TABLE: 'shape=box, peripheries=2, style="filled", fillcolor="#ECDCB0"',
    Kind.CHANCE: 'shape=ellipse, style="dashed,filled", fillcolor="#F3EBD8"',
    Kind.ENDING: 'shape=box, style="filled,bold", fillcolor="#211B15", fontcolor="#F4ECD6"',
}
_OUTSIDE: Final = 'shape=box, style="dotted", fontcolor="#544736"'
_WIDEST: Final = 6.0
"""Points; the width of an edge that every play takes."""


def dot(drawn: Diagram, captions: Captions) -> str:
    """Returns the diagram as a DOT digraph: acts as clusters, edges between the same two nodes joined to one."""
    return "\n".join(["digraph scenario {", f"  label={quoted(captions.title(drawn))};",
                      '  rankdir=LR; charset="UTF-8"; labelloc=t; fontname="serif"; compound=true;',
                      '  node [fontname="serif", color="#211B15", fontcolor="#211B15"];',
                      '  edge [fontname="serif", fontsize=10, color="#544736", fontcolor="#211B15"];',
                      *_nodes(drawn, captions), *_edges(drawn, captions), "}", ""])


def quoted(text: str) -> str:
    r"""Returns a text as a DOT string that is shown literally: no escape, no entity, no markup.

    >>> print(quoted('say "\\N" & go'))
    "say \"\\N\" &amp; go"
    """
    lines = (plain_line(line).replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
             for line in text.split("\n"))
    return '"' + "\\n".join(lines) + '"'


def _name(name: str) -> str:
    """A node's name: kept as it is, unlike a label."""
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _nodes(drawn: Diagram, captions: Captions) -> Iterator[str]:
    titles = dict(drawn.acts)
    for place, act in enumerate([*titles, *sorted({node.act for node in drawn.nodes} - set(titles))]):
        inside = [node for node in drawn.nodes if node.act == act and not node.outside]
        if not inside:
            continue
        indent = "  "
        if act in titles:
            yield f"  subgraph cluster_{place} {{"
            yield f'    label={quoted(captions.act(act, titles[act]))}; color="#B09C74"; fontcolor="#A02218";'
            indent = "    "
        for node in inside:
            yield f"{indent}{_name(node.id)} [label={quoted(captions.node(node))}, {_SHAPES[node.kind]}];"
        if act in titles:
            yield "  }"
    for node in drawn.nodes:
        if node.outside:
            yield f"  {_name(node.id)} [label={quoted(captions.node(node))}, {_OUTSIDE}];"


def _edges(drawn: Diagram, captions: Captions) -> Iterator[str]:
    bundles: dict[tuple[str, str], list[DiagramEdge]] = defaultdict(list)
    for edge in drawn.edges:
        bundles[edge.source, edge.target].append(edge)
    for (source, target), edges in bundles.items():
        looks = [f"label={quoted(chr(10).join(captions.edge(edge) for edge in edges))}"]
        if all(edge.odds is not None for edge in edges):
            share = min(1.0, float(sum(edge.odds or 0 for edge in edges)))
            looks.append(f"penwidth={1 + (_WIDEST - 1) * share:.2f}" if share else 'style="dotted"')
        if any(edge.recorded for edge in edges):
            looks.append('color="#A02218"')
        yield f"  {_name(source)} -> {_name(target)} [{', '.join(looks)}];"
