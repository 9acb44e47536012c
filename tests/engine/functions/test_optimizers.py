from __future__ import annotations

import math

import numpy as np
import pytest

from engine import Link, Trainer, TrainingSettings
from engine.functions.optimizers import MOMENTS, Step, clip_program, update_program
from engine.kernels.numpy.kernel import NumpyKernel
from engine.program import run


@pytest.fixture(params=["numpy", "numba"])
def kernel(request):
    """Either kernel; skips the compiled one where Numba is missing."""
    if request.param == "numpy":
        return NumpyKernel
    pytest.importorskip("numba")
    from engine.kernels.compiled.kernel import NumbaKernel

    return NumbaKernel


def walk(optimizer, rate, gradients, start, l1=0.0, clipping=None):
    """Parameters after each of the gradients, one number each."""
    parameters = np.array([[start]])
    gradient = np.zeros((2, 1, 1))
    moments = np.zeros((MOMENTS[optimizer], 1, 1))
    steps = np.zeros((), dtype=np.int64)
    step = Step(optimizer, rate, l1, clipping=clipping)
    program = update_program(step, parameters, gradient, moments, steps)
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


# -- gradient clipping -------------------------------------------------------------------------


def clipped(gradients, largest):
    """The gradients of some replicas, (replicas, size), after clipping."""
    buffer = np.zeros((2, *np.shape(gradients)))
    buffer[0] = gradients
    run(clip_program(buffer, largest))
    return buffer[0]


def test_a_gradient_too_long_keeps_its_direction_and_gets_the_length_allowed():
    """3-4-5: (3, 4) has norm 5, so at most 2 leaves two fifths of it."""
    found = clipped([[3.0, 4.0], [0.3, 0.4], [0.0, -2.0]], 2.0)
    np.testing.assert_allclose(found, [[1.2, 1.6], [0.3, 0.4], [0.0, -2.0]], rtol=1e-15)


def test_every_replica_is_clipped_by_its_own_norm():
    rng = np.random.default_rng(1)
    gradients = rng.normal(size=(6, 9)) * 10.0 ** np.arange(-3, 3)[:, np.newaxis]
    norms = np.sqrt((gradients**2).sum(axis=1))
    found = clipped(gradients, 0.5)
    expected = gradients * np.minimum(1, 0.5 / norms)[:, np.newaxis]
    np.testing.assert_allclose(found, expected, rtol=1e-14)
    assert found[norms <= 0.5].tobytes() == gradients[norms <= 0.5].tobytes()


def test_no_gradient_stays_none_and_a_nan_stays_to_be_caught():
    assert clipped([[0.0, 0.0]], 1.0).tolist() == [[0.0, 0.0]]
    assert np.isnan(clipped([[math.nan, 1.0]], 1.0)).any()


def test_clipping_comes_before_the_velocity():
    expected, p, v = [], 2.0, 0.0
    for g in GRADIENTS:
        v = 0.9 * v + max(-0.5, min(0.5, g))
        p -= 0.1 * v
        expected.append(p)
    found = walk("momentum", 0.1, GRADIENTS, 2.0, clipping=0.5)
    assert found == pytest.approx(expected, rel=1e-14)


def test_l1_shrinks_by_its_whole_threshold_after_a_clipped_step():
    expected, p = [], 2.0
    for g in GRADIENTS:
        p = soft(p - 0.1 * max(-0.5, min(0.5, g)), 0.1 * 0.4)
        expected.append(p)
    found = walk("sgd", 0.1, GRADIENTS, 2.0, l1=0.4, clipping=0.5)
    assert found == pytest.approx(expected, rel=1e-13)


def clipped_line(kernel, dense, line_data, *, freeze):
    """One SGD step of y = w x + b with L2 and a norm of at most 0.25, beside the same by hand."""
    dataset = line_data(train=5, noise=0.2)
    network = dense(1, 1)
    if freeze:
        network = network.with_link(Link("x1", "y", frozen=True))
    settings = TrainingSettings("sgd", 0.1, l2=0.5, gradient_clipping=0.25)
    trainer = Trainer(network, dataset, settings, (1,), kernel=kernel)
    trainer.set_weight("x1", "y", 1.5)
    trainer.set_bias("y", -0.5)
    *_, final = trainer.snapshots(1)
    x, y = dataset.train.x[:, 0], dataset.train.y[:, 0]
    error = 1.5 * x - 0.5 - y
    slopes = np.array([2 * np.mean(error * x) + 0.5 * 1.5, 2 * np.mean(error)])
    if freeze:
        slopes[0] = 0.0
    assert np.linalg.norm(slopes) > 0.25
    slopes *= 0.25 / np.linalg.norm(slopes)
    found = final.weight("x1", "y"), final.bias("y")
    return found, (1.5 - 0.1 * slopes[0], -0.5 - 0.1 * slopes[1])


@pytest.mark.parametrize("freeze", [False, True])
def test_l2_and_biases_count_for_the_norm_and_what_is_frozen_does_not(
    kernel, freeze, dense, line_data
):
    found, expected = clipped_line(kernel, dense, line_data, freeze=freeze)
    assert found == pytest.approx(expected, rel=1e-13)


def test_a_norm_that_no_gradient_reaches_changes_no_bit(kernel, dense, xor_data):
    ends = []
    for largest in (None, 1e6):
        settings = TrainingSettings("adam", 0.01, 7, 20, gradient_clipping=largest)
        trainer = Trainer(dense(2, 3, 1), xor_data(), settings, (1, 2), kernel=kernel)
        *_, final = trainer.snapshots()
        ends.append(final.parameters.tobytes())
    assert ends[0] == ends[1]


def test_the_random_nudge_has_nothing_to_clip(dense, xor_data):
    ends = []
    for largest in (None, 1e-3):
        settings = TrainingSettings("random-nudge", 0.05, 7, 20, gradient_clipping=largest)
        *_, final = Trainer(dense(2, 3, 1), xor_data(), settings, (1, 2)).snapshots()
        ends.append(final.parameters.tobytes())
    assert ends[0] == ends[1]
