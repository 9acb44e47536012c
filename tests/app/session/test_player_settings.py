"""The player's preferences while the game runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.session.player_settings import PlayerSettings
from app.storage.preferences import Preferences, load_preferences
from widgets.theme.look import Look


@pytest.fixture
def settings(qapp, tmp_path: Path) -> Iterator[PlayerSettings]:
    settings = PlayerSettings(tmp_path / "preferences.json", Preferences(), Look())
    yield settings
    assert settings.stop(1.0)


def test_a_change_shows_at_once_and_is_kept(settings: PlayerSettings, tmp_path: Path):
    settings.toggle_theme()
    settings.set_reduced_motion(True)
    settings.set_text_scale(1.5)
    settings.step_text_scale(-1)
    look = settings.look
    assert (look.theme.name, look.reduced_motion, look.theme.text_scale) == ("dark", True, 1.25)
    assert settings.stop(1.0)
    kept, notice = load_preferences(tmp_path / "preferences.json")
    assert kept == settings.preferences
    assert (kept.theme, kept.reduced_motion, kept.text_scale, notice) == ("dark", True, 1.25, None)


def test_nothing_is_written_when_nothing_changes(settings: PlayerSettings, tmp_path: Path):
    settings.change(theme="light", last_level="")
    assert not (tmp_path / "preferences.json").exists()


def test_what_cannot_be_saved_is_said_and_holds_all_the_same(qtbot, tmp_path: Path):
    place = tmp_path / "preferences.json"
    place.mkdir()
    settings = PlayerSettings(place, Preferences(), Look())
    said: list[str] = []
    settings.noticed.connect(said.append)
    settings.change(last_level="xor")
    qtbot.waitUntil(lambda: bool(said))
    (sentence,) = said
    assert settings.stop(1.0)
    assert sentence.startswith("Your preferences cannot be saved: ")
    assert settings.preferences.last_level == "xor"
