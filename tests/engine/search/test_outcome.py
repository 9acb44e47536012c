"""Outcomes are compared by how surely a candidate passes, then by its median."""

import math

import pytest

from engine import ACCURACY, MSE
from engine.metrics.terms import Terms
from engine.search.outcome import Outcome

SHARE = Terms(ACCURACY, 0.9, (1,), 1)
ERROR = Terms(MSE, 0.1, (1,), 1)


def test_the_median_is_the_lower_of_two_in_the_middle():
    assert Outcome.of([0.5, 0.95, 0.8, 0.97], SHARE) == Outcome(2, 4, 0.8, 0.8)
    assert Outcome.of([0.05, 0.2, 0.3], ERROR) == Outcome(1, 3, 0.2, -0.2)
    assert Outcome.of([0.05, 0.2], ERROR).score == pytest.approx(0.2)


def test_a_start_that_diverged_is_worse_than_any_and_has_not_passed():
    assert Outcome.of([math.nan, 1.0, 0.0], SHARE) == Outcome(1, 3, 0.0, 0.0)
    assert Outcome.of([math.nan, math.nan, 0.01], ERROR) == Outcome(1, 3, None, -math.inf)


def test_the_order_of_starts_means_nothing():
    scores = [0.91, math.nan, 0.3, 0.99]
    assert Outcome.of(scores, SHARE) == Outcome.of(reversed(scores), SHARE)


def test_many_starts_count_for_more_than_a_few_lucky_ones():
    lucky, sure = Outcome(8, 8, 1.0, 1.0), Outcome(97, 100, 0.95, 0.95)
    assert sure.rank > lucky.rank > Outcome(7, 8, 1.0, 1.0).rank


def test_without_passes_the_median_decides():
    assert Outcome(0, 8, 0.8, 0.8).rank > Outcome(0, 8, 0.7, 0.7).rank
    assert Outcome(0, 32, 0.8, 0.8).rank > Outcome(0, 8, 0.7, 0.7).rank
