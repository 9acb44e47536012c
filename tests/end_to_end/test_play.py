"""The whole game with a real mouse: from an empty canvas to a medal that stays."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest

from tests.end_to_end.game import Game, Screen

pytestmark = [pytest.mark.xvfb, pytest.mark.timeout(180)]

# Where things are dropped, as shares of the canvas.
INPUTS = {"x1": (0.2, 0.35), "x2": (0.2, 0.7)}
NEURONS = {"h1": (0.5, 0.25), "h2": (0.5, 0.5), "h3": (0.5, 0.75)}


def build_by_mouse(game: Game, screen: Screen) -> None:
    """Drag in two inputs and three neurons, and link them all by dragging from port to port."""
    for name, place in INPUTS.items():
        drop(game, screen, f"palette-{name}", place, name)
    for name, place in NEURONS.items():
        drop(game, screen, "palette-tanh", place, name)
    for hidden in NEURONS:
        for source in INPUTS:
            link(game, screen, source, hidden)
        link(game, screen, hidden, "y")


def drop(game: Game, screen: Screen, tile: str, place: tuple[float, float], becomes: str) -> None:
    screen.drag(game.widget(tile)["centre"], game.ask("canvas", *place))
    game.wait(lambda: becomes in game.ask("network")["nodes"], f"{becomes} to be dropped", 5)


def link(game: Game, screen: Screen, source: str, target: str) -> None:
    screen.drag(game.ask("port", source), game.ask("node", target))
    linked = lambda: [source, target] in game.ask("network")["links"]  # noqa: E731
    game.wait(linked, f"{source} to be linked to {target}", 5)


def test_a_player_wins_a_medal_and_keeps_it(start_game: Callable[..., Game], screen: Screen):
    game = start_game("play", "xor")
    assert game.wait(lambda: game.ask("network"), "the workbench")["links"] == []

    build_by_mouse(game, screen)
    assert game.ask("network")["parameters"] == 13

    screen.click(game.widget("train")["centre"])
    game.wait(lambda: "reached" in game.words("goal-bar"), "the goal on validation")

    screen.click(game.widget("judge")["centre"])
    game.wait(lambda: "Prune further" in game.words("verdict"), "the verdict")
    assert re.search(r"13 parameters . [45] of 5 starts reached 97", game.words("verdict"))
    network = game.ask("network")
    assert game.close() == 0

    game = start_game("play")
    game.wait(lambda: "Your smallest: 13 parameters." in game.words("home"), "the medal")
    screen.click(game.widget("play")["centre"])
    assert game.wait(lambda: game.ask("network"), "the workbench") == network
    assert game.close() == 0


@pytest.mark.parametrize("start", ["port", "node"])
def test_a_newcomer_wins_the_first_medal_by_doing_what_the_brief_says(
    start_game: Callable[..., Game], screen: Screen, start: str
):
    """From the first window on; also when the input itself is dragged, and not its port."""
    begun, screen.gestures = time.monotonic(), 0
    game = start_game()
    screen.click(game.widget("play")["centre"])
    game.wait(lambda: game.ask("network"), "the workbench")
    brief = game.words("brief")
    assert "Link the input to the output and press Train." in brief

    screen.drag(game.ask(start, "x1"), game.ask("node", "y"))
    game.wait(lambda: game.ask("network")["links"] == [["x1", "y"]], "the link", 5)
    screen.click(game.widget("train")["centre"])
    game.wait(lambda: "reached" in game.words("goal-bar"), "the goal on validation", 30)
    screen.click(game.widget("judge")["centre"])
    game.wait(lambda: "starts reached" in game.words("verdict"), "the verdict", 30)

    assert "Bonsai" in game.words("verdict")
    assert screen.gestures <= 5
    assert time.monotonic() - begun <= 30
    assert game.close() == 0
