"""What the game paints itself can be told apart and read: medals, plots, thumbnails, tabs."""

from __future__ import annotations

from itertools import combinations

import pytest

from tests.end_to_end.game import SOON, Game, Screen

pytestmark = [pytest.mark.xvfb, pytest.mark.timeout(180)]


def meet(one: list[float], other: list[float]) -> bool:
    (x, y, width, height), (left, top, wide, high) = one, other
    return x < left + wide and left < x + width and y < top + high and top < y + height


def test_a_medal_that_is_won_has_another_shape_and_the_plot_can_be_read(game: Game, screen: Screen):
    game.ask("stage-level", "xor")
    before = game.ask("medals")
    screen.click(game.widget("judge")["centre"])
    game.wait(lambda: "Prune further" in game.words("verdict"), "the verdict")

    # The author's solution is judged after it, and lies at the same place.
    game.wait(lambda: "author" in game.ask("size-plot")["labels"], "the author's point", SOON)
    plot = game.ask("size-plot")
    labels = plot["labels"]
    assert "this one" in labels
    assert not [names for names in combinations(labels, 2) if meet(*(labels[n] for n in names))]
    for x, y, width, height in labels.values():
        assert 0 <= x <= x + width <= plot["size"][0]
        assert 0 <= y <= y + height <= plot["size"][1]
    for _, x, y in plot["points"]:
        assert not [text for text, place in labels.items() if meet([x - 3, y - 3, 6, 6], place)]
    assert len(plot["numbers"]) >= 3
    assert all(number.endswith("%") for number in plot["numbers"])

    screen.press("Escape")
    game.wait(lambda: not game.words("verdict"), "the card to go", SOON)
    after = game.ask("medals")
    # Known without colours: one within reach is round, one that is won is a rosette.
    for name in ("leaf", "branch"):
        assert before[name] < 0.8, name
        assert after[name] > 1.2, name


@pytest.mark.parametrize("level", ["xor", "noisy-spiral"])
def test_a_thumbnail_keeps_the_aspect_of_the_plane(game: Game, screen: Screen, level: str):
    game.ask("stage-home")
    game.widget("tree-map")
    first = game.ask("thumbnail")
    screen.click(game.ask("spot", level))
    game.wait(lambda: game.ask("thumbnail")["aspect"] != first["aspect"], "another card", SOON)
    shown = game.ask("thumbnail")
    x, y, width, height = shown["inked"]
    marker = 6
    assert (width - marker) / (height - marker) == pytest.approx(shown["aspect"], rel=0.08)
    assert shown["size"][0] > x + width
    assert shown["size"][1] > y + height


def test_many_tabs_fade_and_scroll(game: Game, screen: Screen):
    game.ask("stage-level", "xor")
    assert game.ask("fades") == [False, False]
    for count in range(2, 13):
        screen.click(game.widget("new-solution")["centre"])
        game.wait(lambda count=count: len(game.ask("tabs")) == count, "another tab", SOON)
    newest = game.ask("tabs")[-1]
    assert newest["chosen"]
    game.wait(lambda: newest["name"] in game.ask("tabs-in-sight"), "the newest tab", SOON)
    assert game.ask("fades") == [True, False]
    seen = game.ask("tabs-in-sight")
    middle = next(tab["centre"] for tab in game.ask("tabs") if tab["name"] == seen[0])
    screen.wheel(middle, 20)
    game.wait(lambda: game.ask("fades") == [False, True], "the other end", SOON)
    first = game.ask("tabs")[0]
    assert first["name"] in game.ask("tabs-in-sight")
    screen.click(first["centre"])
    game.wait(lambda: game.ask("tabs")[0]["chosen"], "the first solution", SOON)
