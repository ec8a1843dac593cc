"""What becomes of a save whose scenario has changed since, here and with inkjs: ``python tests/benchmarks/old_saves.py``.

A play is saved at a decision; then the author puts a third option before the two there were.  inkjs 2.4.0 offers the
two old choices and, when the first is chosen, runs the new option without a word.  Ours offers what the scenario says
today, and a move that is gone stops the play at its decision (``tests/play/test_resume``).  inkjs is installed by npm into
a temporary folder.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from game.authoring.loader import load
from game.core.rules import Rules
from game.play.session import Session, resume

INKJS = "2.4.0"


def scenario(folder: Path, *options: str) -> Rules:
    """The same story as the one for inkjs."""
    lines = ["format: 1", "title: Landing", "parties: {you: {name: You}}", "start: offer", "nodes:", "  offer:", "    options:"]
    lines += [f"      {name}: {{text: {name}, goto: {name}}}" for name in options]
    lines += [f"  {name}: {{ending: {name}, text: You gave {name}.}}" for name in options]
    path = folder / "scenario.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = load(path).scenario
    assert found is not None
    return Rules(found)


def ours(folder: Path) -> dict[str, object]:
    """A play saved at the decision, and one saved after an option that is gone today."""
    before = scenario(folder, "five", "nothing")
    saved, decided = Session(before).record(), Session(before)
    decided.play("nothing")
    today = scenario(folder, "ten", "five")
    session, _ = resume(today, saved)
    offered = list(session.moves())
    session.play("five")
    _, parted = resume(today, decided.record())
    return {"offered": offered, "chosen": "five", "told": session.node.id, "a move that is gone": str(parted)}


def inkjs(folder: Path) -> object:
    """What inkjs says of the same, or why it could not be asked."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        return "node or npm is not there: inkjs is left out"
    done = subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", f"inkjs@{INKJS}"], cwd=folder, capture_output=True,
                          text=True)
    if done.returncode:
        return f"npm could not install inkjs: {done.stderr.strip()[:200]}"
    script = shutil.copy(Path(__file__).with_suffix(".mjs"), folder)
    return json.loads(subprocess.run(["node", script], cwd=folder, capture_output=True, text=True, check=True).stdout)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        print("ours ", ours(Path(place)))
        print(f"inkjs {INKJS}", inkjs(Path(place)))
