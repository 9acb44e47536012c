"""Round numbers for axes."""

import math

import pytest

from widgets.plots.ticks import nice_ticks, tick_text


@pytest.mark.parametrize(
    ("low", "high", "most", "ticks"),
    [
        (0, 1, 5, [0, 0.5, 1.0]),
        (0, 1000, 6, [0, 200, 400, 600, 800, 1000]),
        (-3.5, 3.5, 5, [-2, 0, 2]),
        (0.93, 1.0, 4, [0.95, 1.0]),
    ],
)
def test_ticks_are_round_and_within(low, high, most, ticks):
    assert nice_ticks(low, high, most) == pytest.approx(ticks)


@pytest.mark.parametrize("ends", [(1, 1), (2, 1), (math.nan, 1), (0, math.inf)])
def test_no_range_no_ticks(ends):
    assert nice_ticks(*ends) == []


def test_minus_is_a_true_minus():
    assert tick_text(-0.5) == "−0.5"
