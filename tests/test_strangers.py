"""What a scenario from a stranger cannot do: read or write elsewhere, reach the network, hang, fill memory, run code.

A file against every limit of ``game.core.limits`` that a scenario can meet; the README's section on security says the
same in prose.  Broken bytes have tests of their own (``authoring/test_broken_bytes``), phones too (``host/test_host``).
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

import pytest

from game import resources
from game.analysis.explore import TooLarge, explore
from game.authoring.keeping import Keeping
from game.authoring.loader import Loaded, load
from game.cli import main
from game.core import limits
from game.core.rules import Rules
from game.inspection import inspect
from game.play.session import Session
from tests.core.making import EMBASSY, HEAD, codes, read

ROOT = Path(__file__).resolve().parents[1]
SECRET = "the-secret-of-the-house"
STORY = HEAD + "start: a\nnodes:\n  a: {options: {x: {text: X., goto: b}, y: {text: Y., goto: b}}}\n  b: {ending: e, text: B.}\n"
ELSEWHERE = f"nodes:\n  c: {{ending: {SECRET}, text: {SECRET}}}\n"

posix = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder of the reader's own, beside the scenario."""
    folder = tmp_path / "house"
    (folder / "acts").mkdir(parents=True)
    for name in ("secret.yaml", "scenario.yaml", "acts/secret.yaml", "zh.yaml", "secret.txt"):
        (folder / name).write_text(ELSEWHERE if name != "scenario.yaml" else STORY + f"# {SECRET}\n", encoding="utf-8")
    return folder


@pytest.fixture
def story(tmp_path: Path) -> Path:
    folder = tmp_path / "story"
    folder.mkdir()
    (folder / "scenario.yaml").write_text(STORY, encoding="utf-8")
    return folder


def linked(place: Path, target: Path) -> None:
    place.parent.mkdir(exist_ok=True)
    place.unlink(missing_ok=True)
    try:
        place.symlink_to(target)
    except OSError:
        pytest.skip("this system lets nobody make links")


LINKS: dict[str, tuple[str, str, str]] = {
    "the scenario itself": ("scenario.yaml", "scenario.yaml", ""),
    "an included file": ("more.yaml", "secret.yaml", "more.yaml"),
    "a folder of included files": ("acts", "acts", "acts/*.yaml"),
    "a translation": ("zh.yaml", "zh.yaml", ""),
    "a classroom pack": ("classroom.yaml", "secret.yaml", ""),
    "a lesson format": ("lessons/05-mine.yaml", "secret.yaml", ""),
    "a walkthrough": ("walkthroughs/a.txt", "secret.txt", ""),
    "the lock of translations": ("translations.lock", "secret.txt", ""),
}


def written(story: Path, include: str) -> None:
    if include:
        (story / "scenario.yaml").write_text(STORY.replace("start:", f"include: ['{include}']\nstart:"), encoding="utf-8")


