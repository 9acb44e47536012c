"""Size against score."""

import pytest
from PySide6.QtCore import QPointF, QRectF

from engine import ACCURACY, MSE
from tests.widgets.verdict.frontiers import KNOWN, OPEN
from widgets.controls.score_scale import ScoreScale
from widgets.verdict.searched import Searched
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


def test_the_edge_holds_what_no_smaller_one_outdoes(plot):
    assert [own.parameters for own in plot.edge] == [5, 7, 9, 13]


def test_the_edge_of_errors_goes_down(plot):
    errors = (Attempt(3, 0.5), Attempt(5, 0.6), Attempt(7, 0.1))
    plot.set_attempts(errors, ScoreScale(MSE, 0.2))
    assert [own.parameters for own in plot.edge] == [3, 7]


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
    assert [own.parameters for own in plot.edge] == [4]
    assert plot.place_of(Attempt(2, None)).y() > plot.place_of(Attempt(4, 0.7)).y()
    assert plot.explain(Attempt(2, None)) == "yours: 2 parameters, no score"
    assert not plot.grab().isNull()


def test_a_score_that_is_none_is_said_and_no_part_of_the_edge(plot):
    plot.set_attempts([Attempt(5, None), Attempt(9, 0.9)], ScoreScale(ACCURACY, 0.97))
    assert [own.parameters for own in plot.edge] == [9]
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


@pytest.mark.parametrize("scale", [0.8, 1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("frontier", [KNOWN, OPEN])
@pytest.mark.parametrize("shown_from", [0, 7])
@pytest.mark.parametrize(
    ("this", "author"),
    [((4, 0.985), (7, 0.99)), ((3, 0.7), (7, 0.99)), ((7, 0.98), (4, 0.98)), ((120, 0.98), (7, 1))],
)
def test_labels_leave_the_frontier_and_each_other_free(
    plot, look, scale, frontier, shown_from, this, author
):
    look.set_text_scale(scale)
    plot.resize(plot.sizeHint())
    own = [Attempt(13, 0.984), Attempt(17, 0.985), Attempt(5, 0.71), Attempt(6, 0.88)]
    attempts = [*own, Attempt(*author, "author"), Attempt(*this, "this")]
    plot.set_attempts(attempts, ScoreScale(ACCURACY, 0.97))
    plot.set_searched(Searched(frontier, shown_from))
    rects = plot.label_rects()
    numbers = [tick.place for tick in plot.size_ticks()]
    places = [*rects.values(), *numbers]
    for index, rect in enumerate(places):
        assert QRectF(plot.rect()).contains(rect)
        assert not any(rect.intersects(other) for other in places[:index]), rects
        assert not any(rect.contains(plot.place_of(attempt)) for attempt in attempts)
    assert not plot.grab().isNull()


def test_the_axis_reaches_what_was_searched_and_names_the_smallest(plot):
    plot.set_attempts([Attempt(2, 0.6, "this")], ScoreScale(ACCURACY, 0.97))
    plot.set_searched(Searched(KNOWN))
    assert plot.place_of(Attempt(4, 0.97)).x() < plot.width() - 12
    assert [tick.size for tick in plot.size_ticks() if tick.strong] == [4]
    plot.set_searched(Searched(KNOWN, 7))
    assert not any(tick.strong for tick in plot.size_ticks())


def test_what_is_under_the_pointer_is_said(plot):
    plot.set_searched(Searched(KNOWN))
    assert plot.explain_at(plot.place_of(ATTEMPTS[0])) == "yours: 5 parameters, 66.0\u00a0%"
    step = plot.place_of(Attempt(4, 0.98))
    assert plot.explain_at(step).startswith("frontier: 4 parameters, 98.0\u00a0%, passes from 97")
    ground = plot.place_of(Attempt(2, 0.8))
    assert plot.explain_at(ground).startswith("none of 312 networks of up to 3 parameters passes")
    assert plot.explain_at(QPointF(1, 1)) == ""
    said = plot.accessibleName()
    assert "frontier: 4 parameters" in said
    assert "none of 312 networks" in said


def test_without_a_search_the_own_edge_is_drawn_and_nothing_is_hatched(plot):
    plain = plot.grab().toImage()
    plot.set_searched(Searched(KNOWN))
    assert plot.grab().toImage() != plain
    plot.set_searched(None)
    assert plot.grab().toImage() == plain
    assert "frontier" not in plot.accessibleName()
