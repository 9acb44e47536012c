"""Size against score."""

import pytest

from engine import ACCURACY, MSE
from widgets.controls.score_scale import ScoreScale
from widgets.verdict.size_plot import Attempt, SizePlot

ATTEMPTS = (
    Attempt(5, 0.66),
    Attempt(9, 0.83),
    Attempt(13, 0.985),
    Attempt(17, 0.972),
    Attempt(7, 0.97, "author"),
    Attempt(9, 0.975, "this"),
)


@pytest.fixture
def plot(look, qtbot):
    widget = SizePlot(look)
    qtbot.addWidget(widget)
    widget.resize(260, 260)
    widget.set_attempts(ATTEMPTS, ScoreScale(ACCURACY, 0.97))
    return widget


def test_the_frontier_holds_what_no_smaller_one_outdoes(plot):
    assert [own.parameters for own in plot.frontier] == [5, 7, 9, 13]


def test_the_frontier_of_errors_goes_down(plot):
    errors = (Attempt(3, 0.5), Attempt(5, 0.6), Attempt(7, 0.1))
    plot.set_attempts(errors, ScoreScale(MSE, 0.2))
    assert [own.parameters for own in plot.frontier] == [3, 7]


def test_larger_is_right_and_better_is_up(plot):
    small, large = plot.place_of(ATTEMPTS[0]), plot.place_of(ATTEMPTS[2])
    assert small.x() < large.x()
    assert small.y() > large.y()


def test_each_attempt_is_said_in_words(plot):
    assert plot.explain(ATTEMPTS[4]) == "the author’s: 7 parameters, 97.0\u00a0%"
    assert "this one: 9 parameters" in plot.accessibleName()


def test_one_attempt_alone_can_be_painted(plot):
    plot.set_attempts([Attempt(2, 0.4, "this")], ScoreScale(ACCURACY, 0.97))
    assert not plot.grab().isNull()


def test_an_attempt_without_a_score_lies_at_the_bottom_and_outdoes_nothing(plot):
    plot.set_attempts([Attempt(2, None), Attempt(4, 0.7)], ScoreScale(ACCURACY, 0.97))
    assert [own.parameters for own in plot.frontier] == [4]
    assert plot.place_of(Attempt(2, None)).y() > plot.place_of(Attempt(4, 0.7)).y()
    assert plot.explain(Attempt(2, None)) == "yours: 2 parameters, no score"
    assert not plot.grab().isNull()
