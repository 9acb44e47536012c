"""The canvas under a real mouse: camera, menus, and the big map that follows the hand."""

from __future__ import annotations

import pytest

from tests.end_to_end.game import SOON, Game, Point, Screen

pytestmark = [pytest.mark.xvfb, pytest.mark.timeout(120)]

NODES = {"x1", "x2", "h1", "y"}


@pytest.fixture
def xor(game: Game) -> Game:
    """The author's network for xor, untrained, wholly in view."""
    game.ask("stage-level", "xor")
    assert set(game.ask("in-sight")) == NODES
    return game


def far(one: Point, other: Point) -> float:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def texts(game: Game) -> list[str]:
    """The lines of the menu that is open, once it is."""
    return [line["text"] for line in game.wait(lambda: game.ask("menu"), "a menu", SOON)]


def close_menu(game: Game, screen: Screen) -> None:
    screen.press("Escape")
    game.wait(lambda: not game.ask("menu"), "the menu to close", SOON)


# -- camera ----------------------------------------------------------------------------------------


def test_the_wheel_zooms_towards_the_pointer(xor: Game, screen: Screen):
    node = xor.ask("node", "x1")
    below, zoom = xor.ask("place", *node), xor.ask("zoom")
    screen.wheel(node, 3)
    xor.wait(lambda: xor.ask("zoom") > 1.5 * zoom, "it to come closer", SOON)
    assert far(xor.ask("place", *node), below) <= 2
    screen.wheel(node, -3)
    xor.wait(lambda: xor.ask("zoom") < 1.1 * zoom, "it to go away", SOON)
    assert far(xor.ask("place", *node), below) <= 2


def test_shift_and_wheel_and_a_middle_drag_pan(xor: Game, screen: Screen):
    node, zoom = xor.ask("node", "h1"), xor.ask("zoom")
    screen.wheel(node, 1, "shift")
    xor.wait(lambda: xor.ask("node", "h1")[0] - node[0] == 60, "it to go aside", SOON)
    assert xor.ask("node", "h1")[1] == node[1]

    start, end = xor.ask("canvas", 0.7, 0.4), xor.ask("canvas", 0.6, 0.5)
    before = xor.ask("node", "h1")
    screen.drag(start, end, button=2)
    wanted = [now + b - a for now, a, b in zip(before, start, end, strict=True)]
    xor.wait(lambda: far(xor.ask("node", "h1"), wanted) <= 2, "the paper to follow", SOON)
    assert xor.ask("zoom") == zoom
    assert xor.ask("selected") == {"nodes": [], "links": []}


def test_the_buttons_on_the_canvas_zoom_and_fit(xor: Game, screen: Screen):
    zoom = xor.ask("zoom")
    screen.click(xor.widget("canvas-zoom-in")["centre"])
    xor.wait(lambda: xor.ask("zoom") > zoom, "it to come closer", SOON)
    for _ in range(2):
        screen.click(xor.widget("canvas-zoom-out")["centre"])
    xor.wait(lambda: xor.ask("zoom") < zoom, "it to go away", SOON)
    screen.click(xor.widget("canvas-fit")["centre"])
    xor.wait(lambda: xor.ask("zoom") == zoom, "it to fit", SOON)
    assert set(xor.ask("in-sight")) == NODES


def test_the_network_cannot_be_lost(xor: Game, screen: Screen):
    here, corner = xor.ask("canvas", 0.9, 0.3), xor.ask("canvas", 0.05, 0.75)
    for _ in range(3):
        screen.drag(here, corner, moves=4, button=2)
    # Some of it stays in sight, or a button stands in the middle that brings it back.
    seen = [node for node in NODES if inside(xor, xor.ask("node", node))]
    assert seen or xor.ask("widget", "canvas-return")
    screen.press("f")
    xor.wait(lambda: set(xor.ask("in-sight")) == NODES, "all of it", SOON)


def inside(game: Game, point: Point) -> bool:
    canvas = game.widget("canvas")
    return all(
        least <= at <= least + size
        for at, least, size in zip(point, canvas["corner"], canvas["size"], strict=True)
    )


