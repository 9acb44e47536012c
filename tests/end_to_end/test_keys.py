"""Whose the keys are: real keys, sent to whatever has them."""

from __future__ import annotations

import pytest

from tests.end_to_end.game import SOON, Game, Screen

pytestmark = [pytest.mark.xvfb, pytest.mark.timeout(180)]


@pytest.fixture
def xor(game: Game) -> Game:
    """The author's network for xor, untrained; the mouse lies where it points at nothing."""
    game.ask("stage-level", "xor")
    return game


def has_keys(game: Game, name: str) -> None:
    game.wait(lambda: game.ask("focus") == name, f"the keys to be with {name}", SOON)


def gone(game: Game, name: str) -> None:
    game.wait(lambda: not game.ask("widget", name), f"{name} to go", SOON)


def test_the_keys_are_with_the_canvas_or_the_map(game: Game, screen: Screen):
    game.ask("stage-home")
    has_keys(game, "tree-map")
    before = game.words("home")
    screen.press("Right")
    game.wait(lambda: game.words("home") != before, "the next level", SOON)
    screen.press("Left", "Return")
    game.wait(lambda: game.ask("network"), "the workbench", SOON)
    has_keys(game, "canvas")
    screen.press("alt+Left")
    has_keys(game, "tree-map")


@pytest.mark.parametrize("name", ["step", "palette-tanh", "rail-list", "undo", "fold"])
def test_a_click_on_a_button_leaves_the_keys_with_the_canvas(xor: Game, screen: Screen, name: str):
    screen.click(xor.widget(name)["centre"])
    assert xor.ask("focus") == "canvas"
    screen.click(xor.widget(name)["centre"])
    assert xor.ask("focus") == "canvas"


def test_a_click_on_a_tab_leaves_the_keys_with_the_canvas(xor: Game, screen: Screen):
    screen.press("ctrl+n")
    xor.wait(lambda: len(xor.ask("tabs")) == 2, "the new solution", SOON)
    screen.click(xor.ask("tabs")[0]["centre"])
    xor.wait(lambda: xor.ask("tabs")[0]["chosen"], "the first one", SOON)
    screen.press("space")  # trains, and does not press the tab
    xor.run("running", SOON)


@pytest.mark.parametrize(
    ("button", "card"),
    [
        ("speed", "popover"),
        ("setting-optimizer", "popover"),
        ("more-settings", "popover"),
        ("judge", "verdict"),
    ],
)
def test_the_keys_return_from_a_card(xor: Game, screen: Screen, button: str, card: str):
    screen.click(xor.widget(button)["centre"])
    xor.widget(card)
    xor.wait(lambda: xor.ask("focus") != "canvas", "the card to take the keys", SOON)
    screen.press("Escape")
    gone(xor, card)
    has_keys(xor, "canvas")


def test_the_question_mark_shows_every_key_and_no_key_reaches_behind_it(xor: Game, screen: Screen):
    screen.press("question")
    sheet = xor.widget("shortcuts")["words"]
    for words in ("Train or pause", "Nearest node that way", "All keys", "Delete"):
        assert words in sheet
    before = xor.ask("network"), xor.ask("run"), len(xor.ask("tabs"))
    screen.press("ctrl+a", "Delete", "space", "n", "period", "j", "ctrl+n", "t")
    for _ in range(4):
        screen.press("Tab")
        assert xor.ask("focus") != "canvas"
    assert (xor.ask("network"), xor.ask("run"), len(xor.ask("tabs"))) == before
    assert not xor.ask("widget", "verdict")
    screen.press("Escape")
    gone(xor, "shortcuts")
    has_keys(xor, "canvas")


@pytest.mark.parametrize("key", ["Return", "space"])
def test_enter_and_space_press_the_button_that_tab_found(xor: Game, screen: Screen, key: str):
    walk_to(xor, screen, "rail-curves")
    screen.press(key)
    xor.wait(lambda: "curves" not in xor.ask("views"), "the view to close", SOON)
    screen.press(key)
    xor.wait(lambda: "curves" in xor.ask("views"), "the view to open", SOON)
    assert xor.ask("run")["state"] == "idle"
    screen.press("Escape")
    has_keys(xor, "canvas")


