"""Text is broken where readers of each language expect it, fits its column and is never cut off."""

from pathlib import Path

import pygame
import pytest

from game.ui.gui.fonts import Fonts
from game.ui.gui.linebreak import plain_text
from game.ui.gui.text import Style, TextEngine

FOLDER = Path(__file__).resolve().parents[3] / "assets" / "fonts"
ZH = (
    "斯大林说：“外蒙古人民不愿加入中国。”（见 FRUS 1945, vol. VII, p. 914）[[12]]宋子文回电——绝不让步……中共（CCP）拥有约120万军队，"
    "占12.5%；《中苏友好同盟条约》1945年8月14日签订。**约瑟夫·斯大林**再问：“中国究竟要什么？”"
)
EN = (
    "Stalin told Soong: “The people of Outer Mongolia do not wish to join China.”[[12]] Soong cabled back—**no "
    "concession** on sovereignty without a written guarantee on Manchuria, Sinkiang (新疆) and the C.C.P."
)
LATIN = {0xE018: "‘", 0xE019: "’", 0xE01C: "“", 0xE01D: "”", 0xE014: "—", 0xE026: "…"}
WIDTHS = range(120, 900, 17)


@pytest.fixture(scope="module")
def engine():
    pygame.font.init()
    return TextEngine(Fonts(FOLDER), {"zh": 1.5, "en": 1.38})


def lines(engine, text, language, width):
    layout = engine.layout(text, Style("body", 20, language), width)
    return ["".join(g.text.translate(LATIN) for g in line.glyphs) for line in layout.lines], layout


@pytest.mark.parametrize("text, language", [(ZH, "zh"), (EN, "en")])
def test_nothing_is_lost_or_too_wide_at_any_width(engine, text, language):
    whole = text.replace("[[", "").replace("]]", "").replace("**", "").replace(" ", "")
    for width in WIDTHS:
        shown, layout = lines(engine, text, language, width)
        assert "".join(shown).replace(" ", "") == whole
        assert layout.width <= width + 1, (width, shown)


def test_no_chinese_line_starts_with_closing_or_ends_with_opening_punctuation(engine):
    for width in WIDTHS:
        for line in lines(engine, ZH, "zh", width)[0]:
            assert line[0] not in "，。、；：！？）》”…—·%", (width, line)
            assert line[-1] not in "（《“", (width, line)


def test_figures_keep_their_unit(engine):
    for width in WIDTHS:
        joined = "|".join(lines(engine, ZH, "zh", width)[0])
        assert "120|万" not in joined and "1945|年" not in joined and "12.5|%" not in joined


def test_english_breaks_only_between_words(engine):
    words = set(plain_text(EN).replace("—", "— ").split())
    for width in WIDTHS:
        for line in lines(engine, EN, "en", width)[1].lines:
            last = line.glyphs[-1]
            assert last.kind in ("note", "han", "close") or any(
                word.endswith(last.text.translate(LATIN)[-2:]) for word in words
            )


def test_a_word_wider_than_its_column_is_cut_rather_than_overflowing(engine):
    shown, layout = lines(engine, "Donaudampfschifffahrtsgesellschaft", "en", 90)
    assert len(shown) > 2 and layout.width <= 91


def test_full_chinese_lines_are_flush_and_the_last_is_not(engine):
    layout = lines(engine, ZH, "zh", 400)[1]
    assert all(abs(line.width - 400) < 1.5 for line in layout.lines[:-1])
    assert layout.lines[-1].width < 380


def test_quotation_marks_follow_the_language(engine):
    style = Style("body", 40, "zh"), Style("body", 40, "en")
    assert engine.width("说“好”吗", style[0]) > engine.width("说“好”吗", style[1]) + 30


def test_adjacent_full_width_marks_are_closed_up(engine):
    style = Style("body", 40, "zh")
    assert engine.width("国。”（见", style) < engine.width("国。见", style) + 2 * 40 - 30


def test_note_marks_are_raised_small_and_located(engine):
    layout = engine.layout("甲乙[[3]]丙", Style("body", 20, "zh"), 400)
    ((mark, box),) = layout.notes
    assert mark == "3" and 38 <= box.x <= 46 and box.w < 16


def test_paragraphs_stay_apart(engine):
    one = engine.layout("One.", Style("body", 20, "en"), 400).height
    assert engine.layout("One.\nTwo.", Style("body", 20, "en"), 400).height > 2 * one


def test_drawing_puts_ink_inside_the_layout(engine):
    layout = engine.layout(ZH, Style("body", 20, "zh"), 400)
    surface = pygame.Surface((500, layout.height + 60), pygame.SRCALPHA)
    engine.draw(surface, layout, 20, 30, (0, 0, 0))
    ink = surface.get_bounding_rect()
    assert pygame.Rect(16, 30, 410, layout.height).contains(ink)
    assert ink.w > 380
