"""What a newcomer's hand meets first: ports, hints, room for each node, a run to watch."""

from __future__ import annotations

from itertools import combinations

import pytest

from tests.end_to_end.game import SOON, Game, Screen
from widgets.canvas.items.geometry import NODE_SIZE

pytestmark = [pytest.mark.xvfb, pytest.mark.timeout(120)]


def drop(game: Game, screen: Screen, tile: str, place: list[int]) -> None:
    """Drag a tile of the palette to a point of the screen."""
    screen.drag(game.widget(f"palette-{tile}")["centre"], place)


def said(game: Game) -> str:
    """What the bubble at the hand says."""
    bubble = game.ask("widget", "bubble")
    return bubble["said"] if bubble else ""


def apart(game: Game) -> bool:
    """Whether no two nodes cover each other."""
    places = game.ask("network")["places"].values()
    return all(
        max(abs(x - u), abs(y - v)) >= NODE_SIZE for (x, y), (u, v) in combinations(places, 2)
    )


def test_ports_are_there_without_hovering_and_the_one_to_use_pulses(game: Game, screen: Screen):
    game.ask("stage-level", "first-line", "start")
    screen.rest(game.ask("canvas", 0.5, 0.3))
    port = game.ask("port", "x1")
    assert game.ask("pulse") == {"node": "x1", "moving": True}
    first = game.ask("pixels", *port)
    paper = game.ask("pixels", port[0] + 100, port[1] - 60)[0]
    assert len(set(first) - {paper}) > 20
    game.wait(lambda: game.ask("pixels", *port) != first, "the port to pulse", SOON)

    screen.drag(port, game.ask("node", "y"))
    game.wait(lambda: game.ask("network")["links"] == [["x1", "y"]], "the link", SOON)
    assert game.ask("pulse") == {"node": None, "moving": False}


def test_an_input_dragged_onto_the_output_is_linked_and_a_hint_says_so(game: Game, screen: Screen):
    game.ask("stage-level", "first-line", "start")
    before = game.ask("network")["places"]
    screen.drag(game.ask("node", "x1"), game.ask("node", "y"))
    game.wait(lambda: game.ask("network")["links"] == [["x1", "y"]], "the link", SOON)
    assert said(game) == "x₁ → y linked"
    assert game.ask("network")["places"] == before


def test_an_input_dropped_onto_a_node_is_linked_beside_it(game: Game, screen: Screen):
    game.ask("stage-level", "xor", "start")
    drop(game, screen, "x1", game.ask("node", "y"))
    game.wait(lambda: game.ask("network")["links"] == [["x1", "y"]], "the link", SOON)
    assert said(game) == "x₁ → y linked"
    assert apart(game)


def test_where_no_link_is_legal_nodes_slide_apart(game: Game, screen: Screen):
    game.ask("stage-level", "xor", "start")
    drop(game, screen, "x1", game.ask("canvas", 0.2, 0.4))
    game.wait(lambda: "x1" in game.ask("network")["nodes"], "x1", SOON)
    drop(game, screen, "x2", game.ask("node", "x1"))
    game.wait(lambda: "x2" in game.ask("network")["nodes"], "x2", SOON)
    assert game.ask("network")["links"] == []
    assert apart(game)

    def below() -> float:
        places = game.ask("network")["places"]
        return places["x2"][1] - places["x1"][1]

    away = game.ask("canvas", 0.4, 0.7)
    screen.drag(game.ask("node", "x2"), away)
    game.wait(lambda: below() > 72, "x2 to be moved", SOON)
    screen.drag(game.ask("node", "x2"), game.ask("node", "x1"))
    game.wait(lambda: below() <= 72, "x2 beside x1", SOON)
    assert game.ask("network")["links"] == []
    assert apart(game)


def test_a_run_begins_slowly_and_quickens(game: Game, screen: Screen):
    game.ask("stage-level", "xor")
    choose_speed(game, screen, "speed-120-epoch")
    screen.click(game.widget("train")["centre"])
    seen = {0}

    def fast() -> bool:
        run = game.ask("run")
        seen.add(run["update"])
        return run["epoch"] >= 5

    game.wait(fast, "the fifth epoch", 30)
    screen.press("space")
    game.run("paused", SOON)
    first = [update for update in sorted(seen) if update <= 5]
    assert len(first) >= 3, "the first updates are seen one by one"


def test_slow_motion_shows_single_updates(game: Game, screen: Screen):
    game.ask("stage-level", "xor")
    choose_speed(game, screen, "speed-20-update")
    assert "20 updates/s" in game.words("speed")
    screen.press("space")
    seen: list[int] = []

    def enough() -> bool:
        seen.append(game.ask("run")["update"])
        return seen[-1] >= 6

    game.wait(enough, "six updates", 30)
    screen.press("space")
    game.run("paused", SOON)
    assert len(set(seen)) >= 3
    assert game.ask("run")["epoch"] == 0, "an epoch of this level is 20 updates"


def choose_speed(game: Game, screen: Screen, name: str) -> None:
    screen.click(game.widget("speed")["centre"])
    screen.click(game.widget(name)["centre"])
    game.wait(lambda: game.ask("focus") == "canvas", "the keys on the canvas", SOON)
