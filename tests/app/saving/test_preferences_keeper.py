"""Preferences are written beside the window: the newest, in order, and a failure is said."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.saving import preferences_keeper
from app.saving.preferences_keeper import PreferencesKeeper
from app.storage.preferences import Preferences, load_preferences, save_preferences
from tests.app.saving.examples import WAIT


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "preferences.json"


@pytest.fixture
def keeper(qtbot, path: Path) -> Iterator[PreferencesKeeper]:
    path.parent.mkdir()
    keeper = PreferencesKeeper(path)
    yield keeper
    assert keeper.stop(WAIT)


def speed(number: float) -> Preferences:
    return replace(Preferences(), speed=number)


def kept(path: Path) -> float:
    return load_preferences(path)[0].speed


def test_what_was_kept_last_is_on_the_disk_when_it_stops(qtbot, path: Path) -> None:
    path.parent.mkdir()
    keeper = PreferencesKeeper(path)
    for number in range(1, 40):
        keeper.keep(speed(number))
    assert keeper.stop(WAIT)
    assert keeper.stop(WAIT)
    assert kept(path) == 39


def test_a_slow_disk_is_not_waited_for_and_gets_the_newest_only(
    keeper: PreferencesKeeper, path: Path, monkeypatch: pytest.MonkeyPatch, qtbot
) -> None:
    gate, written, threads = threading.Event(), [], []

    def slowly(path: Path, preferences: Preferences) -> None:
        threads.append(threading.current_thread())
        assert gate.wait(WAIT)
        save_preferences(path, preferences)
        written.append(preferences.speed)

    monkeypatch.setattr(preferences_keeper, "save_preferences", slowly)
    for number in range(1, 40):
        keeper.keep(speed(number))
    gate.set()
    qtbot.waitUntil(lambda: 39 in written)
    assert len(written) <= 2
    assert kept(path) == 39
    assert threading.main_thread() not in threads


def test_a_failure_is_said_and_the_next_change_is_tried(
    keeper: PreferencesKeeper, path: Path, qtbot
) -> None:
    path.mkdir()
    with qtbot.waitSignal(keeper.failed) as said:
        keeper.keep(speed(2))
    assert said.args[0].startswith("Your preferences cannot be saved: ")
    path.rmdir()
    keeper.keep(speed(3))
    qtbot.waitUntil(path.exists)
    assert kept(path) == 3
