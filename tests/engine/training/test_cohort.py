"""A cohort takes the very steps of single trainers, on shared data and on data of its own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine import DataError, Network, Neuron, Trainer, TrainingSettings
from engine.inspection.evaluate import outputs
from engine.kernels.numpy.kernel import NumpyKernel
from engine.training.cohort import Cohort

SEEDS = (3, 14, 15, 92, 65)
KINDS = {
    "batches": TrainingSettings("sgd", 0.1, 7, 40),
    "whole set": TrainingSettings("adam", 0.05, None, 40),
    "nudges": TrainingSettings("random-nudge", 0.1, 20, 15),
    "early stopping": TrainingSettings("adam", 0.1, 10, 200, early_stopping=15),
    "diverging": TrainingSettings("sgd", 60.0, 10, 60, loss="squared-error"),
}


def kernel_of(name):
    if name == "numpy":
        return NumpyKernel
    pytest.importorskip("numba")
    from engine.kernels.compiled.kernel import NumbaKernel

    return NumbaKernel


def trained(cohort):
    for _ in cohort.slices():
        pass
    return cohort.weights, cohort.stable


def alone(network, dataset, settings, seed, kernel):
    trainer = Trainer(network, dataset, settings, (seed,), kernel=kernel)
    *_, last = trainer.snapshots(to_the_last=True)
    return last.parameters[0], last.diverged_at[0] < 0


@pytest.mark.parametrize("kernel", ["numpy", "numba"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("own_data", [False, True], ids=["one set", "own sets"])
def test_each_replica_ends_where_a_trainer_of_its_own_ends(dense, xor_data, kernel, kind, own_data):
    network, settings, kernel = dense(2, 3, 1), KINDS[kind], kernel_of(kernel)
    datasets = [xor_data(seed=number) for number in range(len(SEEDS) if own_data else 1)]
    weights, stable = trained(Cohort(network, datasets, settings, SEEDS, kernel))
    for place, seed in enumerate(SEEDS):
        dataset = datasets[place if own_data else 0]
        expected, sound = alone(network, dataset, settings, seed, kernel)
        assert stable[place] == sound
        np.testing.assert_allclose(weights[place], expected, rtol=1e-9, atol=1e-12)
    assert stable.all() == (kind != "diverging")


@pytest.mark.parametrize("kernel", ["numpy", "numba"])
def test_a_network_without_inputs_is_trained_like_any_other(xor_data, kernel):
    network, settings = Network((), (Neuron("y", "identity", output=True),)), KINDS["batches"]
    datasets, kernel = [xor_data(seed=number) for number in range(5)], kernel_of(kernel)
    weights, stable = trained(Cohort(network, datasets, settings, SEEDS, kernel))
    assert stable.all()
    for place, seed in enumerate(SEEDS):
        expected, _ = alone(network, datasets[place], settings, seed, kernel)
        np.testing.assert_allclose(weights[place], expected, rtol=1e-9, atol=1e-12)


def test_a_loss_that_overflows_only_at_the_end_is_a_divergence(dense, line_data):
    network, settings = dense(1, 1), TrainingSettings(epochs=1)
    dataset = line_data()
    far = replace(dataset, validation=replace(dataset.validation, y=dataset.validation.y * 1e200))
    _, stable = trained(Cohort(network, [far], settings, SEEDS))
    assert not stable.any()


def test_data_sets_are_one_for_all_or_one_each_of_equal_sizes(dense, xor_data, line_data):
    network, settings = dense(2, 1), TrainingSettings()
    with pytest.raises(DataError, match="equal sizes"):
        Cohort(network, [xor_data(), xor_data()], settings, SEEDS)
    with pytest.raises(DataError, match="equal sizes"):
        Cohort(network, [xor_data(), xor_data(train=61)], settings, SEEDS[:2])
    with pytest.raises(DataError, match="outputs"):
        Cohort(network, [line_data(columns=2, outputs=2)], settings, SEEDS)


@pytest.mark.parametrize("kernel", ["numpy", "numba"])
@pytest.mark.parametrize("kind", ["batches", "whole set", "early stopping"])
def test_stops_on_the_way_change_nothing(dense, xor_data, kernel, kind):
    settings, kernel = KINDS[kind], kernel_of(kernel)
    whole, cut = (Cohort(dense(2, 3, 1), [xor_data()], settings, SEEDS, kernel) for _ in range(2))
    for epoch in (1, 7, 7, 33, settings.epochs):
        for _ in cut.slices(epoch):
            pass
    weights, stable = trained(whole)
    assert cut.weights.tobytes() == weights.tobytes()
    assert (cut.stable == stable).all()


def test_it_answers_for_any_samples_unless_it_diverged(dense, xor_data):
    data, network, settings = xor_data(), dense(2, 3, 1), KINDS["batches"]
    cohort = Cohort(network, [data], settings, SEEDS)
    for _ in cohort.slices(10):
        pass
    answers = cohort.outputs(data.test)
    assert answers.shape == (1, 5, 100)
    for seed, found in zip(SEEDS, answers[0], strict=True):
        trainer = Trainer(network, data, settings, (seed,))
        trainer.kernel.advance(1_000, 10)
        x, columns = data.test.x, data.task.columns
        expected = outputs(trainer.plan, trainer.state.parameters[0], x, columns)[0]
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12)
    wild = Cohort(network, [data], KINDS["diverging"], SEEDS)
    trained(wild)
    assert np.isnan(wild.outputs(data.test)).all()
    assert (wild.diverged_at >= 0).all()
