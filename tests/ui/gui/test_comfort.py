"""Settings, presets, keys, the list of plays, the history and skipping: used as a player would, without a display."""

import itertools
import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import json

import pygame
import pytest

from game.play.settings import FILE
from game.ui.gui.audit import audit
from game.ui.gui.comfort import preset_of
from game.ui.gui.drawn import contrast
from game.ui.gui.keymap import COMMANDS, Keymap, cap
from game.ui.gui.screens.decision import DecisionScreen
from game.ui.gui.screens.ending import EndingScreen
from game.ui.gui.screens.history import HistoryScreen, RevealAgain
from game.ui.gui.screens.keys import KeysScreen
from game.ui.gui.screens.load import LoadScreen
from game.ui.gui.screens.reveal import RevealScreen
from game.ui.gui.screens.settings import SettingsScreen
from game.ui.gui.theme import load_theme
from tests.ui.gui.pilot import ASSETS, LANGUAGES, Pilot

pytestmark = pytest.mark.slow

THEME = load_theme(ASSETS / "theme.yaml")
ON_PAPER = [*itertools.product(("ink", "soft", "red", "blue", "teal", "disabled"),
                               ("paper", "card", "card_lit", "telegram")), ("ink", "folder"), ("ink", "brass")]
ON_DARK = [*itertools.product(("cream", "brass"), ("desk", "bar")), ("cream", "red")]
SIZES = [(1024, 640), (1280, 720)]


@pytest.fixture
def player(tmp_path):
    return Pilot(tmp_path)


def plays(folder):
    return sorted(folder.glob("play-*.json"))


# -- settings and presets --


def test_what_is_set_works_at_once_and_outlasts_the_window(player, tmp_path):
    player.press("title.settings")
    assert isinstance(player.top, SettingsScreen)
    player.focus("set.preset")
    player.key(pygame.K_RIGHT)
    assert player.app.ctx.ui_scale == 1.25 and player.app.ctx.colour("paper") == (255, 255, 255)
    player.focus("set.volume")
    player.key(pygame.K_LEFT)
    volume = player.desk.settings.volume
    player.focus("set.language")
    player.key(pygame.K_RIGHT)
    again = Pilot(tmp_path)
    assert again.app.ctx.ui_scale == 1.25 and again.app.ctx.colour("paper") == (255, 255, 255)
    assert again.desk.settings.language == "zh" and again.desk.settings.volume == volume < 60
    assert preset_of(again.desk.settings, THEME) == "projector"


def test_a_changed_preset_is_called_ones_own_and_can_be_left(player):
    player.press("title.settings")
    player.focus("set.contrast")
    player.key(pygame.K_RIGHT)
    assert "Your own" in player.said and player.app.ctx.colour("ink") == (0, 0, 0)
    player.key(pygame.K_RIGHT)
    assert "Your own" not in player.said and player.app.ctx.colour("ink") == THEME.colour("ink")


def test_a_damaged_settings_file_is_said_on_the_title_and_kept(tmp_path):
    (tmp_path / FILE).write_text("{", encoding="utf-8")
    player = Pilot(tmp_path)
    assert "settings.damaged-1" in player.said
    assert (tmp_path / "settings.damaged-1").read_text(encoding="utf-8") == "{"


def test_plain_type_leaves_the_old_faces(player):
    fonts = player.app.ctx.fonts
    before = [fonts.file_for(role, "en", "a") for role in ("heading", "typewriter", "hand")]
    player.desk.settings.plain_type = True
    player.desk.look()
    after = [fonts.file_for(role, "en", "a") for role in ("heading", "typewriter", "hand")]
    assert len(set(before)) == 3 and set(after) == {"typ-bold.otf", "typ-body.otf"}
    for language in ("en", "zh"):
        for role, character in itertools.product(("heading", "typewriter", "hand", "bold"), "aé蒙č"):
            assert fonts.file_for(role, language, character) is not None


@pytest.mark.parametrize("preset", THEME.presets)
def test_every_text_of_a_preset_stands_out_from_its_ground(preset):
    look = THEME.varied("contrast") if THEME.presets[preset].get("contrast") else THEME
    least = 7.0 if preset in ("projector", "contrast") else 4.5
    short = {(text, ground): round(contrast(look.colour(text), look.colour(ground)), 2)
             for text, ground in ON_PAPER + ON_DARK
             if contrast(look.colour(text), look.colour(ground)) < least}
    assert not short


