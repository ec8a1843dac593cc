"""The page of the tree in a real browser: what is drawn, searched, moved, marked, folded, and that nothing leaks out."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from game import resources
from game.analysis.diagram import diagram
from game.analysis.explore import Exploration, explored, layers_of
from game.analysis.routes import Route, likeliest_routes, record_route
from game.core.model import Scenario
from game.core.rules import Rules
from game.ui.graph_page import NamedRoute, effect_text, graph_data, rare
from game.ui.language import Language
from game.ui.report_graph import SCRIPTS, STYLES, as_script, graph_html
from tests.analysis.test_diagram import hostile
from tests.browser import PHONE, Visit
from tests.core.making import EMBASSY, HEAD, read, rules_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow
WEB = resources.assets() / "web"
ROUNDS = HEAD + """start: ask
variables: {n: {start: 0, min: 0, max: 3, seen_by: all}}
nodes:
  ask:
    question: On?
    options:
      again: {text: Again., when: n < 3, effects: [{add: {n: 1}}], goto: luck}
      further: {text: Further., when: n < 3, effects: [{add: {n: 2}}], goto: luck}
      here: {text: Once more here., when: n < 3, effects: [{add: {n: 1}}], goto: ask}
      stop: {text: Stop., goto: z}
  luck: {chance: {back: {weight: 2, goto: ask}, out: {weight: 1, goto: z}}}
  z: {ending: z, text: [{text: Over., grade: invention, invented: all}]}
"""
Open = Callable[..., "Page"]


def page_of(rules: Rules, languages: dict[str, Language], *, odds: bool = True, language: str = "en") -> str:
    """The page of a scenario as the command makes it."""
    found: Exploration | None = None
    routes = [NamedRoute("record", record_route(rules))]
    if odds:
        layers = layers_of(rules)
        found = explored(layers)
        ways = likeliest_routes(layers)
        routes.append(NamedRoute("rarest", ways[min(ways, key=lambda ending: found.endings[ending])]))
    data = graph_data(rules.scenario, diagram(rules, found), list(languages.values()), found, routes)
    return graph_html(WEB, data, languages[language])


def rounds() -> Scenario:
    loaded = read(ROUNDS)
    assert loaded.scenario is not None, loaded.diagnostics
    return loaded.scenario


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, languages: dict[str, Language], flagship_rules: Rules) -> dict[str, Path]:
    """Pages on the disk, the flagship's without odds."""
    folder = tmp_path_factory.mktemp("pages")
    pages = {"flagship": page_of(flagship_rules, languages, odds=False), "embassy": page_of(rules_of(EMBASSY), languages),
             "hostile": page_of(Rules(hostile()), languages), "rounds": page_of(Rules(rounds()), languages)}
    for name, text in pages.items():
        (folder / f"{name} 页.html").write_text(text, encoding="utf-8")
    return {name: folder / f"{name} 页.html" for name in pages}


@pytest.fixture
def look(files: dict[str, Path], visit: Callable[..., Visit]) -> Iterator[Open]:
    """Opens a page; at the end it may have asked for nothing but itself."""
    opened: list[tuple[Visit, Path]] = []

    def begin(name: str, **settings: Any) -> Page:
        opened.append((visit(**settings), files[name]))
        return opened[-1][0].open(files[name])

    yield begin
    for one, file in opened:
        assert one.beyond(file) == []


def place(page: Page) -> tuple[float, float, float]:
    """Where the drawing stands: its left, top and scale."""
    found = re.fullmatch(r"translate\(([-\d.e]+)px, ([-\d.e]+)px\) scale\(([-\d.e]+)\)",
                         page.locator("#world").evaluate("world => world.style.transform"))
    assert found
    return float(found[1]), float(found[2]), float(found[3])


def number(rules: Rules, node: str) -> int:
    return list(rules.scenario.nodes).index(node)


