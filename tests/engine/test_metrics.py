from __future__ import annotations

import numpy as np
import pytest

from engine import Samples, Task, confusion_matrix, predictions, r_squared
from engine.metrics import accuracy, mean_squared_error, metric_of, score

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
    assert accuracy(TWO, outputs, samples).tolist() == [1.0, 0.5]
    assert score("accuracy", TWO, outputs, samples).tolist() == [1.0, 0.5]


def test_mean_squared_error_with_and_without_replicas():
    samples = Samples(np.zeros((2, 1)), np.array([[1.0], [3.0]]))
    assert mean_squared_error(NUMBERS, np.array([[1.0, 1.0]]), samples) == pytest.approx(2.0)
    outputs = np.array([[[1.0, 3.0], [2.0, 3.0]]])
    assert score("mse", NUMBERS, outputs, samples).tolist() == [0.0, 0.5]


def test_the_metric_of_a_task():
    assert metric_of(TWO) == "accuracy"
    assert metric_of(NUMBERS) == "mse"


def test_a_confusion_matrix_counts_truth_by_row_and_answer_by_column():
    samples = Samples(np.zeros((5, 1)), np.array([[0.0], [0.0], [1.0], [2.0], [2.0]]))
    told = [0, 1, 1, 0, 2]
    outputs = np.eye(3)[told].T
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