@pytest.mark.parametrize("what", LINKS)
def test_a_link_out_of_the_folder_is_not_read(what: str, story: Path, outside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place, target, include = LINKS[what]
    written(story, include)
    opened: list[str] = []
    linked(story / place, outside / target)
    true_open = Path.open

    def watched(path: Path, *arguments: object, **named: object) -> object:
        opened.append(os.path.realpath(path))
        return true_open(path, *arguments, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", watched)
    found = inspect(story)
    assert any(str(story) in path for path in opened) or place == "scenario.yaml", "the watch works"
    assert not any(path.startswith(os.path.realpath(outside)) for path in opened)
    assert SECRET not in repr(found.loaded.lines) and SECRET not in repr(found.faults)


@pytest.mark.parametrize("what", ["an included file", "a folder of included files", "the scenario itself"])
def test_a_link_out_of_the_folder_is_told(what: str, story: Path, outside: Path) -> None:
    place, target, include = LINKS[what]
    written(story, include)
    linked(story / place, outside / target)
    loaded = load(story)
    assert loaded.scenario is None and codes(loaded)[0] == "E001"


def test_a_link_within_the_folder_is_read(story: Path) -> None:
    written(story, "more.yaml")
    (story / "parts").mkdir()
    (story / "parts" / "one.yaml").write_text(ELSEWHERE, encoding="utf-8")
    linked(story / "more.yaml", story / "parts" / "one.yaml")
    scenario = load(story).scenario
    assert scenario is not None and "c" in scenario.nodes


def test_a_link_to_a_whole_scenario_is_one(story: Path, tmp_path: Path) -> None:
    linked(tmp_path / "mine", story)
    assert load(tmp_path / "mine").scenario is not None


@posix
@pytest.mark.parametrize("place", ["scenario.yaml", "more.yaml", "zh.yaml", "classroom.yaml", "lessons/05-mine.yaml", "walkthroughs/a.txt",
                                   "translations.lock"])
@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_nobody_waits_for_a_pipe_or_reads_an_endless_device(place: str, kind: str, story: Path, tmp_path: Path) -> None:
    written(story, "more.yaml" if place == "more.yaml" else "")
    (story / place).parent.mkdir(exist_ok=True)
    (story / place).unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(story / place)
    else:
        linked(story / place, Path("/dev/zero"))
    inspect(story)
    Keeping(tmp_path / "kept").keep(story, load(story))


@pytest.mark.parametrize("name", ["../../house/evil", "/tmp/evil", "..\\evil", "C:evil", "a\\nb: c", "x" * (limits.NAME + 1)])
def test_a_scenario_cannot_name_a_file_elsewhere(name: str, story: Path, outside: Path, monkeypatch: pytest.MonkeyPatch,
                                                capsys: pytest.CaptureFixture[str]) -> None:
    """Pages, reports and pictures are called after the scenario where nobody says otherwise."""
    (story / "scenario.yaml").write_text(f'id: "{name}"\n'.replace("\\e", "\\\\e") + STORY, encoding="utf-8")
    monkeypatch.chdir(story)
    before = sorted(outside.rglob("*"))
    assert "E013" in codes(load(story))
    assert main(["print", str(story)]) == 1
    assert sorted(outside.rglob("*")) == before and [path.name for path in story.iterdir()] == ["scenario.yaml"]
    capsys.readouterr()


def test_a_translation_is_written_in_place_of_a_link_and_not_through_it(story: Path, outside: Path,
                                                                       capsys: pytest.CaptureFixture[str]) -> None:
    before = (outside / "secret.txt").read_text(encoding="utf-8")
    linked(story / "ja.yaml", outside / "secret.txt")
    main(["translate", str(story), "extract", "--lang", "ja"])
    capsys.readouterr()
    assert (outside / "secret.txt").read_text(encoding="utf-8") == before


# -- limits --

BIG = "A" * (limits.TEXT + 1)
NESTED = "[" * limits.NESTING + "]" * limits.NESTING
LIMITS: dict[str, tuple[str, str]] = {
    "a text": (STORY.replace("text: B.", f"text: {BIG}"), "E005"),
    "a text of one language": (STORY.replace("text: B.", f"text: {{en: {BIG}}}"), "E005"),
    "a name": (STORY.replace("x: {text", "x" * (limits.NAME + 1) + ": {text"), "E013"),
    "nesting": (STORY.replace("text: B.", f"text: {NESTED}"), "E005"),
    "an alias": (STORY.replace("text: B.", "text: &a B.").replace("text: X.", "text: *a"), "E004"),
    "an expression": (STORY.replace("text: B.", f"payoff: {{you: '{'1+' * 250}1'}}"), "E015"),
    "a deep expression": (STORY.replace("text: B.", f"payoff: {{you: '{'(' * 240}1{')' * 240}'}}"), "E015"),
    "deep signs": (STORY.replace("text: B.", f"payoff: {{you: '{'-' * 499}1'}}"), ""),
    "a number": (STORY.replace("text: B.", f"payoff: {{you: '{limits.NUMBER + 1}'}}"), "E015"),
    "a power": (STORY.replace("text: B.", "payoff: {you: '9 ** 9 ** 9'}"), "E015"),
    "a shift": (STORY.replace("text: B.", "payoff: {you: '1 << 99999'}"), "E015"),
    "a call": (STORY.replace("text: B.", "payoff: {you: '__import__(1)'}"), "E015"),
    "an attribute": (STORY.replace("text: B.", "payoff: {you: 'you.__class__'}"), "E015"),
    "bounds": ("variables: {v: {start: 0, max: 1000000, seen_by: all}}\n" + STORY, "E013"),
}


@pytest.mark.parametrize("what", LIMITS)
def test_what_is_too_large_is_told(what: str) -> None:
    text, code = LIMITS[what]
    loaded = read(text)
    if code:
        assert loaded.scenario is None and code in codes(loaded), loaded.diagnostics[:2]
    else:
        assert loaded.scenario is not None or "E015" in codes(loaded)


def refused(story: Path, code: str = "E005") -> Loaded:
    loaded = load(story)
    assert loaded.scenario is None and code in codes(loaded)
    return loaded


def test_many_files_are_too_many(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SCENARIO_FILES", 5)
    written(story, "acts/*.yaml")
    (story / "acts").mkdir()
    for number in range(9):
        (story / "acts" / f"{number}.yaml").write_text(f"nodes: {{c{number}: {{ending: e}}}}\n", encoding="utf-8")
    loaded = refused(story)
    assert len(loaded.lines) == 5, "no more are read"


def test_files_may_be_small_and_together_too_large(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SCENARIO_BYTES", 2_000)
    written(story, "acts/*.yaml")
    (story / "acts").mkdir()
    for number in range(9):
        (story / "acts" / f"{number}.yaml").write_text(f"# {'x' * 900}\nnodes: {{c{number}: {{ending: e}}}}\n", encoding="utf-8")
    assert len(refused(story).lines) < 6


def test_one_file_may_be_no_larger_than_agreed(story: Path) -> None:
    with (story / "scenario.yaml").open("ab") as file:
        file.truncate(limits.FILE_BYTES + 1)  # a hole: large to read, nothing on the disk
    refused(story)


def test_nodes_are_counted(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "NODES", 1)
    refused(story)


CIRCLE = HEAD + "variables:\n" + "".join(f"  v{n}: {{start: 0, min: -1000, max: 1000, seen_by: all}}\n" for n in range(12)) \
    + "start: a\nnodes:\n  a:\n    options:\n" \
    + "".join(f"      o{n}: {{text: X., effects: [{{add: {{v{n}: 1}}}}], goto: a}}\n" for n in range(12)) \
    + "      end: {text: X., when: '" + " + ".join(f"v{n}" for n in range(12)) + " > 900', goto: b}\n  b: {ending: e, text: B.}\n"


def test_a_scenario_without_end_is_not_explored_for_ever(story: Path) -> None:
    """10^39 positions: exploring stops at what it was allowed, with an estimate."""
    (story / "scenario.yaml").write_text(CIRCLE, encoding="utf-8")
    scenario = load(story).scenario
    assert scenario is not None
    with pytest.raises(TooLarge):
        explore(Rules(scenario), most=2_000)


def test_chance_that_goes_round_for_ever_ends_the_play() -> None:
    from game.play.session import StuckPlay
    scenario = read(HEAD + "start: a\nnodes:\n  a: {chance: {x: {weight: 1, goto: c}, y: {weight: 1, goto: c}}}\n"
                    "  c: {chance: {x: {weight: 1, goto: a}, y: {weight: 1, goto: a}}}\n  b: {ending: e, text: B.}\n").scenario
    assert scenario is not None
    with pytest.raises(StuckPlay):
        Session(Rules(scenario))


# -- pages --

MARKUP = "</style></script><script>alert(1)</script><img src=x onerror=alert(2)>\"'><!--"


def everywhere(text: str) -> str:
    """The text of a scenario with markup in every title, text and name of a work."""
    quoted = MARKUP.replace("'", "''")
    own = {"en": "Words.", "zh": "字" * 200}
    return re.sub(r"\b(en|zh): ([^,}\n'\"|>][^,}\n]*)", lambda found: f"{found[1]}: '{quoted} {own[found[1]]}'", text)


def test_markup_in_a_scenario_stays_text_on_every_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                      capsys: pytest.CaptureFixture[str]) -> None:
    from game.classroom.log import Head
    from game.classroom.room import Room
    from game.debrief.compare import compare
    from game.ui.language import read as languages
    from game.ui.lesson_print import Paper, handouts, sealed
    from game.ui.lesson_report import lesson_report
    from game.ui.report import html_report
    from tests.classroom.lessons import lesson
    folder = tmp_path / "evil"
    folder.mkdir()
    (folder / "scenario.yaml").write_text(everywhere(EMBASSY.read_text(encoding="utf-8")), encoding="utf-8")
    loaded = load(folder)
    assert loaded.scenario is not None, [str(fault) for fault in loaded.diagnostics][:3]
    known = languages(resources.assets() / "lang")
    english = known["en"]
    session = Session(Rules(loaded.scenario))
    while not session.ended:
        session.play(session.moves()[0])
    plan = lesson(path=folder)
    assert main(["print", str(folder), "--lang", "both", "--out", str(tmp_path / "review.html")]) == 0
    assert main(["graph", str(folder), "--format", "html", "--out", str(tmp_path / "graph.html")]) == 0
    capsys.readouterr()
    pages = {"review": (tmp_path / "review.html").read_text(encoding="utf-8"),
             "graph": (tmp_path / "graph.html").read_text(encoding="utf-8"),
             "report": html_report(session, compare(session), english, [known["zh"]]),
             "lesson": lesson_report(Head(scenario="x", digest="d", format="test", language="en", seed=1, opened=MARKUP, version="1"),
                                     plan, Room(), english),
             "handouts": handouts(plan, english, Paper("")), "sealed": sealed(plan, english, Paper(""))}
    for name, page in pages.items():
        assert "alert(1)" in page.replace("\\28 ", "(").replace("\\29 ", ")"), f"{name} shows the texts"
        assert "<script>alert" not in page and "<img src=x" not in page, name
        assert "default-src 'none'" in page.replace("&#x27;", "'"), name
        head = page[:page.index("<style>")]
        assert "Content-Security-Policy" in head, f"{name}: the policy stands before what it governs"
        if name != "graph":
            assert "<script" not in page, f"{name} has no script at all"


# -- code --

CODE = re.compile(r"""(?<![\w.])(?<!def[ ])(?:eval|exec|compile|__import__)\(|\bos\.(?:system|popen|exec\w*|spawn\w*)\(|\bshell\s*=
    |^\s*(?:import|from)\s+(?:pickle|marshal|shelve|dill|runpy|imp|code|codeop)\b
    |\byaml\.(?:unsafe_load|full_load|UnsafeLoader|FullLoader|Loader|CLoader)\b|\byaml\.load\((?!.*SafeLoader)
    |import_module\((?![A-Z]+\))""", re.MULTILINE | re.VERBOSE)
NETWORK = re.compile(r"^\s*(?:import|from)\s+(?:socket|ssl|http|urllib(?!\.parse)|ftplib|smtplib|telnetlib|asyncio|xmlrpc)\b", re.MULTILINE)


@cache
def modules() -> dict[str, str]:
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in sorted((ROOT / "game").rglob("*.py"))}


def test_no_text_becomes_code_and_no_shell_is_asked() -> None:
    assert CODE.search("x = eval(text)") and CODE.search("run(x, shell=True)") and CODE.search("import pickle"), "the search finds"
    assert not CODE.search("re.compile(text)") and not CODE.search("yaml.load(file, Loader=SafeLoader)")
    assert [f"{name}: {found[0].strip()}" for name, text in modules().items() for found in CODE.finditer(text)] == []


def test_only_a_lesson_and_nothing_else_knows_of_networks() -> None:
    users = {name.split("/")[1] for name, text in modules().items() if NETWORK.search(text)}
    assert users == {"host"}


def test_every_limit_is_held_to_somewhere() -> None:
    """A number nobody reads would be a promise nobody keeps."""
    used = "".join(text for name, text in modules().items() if name != "game/core/limits.py")
    names = [name for name in vars(limits) if name.isupper()]
    assert [name for name in names if f"limits.{name}" not in used] == []
