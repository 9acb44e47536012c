from __future__ import annotations

import math

import numpy as np
import pytest

from engine import Trainer, TrainingSettings
from engine.functions.optimizers import MOMENTS, Step, update_program
from engine.program import run


def walk(optimizer, rate, gradients, start, l1=0.0):
    """Parameters after each of the gradients, one number each."""
    parameters = np.array([[start]])
    gradient = np.zeros((2, 1, 1))
    moments = np.zeros((MOMENTS[optimizer], 1, 1))
    steps = np.zeros((), dtype=np.int64)
    program = update_program(Step(optimizer, rate, l1), parameters, gradient, moments, steps)
    seen = []
    for value in gradients:
        gradient[0] = value
        run(program)
        seen.append(float(parameters[0, 0]))
    return seen


GRADIENTS = [0.3, -1.2, 5.0, 0.0, 1e-9, 0.7]


def test_sgd_steps_against_the_gradient():
    expected, p = [], 2.0
    for g in GRADIENTS:
        p -= 0.1 * g
        expected.append(p)
    assert walk("sgd", 0.1, GRADIENTS, 2.0) == pytest.approx(expected, rel=1e-14)


def test_momentum_keeps_nine_tenths_of_its_velocity():
    expected, p, v = [], 2.0, 0.0
    for g in GRADIENTS:
        v = 0.9 * v + g
        p -= 0.1 * v
        expected.append(p)
    assert walk("momentum", 0.1, GRADIENTS, 2.0) == pytest.approx(expected, rel=1e-14)


def test_rmsprop_divides_by_the_root_of_what_it_remembers_of_squares():
    expected, p, v = [], 2.0, 0.0
    for g in GRADIENTS:
        v = 0.9 * v + 0.1 * g * g
        p -= 0.1 * g / (math.sqrt(v) + 1e-8)
        expected.append(p)
    assert walk("rmsprop", 0.1, GRADIENTS, 2.0) == pytest.approx(expected, rel=1e-14)


def test_adam_follows_algorithm_1_of_kingma_and_ba():
    expected, p, m, v = [], 2.0, 0.0, 0.0
    for t, g in enumerate(GRADIENTS, start=1):
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g * g
        m_hat, v_hat = m / (1 - 0.9**t), v / (1 - 0.999**t)
        p -= 0.1 * m_hat / (math.sqrt(v_hat) + 1e-8)
        expected.append(p)
    assert walk("adam", 0.1, GRADIENTS, 2.0) == pytest.approx(expected, rel=1e-12)


def test_adams_first_step_is_the_learning_rate_whatever_the_slope():
    for slope in (1e-3, 1.0, 1e6):
        assert walk("adam", 0.25, [slope], 0.0)[0] == pytest.approx(-0.25, rel=1e-4)


def test_l2_pulls_weights_and_leaves_biases(dense, line_data):
    """One SGD step by hand for y = w x + b: w − η (∂loss/∂w + λ w), b − η ∂loss/∂b."""
    dataset = line_data(train=5, noise=0.2)
    trainer = Trainer(dense(1, 1), dataset, TrainingSettings("sgd", 0.1, l2=0.5), (1,))
    trainer.set_weight("x1", "y", 1.5)
    trainer.set_bias("y", -0.5)
    *_, final = trainer.snapshots(1)
    x, y = dataset.train.x[:, 0], dataset.train.y[:, 0]
    error = 1.5 * x - 0.5 - y
    assert final.weight("x1", "y") == pytest.approx(
        1.5 - 0.1 * (2 * np.mean(error * x) + 0.5 * 1.5), rel=1e-13
    )
    assert final.bias("y") == pytest.approx(-0.5 - 0.1 * 2 * np.mean(error), rel=1e-13)


def test_the_short_last_batch_is_a_mean_over_its_own_size(dense, line_data):
    """Three samples in batches of two: the second update sees one sample at full weight."""
    dataset = line_data(train=3, noise=0.2)
    trainer = Trainer(dense(1, 1), dataset, TrainingSettings("sgd", 0.1, batch_size=2), (4,))
    trainer.set_weight("x1", "y", 1.0)
    *_, final = trainer.snapshots(1)
    x, y = dataset.train.x[:, 0], dataset.train.y[:, 0]
    w, b = 1.0, 0.0
    order = trainer.state.order[0]
    for rows in (order[:2], order[2:]):
        error = w * x[rows] + b - y[rows]
        w, b = w - 0.2 * np.mean(error * x[rows]), b - 0.2 * np.mean(error)
    assert final.weight("x1", "y") == pytest.approx(w, rel=1e-13)
    assert final.bias("y") == pytest.approx(b, rel=1e-13)


def soft(value, threshold):
    return math.copysign(max(abs(value) - threshold, 0.0), value)


def test_l1_after_an_sgd_step_is_a_soft_threshold():
    expected, p = [], 2.0
    for g in GRADIENTS:
        p = soft(p - 0.1 * g, 0.1 * 0.4)
        expected.append(p)
    assert walk("sgd", 0.1, GRADIENTS, 2.0, l1=0.4) == pytest.approx(expected, rel=1e-13)


def test_l1_takes_part_in_the_velocity():
    expected, p, v = [], 2.0, 0.0
    for g in GRADIENTS:
        v = 0.9 * v + g
        shrunk = soft(p - 0.1 * v, 0.1 * 0.4)
        v = (p - shrunk) / 0.1
        p = shrunk
        expected.append(p)
    assert walk("momentum", 0.1, GRADIENTS, 2.0, l1=0.4) == pytest.approx(expected, rel=1e-12)


def test_l1_of_adam_is_scaled_by_the_step_size_of_each_parameter():
    expected, p, m, v = [], 2.0, 0.0, 0.0
    for t, g in enumerate(GRADIENTS, start=1):
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g * g
        root = math.sqrt(v / (1 - 0.999**t)) + 1e-8
        p = soft(p - 0.1 * m / (1 - 0.9**t) / root, min(0.1 * 0.4 / root, 2 * 0.1))
        expected.append(p)
    assert walk("adam", 0.1, GRADIENTS, 2.0, l1=0.4) == pytest.approx(expected, rel=1e-12)


def test_l1_of_rmsprop_is_scaled_by_the_step_size_of_each_parameter():
    expected, p, v = [], 2.0, 0.0
    for g in GRADIENTS:
        v = 0.9 * v + 0.1 * g * g
        root = math.sqrt(v) + 1e-8
        p = soft(p - 0.1 * g / root, min(0.1 * 0.4 / root, 2 * 0.1))
        expected.append(p)
    assert walk("rmsprop", 0.1, GRADIENTS, 2.0, l1=0.4) == pytest.approx(expected, rel=1e-13)
