"""The diagram of a scenario: what the machine has, no more and no less, in two languages of drawing."""

from __future__ import annotations

import html
import re
import subprocess
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from game.analysis.diagram import Kind, diagram, mermaid, mermaid_text, part, plain_line, safe_names
from game.analysis.dot import dot
from game.analysis.explore import explore
from game.analysis.routes import record_route, route_of
from game.core.model import OUTCOMES, Scenario, Table, is_proposal, targets
from game.core.rules import Rules
from game.play.session import record_line
from game.ui.diagram_text import DiagramText
from game.ui.language import Language
from tests.core.making import EMBASSY, TESTS, read, rules_of, tiny

FERRY = TESTS / "scenarios" / "tiny"
HOSTILE = '''format: 1
id: hostile
title: "<script>alert(1)</script> --> \\"x\\" ; # \\u202Etitle"
languages: [en]
parties: {you: {name: "<b>You</b>"}}
variables: {v: {start: 0, min: 0, max: 3, seen_by: all}}
start: end
acts: [{id: a, title: "Act <img src=x onerror=alert(1)>", start: end}]
nodes:
  end:
    act: a
    title: "`x` </script><script>alert(2)</script> ${v} {v} %%c \\\\N &lt; \\u0007bell"
    question: "<i onclick=alert(4)>why</i>?"
    options:
      state: {text: "go: a --> b; #35; [*] \\"q\\" | 'z' \\\\ \\N_", goto: note}
      x-y: {text: "<svg onload=alert(3)>", when: "v < 1", goto: class-1}
  note: {ending: e1, title: "مرحبا \\u202Eabc", text: [{text: "T </script> <!--", grade: invention, invented: all}]}
  class-1: {ending: e2, title: "a & b &amp; c\\nsecond line", text: [{text: T, grade: invention, invented: all}]}
'''
"""Everything that means something in HTML, Mermaid or DOT, in the places where an author may write."""


def hostile() -> Scenario:
    loaded = read(HOSTILE)
    assert loaded.scenario is not None, loaded.diagnostics
    return loaded.scenario


def test_a_diagram_has_every_node_and_every_way_on(flagship_rules: Rules) -> None:
    drawn = diagram(flagship_rules)
    scenario = flagship_rules.scenario
    assert [node.id for node in drawn.nodes] == list(scenario.nodes)
    for name, node in scenario.nodes.items():
        found = [edge.target for edge in drawn.edges if edge.source == name]
        if isinstance(node, Table):  # talks that nobody wrote an end for when they are broken off end as if they had lapsed
            assert set(found) == set(targets(node))
        else:
            assert sorted(found) == sorted(targets(node))


def test_an_edge_leads_where_the_rulebook_leads() -> None:
    rules = rules_of(EMBASSY)
    ways = {(edge.source, edge.move): edge.target for edge in diagram(rules).edges}
    waiting, tried = [rules.start()], 0
    while waiting:
        position = waiting.pop()
        for move in rules.moves(position):
            after = rules.step(position, move).after
            assert ways[position.node, move] == after.node
            waiting.append(after)
            tried += 1
    assert tried > 10


def test_the_ways_out_of_talks_are_its_options_and_outcomes() -> None:
    rules = tiny("table")
    drawn, explored = diagram(rules), explore(rules)
    tables = [node.id for node in drawn.nodes if node.kind is Kind.TABLE]
    assert tables
    for table in tables:
        moves = [edge.move for edge in drawn.edges if edge.source == table]
        options = [option.id for option in rules.scenario.decision(table).options]
        assert moves[:len(options)] == options
        taken = {move for (node, move), odds in explored.edges.items() if node == table and odds}
        assert taken <= set(moves) <= {*options, *OUTCOMES}


def test_odds_of_a_diagram_are_the_exact_ones() -> None:
    rules = rules_of(EMBASSY)
    explored = explore(rules)
    drawn = diagram(rules, explored)
    assert {(edge.source, edge.move): edge.odds for edge in drawn.edges} == explored.edges
    for node in drawn.nodes:
        arriving = sum((edge.odds or Fraction(0) for edge in drawn.edges if edge.target == node.id), Fraction(0))
        assert node.odds == (1 if node.id == drawn.start else arriving)


def test_the_edges_of_the_record_are_recorded(flagship_rules: Rules) -> None:
    drawn = diagram(flagship_rules)
    route = record_route(flagship_rules)
    line = record_line(flagship_rules)
    assert [node for node, _ in route.edges] == list(dict.fromkeys(step.before.node for step in line))
    assert route.ending == line[-1].after.node
    recorded = {(edge.source, edge.move) for edge in drawn.edges if edge.recorded}
    assert set(route.edges) <= recorded
    passed = {node for node, _ in route.edges}
    assert {edge for edge in recorded if edge[0] in passed} == set(route.edges)


