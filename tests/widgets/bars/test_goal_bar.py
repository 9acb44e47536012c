"""The goal bar: where the tick stands, what is said, which medals are in reach."""

from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from engine import ACCURACY, MSE, Terms
from levels import Medal, Medals
from widgets.bars.goal_bar import GoalBar

TERMS = Terms(ACCURACY, 0.97, (1, 2, 3, 4, 5), 4)


@pytest.fixture
def bar(look, qtbot):
    widget = GoalBar(look)
    qtbot.addWidget(widget)
    widget.set_goal(TERMS, Medals(branch=13, blossom=9, bonsai=7))
    widget.resize(696, 68)
    widget.show()
    return widget


def test_the_tick_stands_at_the_threshold(bar):
    assert bar.bar.tick == pytest.approx((0.97 - 0.5) / 0.5)
    assert bar.bar.tick_x == pytest.approx(1 + 0.94 * (bar.bar.width() - 2))


def test_the_bar_fills_with_the_score(bar):
    bar.set_score(0.955)
    assert bar.bar.fraction == pytest.approx(0.91)
    assert bar.gap_text == "1.5 points to go"
    bar.set_score(0.98)
    assert bar.gap_text == "reached on validation"
    bar.set_score(None)
    assert (bar.bar.fraction, bar.gap_text) == (0.0, "no score yet")


def test_a_network_without_a_score_says_why(bar):
    bar.set_score(0.98)
    reason = "nothing is linked to y yet"
    bar.set_score(None, reason)
    assert (bar.bar.fraction, bar.gap_text) == (0.0, reason)
    bar.resize(430, 68)
    assert bar.gap_text == reason
    bar.set_score(0.98)
    assert bar.gap_text == "goal 97\u00a0%"


@pytest.mark.parametrize(
    ("parameters", "reachable"),
    [
        (40, {"leaf"}),
        (13, {"leaf", "branch"}),
        (9, {"leaf", "branch", "blossom"}),
        (7, {"leaf", "branch", "blossom", "bonsai"}),
    ],
)
def test_medals_in_reach_follow_the_size(bar, parameters, reachable):
    bar.set_parameters(parameters)
    assert bar.medals.reachable == reachable


def test_won_medals_are_the_best_and_all_before_it(bar):
    assert bar.medals.won == frozenset()
    bar.set_best(Medal.BLOSSOM)
    assert bar.medals.won == {"leaf", "branch", "blossom"}


def test_a_medal_explains_itself(bar):
    bar.set_best(Medal.BONSAI, star=True)
    assert bar.medals.explain("blossom") == "Blossom: pass with 9 parameters or fewer. Won."
    assert bar.medals.explain("leaf") == "Leaf: pass with any number of parameters. Won."
    assert bar.medals.explain("bonsai").endswith("smaller than the author’s.")


def test_another_level_forgets_what_was_won(bar):
    bar.set_best(Medal.BONSAI)
    bar.set_goal(Terms(MSE, 0.02, (1,), 1), Medals())
    assert bar.medals.won == frozenset()
    assert bar.bar.tick == pytest.approx(0.8)


def test_in_a_narrow_window_the_goal_takes_the_words_place(bar):
    bar.set_score(0.955)
    bar.resize(430, 68)
    bar.layout().activate()
    assert bar.gap_text == "goal 97\u00a0%"
    assert bar.bar.isVisible()
    inside = [child for child in bar.findChildren(QWidget) if child.isVisible()]
    assert all(child.width() >= child.minimumSizeHint().width() for child in inside)
    bar.resize(696, 68)
    assert bar.gap_text == "1.5 points to go"


def test_one_parameter_is_singular(bar):
    bar.set_parameters(1)
    assert [label.text() for label in bar.explained][-1] == "Parameter"
    bar.set_parameters(2)
    assert [label.text() for label in bar.explained][-1] == "Parameters"


def test_where_even_that_has_no_room_the_medals_go_below(bar, qtbot):
    one_line = bar.sizeHint().height()
    with qtbot.waitSignal(bar.folded):
        bar.resize(330, 68)
    bar.layout().activate()
    assert bar.sizeHint().height() > one_line
    assert bar.medals.y() > bar.bar.geometry().bottom()
    # The line below the bar is its own then: there is room for the word again.
    assert bar.explained[2].text().startswith("validation")
    bar.resize(696, 68)
    assert bar.sizeHint().height() == one_line


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_where_it_is_narrowest_the_size_keeps_its_word_and_no_medal_is_cut(bar, look, scale):
    look.set_text_scale(scale)
    bar.set_parameters(13)
    bar.resize(280, 68)
    bar.resize(280, bar.sizeHint().height())
    bar.layout().activate()
    title, number = bar.explained[3], bar.findChild(QWidget, "parameters")
    assert title.isVisible()
    places = [QRect(one.mapTo(bar, QPoint(0, 0)), one.size()) for one in (title, number)]
    medals = bar.medals
    corner = medals.mapTo(bar, QPoint(0, 0))
    names = ("leaf", "branch", "blossom", "bonsai")
    places += [medals.medal_rect(name).translated(corner) for name in names]
    assert all(bar.rect().contains(place) for place in places)
    assert not any(one.intersects(other) for one, other in combinations(places, 2))


def test_in_a_low_window_large_text_leaves_the_size_to_the_tab(bar, look):
    look.set_text_scale(2.0)
    bar.resize(280, 68)
    number = bar.findChild(QWidget, "parameters")
    high = bar.sizeHint().height()
    bar.set_low(low=True)
    assert not bar.explained[3].isVisible()
    assert not number.isVisible()
    assert bar.sizeHint().height() < high
    bar.resize(696, 68)
    assert number.isVisible()
    bar.set_low(low=False)
    bar.resize(280, 68)
    assert number.isVisible()


@pytest.mark.parametrize("scale", [1.5, 2.0])
def test_large_text_folds_it_too(bar, look, scale):
    look.set_text_scale(scale)
    bar.resize(560, bar.sizeHint().height())
    bar.layout().activate()
    assert bar.medals.y() > bar.bar.geometry().bottom()


def test_the_goal_says_how_many_starts_must_reach_it(bar):
    goal = bar.explained[1]
    assert goal.accessibleDescription().endswith("on the test set, in 4 of 5 fresh starts.")


def test_errors_are_explained_as_errors(bar):
    bar.set_goal(Terms(MSE, 0.02, (1,), 1), Medals())
    title, goal = bar.explained[:2]
    assert title.accessibleDescription().startswith("Error: The mean of the squared")
    assert goal.accessibleDescription().endswith("in 1 of 1 fresh start.")
