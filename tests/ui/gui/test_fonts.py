"""The font files can draw what is written, in the form each language wants."""

import hashlib
from pathlib import Path

import pygame
import pytest

from game.ui.gui.fonts import FILES, ROLES, Fonts, NoFonts

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "assets" / "fonts"


@pytest.fixture(scope="module")
def fonts():
    pygame.font.init()
    return Fonts(FOLDER)


def written():
    for folder in (ROOT / "scenarios", ROOT / "assets" / "lang"):
        yield from sorted(folder.rglob("*.yaml"))


@pytest.mark.parametrize("role", sorted(ROLES))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_character_of_the_content_is_drawn_in_every_role(fonts, role, language):
    text = (
        "".join(path.read_text(encoding="utf-8") for path in written())
        + "蔣孫傅蒋介石 Čoibalsan Чойбалсан ǚ —…“”"
    )
    assert fonts.missing(text, role, language) == []


@pytest.mark.slow
def test_coverage_table_tells_the_truth(fonts):
    tools = pytest.importorskip("fontTools.ttLib")
    for name in FILES:
        real = set(tools.TTFont(FOLDER / name, lazy=True).getBestCmap())
        told = {c for c in range(0x110000) if fonts.coverage.has(name, chr(c))}
        assert told == real, name


def test_a_character_no_font_has_is_reported(fonts):
    assert fonts.missing("好✗", "body", "zh") == ["✗"]


def test_files_are_the_ones_recorded_and_small_enough():
    sums = dict(reversed(line.split()) for line in (FOLDER / "SHA256SUMS").read_text().splitlines())
    assert set(sums) == set(FILES)
    for name, digest in sums.items():
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == digest
    assert sum((FOLDER / name).stat().st_size for name in FILES) < 12_000_000


def test_no_file_keeps_the_name_of_its_original(fonts):
    tools = pytest.importorskip("fontTools.ttLib")
    for name in FILES:
        names = tools.TTFont(FOLDER / name, lazy=True)["name"]
        shown = " ".join(str(names.getDebugName(i)) for i in (1, 3, 4, 6))
        assert "TYP" in shown
        assert not any(old in shown for old in ("Noto", "LXGW", "WenKai", "Old Standard", "Special Elite"))


def test_english_quotation_marks_are_narrow_and_chinese_ones_square(fonts):
    font = fonts.font(("typ-body.otf", 100))
    assert font.metrics("“")[0][4] == 100
    assert font.metrics("\ue01c")[0][4] < 60
    assert font.metrics("—")[0][4] == 100


@pytest.fixture
def some(tmp_path):
    """A folder with the font files a test leaves in it."""
    for path in (*(FOLDER / name for name in FILES), FOLDER / "coverage.json"):
        (tmp_path / path.name).symlink_to(path)
    pygame.font.init()
    return tmp_path


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damaged", [False, True])
def test_a_font_file_that_is_missing_or_damaged_is_stood_in_for(some, name, damaged):
    (some / name).unlink()
    if damaged:
        (some / name).write_bytes(b"no font")
    fonts = Fonts(some)
    fonts.font((name, 20))
    for role in ROLES:
        for language, text in (("en", "The treaty"), ("zh", "条约")):
            for character in text:
                drawn = fonts.font(fonts.key(role, language, character, 20))
                assert drawn.metrics(character)[0] is not None
            assert fonts.missing(text, role, language) == [], "another face has it"
    assert fonts.lost == [name]


def test_with_no_font_at_all_no_window_is_opened(some):
    for name in FILES:
        (some / name).unlink()
    with pytest.raises(NoFonts) as caught:
        Fonts(some)
    assert caught.value.folder == some
    with pytest.raises(NoFonts):
        Fonts(some / "nowhere")


def test_with_nothing_but_damaged_fonts_the_window_goes_on(some):
    for name in FILES:
        (some / name).unlink()
        (some / name).write_bytes(b"no font")
    fonts = Fonts(some)
    assert fonts.font(fonts.key("body", "en", "a", 20)).metrics("a")[0] is not None
    assert fonts.font(fonts.key("body", "en", "a", 20)) and set(fonts.lost) == set(FILES)
