"""Our test stories are what real Twine tools take for stories: compared with extwee, where Node and it are at hand."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from game.authoring.twine.published import read_published
from game.authoring.twine.twee import read_twee

STORIES = Path(__file__).parent / "stories"
COMPILER = Path(__file__).resolve().parents[3] / ".story-compiler" / "node_modules" / "extwee" / "index.js"

SCRIPT = """
import {readFileSync} from 'node:fs';
const extwee = await import(process.argv[1]);
const story = extwee.parseTwee(readFileSync(process.argv[2], 'utf8'));
const plain = {title: story.name, format: story.format, start: story.start, ifid: story.IFID,
  passages: story.passages.map(one => [one.name, one.tags, one.text.trim()]), html: ''};
if (!plain.start) { story.start = story.passages[0].name; }
plain.html = story.toTwine2HTML();
console.log(JSON.stringify(plain));
"""


@pytest.fixture(scope="module")
def extwee(lacking: Callable[[str], None], programs: Callable[..., None]) -> Path:
    programs("node")
    if not COMPILER.is_file():
        lacking("needs extwee; .ci/run installs it")
    return COMPILER


@pytest.mark.parametrize("path", sorted(STORIES.glob("*.twee")), ids=lambda path: path.stem)
def test_extwee_reads_our_stories_as_we_do(path: Path, extwee: Path) -> None:
    run = subprocess.run(["node", "--input-type=module", "-e", SCRIPT, extwee.as_uri(), str(path)], capture_output=True, text=True,
                         encoding="utf-8", timeout=60)
    assert run.returncode == 0, run.stderr
    theirs = json.loads(run.stdout)
    ours = read_twee(path.read_text(encoding="utf-8"))
    assert (theirs["title"], theirs["format"].lower(), theirs["ifid"]) == (ours.title, ours.format, ours.ifid)
    mine = [(one.name, list(one.tags), one.text.strip()) for one in ours.passages.values() if "script" not in one.tags]
    assert [(name, tags if isinstance(tags, list) else tags.split(), text) for name, tags, text in theirs["passages"]] == mine
    published = read_published(theirs["html"])
    told = {name: one.text.strip() for name, one in ours.passages.items() if "script" not in one.tags}
    assert {name: one.text.strip() for name, one in published.passages.items()} == told
    assert published.start == ours.start
