from __future__ import annotations

import math

import numpy as np
import pytest

from engine import Samples, Task
from engine.functions.losses import (
    BinaryCrossEntropy,
    SoftmaxCrossEntropy,
    SquaredError,
    loss_function,
)
from engine.program import run

TWO = Task("classification", ("x1",), outputs=1, classes=2)
THREE = Task("classification", ("x1",), outputs=3, classes=3)
NUMBERS = Task("regression", ("x1",), outputs=2)


def labelled(*classes):
    return Samples(np.zeros((len(classes), 1)), np.array(classes, dtype=float)[:, np.newaxis])


def gradient(loss, outputs, targets):
    result = np.empty_like(outputs)
    run(loss.gradient(outputs, targets, result))
    return result


def test_the_task_and_the_name_choose_the_loss():
    assert isinstance(loss_function("cross-entropy", TWO), BinaryCrossEntropy)
    assert isinstance(loss_function("cross-entropy", THREE), SoftmaxCrossEntropy)
    assert isinstance(loss_function("cross-entropy", NUMBERS), SquaredError)
    assert isinstance(loss_function("squared-error", TWO), SquaredError)


def test_squared_error_is_the_mean_over_samples_and_outputs():
    samples = Samples(np.zeros((2, 1)), np.array([[1.0, 2.0], [3.0, 5.0]]))
    loss = SquaredError(NUMBERS)
    outputs = np.array([[[1.5, 3.0]], [[2.0, 1.0]]])  # (outputs, one replica, samples)
    targets = loss.targets(samples)[:, np.newaxis]
    assert loss.value(outputs, targets).tolist() == [(0.25 + 0 + 0 + 16) / 4]
    assert gradient(loss, outputs, targets)[:, 0].tolist() == [[0.25, 0.0], [0.0, -2.0]]


def test_classes_are_plus_and_minus_one_for_squared_error():
    assert SquaredError(TWO).targets(labelled(0, 1)).tolist() == [[-1.0, 1.0]]
    assert SquaredError(THREE).targets(labelled(2, 0)).tolist() == [
        [-1.0, 1.0],
        [-1.0, -1.0],
        [1.0, -1.0],
    ]


def test_binary_cross_entropy_by_hand():
    loss = BinaryCrossEntropy()
    targets = loss.targets(labelled(1, 0))[:, np.newaxis]
    outputs = np.array([[[0.7, -1.3]]])
    p, q = 1 / (1 + math.exp(-0.7)), 1 / (1 + math.exp(1.3))
    assert loss.value(outputs, targets)[0] == pytest.approx(
        -(math.log(p) + math.log(1 - q)) / 2, rel=1e-14
    )
    np.testing.assert_allclose(
        gradient(loss, outputs, targets)[0, 0], [(p - 1) / 2, q / 2], rtol=1e-14
    )


def test_softmax_cross_entropy_by_hand():
    loss = SoftmaxCrossEntropy(THREE)
    targets = loss.targets(labelled(2))[:, np.newaxis]
    logits = [0.5, -1.0, 2.0]
    shares = [math.exp(z) / sum(map(math.exp, logits)) for z in logits]
    outputs = np.array(logits)[:, np.newaxis, np.newaxis]
    assert loss.value(outputs, targets)[0] == pytest.approx(-math.log(shares[2]), rel=1e-14)
    np.testing.assert_allclose(
        gradient(loss, outputs, targets).ravel(),
        [shares[0], shares[1], shares[2] - 1],
        rtol=1e-14,
    )


@pytest.mark.parametrize("size", [1e4, 1e300])
def test_huge_logits_give_finite_losses_and_gradients(size):
    loss = BinaryCrossEntropy()
    outputs = np.array([[[size, -size, size, -size]]])
    targets = loss.targets(labelled(1, 0, 0, 1))[:, np.newaxis]
    assert loss.value(outputs, targets)[0] == pytest.approx(size / 2)
    assert gradient(loss, outputs, targets).ravel().tolist() == [0.0, 0.0, 0.25, -0.25]
    several = SoftmaxCrossEntropy(THREE)
    logits = np.array([size, -size, 0.0])[:, np.newaxis, np.newaxis]
    wanted = several.targets(labelled(1))[:, np.newaxis]
    assert several.value(logits, wanted)[0] == pytest.approx(2 * size)
    assert gradient(several, logits, wanted).ravel().tolist() == [1.0, -1.0, 0.0]


def test_tiny_gradients_keep_their_digits():
    loss = BinaryCrossEntropy()
    slope = gradient(loss, np.array([[[40.0]]]), np.array([[[1.0]]]))
    assert slope[0, 0, 0] == pytest.approx(-math.exp(-40.0), rel=1e-14)


def test_each_replica_has_its_own_loss():
    loss = BinaryCrossEntropy()
    targets = loss.targets(labelled(1))[:, np.newaxis]
    values = loss.value(np.array([[[0.0], [3.0]]]), targets)
    assert values[0] == pytest.approx(math.log(2))
    assert values[1] == pytest.approx(math.log(1 + math.exp(-3)))


@pytest.mark.parametrize(
    "loss", [SquaredError(NUMBERS), BinaryCrossEntropy(), SoftmaxCrossEntropy(THREE)]
)
@pytest.mark.parametrize("size", [1.0, 30.0, 1e6])
def test_the_program_tells_the_same_error_for_each_replica(loss, size):
    outputs = {BinaryCrossEntropy: 1, SquaredError: 2, SoftmaxCrossEntropy: 3}[type(loss)]
    rng = np.random.default_rng(3)
    values = size * rng.standard_normal((outputs, 4, 9))
    if outputs == 2:
        targets = rng.standard_normal((2, 1, 9))
    else:
        samples = labelled(*rng.integers(0, max(2, outputs), 9))
        targets = loss.targets(samples)[:, np.newaxis]
    result = np.empty(4)
    run(loss.error(values, targets, result))
    np.testing.assert_allclose(result, loss.value(values, targets), rtol=1e-13)