def is_seen(page: Page, node: int) -> bool:
    """Whether a node lies wholly within the frame, clear of the card."""
    frame, box = page.locator("#view").bounding_box(), page.locator(f"[data-node='{node}']").bounding_box()
    assert frame and box
    return (frame["x"] <= box["x"] and box["x"] + box["width"] <= frame["x"] + frame["width"]
            and frame["y"] <= box["y"] and box["y"] + box["height"] <= frame["y"] + frame["height"])


def test_every_node_of_the_flagship_is_drawn_and_none_covers_another(look: Open, flagship_rules: Rules) -> None:
    page = look("flagship")
    nodes = page.locator(".node[data-node]")
    assert nodes.count() == len(flagship_rules.scenario.nodes)
    covering = page.evaluate("""() => {
        const boxes = [...document.querySelectorAll('.node[data-node]')].map((node) => node.getBoundingClientRect());
        return boxes.flatMap((one, place) => boxes.slice(place + 1).filter((other) => one.left < other.right - 1
            && other.left < one.right - 1 && one.top < other.bottom - 1 && other.top < one.bottom - 1)).length;
    }""")
    assert covering == 0
    assert page.locator(".act h2").count() == len(flagship_rules.scenario.acts)


def test_no_line_runs_across_a_node(look: Open) -> None:
    """Sampled along every line: only its own two nodes may be touched."""
    crossing = look("flagship").evaluate("""() => {
        const {boxes, lines} = page.drawing.layout;
        const paths = [...document.querySelectorAll('#world .edge')];
        const found = [];
        for (const group of paths) {
            const line = lines[Number(group.dataset.line)];
            const path = group.querySelector('.line');
            const length = path.getTotalLength();
            for (let at = 0; at <= length; at += 4) {
                const point = path.getPointAtLength(at);
                boxes.forEach((box, place) => {
                    const inside = Math.abs(point.x - box.x) < box.width / 2 - 2 && Math.abs(point.y - box.y) < box.height / 2 - 2;
                    if (inside && place !== line.from && place !== line.to) found.push([line.from, line.to, place].join(' '));
                });
            }
        }
        return [...new Set(found)];
    }""")
    assert crossing == []


def test_parallel_options_are_one_line_with_a_count(look: Open, flagship_rules: Rules) -> None:
    edges = diagram(flagship_rules).edges
    pairs = {(edge.source, edge.target) for edge in edges}
    page = look("flagship")
    assert page.locator("#world .edge").count() == len(pairs) < len(edges)
    several = [pair for pair in pairs if sum((edge.source, edge.target) == pair for edge in edges) > 1]
    assert sorted(page.locator("#world svg text").all_text_contents()) == sorted(
        f"×{sum((edge.source, edge.target) == pair for edge in edges)}" for pair in several)


def test_a_way_back_and_a_way_round_are_drawn_and_their_odds_not_added_up(look: Open, languages: dict[str, Language]) -> None:
    rules = Rules(rounds())
    odds = {edge: languages["en"].percent(share) for edge, share in explored(layers_of(rules)).edges.items()}
    page = look("rounds")
    shown = page.evaluate("""() => Object.fromEntries(page.drawing.lines.map(({line, label}) =>
        [[line.from, line.to].map((node) => page.data.nodes[node].id).join(' '), label.textContent]))""")
    assert shown == {"ask luck": "×2", "ask ask": odds["ask", "here"], "ask z": odds["ask", "stop"],
                     "luck ask": odds["luck", "back"], "luck z": odds["luck", "out"]}
    assert all(page.locator("#world .edge .line").nth(number).evaluate("line => line.getTotalLength() > 20") for number in range(5))


