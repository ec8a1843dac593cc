"""How long reading and checking a large scenario takes, and taking up a kept one, beside other engines' compilers.

The stories are generated: four options to a node, guards, effects, short texts, once in blocks as the guide writes them
and once with an option to a line.  inkjs and XState get the same story in their own form.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import yaml

from game.authoring.loader import load
from tests.benchmarks.bench import ROOT, Bench, Unequal
from tests.benchmarks.peers import NAMES, asked
from tests.benchmarks.rows import Clock, Row
from tests.benchmarks.stories import HIGH, LOW, START, Story, as_ink, as_xstate, story
from tests.benchmarks.timing import Contender, Figure, compared, processor, wall

SIZES = {"200 KB": 200_000, "2 MB": 2_000_000, "20 MB": 20_000_000}
STYLES = {"blocks": "in blocks", "lines": "an option to a line"}
FORMS = {"lines": (4, 8), "short": (2, 2)}
"""Style -> (options of a node, numbers of the story) where nodes are counted; ``short`` has hardly any text."""
NODES = (1_000, 10_000)
WORDS = ["river", "bridge", "harbour", "council", "letter", "winter", "soldier", "treaty", "lantern", "market", "harvest", "envoy", "silence", "promise", "border", "railway", "garrison", "telegram", "minister", "village"]
FAULTY = 100
"""Of so many nodes one leads to a node that does not exist, in the files with faults."""

FIRST_CHOICE = """
import sys
from pathlib import Path
from game.core.rules import Rules
from game.library import Library
from game.play.session import Session
session = Session(Rules(Library(kept=Path(sys.argv[2])).load(sys.argv[1]).scenario), seed=1)
assert session.rules.moves(session.position)
"""


def rows(bench: Bench) -> Iterator[Row]:
    """Yields files by size, stories by nodes beside the peers, and the start from the kept form."""
    for style in STYLES:
        yield from by_size(bench, style)
    for nodes in NODES:
        for style in FORMS:
            yield from by_nodes(bench, nodes, style)
    yield from kept(bench)


def by_size(bench: Bench, style: str) -> Iterator[Row]:
    """Seconds for files of each size, and how they grow."""
    taken: dict[str, tuple[float, ...]] = {}
    for title, size in SIZES.items():
        if bench.quick and title == "20 MB":
            continue
        told = long_story(size, style)
        text = written(told, style)
        file, large = bench.file("scenario.yaml", text), title == "20 MB"
        clean(file, 0)
        peers = [] if large else [Contender("the YAML library alone: no checks, no places", lambda text=text: processor(lambda: yaml.load(text, Loader=yaml.CSafeLoader)))]  # type: ignore[misc]
        found = list(compared(f"load and validate {title} {STYLES[style]}, {len(told.decisions) + 1:,} nodes", loading(file), peers,
                              rounds=2 if large else bench.rounds(5), goal="load-2-mb" if title == "2 MB" else ""))
        taken[title] = found[0].ours
        yield from found
    if "20 MB" in taken:
        times = tuple(large / small for large, small in zip(taken["20 MB"], taken["2 MB"], strict=False))
        yield Row(f"20 MB beside 2 MB, {STYLES[style]}", times, "times as long", goal="load-linear")


def by_nodes(bench: Bench, nodes: int, style: str) -> Iterator[Row]:
    """The same story for everybody; then with faults, each shown in its place."""
    options, numbers = FORMS[style]
    told = story(nodes, options=options, numbers=numbers)
    text, largest = written(told, style), nodes == NODES[-1]
    file, what = bench.file("scenario.yaml", text), f"{nodes:,} nodes of {len(text) // nodes} bytes"
    with ExitStack() as stack:
        peers = []
        for name, how, text in (("xstate", "createMachine", as_xstate(told)), ("ink", "compile", as_ink(told))):
            if bench.peers.has(name) and not (bench.quick and largest):
                peer = stack.enter_context(asked(bench.peers, name, "load", str(bench.file(f"load.{name}", text))))
                peers.append(Contender(f"{NAMES[name]}, {how}", peer.once, 1 if largest else None))
        yield from compared(f"load and validate {what}", loading(file), peers, rounds=bench.rounds(3))
    faulty = bench.file("scenario.yaml", written(told, style, faulty=True))
    number = -(-nodes // FAULTY)
    clean(faulty, number)
    (row,) = compared("", loading(faulty), rounds=bench.rounds(3))
    yield Row(f"load and validate {what} with {number} faults in their places", tuple((nodes + 1) / seconds for seconds in row.ours),
              "nodes/s", goal="load-rate" if largest else "")


def kept(bench: Bench) -> Iterator[Row]:
    """From the start of Python to the first choice of a scenario that was found good before."""
    file = bench.file("ten-thousand.yaml", written(story(10_000, options=4, numbers=8), "lines"))
    home = str(bench.folder / "kept")
    started(FIRST_CHOICE, str(file), home)()
    bare = Contender("Python and our imports alone", clocked(started("import sys, game.library, game.core.rules, game.play.session")))
    yield from compared("10,000 nodes, kept: start to first choice", clocked(started(FIRST_CHOICE, str(file), home)), [bare],
                        rounds=bench.rounds(9), clock=Clock.WALL, goal="kept")


def started(code: str, *arguments: str) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, "-c", code, *arguments], cwd=ROOT, check=True)


def clocked(what: Callable[[], object]) -> Figure:
    return lambda: wall(what)


def loading(file: Path) -> Figure:
    return lambda: processor(lambda: load(file))


def clean(file: Path, faults: int) -> None:
    """Refuses a file that has not as many faults as were put into it, each with its line."""
    found = load(file).diagnostics
    if len(found) != faults or any(fault.mark.line <= 1 for fault in found):
        raise Unequal(f"{file.name} has {len(found)} faults instead of {faults}")


def written(told: Story, style: str, faulty: bool = False) -> str:
    """The story as an author writes it: in blocks, or with an option to a line."""
    luck = random.Random(1)

    def text(words: int) -> str:
        words = 1 if style == "short" else words
        return " ".join(luck.choice(WORDS) for _ in range(words)).capitalize()

    lines = ["format: 1", "id: story", "title: A long story", "languages: [en]", "parties:", "  you: {name: You}", "variables:"]
    lines += [f"  v{place}: {{start: {START}, min: {LOW}, max: {HIGH}, seen_by: all}}" for place in range(told.numbers)]
    lines += ["start: d0", "nodes:"]
    for at, row in enumerate(told.decisions):
        goto = f"d{at + 1}" if at + 1 < len(told.decisions) else "over"
        lines += [f"  d{at}:", f"    title: {text(3)}", f"    question: {text(5)}?", "    options:"]
        for option in row:
            leads = "nowhere" if faulty and option is row[0] and at % FAULTY == 0 else goto
            effects = "[" + ", ".join(f"{{add: {{v{place}: {step}}}}}" for place, step in option.moves) + "]"
            keys = {"text": f"{text(6)}.", **({"when": f"v{option.needs[0]} >= {option.needs[1]}", "closed": f"{text(4)}."} if option.needs else {}),
                    "effects": effects, "goto": leads}
            if style != "blocks":
                lines.append(f"      {option.id}: {{" + ", ".join(f"{key}: {value}" for key, value in keys.items()) + "}")
            else:
                lines += [f"      {option.id}:", *(f"        {key}: {value}" for key, value in keys.items())]
    return "\n".join([*lines, "  over: {ending: over, text: The end.}", ""])


def long_story(size: int, style: str) -> Story:
    """A story whose file has about ``size`` bytes."""
    sample = story(50, options=4, numbers=8)
    each = len(written(sample, style)) / 50
    return story(max(1, round(size / each)), options=4, numbers=8)
