"""Size against score."""

import pytest
from PySide6.QtCore import QRectF

from engine import ACCURACY, MSE
from widgets.controls.score_scale import ScoreScale
from widgets.verdict.size_plot import Attempt, SizePlot, score_ticks

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


def test_a_score_that_is_none_is_said_and_no_part_of_the_frontier(plot):
    plot.set_attempts([Attempt(5, None), Attempt(9, 0.9)], ScoreScale(ACCURACY, 0.97))
    assert [own.parameters for own in plot.frontier] == [9]
    assert plot.explain(Attempt(5, None)) == "yours: 5 parameters, no score"
    assert not plot.grab().isNull()


@pytest.mark.parametrize(
    ("this", "author"),
    [
        ((21, 0.953), (21, 0.956)),  # at the same place, near the threshold
        ((21, 0.882), (21, 0.88)),  # on the threshold
        ((9, 0.5), (7, 1.0)),  # at the edges
        ((2, 1.0), (2, 0.99)),
        ((337, 0.81), (21, 0.95)),
        ((22, 0.96), (21, 0.95)),
    ],
)
@pytest.mark.parametrize("own", [(), ((20, 0.95), (23, 0.97), (19, 0.93), (25, 0.9))])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_labels_are_never_printed_over_anything(plot, look, this, author, own, scale):
    look.set_text_scale(scale)
    plot.resize(plot.sizeHint())
    attempts = [Attempt(*one) for one in own]
    attempts += [Attempt(*author, "author"), Attempt(*this, "this")]
    plot.set_attempts(attempts, ScoreScale(ACCURACY, 0.88))
    places = plot.label_rects()
    assert places.keys() == {"this one", "author", "≥ 88\u00a0%"}
    rects = list(places.values())
    for index, rect in enumerate(rects):
        assert QRectF(plot.rect()).contains(rect)
        assert not any(rect.intersects(other) for other in rects[:index])
        for attempt in attempts:
            assert not rect.contains(plot.place_of(attempt))


def test_the_goal_stands_at_its_line_also_beside_the_author(plot):
    attempts = [Attempt(7, 0.99, "author"), Attempt(7, 0.99, "this")]
    plot.set_attempts(attempts, ScoreScale(ACCURACY, 0.97))
    goal = plot.label_rects()["≥ 97\u00a0%"]
    line = plot.place_of(Attempt(7, 0.97)).y()
    assert min(abs(goal.top() - line), abs(goal.bottom() - line)) < goal.height() / 2


def test_the_axis_of_scores_has_numbers():
    heights, texts = zip(*score_ticks(ScoreScale(ACCURACY, 0.97)), strict=True)
    assert texts == ("60 %", "80 %", "100 %")
    assert heights == pytest.approx((0.2, 0.6, 1.0))


def test_errors_are_numbered_by_their_logarithm():
    ticks = {text: height for height, text in score_ticks(ScoreScale(MSE, 0.015))}
    assert list(ticks) == ["0.01", "0.03", "0.1", "0.3", "1"]
    assert ticks["0.01"] > ticks["0.03"] > ticks["1"]