def test_search_finds_in_both_languages_and_goes_round(look: Open, flagship_rules: Rules) -> None:
    page = look("flagship")
    find, found = page.locator("#find"), page.locator("#found")
    for asked, node in (("疆界何在", "DP17-boundary"), ("dp17-bound", "DP17-boundary"), ("joint SURVEY cartographers", "DP17-boundary")):
        find.fill(asked)
        find.press("Enter")
        assert "1 / " in found.inner_text()
        assert page.locator("#card code").first.inner_text() == node
        assert is_seen(page, number(flagship_rules, node))
        assert "hit" in (page.locator(f"[data-node='{number(flagship_rules, node)}']").get_attribute("class") or "")
    find.fill("moscow")
    hits = page.locator(".node.hit").count()
    assert hits > 2
    seen = []
    for _ in range(hits + 1):
        find.press("Enter")
        seen.append(page.locator("#card code").first.inner_text())
    assert len(set(seen)) == hits and seen[-1] == seen[0]
    find.press("Shift+Enter")
    assert page.locator("#card code").first.inner_text() == seen[-2]
    find.fill("qqqq")
    assert page.locator(".node.hit").count() == 0
    assert "none" in found.inner_text()


def test_the_wheel_zooms_towards_the_pointer(look: Open) -> None:
    page = look("flagship")
    x, y, scale = place(page)
    frame = page.locator("#view").bounding_box()
    assert frame
    at = frame["x"] + 500, frame["y"] + 300
    under = ((500 - x) / scale, (300 - y) / scale)
    page.mouse.move(*at)
    page.mouse.wheel(0, -400)
    page.wait_for_function("scale => page.view.scale > scale * 1.2", arg=scale)
    x, y, scale = place(page)
    assert ((500 - x) / scale, (300 - y) / scale) == pytest.approx(under, abs=4)


def test_dragging_moves_the_drawing_and_opens_no_card(look: Open, flagship_rules: Rules) -> None:
    page = look("flagship")
    x, y, _ = place(page)
    box = page.locator("[data-node='0']").bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 70, steps=4)
    page.mouse.up()
    assert place(page)[:2] == pytest.approx((x + 40, y + 62), abs=6)
    assert page.locator("#card").is_hidden()
    page.locator("[data-node='0']").click()
    assert page.locator("#card").is_visible()


def test_buttons_zoom_and_fit(look: Open) -> None:
    page = look("flagship")
    page.locator("#fit").click()
    fitted = place(page)
    page.locator("#in").click()
    assert place(page)[2] == pytest.approx(fitted[2] * 1.3, rel=1e-4)
    page.locator("#out").click()
    page.locator("#out").click()
    assert place(page)[2] == pytest.approx(fitted[2] / 1.3, rel=1e-4)
    assert page.locator("#scale").inner_text() == f"{round(fitted[2] / 1.3 * 100)} %"
    page.locator("#fit").click()
    assert place(page) == pytest.approx(fitted, rel=1e-4)


def test_the_record_marks_exactly_its_edges_and_numbers_its_nodes(look: Open, flagship_rules: Rules) -> None:
    page = look("flagship")
    assert page.locator("#world .edge.on").count() == 0
    page.locator("#path").select_option(label="The record")
    route = record_route(flagship_rules)
    drawn = diagram(flagship_rules)
    target = {(edge.source, edge.move): edge.target for edge in drawn.edges}
    expected = {f"{number(flagship_rules, edge[0])} {number(flagship_rules, target[edge])}" for edge in route.edges}
    marked = page.evaluate("""() => [...document.querySelectorAll('#world .edge.on')].map((group) => {
        const line = page.drawing.layout.lines[Number(group.dataset.line)];
        return `${line.from} ${line.to}`;
    })""")
    assert set(marked) == expected and len(marked) == len(expected)
    steps = {int(step) for step in page.locator(".node.on .step").all_text_contents()}
    assert steps == set(range(1, len(route.edges) + 2))
    assert page.locator("#trail li").count() == len(route.edges)
    page.locator("#trail li button").nth(len(route.edges) - 1).click()
    assert page.locator("#card code").first.inner_text() == route.edges[-1][0]
    chosen = page.locator("#card .ways > li.on")
    assert chosen.count() == 1
    assert page.evaluate("edge => page.data.edges[edge].move", int(chosen.get_attribute("data-edge") or -1)) == route.edges[-1][1]


