"""How long reading and checking a large scenario takes, and taking up a kept one, beside other engines' compilers.

Not a test, since the figures depend on the machine: run ``python tests/benchmarks/load.py``.  The stories are
generated: four options to a node, guards, effects, short texts, once in blocks as the guide writes them and once with
an option to a line.  inkjs and XState get the same story in their own form; they are installed by npm into a folder
outside the repository (``--peers FOLDER``), and what is not there is left out and said.  ``--quick`` leaves out the
largest files.  All times are processor times, since other programs may run; two more rows say what this machine's
Python and the YAML library alone need for the same file.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import yaml

from game.authoring.loader import load
from tests.benchmarks.stories import HIGH, LOW, START, Story, as_ink, as_xstate, story

XSTATE, INKJS = "5.33.3", "2.4.0"
SIZES = (200_000, 2_000_000, 20_000_000)
STYLES = ("blocks", "lines")
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


def written(told: Story, style: str, faulty: bool = False) -> str:
    """The story as an author writes it: in blocks, or with an option to a line."""
    luck = random.Random(1)

    def text(words: int) -> str:
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
            if style == "lines":
                lines.append(f"      {option.id}: {{" + ", ".join(f"{key}: {value}" for key, value in keys.items()) + "}")
            else:
                lines += [f"      {option.id}:", *(f"        {key}: {value}" for key, value in keys.items())]
    return "\n".join([*lines, "  over: {ending: over, text: The end.}", ""])


def long_story(size: int, style: str) -> Story:
    """A story whose file has about ``size`` bytes."""
    sample = story(50, options=4, numbers=8)
    each = len(written(sample, style)) / 50
    return story(max(1, round(size / each)), options=4, numbers=8)


def timed(what: Callable[[], object], runs: int) -> float:
    """The quickest of some runs, in seconds of processor time."""
    took = []
    for _ in range(runs):
        gc.collect()
        begun = time.process_time()
        what()
        took.append(time.process_time() - begun)
    return min(took)


def start_time(code: str, *arguments: str) -> float:
    """Processor seconds of a process from its start to its end, the quickest of five."""
    took = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", code, *arguments], cwd=ROOT, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(took)


def row(name: str, seconds: float, nodes: int, size: int) -> None:
    print(f"  {name:58}{seconds:9.2f} s {nodes / seconds:12,.0f} nodes/s {size / seconds / 1e6:8.1f} MB/s")


def sizes(folder: Path, chosen: tuple[int, ...]) -> None:
    for style in STYLES:
        for size in chosen:
            told = long_story(size, style)
            text, file = written(told, style), folder / "scenario.yaml"
            file.write_text(text, encoding="utf-8")
            nodes, runs = len(told.decisions) + 1, 5 if size < 10_000_000 else 1
            print(f"{style}, {len(text):,} bytes, {nodes:,} nodes of {len(text) // nodes} bytes")
            assert load(file).diagnostics == ()
            row("load and validate", timed(lambda file=file: load(file), runs), nodes, size)  # type: ignore[misc]
            file.write_text(written(told, style, faulty=True), encoding="utf-8")
            found = load(file).diagnostics
            assert len(found) == -(-len(told.decisions) // FAULTY) and all(fault.mark.line > 1 for fault in found)
            row(f"load and validate, {len(found)} faults with their places", timed(lambda file=file: load(file), runs), nodes, size)  # type: ignore[misc]
            if size < 10_000_000:
                row("for comparison: yaml.CSafeLoader, no checks, no places",
                    timed(lambda text=text: yaml.load(text, Loader=yaml.CSafeLoader), runs), nodes, size)  # type: ignore[misc]


def kept(folder: Path) -> None:
    told = story(10_000, options=4, numbers=8)
    file = folder / "ten-thousand.yaml"
    file.write_text(written(told, "lines"), encoding="utf-8")
    home = str(folder / "kept")
    subprocess.run([sys.executable, "-c", FIRST_CHOICE, str(file), home], cwd=ROOT, check=True)
    bare = start_time("import sys, game.library, game.core.rules, game.play.session")
    whole = start_time(FIRST_CHOICE, str(file), home)
    print(f"10,000 nodes, kept: start to first choice {whole * 1000:.0f} ms, of which Python and imports {bare * 1000:.0f} ms")


def peers(folder: Path, place: Path) -> None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        print("node or npm is not there: XState and inkjs are left out")
        return
    place.mkdir(parents=True, exist_ok=True)
    done = subprocess.run([npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", f"xstate@{XSTATE}", f"inkjs@{INKJS}"],
                          cwd=place, capture_output=True, text=True)
    if done.returncode:
        print(f"npm cannot install: {done.stderr.strip().splitlines()[-1:]}")
        return
    shutil.copy(Path(__file__).with_name("load_peers.mjs"), place / "load_peers.mjs")
    for nodes in (1_000, 10_000):
        told = story(nodes, options=4, numbers=8)
        ours = folder / "peer.yaml"
        ours.write_text(written(told, "lines"), encoding="utf-8")
        mine = timed(lambda ours=ours: load(ours), 3)  # type: ignore[misc]
        print(f"{nodes:,} nodes of the same story\n  {'load and validate':58}{mine:9.2f} s")
        for task, name, text in (("ink", f"inkjs {INKJS}, compile", as_ink(told)), ("xstate", f"XState {XSTATE}, createMachine", as_xstate(told))):
            theirs = folder / f"peer.{task}"
            theirs.write_text(text, encoding="utf-8")
            shown = subprocess.run([node, "--max-old-space-size=6000", "--stack-size=60000", "load_peers.mjs", task, str(theirs), "3"],
                                   cwd=place, capture_output=True, text=True)
            if shown.returncode:
                print(f"  {name:58}   fails: {shown.stderr.strip().splitlines()[-1][:60] if shown.stderr else shown.returncode}")
                continue
            took = statistics.median(json.loads(shown.stdout))
            print(f"  {name:58}{took:9.2f} s {took / mine:12.2f} × ours")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave out the largest files")
    parser.add_argument("--peers", type=Path, default=Path(tempfile.gettempdir()) / "twenty-years-peace-peers", help="where npm installs the peers")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        unit = timed(lambda: sum(number * number for number in range(1_000_000)), 3)
        print(f"this machine: a million squares in plain Python take {unit * 1000:.0f} ms")
        sizes(folder, SIZES[:2] if arguments.quick else SIZES)
        kept(folder)
        peers(folder, arguments.peers)


if __name__ == "__main__":
    main()
