"""``graph`` as it is typed: every form, every refusal, and files broken by chance."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from game import resources
from game.analysis.diagram import diagram, mermaid, part
from game.analysis.dot import dot
from game.analysis.explore import EndlessPlays, TooLarge, explored, layers_of
from game.analysis.routes import likeliest_routes, record_route
from game.authoring.loader import load
from game.cli import main
from game.core.rules import Rules
from game.ui.diagram_text import DiagramText
from game.ui.graph_page import NamedRoute, graph_data
from game.ui.language import Language
from game.ui.report_graph import graph_html
from tests.amounts import examples
from tests.authoring.test_fuzz import mutated, stock
from tests.core.making import EMBASSY, HEAD, TESTS

FERRY = TESTS / "scenarios" / "tiny"
ENDLESS = HEAD + """start: a
variables: {}
nodes:
  a: {question: On?, options: {on: {text: On., goto: b}, off: {text: Off., goto: z}}}
  b: {question: Back?, options: {back: {text: Back., goto: a}, self: {text: Again., goto: b}}}
  z: {ending: z, text: [{text: Over., grade: invention, invented: all}]}
"""


def said(capsys: pytest.CaptureFixture[str], *call: str) -> tuple[int, str, str]:
    code = main(["graph", *call])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_mermaid_is_printed_by_default(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, str(FERRY))
    assert code == 0 and not err
    assert out.splitlines()[3] == "stateDiagram-v2"
    assert "  dawn --> fog: cross | wait\n" in out


def test_labels_may_be_texts_in_either_language_with_odds(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, str(FERRY), "--labels", "texts", "--lang", "zh", "--odds")
    assert 'state "河上有雾<br/>1900年5月1日<br/>100.0 %" as dawn' in out
    assert "shore --> stranded: 留宿。 (50.0 %)" in out
    _, out, _ = said(capsys, str(FERRY), "--labels", "texts", "--lang", "en")
    assert "shore --> stranded: Stay the night.\n" in out


def test_a_part_is_drawn_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    _, act, _ = said(capsys, str(EMBASSY), "--act", "gate", "--format", "dot")
    _, whole, _ = said(capsys, str(EMBASSY), "--format", "dot")
    assert 0 < act.count(" -> ") < whole.count(" -> ")
    _, near, _ = said(capsys, str(FERRY), "--from", "fog", "--depth", "1")
    assert "fog --> fare" in near and "shore" not in near


def test_a_page_is_written_where_it_was_asked_for(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "渡口 的树.html"
    code, out, err = said(capsys, str(FERRY), "--format", "html", "--out", str(file), "--lang", "zh")
    assert (code, out.strip(), err) == (0, str(file), "")
    html = file.read_text(encoding="utf-8")
    assert html.startswith('<!DOCTYPE html>\n<html lang="zh-Hans">') and "<title>渡口：决策树</title>" in html


def test_a_page_of_talks_names_the_record_and_every_walkthrough(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    assert said(capsys, "moscow-table", "--format", "html", "--out", str(file), "--no-odds")[0] == 0
    html = file.read_text(encoding="utf-8")
    names = re.findall(r'"kind":"(record|walkthrough|likeliest|rarest)","name":"(\w*)"', html)
    assert names == [("record", ""), ("walkthrough", "historical"), ("walkthrough", "soviet")]


@pytest.mark.parametrize("call, code, hint", [
    (("nowhere",), 2, "There is no scenario 'nowhere'"),
    ((str(FERRY), "--format", "html"), 2, "add --out FILE.html"),
    ((str(FERRY), "--act", "firts"), 2, "did you mean 'first'?"),
    ((str(FERRY), "--from", "qqq"), 2, "There is no node 'qqq'; there are: dawn, fog"),
    ((str(FERRY), "--depth", "2"), 2, "add --from NODE"),
    ((str(FERRY), "--from", "fog", "--depth", "-1"), 2, "let N be 0 or more"),
    ((str(FERRY), "--out", "/nowhere/at/all.mmd"), 2, "cannot be written"),
])
def test_a_call_that_cannot_be_carried_out_is_refused(call: tuple[str, ...], code: int, hint: str,
                                                      capsys: pytest.CaptureFixture[str]) -> None:
    found, out, err = said_or_refused(capsys, *call)
    assert found == code and not out
    assert hint in err and "Traceback" not in err


def said_or_refused(capsys: pytest.CaptureFixture[str], *call: str) -> tuple[int, str, str]:
    try:
        return said(capsys, *call)
    except SystemExit as leaving:
        printed = capsys.readouterr()
        return int(leaving.code or 0), printed.out, printed.err


def test_a_scenario_with_faults_is_not_drawn(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(HEAD + "start: a\nnodes: {a: {question: q, options: {b: {text: B, goto: nowhere}}}}\n", encoding="utf-8")
    code, out, err = said(capsys, str(file))
    assert code == 1 and not out and "E012" in err


def test_a_play_without_end_is_drawn_without_odds(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "endless.yaml"
    file.write_text(ENDLESS, encoding="utf-8")
    code, out, err = said(capsys, str(file), "--odds")
    assert code == 0 and "b --> b: self" in out and "b --> a: back" in out
    assert "a play need not end" in err
    page = tmp_path / "endless.html"
    assert said(capsys, str(file), "--format", "html", "--out", str(page))[0] == 0
    assert "a play need not end" in page.read_text(encoding="utf-8")


def drawn_in_every_form(path: Path, languages: dict[str, Language]) -> int:
    """Draws a file that loads in every form; returns how many characters that made."""
    scenario = load(path).scenario
    if scenario is None:
        return 0
    rules = Rules(scenario)
    layers = found = None
    try:
        layers = layers_of(rules, most=20_000)
        found = explored(layers)
    except (EndlessPlays, TooLarge):
        pass
    whole = diagram(rules, found)
    made = 0
    for drawn in (whole, part(whole, start=whole.start, depth=1)):
        for language in languages.values():
            for ids in (True, False):
                captions = DiagramText(language, ids=ids, odds=True, columns=26)
                made += len((mermaid(drawn, captions) + dot(drawn, captions)).encode())
    routes = [NamedRoute("record", record_route(rules))]
    if layers:
        routes += [NamedRoute("likeliest", route) for route in likeliest_routes(layers).values()]
    data = graph_data(scenario, whole, list(languages.values()), found, routes)
    return made + len(graph_html(resources.assets() / "web", data, languages["en"]).encode())


def run(wanted: int, seed: int, languages: dict[str, Language], folder: Path) -> None:
    """Breaks files that load until so many of the broken ones load all the same."""
    luck, drawn, path = random.Random(seed), 0, folder / "case.yaml"
    whole = [file for file in stock() if b"start:" in file and drawn_in_every_form(written(path, file), languages)]
    assert len(whole) > 8
    for _ in range(wanted * 20):
        raw = mutated(luck.choice(whole), luck)
        try:
            drawn += bool(drawn_in_every_form(written(path, raw), languages))
        except Exception as fault:
            raise AssertionError(f"broken file {drawn} of seed {seed}\n{raw[:2000]!r}") from fault
        if drawn == wanted:
            return
    raise AssertionError(f"only {drawn} broken files load")


def written(path: Path, raw: bytes) -> Path:
    path.write_bytes(raw)
    return path


def test_broken_files_that_load_are_drawn(languages: dict[str, Language], tmp_path: Path) -> None:
    run(12, 1945, languages, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_many_broken_files_that_load_are_drawn(seed: int, languages: dict[str, Language], tmp_path: Path) -> None:
    run(examples(25), seed, languages, tmp_path)