def test_odds_on_lines_and_cards_are_the_exact_ones_rounded(look: Open, languages: dict[str, Language]) -> None:
    rules = rules_of(EMBASSY)
    found = explored(layers_of(rules))
    page = look("embassy")
    english = languages["en"]
    drawn = diagram(rules, found)
    pairs: dict[str, Fraction] = {}
    for edge in drawn.edges:
        pair = f"{number(rules, edge.source)} {number(rules, edge.target)}"
        pairs[pair] = pairs.get(pair, Fraction(0)) + found.edges[edge.source, edge.move]
    shown = page.evaluate("""() => Object.fromEntries(page.drawing.lines.map(({line, label}) =>
        [`${line.from} ${line.to}`, label.textContent.replace(/ ×\\d+$/, '')]))""")
    assert shown == {pair: english.percent(share) for pair, share in pairs.items()}
    widths = page.evaluate("""() => Object.fromEntries(page.drawing.lines.map(({line, group}) =>
        [`${line.from} ${line.to}`, parseFloat(group.querySelector('.line').style.strokeWidth)]))""")
    ranked = sorted(pairs, key=lambda pair: pairs[pair])
    assert [widths[pair] for pair in ranked] == sorted(widths.values())
    for name in rules.scenario.nodes:
        ways = [edge for edge in drawn.edges if edge.source == name]
        page.locator("#fit").click()
        page.locator(f"[data-node='{number(rules, name)}']").click()
        exact = page.locator("#card .ways .exact").all_text_contents()
        assert exact == [english.percent(found.edges[edge.source, edge.move]) for edge in ways]
        assert f"{english.percent(found.nodes[name])} of all plays come here" in page.locator("#card").inner_text()


def test_the_keyboard_alone_is_enough(look: Open) -> None:
    page = look("embassy")
    focused = "() => document.activeElement.dataset.node ?? document.activeElement.id"
    page.keyboard.press("/")
    assert page.evaluate(focused) == "find"
    for _ in range(12):
        if page.evaluate(focused) == "view":
            break
        page.keyboard.press("Tab")
    assert page.evaluate(focused) == "view"
    x, _, scale = place(page)
    page.keyboard.press("ArrowLeft")
    assert place(page)[0] > x
    page.keyboard.press("+")
    assert place(page)[2] > scale
    page.keyboard.press("0")
    page.keyboard.press("Tab")
    start = page.evaluate(focused)
    assert start == str(page.evaluate("page.data.start"))
    outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none", "the focus can be seen"
    page.keyboard.press("ArrowRight")
    after = page.evaluate(focused)
    assert after in page.evaluate("() => page.data.edges.filter((e) => e.from === page.data.start).map((e) => String(e.to))")
    assert is_seen(page, int(after))
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(focused) == start
    page.keyboard.press("Enter")
    assert page.locator("#card").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#card").is_hidden()
    assert page.evaluate(focused) == start


def test_the_language_changes_everywhere_and_keeps_the_place(look: Open, languages: dict[str, Language]) -> None:
    page = look("embassy")
    page.locator(f"[data-node='{page.evaluate('page.data.start')}']").click()
    before = place(page)
    page.locator("#languages button", has_text="中文").click()
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"
    assert page.locator("#title").inner_text() == "使馆"
    assert page.title() == languages["zh"].t("graph.heading", title="使馆")
    assert page.locator("#find").get_attribute("placeholder") == languages["zh"].t("graph.search")
    assert page.locator("#card").is_visible() and place(page) == before
    latin = re.compile(r"[A-Za-z]{4,}")
    for text in (page.locator("header").inner_text(), page.locator("#card h3").inner_text(), page.locator("#keys").text_content() or ""):
        assert not latin.search(text.replace("English", "")), text
    page.locator("#languages button", has_text="English").click()
    assert page.locator("#title").inner_text() == "The embassy"


