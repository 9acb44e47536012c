"""What the bench says: words that explain themselves, names, plurals, texts, their size."""

from __future__ import annotations

import pytest

from tests.end_to_end.game import SOON, Game, Screen

pytestmark = [pytest.mark.xvfb, pytest.mark.timeout(180)]


def explained(game: Game, screen: Screen, word: str) -> str:
    """Press a word; what its card says. Escape puts the card away."""
    at = game.wait(lambda: game.ask("explained").get(word), f"“{word}” to be shown", SOON)
    screen.click(at)
    said = game.widget("explanation")["words"]
    screen.press("Escape")
    game.wait(lambda: not game.ask("widget", "explanation"), "the card to go", SOON)
    return said


def test_each_word_on_the_bench_explains_itself(game: Game, screen: Screen):
    game.ask("stage-level", "xor")
    for word, part in (
        ("Parameters", "smaller wins"),
        ("Test accuracy", "whose class the network gets right"),
        ("≥ 97\u00a0%", "in 4 of 5 fresh starts"),
        ("epoch", "epoch"),
        ("other starts", "luck"),
        ("train", "learns from"),
        ("validation", "points"),
    ):
        title, _, text = explained(game, screen, word).partition("\n")
        assert title
        assert part in text.lower(), text
    screen.click(game.ask("node", "h1"))
    game.widget("bias-h1")
    assert "bias" in explained(game, screen, "bias").lower()
    screen.click(game.ask("link", "x1", "h1"))
    game.widget("weight-x1-h1")
    assert "weight" in explained(game, screen, "weight").lower()


def test_why_train_is_worse_than_validation_is_answered_where_it_is_seen(
    game: Game, screen: Screen
):
    game.ask("stage-level", "noisy-spiral")
    for word in ("train", "validation"):
        assert "worse on train than on validation" in explained(game, screen, word)


def test_one_parameter_is_no_parameters(game: Game, screen: Screen):
    game.ask("stage-level", "first-line", "start")
    assert "\nParameter\n1" in game.words("goal-bar")
    assert game.ask("tabs")[0]["said"].endswith(", 1 parameter")
    screen.drag(game.ask("port", "x1"), game.ask("node", "y"))
    game.wait(lambda: "\nParameters\n2" in game.words("goal-bar"), "two parameters", SOON)
    tab = lambda: game.ask("tabs")[0]["said"]  # noqa: E731
    game.wait(lambda: tab().endswith(", 2 parameters"), "the tab to say so", SOON)


def test_a_thing_has_one_name_everywhere(game: Game, screen: Screen):
    game.ask("stage-level", "xor")
    screen.click(game.ask("node", "h1"))
    assert "Neuron h₁" in game.widget("selection-card")["words"]
    assert "from x₁" in game.words("selection-card")
    game.wait(lambda: game.ask("views")["view-map"] == "Map: Neuron h₁ (tanh)", "the map", SOON)
    screen.press("Escape", "Escape")
    screen.click(game.ask("link", "x1", "h1"))
    game.wait(lambda: "Link x₁ to h₁" in game.words("selection-card"), "the link's card", SOON)


def test_a_copy_gets_its_own_name(game: Game, screen: Screen):
    game.ask("stage-level", "xor")
    first = game.ask("tabs")[0]["name"]
    for wanted in (f"{first} copy", f"{first} copy 2"):
        screen.click(game.ask("tabs")[0]["centre"], 3)
        screen.click(game.entry("Duplicate")["centre"])
        names = lambda: [own["name"] for own in game.ask("tabs")]  # noqa: E731
        game.wait(lambda names=names, wanted=wanted: wanted in names(), wanted, SOON)
    assert len(set(names())) == 3


@pytest.mark.parametrize(("level", "epochs"), [("first-line", 300), ("noisy-spiral", None)])
def test_the_epochs_on_offer_contain_the_levels_own(
    game: Game, screen: Screen, level: str, epochs: int | None
):
    game.ask("stage-level", level)
    screen.click(game.widget("more-settings")["centre"])
    offered = game.widget("popover")["words"].splitlines()
    if epochs is None:
        # The level locks them; there is nothing to choose.
        assert "2000" not in offered
    else:
        assert game.widget(f"epochs-{epochs}")["checked"]
    screen.press("Escape")
    game.wait(lambda: game.ask("focus") == "canvas", "the keys on the canvas", SOON)


def test_text_has_the_size_that_was_chosen(game: Game, screen: Screen):
    game.ask("stage-level", "xor")
    usual = game.widget("judge")["size"][0]
    screen.click(game.widget("menu")["centre"])
    screen.click(game.entry("Text size")["centre"])
    game.wait(lambda: game.ask("menu")[0]["text"] == "80 %", "the sizes", SOON)
    screen.click(game.entry("150 %")["centre"])
    larger = lambda: game.widget("judge")["size"][0] > 1.1 * usual  # noqa: E731
    game.wait(larger, "larger text", SOON)
    game.wait(lambda: game.ask("unreachable") == [], "all to be within reach", SOON)
    screen.press("ctrl+0")
    game.wait(lambda: game.widget("judge")["size"][0] == usual, "text as usual", SOON)
    screen.press("ctrl+minus")
    game.wait(lambda: game.widget("judge")["size"][0] < usual, "smaller text", SOON)
    screen.press("ctrl+0")
    game.wait(lambda: game.widget("judge")["size"][0] == usual, "text as usual", SOON)


def test_the_verdict_fits_the_medal_and_the_tab_wears_it(game: Game, screen: Screen):
    game.ask("stage-level", "first-line")
    small = judged(game, screen)
    assert "A link is a slope and a bias is a height" in small
    game.wait(lambda: game.ask("tabs")[0]["said"].endswith("bonsai won"), "the medal", SOON)

    screen.drag(game.widget("palette-tanh")["centre"], game.ask("canvas", 0.5, 0.7))
    game.wait(lambda: "h1" in game.ask("network")["nodes"], "the neuron", SOON)
    for source, target in (("x1", "h1"), ("h1", "y")):
        screen.drag(game.ask("port", source), game.ask("node", target))
    links = lambda: game.ask("network")["links"][-2:]  # noqa: E731
    game.wait(lambda: links() == [["x1", "h1"], ["h1", "y"]], "both links", SOON)
    tall = judged(game, screen)
    assert "It passes with more than a line needs" in tall
    game.wait(lambda: game.ask("tabs")[0]["said"].endswith("leaf won"), "the leaf", SOON)


def test_what_counts_as_wrong_is_said_where_wrong_points_are_shown(game: Game, screen: Screen):
    game.ask("stage-level", "first-line", "start")
    verdict = judged(game, screen)
    assert "Not yet" in verdict
    assert "Show wrong points" in verdict
    assert "Wrong: test points whose squared error is above 0.015." in verdict


def judged(game: Game, screen: Screen) -> str:
    """Judge what is on the bench, and close the card again; what it said."""
    screen.click(game.widget("judge")["centre"])
    over = lambda: game.ask("widget", "verdict") and "at work" not in game.words("verdict")  # noqa: E731
    game.wait(over, "the verdict")
    said = game.words("verdict")
    screen.press("Escape")
    game.wait(lambda: not game.words("verdict"), "the card to go", SOON)
    return said