def test_presets_and_variants_name_only_what_there_is(player):
    for values in THEME.presets.values():
        assert all(hasattr(player.desk.settings, name) for name in values)
    for tones in THEME.variants.values():
        assert set(tones) <= set(THEME.palette)
    for preset, code in itertools.product([*THEME.presets, "own"], LANGUAGES):
        assert LANGUAGES[code].t(f"comfort.presets.{preset}") and LANGUAGES[code].t(f"comfort.preset_note.{preset}")


# -- keys --


def test_a_key_is_chosen_works_and_shows_in_the_hints(player, tmp_path):
    player.begin()
    player.decide(1)
    player.key(pygame.K_F10)
    player.press("menu.settings")
    player.press("set.keys")
    player.press("key.undo")
    assert "press a key" in player.said
    player.key(pygame.K_LSHIFT, pygame.K_g)
    assert "now has the key “G”" in player.said
    player.key(pygame.K_ESCAPE, pygame.K_ESCAPE, pygame.K_ESCAPE)
    assert isinstance(player.top, RevealScreen) and "G: Take back" in player.said
    player.key(pygame.K_u)
    assert isinstance(player.top, RevealScreen), "the key given up does nothing any more"
    player.key(pygame.K_g)
    assert isinstance(player.top, DecisionScreen)
    again = Pilot(tmp_path)
    assert again.app.ctx.keys.key("undo") == pygame.K_g


def test_a_clash_is_named_and_changes_nothing(player):
    player.press("title.settings")
    player.press("set.keys")
    assert isinstance(player.top, KeysScreen)
    player.press("key.undo")
    player.key(pygame.K_s)
    assert "“S” already stands for “Sources”" in player.said and player.app.ctx.keys.chosen == {}
    player.press("key.undo")
    player.key(pygame.K_5)
    assert "cannot be given away" in player.said
    player.press("key.undo")
    player.key(pygame.K_ESCAPE)
    assert isinstance(player.top, KeysScreen) and player.app.ctx.keys.listening is None
    player.press("key.undo")
    player.key(pygame.K_g)
    player.press("keys.reset")
    assert player.app.ctx.keys.chosen == {} and player.desk.settings.keys == {}


def test_arrows_enter_and_esc_can_never_be_lost(player):
    keys = Keymap()
    assert keys.choose("down", pygame.K_j) is None
    assert keys.canonical(pygame.K_j) == keys.canonical(pygame.K_DOWN) == pygame.K_DOWN
    assert keys.choose("undo", pygame.K_DOWN) == "down" and keys.choose("undo", pygame.K_RETURN) == "ok"
    assert keys.choose("undo", pygame.K_SPACE) == "ok" and keys.choose("undo", pygame.K_TAB) == "fixed"


def test_stored_keys_that_make_no_sense_are_left_out(player):
    keys = Keymap()
    keys.load({"undo": "r", "redo": "u", "nonsense": "x", "sources": "no such key", "help": "return", "lang": "q"})
    assert keys.stored() == {"undo": "r", "redo": "u", "lang": "q"}, "two commands may have changed places"
    assert keys.hints([("U", "back"), ("↑↓", "choose"), ("1–9", "x")]) == [("R", "back"), ("↑↓", "choose"), ("1–9", "x")]


def test_every_command_has_a_name_and_a_key_of_its_own():
    assert len(set(COMMANDS.values())) == len(COMMANDS)
    for command, language in itertools.product(COMMANDS, LANGUAGES.values()):
        assert language.t(f"keymap.command.{command}") and cap(COMMANDS[command])


# -- plays --


def test_every_play_has_its_file_and_continue_takes_the_newest(player, tmp_path):
    player.begin()
    player.decide(1)
    (first,) = plays(tmp_path)
    os.utime(first, (1000, 1000))
    before = first.read_bytes()
    other = Pilot(tmp_path)
    other.begin()
    other.decide(2)
    assert len(plays(tmp_path)) == 2 and first.read_bytes() == before
    third = Pilot(tmp_path)
    third.press("title.continue")
    assert [step.move for _, step, _ in third.desk.play.decisions()] == ["wait"]


def test_a_new_play_without_a_decision_gives_way_to_the_next(player, tmp_path):
    player.begin()
    Pilot(tmp_path).begin()
    assert len(plays(tmp_path)) == 1


