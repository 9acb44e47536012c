from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import (
    ACCURACY,
    METRICS,
    MSE,
    Samples,
    Task,
    confusion_matrix,
    predictions,
    r_squared,
    usual_metric,
)

TWO = Task("classification", ("x1",), outputs=1, classes=2)
THREE = Task("classification", ("x1",), outputs=3, classes=3)
NUMBERS = Task("regression", ("x1",), outputs=1)


def test_above_zero_is_class_one():
    assert predictions(TWO, np.array([[-1.0, 0.0, 1e-9]])).tolist() == [0, 0, 1]


def test_the_largest_output_is_the_class():
    outputs = np.array([[1.0, -5.0], [0.5, -4.0], [0.0, -3.0]])
    assert predictions(THREE, outputs).tolist() == [0, 2]


def test_accuracy_of_each_replica():
    samples = Samples(np.zeros((4, 1)), np.array([[0.0], [1.0], [1.0], [0.0]]))
    outputs = np.array([[[-1.0, 1.0, 1.0, -1.0], [1.0, 1.0, 1.0, 1.0]]])
    assert ACCURACY.score(TWO, outputs, samples).tolist() == [1.0, 0.5]


def test_balanced_accuracy_is_the_mean_recall_of_the_classes_that_occur():
    # 5 of 6 of class 0, 1 of 2 of class 1 and none of class 2: recalls 5/6 and 1/2.
    samples = Samples(np.zeros((8, 1)), np.array([[0.0]] * 6 + [[1.0]] * 2))
    predicted = [0, 0, 0, 0, 0, 2, 1, 0]
    outputs = np.eye(3)[predicted].T
    metric = METRICS["balanced-accuracy"]
    assert metric.score(THREE, outputs, samples) == pytest.approx((5 / 6 + 1 / 2) / 2)
    always_zero = np.eye(3)[[0] * 8].T
    replicas = np.stack([outputs, always_zero], axis=1)
    assert metric.score(THREE, replicas, samples).tolist() == pytest.approx([2 / 3, 0.5])
    assert ACCURACY.score(THREE, always_zero, samples) == 0.75


def test_balanced_accuracy_is_accuracy_where_classes_are_equally_common():
    samples = Samples(np.zeros((4, 1)), np.array([[0.0], [1.0], [1.0], [0.0]]))
    outputs = np.array([[-1.0, 1.0, -1.0, -1.0]])
    assert METRICS["balanced-accuracy"].score(TWO, outputs, samples) == pytest.approx(0.75)


def test_mean_squared_error_with_and_without_replicas():
    samples = Samples(np.zeros((2, 1)), np.array([[1.0], [3.0]]))
    assert MSE.score(NUMBERS, np.array([[1.0, 1.0]]), samples) == pytest.approx(2.0)
    outputs = np.array([[[1.0, 3.0], [2.0, 3.0]]])
    assert MSE.score(NUMBERS, outputs, samples).tolist() == [0.0, 0.5]


def test_classes_are_usually_scored_by_accuracy_and_values_by_their_error():
    assert usual_metric(TWO) is ACCURACY
    assert usual_metric(NUMBERS) is MSE


def test_wrong_samples_are_those_of_another_class():
    samples = Samples(np.zeros((4, 1)), np.array([[0.0], [1.0], [1.0], [0.0]]))
    outputs = np.array([[[-1.0, 1.0, 1.0, -1.0], [1.0, 1.0, 1.0, 1.0]]])
    wrong = ACCURACY.wrong(TWO, outputs, samples, 0.9)
    assert wrong.tolist() == [[False] * 4, [True, False, False, True]]


def test_wrong_values_miss_by_more_than_the_threshold():
    samples = Samples(np.zeros((4, 1)), np.array([[1.0], [1.0], [1.0], [1.0]]))
    outputs = np.array([[1.25, 0.75, 1.5, math.nan]])
    assert MSE.wrong(NUMBERS, outputs, samples, 0.0625).tolist() == [False, False, True, True]
    assert MSE.tolerance(0.0625) == 0.25
    assert ACCURACY.tolerance(0.9) is None
    assert MSE.wrong_means(0.0625) == "whose squared error is above 0.0625"


@pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS)
def test_none_and_nan_are_worse_than_any_score(metric):
    for missing in (None, math.nan):
        assert metric.rank(missing) < metric.rank(metric.worst) or metric.worst == math.inf
        assert metric.rank(missing) < metric.rank(1e9)
        assert not metric.reached(missing, metric.thresholds[1])
        assert metric.format(missing) == "–"
        assert metric.phrase(missing) == "no score"


@pytest.mark.parametrize(
    ("metric", "better", "worse"), [(ACCURACY, 0.9, 0.8), (MSE, 0.1, 0.4)], ids=["share", "error"]
)
def test_better_and_worse_have_the_same_meaning_everywhere(metric, better, worse):
    assert metric.rank(better) > metric.rank(worse)
    assert metric.reached(better, better)
    assert metric.reached(better, worse)
    assert not metric.reached(worse, better)
    assert metric.decline(better, worse) == pytest.approx(abs(better - worse))
    declines = metric.decline(worse, np.array([worse, better]))
    assert declines.tolist() == pytest.approx([0.0, -abs(better - worse)])


@pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS)
@given(data=st.data())
def test_the_deciding_score_reaches_a_threshold_exactly_when_enough_starts_do(metric, data):
    score = st.none() | st.floats(0, 1)
    scores = data.draw(st.lists(score, min_size=1, max_size=8))
    needed = data.draw(st.integers(1, len(scores)))
    threshold = data.draw(st.floats(0.01, 1))
    enough = sum(metric.reached(own, threshold) for own in scores) >= needed
    assert metric.reached(metric.deciding_score(scores, needed), threshold) == enough


def test_where_the_deciding_start_diverged_there_is_no_score():
    assert MSE.deciding_score([0.2, None, 0.1], 2) == 0.2
    assert MSE.deciding_score([0.2, None, 0.1], 3) is None
    assert ACCURACY.deciding_score([None, 0.0, None], 1) == 0.0
    assert ACCURACY.deciding_score([None, 0.0, None], 2) is None


def test_guesses_have_a_score_where_the_task_knows_it():
    assert ACCURACY.chance(TWO) == 0.5
    assert ACCURACY.chance(THREE) == pytest.approx(1 / 3)
    assert MSE.chance(NUMBERS) == math.inf


@pytest.mark.parametrize(
    ("score", "text", "phrase"),
    [(0.9696, "96.9", "96.9"), (0.97, "97.0", "97"), (0.29, "29.0", "29"), (1.0, "100.0", "100")],
)
def test_a_share_is_never_said_to_be_better_than_it_is(score, text, phrase):
    assert ACCURACY.format(score) == f"{text}\u00a0%"
    assert ACCURACY.phrase(score) == f"{phrase}\u00a0%"


@pytest.mark.parametrize(
    ("score", "text"), [(0.0813, "0.0813"), (0.020001, "0.0201"), (0.02, "0.02"), (0.0, "0")]
)
def test_an_error_is_never_said_to_be_smaller_than_it_is(score, text):
    assert MSE.format(score) == text
    assert MSE.phrase(score) == f"error {text}"


def test_goals_are_said_as_they_were_set():
    assert ACCURACY.goal(0.975) == "≥ 97.5\u00a0%"
    assert MSE.goal(0.015) == "≤ 0.015"


def test_a_confusion_matrix_counts_truth_by_row_and_answer_by_column():
    samples = Samples(np.zeros((5, 1)), np.array([[0.0], [0.0], [1.0], [2.0], [2.0]]))
    predicted = [0, 1, 1, 0, 2]
    outputs = np.eye(3)[predicted].T
    expected = [[1, 1, 0], [0, 1, 0], [1, 0, 1]]
    assert confusion_matrix(THREE, outputs, samples).tolist() == expected
    replicas = np.stack([outputs, np.eye(3)[[2] * 5].T], axis=1)
    both = confusion_matrix(THREE, replicas, samples)
    assert both[0].tolist() == expected
    assert both[1].tolist() == [[0, 0, 2], [0, 0, 1], [0, 0, 2]]


def test_two_classes_with_one_output_have_a_confusion_matrix_too():
    samples = Samples(np.zeros((4, 1)), np.array([[0.0], [1.0], [1.0], [1.0]]))
    outputs = np.array([[-1.0, -2.0, 3.0, 0.0]])
    assert confusion_matrix(TWO, outputs, samples).tolist() == [[1, 0], [2, 1]]


def test_r_squared_is_one_when_right_and_zero_for_the_mean():
    y = np.array([[1.0], [2.0], [4.0], [5.0]])
    samples = Samples(np.zeros((4, 1)), y)
    assert r_squared(y.T, samples) == 1.0
    assert r_squared(np.full((1, 4), 3.0), samples) == 0.0
    guess = np.array([[1.5, 2.0, 4.0, 4.0]])
    assert r_squared(guess, samples) == pytest.approx(1 - (0.25 + 1) / (4 + 1 + 1 + 4))
    replicas = np.stack([y.T, np.full((1, 4), 3.0)], axis=1)
    assert r_squared(replicas, samples).tolist() == [1.0, 0.0]


def test_r_squared_of_several_outputs_is_their_mean_and_constants_count_all_or_nothing():
    samples = Samples(np.zeros((2, 1)), np.array([[1.0, 7.0], [3.0, 7.0]]))
    assert r_squared(np.array([[1.0, 3.0], [7.0, 7.0]]), samples) == 1.0
    assert r_squared(np.array([[1.0, 3.0], [7.0, 7.1]]), samples) == 0.5
    assert r_squared(np.array([[2.0, 2.0], [7.0, 7.0]]), samples) == 0.5
