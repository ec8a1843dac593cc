"""What the release check goes by: lists of origins, versions, the choice of Pythons, the table, the bill of materials."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.release import check, materials, pictures, shipped
from tests.release.shipped import Origin

ASSETS = check.ROOT / "assets"


def test_everything_shipped_is_the_projects_own_or_listed_with_licence_and_hash() -> None:
    assert shipped.faults(ASSETS) == []
    listed = {origin.path: origin for origin in shipped.origins(ASSETS)}
    assert {path.name for path in (ASSETS / "fonts").glob("typ-*")} <= {Path(name).name for name in listed}
    assert all(origin.name and origin.version and origin.licence for origin in listed.values())


@pytest.mark.parametrize("stranger", ["fonts/other.ttf", "web/other.js", "map/other.json", "picture.svg", "music/a.ogg"])
def test_a_file_of_unknown_origin_is_found(stranger: str) -> None:
    assert shipped.unlisted([stranger, "theme.yaml", "web/graph/main.js"], []) == [stranger]


def test_a_listed_file_that_was_changed_or_has_no_licence_text_is_found(tmp_path: Path) -> None:
    for name in ("fonts/README.md", "fonts/SHA256SUMS", "map/LICENSES.md", "web/README.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text((ASSETS / name).read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "fonts" / "typ-kai.ttf").write_bytes(b"another font")
    found = "\n".join(shipped.faults(tmp_path))
    assert "assets/fonts/typ-kai.ttf is not the file whose hash stands in assets/fonts/SHA256SUMS" in found
    assert "assets/fonts/typ-body.otf is listed and does not exist" in found
    assert "assets/fonts/typ-body.otf: no text of the licence 'OFL-1.1' is shipped" in found


LOG = "# Change log\n\n## [Unreleased]\n\n### Added\n\n- A thing.\n\n## [1.2.0] - 2026-01-02\n"


@pytest.mark.parametrize(("version", "log", "built", "expected"), [
    ("1.2.0", LOG, ["game-1.2.0.tar.gz", "game-1.2.0-py3-none-any.whl"], 0),
    ("1.3.0", LOG, [], 1), ("1.2.0", LOG.replace(" - 2026-01-02", ""), [], 1),
    ("1.2.0", LOG, ["game-1.1.0.tar.gz"], 1), ("1.2.0", LOG.replace("### Added\n\n", ""), [], 1)])
def test_the_version_the_change_log_and_the_packages_agree(version: str, log: str, built: list[str], expected: int) -> None:
    assert len(check.versions_agree(version, log, built)) == expected


def test_one_python_of_each_version_is_used_if_new_enough() -> None:
    found = [((3, 12), "first"), ((3, 10), "old"), ((3, 12), "second"), ((3, 11), "third")]
    assert check.interpreters(found) == {"3.11": "third", "3.12": "first"}


def test_a_step_that_fails_does_not_keep_the_others_from_being_tried() -> None:
    def broken() -> str:
        raise check.Failed("exit code 3\nthe last line")

    def absent() -> str:
        raise check.Absent("no browser")

    shown = check.table([check.tried("one", broken), check.tried("two", absent), check.tried("three", lambda: "fine")])
    states = {line.split()[0]: line.split()[1] for line in shown.splitlines() if line.startswith(("one", "two", "three"))}
    assert states == {"one": "FAILED", "two": "left", "three": "ok"}
    assert "the last line" in shown and shown.endswith("3 steps, 1 failed")


def test_the_bill_names_shipped_files_and_what_it_lacks() -> None:
    font, shapes = (materials.part(Origin(f"fonts/{name}", "Kai", "1.2", licence))
                    for name, licence in (("a.ttf", "OFL-1.1"), ("b.json", "public domain")))
    assert font["licenses"] == [{"license": {"id": "OFL-1.1"}}] and font["version"] == "1.2"
    assert shapes["licenses"] == [{"license": {"name": "public domain"}}]
    assert materials.lacking([font, {**shapes, "version": ""}, {"name": "bare", "version": "1"}]) == ["Kai", "bare"]


def test_a_picture_is_stale_when_more_than_a_trace_of_it_differs(tmp_path: Path) -> None:
    kept, drawn = tmp_path / "kept", tmp_path / "drawn"
    for folder in (kept, drawn):
        folder.mkdir()
        for name in ("same", "trace", "other"):
            Image.new("RGB", (100, 100), "white").save(folder / f"{name}.png")
    for name, points in (("trace", 10), ("other", 2000)):
        picture = Image.new("RGB", (100, 100), "white")
        for point in range(points):
            picture.putpixel((point % 100, point // 100), (0, 0, 0))
        picture.save(drawn / f"{name}.png")
    assert pictures.stale(drawn, kept, ["same", "trace", "other"]) == {"other": 0.2}
    assert pictures.stale(drawn, kept.parent, ["same"]) == {"same": 1.0}
