"""``import-twine`` as it is typed: what it prints, what it writes, what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.authoring.loader import load
from game.cli import main

STORIES = Path(__file__).parent / "stories"


def test_a_story_becomes_a_folder_with_scenario_and_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "盐 路"
    assert main(["import-twine", str(STORIES / "salt-road.twee"), "--out", str(out), "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "“The Salt Road” (sugarcube): 9 passages" in told and f"validate {out}" in told
    assert sorted(path.name for path in out.iterdir()) == ["import-report.md", "scenario.yaml"]
    loaded = load(out)
    assert loaded.scenario is not None and loaded.scenario.title["en"] == "The Salt Road"
    assert main(["validate", str(out)]) == 0


def test_the_report_is_written_in_the_language_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import-twine", str(STORIES / "salt-road.twee"), "--out", str(tmp_path / "a"), "--lang", "zh"]) == 0
    assert "个段落" in capsys.readouterr().out
    assert (tmp_path / "a" / "import-report.md").read_text(encoding="utf-8").startswith("# 导入《The Salt Road》")
    assert "写明由谁决定" in (tmp_path / "a" / "scenario.yaml").read_text(encoding="utf-8")
    assert "imported from the Twine story" in (tmp_path / "a" / "scenario.yaml").read_text(encoding="utf-8"), \
        "what becomes part of the story is in its own language"


def test_a_published_page_is_read_too(tmp_path: Path) -> None:
    assert main(["import-twine", str(STORIES / "customs-house.html"), "--out", str(tmp_path / "a"), "--title", "Tea"]) == 0
    scenario = load(tmp_path / "a").scenario
    assert scenario is not None and scenario.title["en"] == "Tea" and scenario.start == "the-quay"


def test_nothing_is_ever_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a").mkdir()
    assert main(["import-twine", str(STORIES / "salt-road.twee"), "--out", str(tmp_path / "a"), "--lang", "en"]) == 2
    assert "exists already" in capsys.readouterr().err
    assert not list((tmp_path / "a").iterdir())


def test_a_broken_story_is_refused_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "broken.twee"
    file.write_text(":: A\nx\n\n::\ny", encoding="utf-8")
    assert main(["import-twine", str(file), "--lang", "en"]) == 1
    assert "broken.twee, line 4: a passage has no name" in capsys.readouterr().err
    assert main(["import-twine", str(file), "--lang", "zh"]) == 1
    assert "第 4 行" in capsys.readouterr().err


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import-twine", str(tmp_path / "nothing.twee"), "--lang", "en"]) == 2
    assert "cannot be read" in capsys.readouterr().err
