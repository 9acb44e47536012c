"""A file that is broken hides nothing but itself, and is said in a sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.end_to_end.game import SOON, Game, Screen

pytestmark = [pytest.mark.xvfb, pytest.mark.timeout(120)]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder of a game that is not started yet."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def plays(game: Game, screen: Screen) -> None:
    """Open the first level from the map, link it and train, by mouse."""
    screen.double_click(game.ask("spot", "first-line"))
    game.wait(lambda: game.ask("network"), "the workbench", SOON)
    screen.drag(game.ask("port", "x1"), game.ask("node", "y"))
    game.wait(lambda: game.ask("network")["links"], "the link", SOON)
    screen.click(game.widget("train")["centre"])
    game.wait(lambda: game.ask("run")["update"] > 0, "the training", SOON)


def test_a_broken_level_file_is_said_and_the_rest_plays(
    start_game: Callable[..., Game], screen: Screen, data: Path
):
    (data / "levels").mkdir()
    (data / "levels" / "mine.json").write_text('{"format": 1, "id": ')
    game = start_game()
    said = "mine.json cannot be read; “neural-bonsai check” lists every fault."
    assert said in game.widget("toast")["words"]
    plays(game, screen)
    assert game.close() == 0
    assert (data / "levels" / "mine.json").read_text() == '{"format": 1, "id": '


def test_broken_preferences_are_said_and_made_anew(
    start_game: Callable[..., Game], screen: Screen, data: Path
):
    (data / "preferences.json").write_text('{"theme": "dark", ')
    game = start_game()
    assert "Your preferences could not be read" in game.widget("toast")["words"]
    screen.press("ctrl+t")
    plays(game, screen)
    assert game.close() == 0
    assert json.loads((data / "preferences.json").read_text())["theme"] == "dark"
    kept = [own.read_text() for own in data.iterdir() if own.name.startswith("preferences")]
    assert '{"theme": "dark", ' in kept, "what could not be read is kept beside it"