def test_a_play_of_an_earlier_version_is_listed_and_goes_on_in_its_file(player, tmp_path):
    player.begin()
    player.decide(1)
    (file,) = plays(tmp_path)
    file.rename(tmp_path / "autosave.json")
    again = Pilot(tmp_path)
    again.press("title.plays")
    again.desk.settings.predict = False
    again.press("play.autosave")
    again.decide(1)
    assert len(json.loads((tmp_path / "autosave.json").read_text(encoding="utf-8"))["moves"]) > 1
    assert plays(tmp_path) == []


def test_an_ended_play_is_not_changed_by_taking_back_and_going_another_way(player, tmp_path):
    player.begin()
    for option in (1, 2, 2):
        player.decide(option)
        player.read_on()
    assert isinstance(player.top, EndingScreen)
    (ended,) = plays(tmp_path)
    before = ended.read_bytes()
    player.key(pygame.K_u)
    assert ended.read_bytes() == before and len(plays(tmp_path)) == 1
    player.decide(1)
    assert ended.read_bytes() == before and len(plays(tmp_path)) == 2


def test_the_list_tells_plays_apart_and_deletes_after_a_question(player, tmp_path):
    player.begin()
    player.decide(2)
    (file,) = plays(tmp_path)
    (tmp_path / "play-foreign.json").write_text('{"format": 99}', encoding="utf-8")
    again = Pilot(tmp_path)
    again.press("title.plays")
    assert isinstance(again.top, LoadScreen)
    assert "0 as on record · 1 otherwise" in again.said and "play-foreign.json" in again.said
    again.press(f"delete.{file.stem}")
    assert "Delete this play?" in again.said
    again.key(pygame.K_RETURN)
    assert file.exists(), "the first answer keeps it"
    again.press(f"delete.{file.stem}")
    again.press("dialog.1")
    assert not file.exists() and isinstance(again.top, LoadScreen) and "No play has been kept" in again.said
    assert (tmp_path / "play-foreign.json").exists()


# -- history and skipping --


def test_the_history_tells_what_was_read_and_opens_it_again(player):
    player.begin()
    player.key(pygame.K_b)
    assert isinstance(player.top, HistoryScreen) and "Nothing has been decided yet" in player.said
    player.key(pygame.K_ESCAPE)
    player.decide(1)
    first = player.said
    player.read_on()
    player.decide(2)
    player.read_on()
    place = player.desk.here
    player.key(pygame.K_b)
    assert isinstance(player.top, HistoryScreen)
    player.key(pygame.K_HOME)
    assert "You chose as the record did." in player.said
    player.press("history.show")
    assert isinstance(player.top, RevealAgain)
    assert "You chose as the record did." in first and "You chose as the record did." in player.said
    player.key(pygame.K_RETURN)
    assert isinstance(player.top, HistoryScreen)
    player.key(pygame.K_RIGHT)
    player.key(pygame.K_b)
    assert isinstance(player.top, DecisionScreen) and player.desk.here == place, "nothing has changed"


def test_the_history_holds_back_pages_not_yet_turned(player):
    player.begin()
    player.decide(1)
    assert player.desk.here.kind == "reveal" and len(player.desk.told()) == 1
    everything = player.desk._places(player.desk.play.given)
    assert len(everything) > 1, "the scenario has news after the first decision"


def test_pages_read_in_an_earlier_play_can_be_skipped(player, tmp_path):
    player.begin_at(1)
    player.decide(1)
    assert "Skip what was read" not in player.said
    player.read_on()
    again = Pilot(tmp_path)
    again.begin_at(1)
    again.decide(1)
    again.press("skip")
    assert isinstance(again.top, DecisionScreen)
    third = Pilot(tmp_path)
    third.begin_at(1)
    third.decide(2)
    assert "Skip what was read" not in third.said, "another choice has another page"
    third.desk.settings.skip_read = False
    third.key(pygame.K_u)
    third.decide(1)
    assert "Skip what was read" not in third.said


# -- every new screen --


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_off_or_too_small_to_hit(tmp_path, language, size):
    player = Pilot(tmp_path, language, size)
    player.begin()
    player.decide(1)
    player.read_on()
    for screen in (LoadScreen, SettingsScreen, KeysScreen, HistoryScreen):
        for scale in (1.0, 1.25):
            player.app.open(screen(player.desk))
            player.app.ctx.ui_scale = scale
            player.app._resize(player.app.surface.get_size())
            assert audit(player.app.ctx, player.app.root) == [], f"{screen.__name__} at {scale}"