def test_what_is_told_afterwards_is_folded_until_asked_for(look: Open, flagship_rules: Rules) -> None:
    page = look("flagship")
    node = flagship_rules.scenario.decision("DP17-boundary")
    page.locator("#find").fill("DP17-boundary")
    page.locator("#find").press("Enter")
    told = node.record[0].words["en"]
    assert told not in page.locator("#card").inner_text()
    assert page.locator("#card .recorded").count() == 0
    page.locator("#card .unfold").first.click()
    assert told in page.locator("#card").inner_text()
    assert page.locator("#card .recorded").count() == 1
    assert page.locator("#told").is_checked()
    page.locator("#told").uncheck()
    assert told not in page.locator("#card").inner_text()


def test_a_path_can_be_clicked_together(look: Open) -> None:
    page = look("embassy")
    page.locator("#path").select_option("hand")
    page.locator(f"[data-node='{page.evaluate('page.data.start')}']").click()
    while page.locator("#card .take").count():
        page.locator("#card .take").first.click()
    steps = page.locator("#trail li").count()
    assert steps >= 3
    assert page.locator("#world .edge.on").count() == steps
    ways = page.evaluate("page.paths.edges.map((edge) => page.data.edges[edge])")
    assert all(one["to"] == two["from"] for one, two in itertools.pairwise(ways))
    assert page.locator(f"[data-node='{ways[-1]['to']}']").get_attribute("class") in ("node ending on open", "node ending open on")
    page.locator("#trail .back").click()
    assert page.locator("#trail li").count() == steps - 1
    page.locator("#trail .clear").click()
    assert page.locator("#world .edge.on").count() == 0


def test_a_narrow_screen_gets_a_list_and_the_drawing_when_asked(look: Open, flagship_rules: Rules) -> None:
    page = look("flagship", size=PHONE)
    assert page.locator("#list").is_visible() and page.locator("#view").is_hidden()
    assert page.locator(".entry").count() == len(flagship_rules.scenario.nodes)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator(".entry .link").first.tap()
    page.locator("#listing").tap()
    assert page.locator("#view").is_visible() and page.locator("#list").is_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_two_fingers_zoom(look: Open) -> None:
    page = look("flagship", size=PHONE)
    page.locator("#listing").tap()
    page.locator("#card .close").tap() if page.locator("#card").is_visible() else None
    scale = place(page)[2]
    hand = page.context.new_cdp_session(page)

    def touch(kind: str, apart: float | None) -> None:
        points = [] if apart is None else [{"x": 195 - apart, "y": 500, "id": 1}, {"x": 195 + apart, "y": 500, "id": 2}]
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 40)
    for apart in (60, 80, 100):
        touch("touchMove", apart)
    touch("touchEnd", None)
    page.wait_for_function("scale => page.view.scale > scale * 1.8", arg=scale)


def test_whoever_wants_no_motion_sees_none(look: Open) -> None:
    page = look("embassy", reduced_motion="reduce")
    moving = page.evaluate("""() => [...document.querySelectorAll('*')].filter((one) => {
        const style = getComputedStyle(one);
        return parseFloat(style.transitionDuration) > 0 || style.animationName !== 'none';
    }).length""")
    assert moving == 0


def test_on_paper_the_whole_tree_is_told(look: Open) -> None:
    page = look("embassy")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#list").is_visible() and page.locator(".entry").first.is_visible()
    assert page.locator("header.top").is_hidden() and page.locator("#trail").is_hidden()
    x, _, width, height = (page.locator("#world").bounding_box() or {}).values()
    assert x >= 0 and width <= 1010 and height <= 650, "the drawing fits one sheet"
    before = page.evaluate("page.view.scale")
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert place(page)[2] == pytest.approx(before, rel=1e-4)