# -- menus -----------------------------------------------------------------------------------------


def test_a_right_click_has_a_menu_for_what_is_below_it(xor: Game, screen: Screen):
    for place, lines in (
        (xor.ask("node", "h1"), {"Link from here", "Activation", "Freeze", "Delete"}),
        (xor.ask("link", "x1", "h1"), {"Set weight…", "Insert neuron", "Cut the link"}),
        (xor.ask("canvas", 0.6, 0.32), {"Add", "Select all", "Fit the network into view"}),
        (xor.widget("palette-tanh")["centre"], {"Add tanh neuron"}),
        (xor.ask("tabs")[0]["centre"], {"Rename", "Duplicate", "Delete"}),
        (xor.widget("view-map")["centre"], {"Show large", "Close Map"}),
        (xor.widget("curves")["centre"], {"Show large", "Close Curves"}),
    ):
        screen.click(place, 3)
        assert lines <= set(texts(xor))
        close_menu(xor, screen)
        xor.wait(lambda: xor.ask("focus") == "canvas", "the keys on the canvas", SOON)


def test_menus_do_what_they_say(xor: Game, screen: Screen):
    screen.click(xor.ask("node", "h1"), 3)
    screen.click(xor.entry("Activation")["centre"])
    xor.wait(lambda: "ReLU" in texts(xor), "the activations", SOON)
    screen.click(xor.entry("ReLU")["centre"])
    relu = lambda: xor.ask("network")["activations"]["h1"] == "relu"  # noqa: E731
    xor.wait(relu, "the activation", SOON)

    screen.click(xor.ask("link", "x1", "h1"), 3)
    screen.click(xor.entry("Set weight…")["centre"])
    xor.widget("menu-weight")
    screen.type("-1.5")
    screen.press("Return", "Escape")
    xor.wait(lambda: xor.ask("weight", "x1", "h1") == -1.5, "the weight", SOON)

    screen.click(xor.ask("link", "x1", "h1"), 3)
    screen.click(xor.entry("Cut the link")["centre"])
    cut = lambda: ["x1", "h1"] not in xor.ask("network")["links"]  # noqa: E731
    xor.wait(cut, "the cut", SOON)


def test_the_menu_of_a_level_on_the_map_plays_it(game: Game, screen: Screen):
    game.ask("stage-home")
    screen.click(game.ask("spot", "first-line"), 3)
    screen.click(game.entry("Play “A line through the dots”")["centre"])
    game.wait(lambda: "A line" in game.ask("window")["title"], "the level", SOON)


def test_select_all_and_delete_leave_the_outputs(xor: Game, screen: Screen):
    screen.press("ctrl+a", "Delete")
    xor.wait(lambda: xor.ask("network")["nodes"] == ["y"], "just the output", SOON)
    assert xor.ask("network")["links"] == []
    screen.press("ctrl+z")
    xor.wait(lambda: set(xor.ask("network")["nodes"]) == NODES, "all again", SOON)


# -- the big map -----------------------------------------------------------------------------------


def test_the_map_follows_the_hand_and_returns_to_the_output(xor: Game, screen: Screen):
    def says(title: str) -> None:
        xor.wait(lambda: xor.ask("views")["view-map"] == f"Map: {title}", title, SOON)

    says("Output y")
    screen.rest(xor.ask("node", "h1"))
    says("Neuron h₁ (tanh)")
    screen.rest(xor.ask("canvas", 0.6, 0.32))
    says("Output y")
    screen.click(xor.ask("node", "x1"))
    screen.rest(xor.ask("canvas", 0.6, 0.32))
    says("Input x₁")
    screen.click(xor.ask("canvas", 0.6, 0.32))
    says("Output y")


def test_a_selection_leaves_the_curves_in_sight_at_1280_by_800(xor: Game, screen: Screen):
    assert xor.ask("window")["size"] == [1280, 800]
    screen.click(xor.ask("node", "h1"))
    card = xor.widget("selection-card")
    assert "Neuron h₁" in card["words"]
    curves = xor.widget("curves")
    assert curves["size"][1] >= 200
    assert curves["corner"][0] >= card["corner"][0] + card["size"][0]
