"""The frontier in the plot: stairs, a wall where all below was tried, and hatched ground."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from engine import ACCURACY
from engine.search.frontier import Frontier
from tests.widgets.verdict.frontiers import KNOWN, OPEN, best, tried
from widgets.controls.score_scale import ScoreScale
from widgets.verdict.searched import Searched
from widgets.verdict.searched_layer import SearchedLayer
from widgets.verdict.size_axes import SizeAxes

AXES = SizeAxes(QRectF(40, 20, 240, 150), ScoreScale(ACCURACY, 0.97), 12.0)


def layer(look, frontier, shown_from=0, axes=AXES):
    return SearchedLayer(Searched(frontier, shown_from), axes, look.theme)


def corners(own):
    return [(round(at.x(), 6), round(at.y(), 6)) for at in own.stairs.toList()]


def test_the_stairs_rise_with_the_best_score_up_to_each_size(look):
    low, high = AXES.y(0.7), AXES.y(0.98)
    assert corners(layer(look, OPEN)) == [
        (AXES.x(6), pytest.approx(low)),
        (AXES.x(7), pytest.approx(low)),
        (AXES.x(7), pytest.approx(high)),
        (AXES.area.right() + 10, pytest.approx(high)),
    ]


def test_a_wall_stands_only_where_all_below_it_was_tried(look):
    foot = (AXES.x(4), AXES.area.bottom())
    assert corners(layer(look, KNOWN))[0] == foot
    assert corners(layer(look, KNOWN, shown_from=6))[0] == (AXES.x(6), AXES.y(0.975))
    gap = Frontier((best(4),), tried(2, 24), 30)
    assert corners(layer(look, gap))[0] != foot


def test_the_ground_is_hatched_up_to_the_last_size_tried_in_vain(look):
    ground = layer(look, KNOWN).barren
    assert AXES.x(3) < ground.right() < AXES.x(4)
    assert layer(look, Frontier((best(4),), (), 9)).barren.isEmpty()


def test_the_words_stand_on_the_ground_or_beside_it_or_not_at_all(look):
    own = layer(look, KNOWN)
    label = own.label([])
    assert label.lines == ("none of", "312", "passes")
    assert own.barren.contains(label.place)
    narrow = SizeAxes(AXES.area, AXES.scale, 60.0)
    beside = layer(look, KNOWN, axes=narrow)
    label = beside.label([])
    assert label.lines == ("← none of 312 passes",)
    assert label.place.left() > narrow.x(4)
    assert beside.label([AXES.area]) is None
    assert layer(look, Frontier((best(4),), (), 9)).label([]) is None


def test_what_was_never_found_leaves_no_stairs(look):
    assert corners(layer(look, Frontier((), tried(2), 2))) == []
    assert layer(look, Frontier((), tried(2), 2)).obstacles() == []


def test_it_is_painted_within_the_axes(look):
    image = QImage(320, 220, QImage.Format.Format_ARGB32)
    image.fill(look.theme.panel)
    painter = QPainter(image)
    layer(look, KNOWN).paint(painter)
    painter.end()
    ground = look.theme.panel.rgb()
    painted = [(x, y) for x in range(320) for y in range(220) if image.pixel(x, y) != ground]
    assert min(x for x, _ in painted) >= 39
    assert max(x for x, _ in painted) <= 291
    assert max(y for _, y in painted) <= 171
