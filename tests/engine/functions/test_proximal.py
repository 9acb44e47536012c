from __future__ import annotations

import numpy as np
import pytest

from engine import Dataset, Samples, Task, Trainer, TrainingSettings
from engine.functions.proximal import shrink_program
from engine.program import run

SLOPES = ("sgd", "momentum", "rmsprop", "adam")


def last(trainer, until=None):
    *_, final = trainer.snapshots(until)
    return final


@pytest.fixture
def orthogonal():
    """y = 0.9 x1 + 0.12 x2 − 0.4 x3 on the corners of a cube, where columns are orthogonal."""
    corners = np.array([[a, b, c] for a in (-1, 1) for b in (-1, 1) for c in (-1, 1)], dtype=float)
    samples = Samples(corners, corners @ np.array([[0.9], [0.12], [-0.4]]))
    return Dataset(Task("regression", ("x1", "x2", "x3")), samples, samples, samples)


def test_the_soft_threshold():
    parameters = np.array([[3.0, -3.0, 0.5, -0.5, 0.0, 1.0]])
    threshold = np.array([[1.0, 1.0, 1.0, 1.0, 1.0, 0.0]])
    cut = np.empty_like(parameters)
    run(shrink_program(parameters, threshold, cut))
    assert parameters.tolist() == [[2.0, -2.0, 0.0, 0.0, 0.0, 1.0]]
    assert cut.tolist() == [[1.0, -1.0, 0.5, -0.5, 0.0, 0.0]]


@pytest.mark.parametrize("optimizer", SLOPES)
def test_every_optimizer_comes_to_rest_at_the_lasso(optimizer, orthogonal, dense):
    """With orthogonal columns of mean square 1 the minimum of Σ(y − wx)²/n + λ Σ|w| is known:

    each weight is the soft threshold of its least-squares value by λ/2.
    """
    rate = {"sgd": 0.1, "momentum": 0.02, "rmsprop": 5e-4, "adam": 3e-3}[optimizer]
    settings = TrainingSettings(optimizer, rate, None, 8000, loss="squared-error", l1=0.3)
    final = last(Trainer(dense(3, 1), orthogonal, settings, (1, 2, 3)))
    for replica in range(3):
        weights = [final.weight(f"x{number}", "y", replica) for number in (1, 2, 3)]
        assert weights == pytest.approx([0.75, 0.0, -0.25], abs=2 * rate if rate < 0.01 else 1e-9)
        assert weights[1] == 0.0
        assert final.bias("y", replica) == pytest.approx(0.0, abs=2e-3)


@pytest.mark.parametrize("optimizer", SLOPES)
def test_a_link_at_zero_comes_back_when_it_is_worth_more(optimizer, orthogonal, dense):
    settings = TrainingSettings(optimizer, 0.01, None, 3000, loss="squared-error", l1=4.0)
    trainer = Trainer(dense(3, 1), orthogonal, settings, (1,))
    dead = last(trainer)
    assert [dead.weight(f"x{number}", "y") for number in (1, 2, 3)] == [0.0, 0.0, 0.0]
    trainer.change(TrainingSettings(optimizer, 0.01, None, 9000, loss="squared-error", l1=0.02))
    alive = last(trainer)
    expected = [0.89, 0.11, -0.39]
    for number, weight in enumerate(expected, start=1):
        assert alive.weight(f"x{number}", "y") == pytest.approx(weight, abs=0.03)


@pytest.mark.parametrize("batch", [None, 10])
@pytest.mark.parametrize("optimizer", SLOPES)
def test_a_network_loses_links_and_still_learns(optimizer, batch, dense, xor_data):
    rate = {"sgd": 0.3, "momentum": 0.05, "rmsprop": 0.005, "adam": 0.01}[optimizer]
    settings = TrainingSettings(optimizer, rate, batch, 1500 if batch is None else 300, l1=0.002)
    final = last(Trainer(dense(2, 8, 1), xor_data(train=100), settings, range(8)))
    links = final.parameters[:, list(final.plan.link_slots.values())]
    assert (links == 0.0).sum(axis=1).mean() >= 3
    assert np.median(final.curves.train_score[-1]) >= 0.9


def test_biases_and_frozen_links_are_not_shrunk(dense, orthogonal):
    network = dense(3, 1)
    network = network.with_link(type(network.links[1])("x2", "y", 0.5, frozen=True))
    settings = TrainingSettings("sgd", 0.1, None, 500, loss="squared-error", l1=50.0)
    trainer = Trainer(network, orthogonal, settings, (1,))
    trainer.set_bias("y", 2.0)
    final = last(trainer)
    assert final.weight("x1", "y") == 0.0
    assert final.weight("x2", "y") == 0.5
    assert final.bias("y") == pytest.approx(0.0, abs=1e-9)
