"""The window on the screens that players have: it fits, and a mouse reaches every control."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.end_to_end.game import SOON, Game, Screen

pytestmark = [pytest.mark.xvfb, pytest.mark.timeout(180)]

SCREENS = [
    (960, 540, 1.0),
    (1280, 720, 1.0),
    (1366, 768, 1.0),
    (1920, 1080, 1.0),
    (1920, 1080, 1.25),
    (1920, 1080, 1.5),
    (1920, 1080, 2.0),
]


@pytest.mark.parametrize(("width", "height", "scale"), SCREENS)
def test_the_game_fits_the_screen_it_opens_on(
    start_game: Callable[..., Game], width: int, height: int, scale: float
):
    with Screen((width, height), scale) as screen:
        game = start_game(on=screen)
        window = game.ask("window")
        least, room = window["corner"], (width / scale, height / scale)
        for at, size, most in zip(least, window["size"], room, strict=True):
            assert at >= 0
            assert at + size <= most
        game.wait(lambda: game.ask("unreachable") == [], "every control of the map", SOON)

        screen.double_click(game.ask("spot", "first-line"))
        game.wait(lambda: game.ask("network"), "the workbench", SOON)
        game.wait(lambda: game.ask("unreachable") == [], "every control of the level", SOON)
        screen.click(game.ask("node", "y"))
        game.wait(lambda: game.ask("selected")["nodes"] == ["y"], "the output", SOON)
        game.wait(lambda: game.ask("unreachable") == [], "every control with a selection", SOON)
        screen.click(game.widget("fold")["centre"])
        game.wait(lambda: game.ask("unreachable") == [], "every control of the palette", SOON)
        screen.click(game.widget("train")["centre"])
        game.wait(lambda: "Pause" in game.ask("widget", "train")["said"], "the training", SOON)
        assert game.close() == 0
