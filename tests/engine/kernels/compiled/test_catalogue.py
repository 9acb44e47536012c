"""The compiled kernel knows all that NumPy's knows: the catalogue, freezes, stops, saved states."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine import ACTIVATIONS, Network, Status, Trainer, TrainingSettings
from engine.kernels.numpy.kernel import NumpyKernel
from engine.settings import INITIALIZERS, LOSSES, OPTIMIZERS

pytest.importorskip("numba")

from engine.kernels.compiled.kernel import NumbaKernel
from tests.engine.kernels.agreement import ENDLESS, advanced, assert_same, both, same_bits

pytestmark = pytest.mark.usefixtures("machine_code")

GENTLE = [name for name in ACTIVATIONS if name != "square"]  # its chains diverge at once
RATES = {"random-nudge": 0.05, "sgd": 0.02, "momentum": 0.002, "rmsprop": 1e-4, "adam": 0.005}


def some_frozen(network, rng):
    """The network with one in five links, biases and neurons frozen."""
    links = tuple(replace(link, frozen=bool(rng.random() < 0.2)) for link in network.links)
    neurons = tuple(
        replace(own, frozen=bool(rng.random() < 0.2), frozen_bias=bool(rng.random() < 0.2))
        for own in network.neurons
    )
    return Network(network.inputs, neurons, links)


def some_settings(number, rng, samples):
    """Settings in which every optimizer meets every loss, initializer and regularizer.

    RMSProp takes full steps even at rest, where rounding alone decides which way: small batches
    keep it from getting there.
    """
    optimizer = OPTIMIZERS[number % len(OPTIMIZERS)]
    batch = None if rng.random() < 0.2 else int(rng.integers(1, samples + 10))
    return TrainingSettings(
        optimizer,
        RATES[optimizer],
        max(1, samples // 5) if optimizer == "rmsprop" else batch,
        ENDLESS,
        l2=float(rng.choice([0.0, 0.01])),
        loss=LOSSES[int(rng.integers(0, len(LOSSES)))],
        initializer=INITIALIZERS[int(rng.integers(0, len(INITIALIZERS)))],
        l1=float(rng.choice([0.0, 0.003, 0.03])),
        # Not the λ of L1: links of a clipped gradient would then stay at 0 but for rounding.
        gradient_clipping=(None, 0.05, 0.5, 5.0)[int(rng.integers(0, 4))],
    )


# -- the same trajectory -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "number", [*range(40), *(pytest.param(n, marks=pytest.mark.long) for n in range(40, 340))]
)
def test_both_kernels_agree_over_the_whole_catalogue(
    number, wiring, xor_data, three_kinds, line_data
):
    rng = np.random.default_rng((7, number))
    samples = int(rng.integers(5, 150))
    data, outputs, inputs = (
        lambda: (xor_data(samples, 5, 5), 1, 2),
        lambda: (three_kinds(samples), 3, 2),
        lambda: (line_data(samples, outputs=2, columns=4), 2, 4),
    )[number % 3]()
    network = wiring(number, GENTLE, outputs, inputs, hidden=int(rng.integers(4, 18)))
    network = some_frozen(network, rng) if rng.random() < 0.5 else network
    trainers = both(network, data, some_settings(number, rng, samples), range(3))
    advanced(trainers, 200)
    assert trainers[0].state.update == 200
    assert_same(*trainers)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_l1_takes_the_same_links_to_exactly_zero(optimizer, wiring, xor_data):
    rate = 30 * RATES[optimizer] if optimizer == "rmsprop" else RATES[optimizer]
    settings = TrainingSettings(optimizer, rate, 9, ENDLESS, l1=0.05)
    trainers = both(wiring(11, ["tanh", "elu"], hidden=12), xor_data(), settings, (1, 2))
    one, other = advanced(trainers, 400)
    free = trainers[0].plan.free_mask == 1
    zeros = (one.parameters[:, free] == 0).sum()
    assert zeros > 0 or optimizer == "random-nudge"
    np.testing.assert_array_equal(one.parameters == 0, other.parameters == 0)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_what_is_frozen_keeps_its_bits(optimizer, wiring, xor_data):
    network = some_frozen(wiring(5, GENTLE, hidden=10), np.random.default_rng(3))
    settings = TrainingSettings(optimizer, RATES[optimizer], 7, ENDLESS, l1=0.01, l2=0.01)
    trainer = Trainer(network, xor_data(), settings, (1, 2), kernel=NumbaKernel)
    still = (trainer.plan.mask - trainer.plan.free_mask) == 1
    before = trainer.state.parameters[:, still].copy()
    advanced([trainer], 300)
    assert before.size > 4
    assert trainer.state.parameters[:, still].tobytes() == before.tobytes()


# -- the random nudge ----------------------------------------------------------------------------


def test_the_nudges_are_drawn_as_numpys_are_in_any_slices(dense, xor_data):
    settings = TrainingSettings("random-nudge", 0.05, 7, ENDLESS)
    reference, sliced = both(dense(2, 9, 3, 1, activation="step"), xor_data(), settings, (1, 2))
    advanced([reference], 1_500)
    for updates in (1, 2, 700, 90, 707):
        advanced([sliced], updates)
    assert_same(reference, sliced)


def test_the_nudges_of_updates_not_carried_out_are_not_drawn(dense, xor_data):
    settings = TrainingSettings("random-nudge", 0.05, 7, ENDLESS)
    trainers = both(dense(2, 4, 1), xor_data(), settings, (1, 2, 3))
    advanced(trainers, 20)
    for trainer in trainers:
        trainer.state.parameters[1, 0] = np.nan
        assert trainer.kernel.advance(50, ENDLESS)
        trainer.kernel.hold_halted()
        assert trainer.state.update == 21
    advanced(trainers, 50)
    for trainer in trainers:
        assert trainer.state.diverged_at.tolist() == [-1, 3, -1]
        trainer.state.parameters[1] = 0.0
        trainer.state.kept[1] = 0.0
    assert_same(*trainers)


# -- early stopping ------------------------------------------------------------------------------


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_early_stopping_keeps_the_same_weights_of_the_same_epoch(optimizer, dense, xor_data):
    settings = TrainingSettings(optimizer, RATES[optimizer], 9, 400, early_stopping=6, l1=0.001)
    trainers = both(dense(2, 8, 1), xor_data(25), settings, range(5))
    finals = []
    for trainer in trainers:
        *_, final = trainer.snapshots(to_the_last=True)
        finals.append(final)
    assert finals[0].stopped_at == finals[1].stopped_at
    assert finals[0].best_epoch == finals[1].best_epoch
    assert any(epoch > 0 for epoch in finals[0].stopped_at)
    assert_same(*trainers)


def test_a_replica_that_was_stopped_stands_still_and_goes_on_when_asked(dense, xor_data):
    settings = TrainingSettings("adam", 0.05, 9, ENDLESS, early_stopping=5)
    trainers = both(dense(2, 8, 1), xor_data(25), settings, range(4))
    for trainer in trainers:
        trainer.state.keep_best(np.arange(4), np.ones(4))
        trainer.state.stop(np.array([2]))
        trainer.kernel.hold_halted()
    stopped = trainers[1].state.parameters[2].copy()
    advanced(trainers, 30)
    assert trainers[1].state.parameters[2].tobytes() == stopped.tobytes()
    for trainer in trainers:
        trainer.change(replace(settings, early_stopping=None))
    advanced(trainers, 30)
    assert trainers[1].state.parameters[2].tobytes() != stopped.tobytes()
    assert_same(*trainers)


# -- saved states --------------------------------------------------------------------------------


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_saving_and_restoring_at_every_one_of_500_steps_changes_nothing(
    optimizer, wiring, xor_data
):
    settings = TrainingSettings(optimizer, RATES[optimizer], 7, ENDLESS, l2=0.01, l1=0.01)
    arguments = (wiring(5, GENTLE), xor_data(), settings, (1, 2))
    whole, saved = (Trainer(*arguments, kernel=NumbaKernel) for _ in range(2))
    advanced([whole], 500)
    for _ in range(500):
        saved.restore(saved.save())
        advanced([saved], 1)
    assert same_bits(whole, saved)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_state_saved_with_one_kernel_goes_on_with_the_other(optimizer, wiring, xor_data):
    settings = TrainingSettings(optimizer, RATES[optimizer], 7, ENDLESS)
    arguments = (wiring(6, GENTLE), xor_data(), settings, (1, 2))
    reference, compiled = both(*arguments)
    advanced([reference], 200)
    advanced([compiled], 103)
    other = Trainer(*arguments, kernel=NumpyKernel)
    other.restore(compiled.save())
    assert same_bits(compiled, other)
    advanced([other], 97)
    assert_same(reference, other)


# -- extremes ------------------------------------------------------------------------------------


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_extremes_end_trained_or_diverged(activation, optimizer, loss, dense, xor_data, line_data):
    for rate in (1e-6, 1e-2, 1e2, 1e6):
        for batch, l1, data in ((None, 0.0, xor_data(30)), (7, 1e6, line_data(30, columns=2))):
            settings = TrainingSettings(optimizer, rate, batch, 20, loss=loss, l1=l1, l2=0.1)
            network = dense(2, 3, 3, 1, activation=activation)
            trainer = Trainer(network, data, settings, (1, 2, 3), kernel=NumbaKernel)
            *_, final = trainer.snapshots(to_the_last=True)
            assert final.status in {Status.FINISHED, Status.DIVERGED}
            assert np.isfinite(final.parameters).all()


@pytest.mark.parametrize("number", range(60))
def test_extremes_diverge_in_the_same_epoch(number, dense, xor_data, line_data):
    rng = np.random.default_rng((9, number))
    settings = TrainingSettings(
        OPTIMIZERS[number % len(OPTIMIZERS)],
        float(10.0 ** rng.integers(1, 7)),
        (None, 1, 7)[number % 3],
        ENDLESS,
        loss="squared-error",
        l1=float(rng.choice([0.0, 0.1])),
    )
    activation = ("square", "identity", "relu", "leaky-relu", "elu", "softplus")[number // 10]
    data = line_data(30, columns=2) if number % 2 else xor_data(30)
    trainers = both(dense(2, 4, 3, 1, activation=activation), data, settings, range(4))
    for trainer in trainers:
        while trainer.state.epoch < 30 and (trainer.state.diverged_at < 0).any():
            trainer.kernel.advance(10, 30)
    one, other = (trainer.state for trainer in trainers)
    assert one.diverged_at.tolist() == other.diverged_at.tolist()
    assert (one.epoch, one.position, one.update) == (other.epoch, other.position, other.update)


@pytest.mark.parametrize("hidden", [0, 1, 64])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_odd_samples_are_no_trouble(optimizer, hidden, dense, xor_data):
    sizes = (2, hidden, 1) if hidden else (2, 1)
    for samples, scale in ((1, 1.0), (20, 0.0), (20, 1e6)):
        data = xor_data(samples)
        train = replace(data.train, x=data.train.x * scale)
        settings = TrainingSettings(optimizer, 0.1, 7, 20)
        for kind in ("tanh", "softplus", "step"):
            trainer = Trainer(
                dense(*sizes, activation=kind),
                replace(data, train=train),
                settings,
                (1, 2),
                kernel=NumbaKernel,
            )
            *_, final = trainer.snapshots(to_the_last=True)
            assert final.status in {Status.FINISHED, Status.DIVERGED}
            assert np.isfinite(final.parameters).all()
