from __future__ import annotations

import math

import pytest

from engine import ACCURACY, MSE, DataError, Task, Terms


def test_accuracy_has_to_be_at_least_the_threshold():
    terms = Terms(ACCURACY, 0.9, (1, 2, 3), 2)
    assert terms.reached(0.9)
    assert not terms.reached(0.8999)
    assert not terms.reached(math.nan)
    assert terms.gap(0.85) == pytest.approx(0.05)
    assert terms.gap(0.95) == 0.0


def test_terms_fit_tasks_of_the_kind_that_their_metric_scores():
    terms = Terms(MSE, 0.1, (1,), 1)
    terms.check(Task("regression", ("x1",)))
    with pytest.raises(DataError, match="“mse” does not score classification"):
        terms.check(Task("classification", ("x1",), classes=2))


def test_error_has_to_be_at_most_the_threshold():
    terms = Terms(MSE, 0.1, (1,), 1)
    assert terms.reached(0.1)
    assert not terms.reached(0.11)
    assert not terms.reached(math.nan)
    assert terms.gap(0.3) == pytest.approx(0.2)


@pytest.mark.parametrize("needed", [0, 4])
def test_impossible_terms_are_refused(needed):
    with pytest.raises(DataError, match="cannot be asked for"):
        Terms(ACCURACY, 0.9, (1, 2, 3), needed)


def test_the_goal_is_said_in_words():
    assert Terms(ACCURACY, 0.97, (1,), 1).goal == "Test accuracy ≥ 97\u00a0%"
    assert Terms(MSE, 0.015, (1,), 1).goal == "Test error ≤ 0.015"