def test_a_route_counts_talks_as_one_step(flagship_rules: Rules) -> None:
    line = record_line(flagship_rules)
    talks = [step for step in line if is_proposal(step.move)]
    assert talks, "the record negotiates"
    route = route_of(flagship_rules, line)
    assert len(talks) > len({step.before.node for step in talks})
    assert len(route.edges) == sum(step.after.node != step.before.node for step in line)


def test_an_act_is_drawn_with_the_ends_of_its_edges(flagship_rules: Rules) -> None:
    whole = diagram(flagship_rules)
    act = whole.acts[1][0]
    drawn = part(whole, act=act)
    assert {node.id for node in drawn.nodes if not node.outside} == {node.id for node in whole.nodes if node.act == act}
    assert [edge for edge in whole.edges if edge.source in {n.id for n in drawn.nodes if not n.outside}] == list(drawn.edges)
    assert {edge.target for edge in drawn.edges} <= {node.id for node in drawn.nodes}


def test_a_part_reaches_as_far_as_it_was_asked_for() -> None:
    whole = diagram(rules_of(FERRY / "scenario.yaml"))
    assert [node.id for node in part(whole, start="fog", depth=0).nodes] == ["fog"]
    assert [node.id for node in part(whole, start="fog", depth=1).nodes] == ["fog", "fare"]
    assert [node.id for node in part(whole, start="fog").nodes] == ["fog", "fare", "shore", "rested", "stranded"]
    assert not any(node.outside for node in part(whole, start="fog").nodes)


@pytest.mark.parametrize("form", ["mmd", "dot"])
def test_the_drawing_of_a_small_scenario_is_as_it_was(form: str, languages: dict[str, Language],
                                                      golden: Callable[[str, str], None]) -> None:
    rules = rules_of(FERRY / "scenario.yaml")
    drawn = diagram(rules, explore(rules))
    write = mermaid if form == "mmd" else dot
    golden(f"ferry-ids.{form}", write(drawn, DiagramText(languages["en"])))
    golden(f"ferry-texts.{form}", write(drawn, DiagramText(languages["zh"], ids=False, odds=True)))


def test_no_text_breaks_out_of_mermaid(languages: dict[str, Language]) -> None:
    text = mermaid(diagram(Rules(hostile())), DiagramText(languages["en"], ids=False))
    head, _, body = text.partition("stateDiagram-v2")
    assert head.startswith('---\ntitle: "<script>alert(1)</script> --> \\"x\\" ; # title"\n---\n')
    for line in (line.strip() for line in body.splitlines()):
        assert re.fullmatch(r'(direction LR|classDef s_.*|state "[^"]*" as \w+|Class \w+ s_\w+|\[\*\] --> \w+'
                            r"|\w+ --> \w+: [^:;<>]*(?:(?:#\w+;)[^:;<>]*)*|)", line), line


def test_a_name_that_mermaid_knows_otherwise_is_spelled_differently() -> None:
    names = safe_names(["end", "state", "a-b", "a_b", "A-B", "1st", "渡口"])
    assert len({name.lower() for name in names.values()}) == len(names)
    assert not {name.lower() for name in names.values()} & {"end", "state"}
    assert all(re.fullmatch(r"[A-Za-z]\w*", name, re.ASCII) for name in names.values())


def test_a_line_has_no_marks_that_cannot_be_seen() -> None:
    assert plain_line("a\u202eb\x00c\nd\u2028e") == "a b c d e"
    assert mermaid_text("50 %") == "50 %"
    assert "%%" not in mermaid_text("100 %% sure")


@pytest.mark.parametrize("code", ["en", "zh"])
def test_graphviz_reads_what_is_written(code: str, languages: dict[str, Language], tmp_path: Path,
                                        programs: Callable[..., None], flagship_rules: Rules) -> None:
    programs("dot")
    for name, rules in (("hostile", Rules(hostile())), ("flagship", flagship_rules)):
        file = tmp_path / f"{name}.dot"
        file.write_text(dot(diagram(rules), DiagramText(languages[code], ids=False, columns=26)), encoding="utf-8")
        read_back = subprocess.run(["dot", "-Tplain", str(file)], capture_output=True, text=True, encoding="utf-8", timeout=60)
        assert read_back.returncode == 0 and not read_back.stderr
        lines = read_back.stdout.splitlines()
        assert sum(line.startswith("node ") for line in lines) == len(rules.scenario.nodes)


def test_graphviz_shows_texts_as_the_author_wrote_them(languages: dict[str, Language], programs: Callable[..., None]) -> None:
    programs("dot")
    text = dot(diagram(Rules(hostile())), DiagramText(languages["en"], ids=False))
    drawn = subprocess.run(["dot", "-Tsvg"], input=text, capture_output=True, text=True, encoding="utf-8", timeout=60)
    shown = {html.unescape(line) for line in re.findall(r"<text[^>]*>(.*?)</text>", drawn.stdout)}
    assert {"a & b &amp; c", "second line", "<svg onload=alert(3)>", "go: a --> b; #35; [*] \"q\" | 'z' \\ _"} <= shown
