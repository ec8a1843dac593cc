"""Settings outlast the window; a file that cannot be used is kept and costs nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from game.play import settings
from game.play.settings import FILE, Settings
from game.play.storage import StorageFailure


def test_what_was_set_is_there_again(tmp_path: Path) -> None:
    given = Settings(language="zh", scale=1.25, preset="projector", predict=False, contrast=True, volume=20,
                     keys={"undo": "g"})
    settings.save(tmp_path / "new", given)
    assert settings.load(tmp_path / "new") == (given, None)


def test_a_first_start_finds_the_defaults_and_writes_nothing(tmp_path: Path) -> None:
    assert settings.load(tmp_path) == (Settings(), None)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe", b"[]", b'{"format": 99}', b'{"language": "zh"}', b"[" * 9000])
def test_a_file_that_cannot_be_used_is_kept_aside(damage: bytes, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(damage)
    found, aside = settings.load(tmp_path)
    assert found == Settings()
    assert aside is not None and aside.read_bytes() == damage
    settings.save(tmp_path, found)
    assert aside.read_bytes() == damage, "the new file is written beside it"


@pytest.mark.parametrize(("name", "value"), [("scale", 9), ("scale", True), ("volume", 101), ("volume", "loud"),
                                             ("predict", 1), ("language", None), ("keys", {"undo": 3}), ("keys", [])])
def test_one_bad_field_costs_only_that_field(name: str, value: object, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(json.dumps({**Settings(plain=True).to_data(), name: value}))
    found, aside = settings.load(tmp_path)
    assert found == Settings(plain=True) and aside is not None


def test_fields_of_other_versions_are_kept(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(json.dumps({"format": 1, "plain": True, "smell": {"strong": True}}))
    found, aside = settings.load(tmp_path)
    assert aside is None and found.plain
    found.plain = False
    settings.save(tmp_path, found)
    assert json.loads((tmp_path / FILE).read_text(encoding="utf-8"))["smell"] == {"strong": True}


def test_a_disk_that_refuses_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageFailure, match="could not be saved in"):
        settings.save(tmp_path / "file", Settings())