def test_tab_goes_round_on_the_page_of_a_level_and_never_stands_still(xor: Game, screen: Screen):
    screen.press("Tab")
    xor.wait(lambda: xor.ask("selected")["nodes"] == ["x1"], "the first node", SOON)
    for node in ("x2", "h1", "y"):
        screen.press("Tab")
        xor.wait(lambda node=node: xor.ask("selected")["nodes"] == [node], node, SOON)
    stops = tab_round(xor, screen, "canvas")
    for name in ("canvas-fit", "curves-loss", "rail-map", "train", "judge", "fold", "menu", "back"):
        assert name in stops
    assert "palette-tanh" in stops


def test_tab_goes_round_on_the_map_of_levels(game: Game, screen: Screen):
    game.ask("stage-home")
    has_keys(game, "tree-map")
    assert {"play", "theme", "menu"} <= set(tab_round(game, screen, "tree-map"))


def test_escape_leaves_every_mode(xor: Game, screen: Screen):
    idle = lambda: xor.ask("widget", "palette-select")["checked"]  # noqa: E731

    # What is held, and tools.
    for tile in ("palette-tanh", "palette-cut", "palette-link"):
        screen.click(xor.widget(tile)["centre"])
        xor.wait(lambda tile=tile: xor.ask("holds")[0] or not idle(), tile, SOON)
        screen.press("Escape")
        xor.wait(lambda: idle() and not xor.ask("holds")[0], "the hand to be empty", SOON)

    # A link that keys draw, then the selection.
    screen.press("Tab", "l")
    xor.wait(lambda: xor.ask("holds")[1], "a link to be drawn", SOON)
    screen.press("Escape")
    xor.wait(lambda: not xor.ask("holds")[1], "the link to be given up", SOON)
    screen.press("Escape")
    xor.wait(lambda: xor.ask("selected")["nodes"] == [], "nothing to be selected", SOON)

    # A menu, a name that is being typed, a view's way of keys.
    screen.click(xor.ask("node", "h1"), 3)
    xor.wait(lambda: xor.ask("menu"), "the menu", SOON)
    screen.press("Escape")
    xor.wait(lambda: not xor.ask("menu"), "the menu to go", SOON)
    name = xor.ask("tabs")[0]["name"]
    screen.double_click(xor.ask("tabs")[0]["centre"])
    xor.widget("solution-name")
    screen.type("another")
    screen.press("Escape")
    gone(xor, "solution-name")
    has_keys(xor, "canvas")
    assert xor.ask("tabs")[0]["name"] == name


def test_a_name_that_is_typed_is_taken_and_the_keys_return(xor: Game, screen: Screen):
    screen.double_click(xor.ask("tabs")[0]["centre"])
    xor.widget("solution-name")
    screen.type("Straight through")
    screen.press("Return")
    xor.wait(lambda: xor.ask("tabs")[0]["name"] == "Straight through", "the name", SOON)
    has_keys(xor, "canvas")


def walk_to(game: Game, screen: Screen, name: str) -> None:
    """Press Tab until that widget has the keys."""
    for _ in range(100):
        if game.ask("focus") == name:
            return
        tab(game, screen)
    pytest.fail(f"Tab does not come to {name}.")


def tab(game: Game, screen: Screen) -> None:
    """Press Tab: it goes to another node of the canvas or to another place of the window."""

    def there() -> tuple[object, ...]:
        return game.ask("focus-place"), game.ask("network") and game.ask("selected")

    before = there()
    screen.press("Tab")
    game.wait(lambda: there() != before, "Tab to go on", SOON)


def tab_round(game: Game, screen: Screen, start: str) -> list[str]:
    """The names of what Tab stops at until it comes back to the start."""
    stops: list[str] = []
    for _ in range(100):
        tab(game, screen)
        if game.ask("focus") == start:
            return stops
        stops.append(game.ask("focus"))
    pytest.fail(f"Tab does not come round: {stops}")
