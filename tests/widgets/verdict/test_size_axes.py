"""The axes of the plot of sizes: numbers that can be read."""

import pytest
from PySide6.QtCore import QRectF, QSizeF

from engine import ACCURACY, MSE
from widgets.controls.score_scale import ScoreScale
from widgets.verdict.size_axes import SizeAxes, score_ticks, size_ticks


def test_the_axis_of_scores_has_numbers():
    heights, texts = zip(*score_ticks(ScoreScale(ACCURACY, 0.97)), strict=True)
    assert texts == ("60 %", "80 %", "100 %")
    assert heights == pytest.approx((0.2, 0.6, 1.0))


def test_errors_are_numbered_by_their_logarithm():
    ticks = {text: height for height, text in score_ticks(ScoreScale(MSE, 0.015))}
    assert list(ticks) == ["0.01", "0.03", "0.1", "0.3", "1"]
    assert ticks["0.01"] > ticks["0.03"] > ticks["1"]


@pytest.mark.parametrize("most", [4.0, 15.0, 19.04, 377.0, 20_000.0])
@pytest.mark.parametrize("named", [None, 1, 4])
@pytest.mark.parametrize("letter", [6.0, 14.0])
def test_no_number_is_printed_over_another(most, named, letter):
    axes = SizeAxes(QRectF(60, 20, 200, 150), ScoreScale(ACCURACY, 0.97), most)
    ticks = size_ticks(axes, named, lambda text: QSizeF(letter * len(text), 20), 272.0)
    places = [own.place for own in ticks]
    assert len(ticks) >= 2
    assert not any(one.intersects(two) for one in places for two in places if one is not two)
    assert all(own.right() <= 272.0 for own in places)
    assert [own.size for own in ticks if own.strong] == ([] if named is None else [named])


def test_half_the_width_is_half_the_size():
    axes = SizeAxes(QRectF(60, 20, 200, 150), ScoreScale(ACCURACY, 0.97), 10.0)
    assert axes.x(0) == 60
    assert axes.x(5) == 160
    assert axes.place(10, None).toTuple() == (260, 170)
