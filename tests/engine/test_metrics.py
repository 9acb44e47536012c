from __future__ import annotations

import numpy as np
import pytest

from engine import Samples, Task, predictions
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