def test_texts_of_an_author_do_nothing_in_the_page(look: Open) -> None:
    page = look("hostile")
    for node in range(3):
        page.locator("#fit").click()
        page.locator(f"[data-node='{node}']").click()
    page.locator("#told").check()
    page.locator("#path").select_option("hand")
    page.locator("#listing").click()
    assert page.evaluate("document.scripts.length") == len(SCRIPTS) + 1
    assert page.locator("body img, body i, #list svg, #card svg, iframe, [onclick], [onerror], [onload]").count() == 0
    shown = page.locator("#list").inner_text()
    for text in ("</script><script>alert(2)</script>", "<svg onload=alert(3)>", "<i onclick=alert(4)>why</i>?", "T </script> <!--"):
        assert text in shown
    assert page.locator("#title").inner_text().startswith("<script>alert(1)</script>")
    assert all(one.get_attribute("dir") == "auto" for one in page.locator("#list h3, #list .said, .node .name").all())


def test_the_browser_may_run_the_pages_own_scripts_and_nothing_else(files: dict[str, Path],
                                                                    visit: Callable[..., Visit]) -> None:
    provoked = visit()
    page = provoked.open(files["embassy"])
    policy = page.locator("meta[http-equiv]").get_attribute("content") or ""
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    ran = page.evaluate("""() => {
        addEventListener('securitypolicyviolation', (event) => { window.refused = event.violatedDirective; });
        const script = document.createElement('script');
        script.textContent = 'window.ran = true';
        document.head.append(script);
        return window.ran === true;
    }""")
    assert not ran
    page.wait_for_function("window.refused && window.refused.startsWith('script-src')")
    provoked.complaints.clear()


def test_the_page_is_the_same_every_time_and_names_no_other_place(languages: dict[str, Language]) -> None:
    rules = rules_of(EMBASSY)
    html = page_of(rules, languages)
    assert html == page_of(rules, languages)
    assert "{{" not in html.replace("{{{", "")
    own = html.replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"""(?:src|href)\s*=\s*["']|https?://|@import|url\(|fetch\(|XMLHttpRequest|eval\(""", own)


def test_data_cannot_end_the_script_that_holds_it() -> None:
    text = as_script({"a": "</script><!-- \u2028 &"})
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == {"a": "</script><!-- \u2028 &"}


def test_the_colours_of_pages_are_those_of_the_theme() -> None:
    theme = (resources.assets() / "theme.yaml").read_text(encoding="utf-8").lower()
    known = set(re.findall(r'"(#[0-9a-f]{6})"', theme))
    named = re.findall(r"--([\w-]+): (#[0-9a-f]{6})", (WEB / "paper.css").read_text(encoding="utf-8"))
    assert len(named) > 12
    assert {colour for _, colour in named} <= known
    assert set(STYLES) >= {"paper.css"}


@pytest.mark.parametrize("code", ["en", "zh"])
def test_effects_are_told_in_words(code: str, languages: dict[str, Language], flagship_rules: Rules) -> None:
    scenario, language = flagship_rules.scenario, languages[code]
    names = {variable: (dimension.name, layer) for dimension in scenario.reference.dimensions.values()
             for layer, variable in dimension.layers}
    options = [option for node in scenario.nodes.values() if hasattr(node, "options") for option in node.options]
    told = [effect_text(language, scenario, effect, names) for option in options for effect in option.effects]
    assert len(told) > 100
    for text in told:
        assert any(text.endswith(f"{sure})" if code == "en" else f"{sure}）")
                   for sure in (language.t(f"compare.sure.{letter}") for letter in "DIA"))
        assert not re.search(r"[:：] ?-\d", text), text


def test_tiny_odds_are_told_as_one_in_so_many(languages: dict[str, Language]) -> None:
    assert rare(languages["en"], Fraction(1, 3)) == "33.3 %"
    assert rare(languages["en"], Fraction(1, 40_000)) == "1 in 40,000"
    assert rare(languages["zh"], Fraction(1, 41 * 10**18)) == "4.1 × 10¹⁹分之一"


def test_a_route_of_another_part_is_not_offered(languages: dict[str, Language]) -> None:
    rules = rules_of(EMBASSY)
    data = graph_data(rules.scenario, diagram(rules), list(languages.values()), None, [NamedRoute("record", Route(()))])
    assert data["routes"] == []
