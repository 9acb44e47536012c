"""Scores as lengths and words."""

import math

import pytest

from engine import ACCURACY, MSE
from widgets.controls.score_scale import ScoreScale

ACCURACY = ScoreScale(ACCURACY, 0.97, 0.5)
ERROR = ScoreScale(MSE, 0.02)


@pytest.mark.parametrize(
    ("score", "fraction"), [(0.3, 0.0), (0.5, 0.0), (0.75, 0.5), (0.97, 0.94), (1.0, 1.0)]
)
def test_accuracy_runs_from_chance_to_one(score, fraction):
    assert ACCURACY.fraction(score) == pytest.approx(fraction)


def test_each_halving_of_the_error_is_as_long():
    one, two, three = (ERROR.fraction(score) for score in (0.4, 0.2, 0.1))
    assert two - one == pytest.approx(three - two)
    assert one < two < three < ERROR.tick
    assert ERROR.fraction(0.0) == 1.0


def test_what_is_not_a_number_fills_nothing():
    assert ACCURACY.fraction(math.nan) == 0.0
    assert ERROR.fraction(math.inf) == 0.0
    assert ACCURACY.text(math.nan) == "–"
    assert ERROR.gap_text(math.inf) == "no score yet"
    assert not ACCURACY.reached(math.nan)
    assert not ERROR.reached(math.nan)


@pytest.mark.parametrize(
    ("score", "text", "gap"),
    [
        (0.955, "95.5", "1.5 points to go"),
        (0.96, "96.0", "1.0 point to go"),
        (0.9696, "96.9", "0.1 points to go"),
        (0.97, "97.0", "reached on validation"),
        (0.29, "29.0", "68.0 points to go"),
    ],
)
def test_accuracy_is_never_said_to_be_better_than_it_is(score, text, gap):
    assert ACCURACY.text(score) == f"{text}\u00a0%"
    assert ACCURACY.gap_text(score) == gap


@pytest.mark.parametrize(
    ("score", "text"), [(0.0813, "0.0813"), (0.020001, "0.0201"), (0.02, "0.02"), (0.0, "0")]
)
def test_an_error_is_never_said_to_be_smaller_than_it_is(score, text):
    assert ERROR.text(score) == text


def test_goals_are_said_shortly():
    assert ACCURACY.goal == "≥ 97\u00a0%"
    assert ERROR.goal == "≤ 0.02"
