from __future__ import annotations

import re
import threading
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from engine import ACTIVATIONS, Network, Neuron, Trainer, TrainingSettings
from engine.kernels.numpy.kernel import NumpyKernel
from engine.settings import LOSSES, OPTIMIZERS

pytest.importorskip("numba")

from engine.kernels.compiled import kernel
from engine.kernels.compiled.kernel import NumbaKernel
from engine.kernels.compiled.wirings import kernel as wirings_kernel
from tests.engine.kernels.agreement import ENDLESS, assert_same, both, same_bits

pytestmark = pytest.mark.usefixtures("machine_code")


# -- the same trajectory -------------------------------------------------------------------------

KINDS = [name for name in ACTIVATIONS if name != "square"]  # its chains diverge at once


@pytest.mark.parametrize("number", range(90))
def test_both_kernels_agree_over_200_steps(number, wiring, xor_data, three_kinds, line_data):
    rng = np.random.default_rng(number)
    samples = int(rng.integers(5, 150))
    data, outputs, inputs = (
        lambda: (xor_data(samples, 5, 5), 1, 2),
        lambda: (three_kinds(samples), 3, 2),
        lambda: (line_data(samples, outputs=2, columns=4), 2, 4),
    )[number % 3]()
    network = wiring(number, KINDS, outputs, inputs, hidden=int(rng.integers(0, 14)) + 4)
    optimizer = OPTIMIZERS[number // 3 % len(OPTIMIZERS)]
    rate = {"sgd": 0.02, "momentum": 0.002, "adam": 0.005}.get(optimizer, 0.002)
    batch = None if rng.random() < 0.2 else int(rng.integers(1, samples + 10))
    settings = TrainingSettings(
        optimizer,
        rate,
        # At rest RMSProp still takes full steps, where rounding decides which way: a small batch
        # keeps it from getting there.
        max(1, samples // 5) if optimizer == "rmsprop" else batch,
        ENDLESS,
        l2=float(rng.choice([0.0, 0.01])),
        loss=LOSSES[int(rng.integers(0, len(LOSSES)))],
    )
    trainers = both(network, data, settings, (number, number + 1, number + 2))
    start = trainers[1].state.parameters.copy()
    for trainer in trainers:
        trainer.kernel.advance(200, ENDLESS)
    assert trainers[0].state.update == 200
    assert_same(*trainers)
    assert (trainers[1].state.parameters != start).any()


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("batch", [None, 1, 7, 8, 30])
def test_every_activation_in_dense_layers(activation, batch, dense, xor_data):
    network = dense(2, 5, 3, 1, activation=activation)
    settings = TrainingSettings("sgd", 0.01, batch, ENDLESS)
    trainers = both(network, xor_data(60), settings, (1, 2))
    for trainer in trainers:
        trainer.kernel.advance(200, ENDLESS)
    assert_same(*trainers)


@pytest.mark.parametrize("sizes", [(2, 1), (2, 1, 1), (2, 17, 9, 1), (2, 64, 1), (2, *[8] * 6, 1)])
@pytest.mark.parametrize("samples", [1, 64, 65, 200])
def test_every_width_of_layers_and_of_batches(sizes, samples, dense, xor_data):
    trainers = both(
        dense(*sizes), xor_data(samples), TrainingSettings("adam", 0.003, None, ENDLESS), (1,)
    )
    for trainer in trainers:
        trainer.kernel.advance(200, ENDLESS)
    assert_same(*trainers)


def test_an_output_may_have_any_activation(dense, line_data):
    for activation in ACTIVATIONS:
        network = dense(1, 3, 1, output=activation)
        trainers = both(network, line_data(), TrainingSettings("sgd", 0.01, 6, ENDLESS), (1,))
        for trainer in trainers:
            trainer.kernel.advance(200, ENDLESS)
        assert_same(*trainers)


def test_adam_agrees_when_its_corrections_have_died_out(dense, xor_data):
    trainers = both(dense(2, 3, 1), xor_data(), TrainingSettings("adam", 0.01, 7, ENDLESS), (1,))
    for trainer in trainers:
        trainer.state.steps.fill(49_900)
        trainer.kernel.advance(200, ENDLESS)
    assert_same(*trainers)


def test_whole_runs_agree_in_their_curves(dense, xor_data):
    settings = TrainingSettings("adam", 0.01, 10, 60, l2=1e-3)
    reference, trainer = both(dense(2, 6, 1), xor_data(), settings, (1, 2, 3))
    *_, expected = reference.snapshots()
    *_, found = trainer.snapshots()
    assert found.epoch == expected.epoch == 60
    np.testing.assert_array_equal(found.curves.epochs, expected.curves.epochs)
    np.testing.assert_allclose(found.curves.train_loss, expected.curves.train_loss, rtol=1e-9)
    np.testing.assert_allclose(
        found.curves.validation_score, expected.curves.validation_score, rtol=1e-9
    )


# -- the same bits -------------------------------------------------------------------------------


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("batch", [None, 7])
def test_the_same_run_gives_the_same_bits_in_any_slices(optimizer, batch, wiring, xor_data):
    network, settings = wiring(5, KINDS), TrainingSettings(optimizer, 0.01, batch, ENDLESS)
    whole, again, sliced = (
        Trainer(network, xor_data(), settings, (1, 2), kernel=NumbaKernel) for _ in range(3)
    )
    for trainer in (whole, again):
        trainer.kernel.advance(300, ENDLESS)
    for updates in (1, 2, 50, 7, 200, 40):
        sliced.kernel.advance(updates, ENDLESS)
    assert whole.state.update == 300
    assert same_bits(whole, again)
    assert same_bits(whole, sliced)


def test_a_replica_depends_on_its_own_seed_alone(dense, xor_data):
    settings = TrainingSettings("adam", 0.03, 7, ENDLESS)
    together = Trainer(dense(2, 5, 1), xor_data(), settings, (11, 12), kernel=NumbaKernel)
    alone = Trainer(dense(2, 5, 1), xor_data(), settings, (12,), kernel=NumbaKernel)
    for trainer in (together, alone):
        trainer.kernel.advance(300, ENDLESS)
    assert (together.state.parameters[1] == alone.state.parameters[0]).all()


def test_a_run_can_change_kernels_anywhere(dense, xor_data):
    settings = TrainingSettings("adam", 0.01, 7, ENDLESS)
    reference, mixed = both(dense(2, 5, 1), xor_data(), settings, (1, 2))
    reference.kernel.advance(200, ENDLESS)
    mixed.kernel.advance(103, ENDLESS)
    other = Trainer(dense(2, 5, 1), xor_data(), settings, (1, 2), kernel=NumpyKernel)
    for name in ("parameters", "kept", "moments", "steps", "order"):
        getattr(other.state, name)[...] = getattr(mixed.state, name)
    for name in ("epoch", "position", "update"):
        setattr(other.state, name, getattr(mixed.state, name))
    for left, right in zip(other.state.shuffles, mixed.state.shuffles, strict=True):
        left.bit_generator.state = right.bit_generator.state
    other.change(settings)  # binds the kernel to the state as it is now
    other.kernel.advance(97, ENDLESS)
    assert_same(reference, other)


# -- stops ---------------------------------------------------------------------------------------


def test_updates_end_at_the_epoch_asked_for(dense, xor_data):
    for trainer in both(dense(2, 3, 1), xor_data(25), TrainingSettings("sgd", 0.1, 10), (1,)):
        assert not trainer.kernel.advance(1_000, 4)
        assert (trainer.state.epoch, trainer.state.position, trainer.state.update) == (4, 0, 12)
        assert trainer.kernel.updates_per_epoch == 3
        assert not trainer.kernel.advance(1, 9)
        assert (trainer.state.epoch, trainer.state.position, trainer.state.update) == (4, 1, 13)
        assert not trainer.kernel.advance(5, 4)
        assert trainer.state.update == 13


@pytest.mark.parametrize("number", range(36))
def test_divergence_is_told_in_the_same_epoch(number, dense, xor_data, line_data):
    activation = ("square", "identity", "relu", "gaussian")[number % 4]
    optimizer = OPTIMIZERS[number // 4 % len(OPTIMIZERS)]
    rate = float(10.0 ** np.random.default_rng(number).integers(0, 7))
    batch = (None, 1, 7)[number // 12]
    data = line_data(30, columns=2) if number % 2 else xor_data(30)
    settings = TrainingSettings(optimizer, rate, batch, ENDLESS, loss="squared-error")
    network = dense(2, 4, 3, 1, activation=activation)
    trainers = both(network, data, settings, (1, 2, 3, 4))
    for trainer in trainers:
        while trainer.state.epoch < 30 and (trainer.state.diverged_at < 0).any():
            trainer.kernel.advance(10, 30)
    one, other = (trainer.state for trainer in trainers)
    assert one.diverged_at.tolist() == other.diverged_at.tolist()
    assert (one.epoch, one.position, one.update) == (other.epoch, other.position, other.update)
    frozen = one.diverged_at >= 0
    assert np.isfinite(other.parameters).all()
    assert (other.moments[:, frozen] == 0).all()


def test_replicas_that_stand_still_stay_and_the_others_go_on(dense, xor_data):
    settings = TrainingSettings("momentum", 0.02, 7, ENDLESS)
    trainers = both(dense(2, 4, 1), xor_data(), settings, (1, 2, 3))
    for trainer in trainers:
        trainer.kernel.advance(20, ENDLESS)
        trainer.state.parameters[1, 0] = np.nan
        assert trainer.kernel.advance(50, ENDLESS)
        trainer.kernel.hold_halted()
        assert trainer.state.update == 21
        still = trainer.state.parameters[1].copy()
        assert not trainer.kernel.advance(50, ENDLESS)
        np.testing.assert_array_equal(trainer.state.parameters[1], still)
        assert trainer.state.diverged_at.tolist() == [-1, 3, -1]
    for name in ("parameters", "moments"):
        one, other = (getattr(trainer.state, name)[..., (0, 2), :] for trainer in trainers)
        np.testing.assert_allclose(other, one, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("value", [1.5e6, -1.5e6, np.inf, -np.inf, np.nan])
def test_a_parameter_beyond_the_bound_is_caught_in_its_update(value, dense, xor_data):
    trainer = Trainer(
        dense(2, 4, 1), xor_data(), TrainingSettings("sgd", 1e-6), (1, 2), kernel=NumbaKernel
    )
    trainer.state.parameters[0, 3] = value
    assert trainer.kernel.advance(10, ENDLESS)
    assert (trainer.state.update, trainer.state.diverged_at.tolist()) == (1, [1, -1])


# -- unfinished networks -------------------------------------------------------------------------


def test_nothing_linked_is_no_trouble(xor_data):
    for bias in (True, False):
        network = Network().add_neuron(Neuron("y", "identity", bias=bias, output=True))
        network = network.add_neuron(Neuron("lonely")).add_neuron(Neuron("other", "sine"))
        trainers = both(network, xor_data(), TrainingSettings("sgd", 0.1, 7, ENDLESS), (1,))
        for trainer in trainers:
            trainer.kernel.advance(100, ENDLESS)
        assert_same(*trainers)


def test_masked_slots_stay_zero(wiring, xor_data):
    settings = TrainingSettings("adam", 0.01, 7, ENDLESS, l2=0.01)
    trainer = Trainer(wiring(3, ["tanh"]), xor_data(), settings, (1, 2), kernel=NumbaKernel)
    trainer.kernel.advance(300, ENDLESS)
    assert (trainer.plan.mask == 0).any()
    assert (trainer.state.parameters[:, trainer.plan.mask == 0] == 0).all()


# -- at what cost --------------------------------------------------------------------------------


@pytest.mark.memory
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_steps_allocate_nothing(optimizer, wiring, xor_data):
    settings = TrainingSettings(optimizer, 0.001, 7, ENDLESS, gradient_clipping=0.1)
    trainer = Trainer(wiring(2, KINDS), xor_data(), settings, (1, 2, 3), kernel=NumbaKernel)

    def peak(updates):
        tracemalloc.start()
        trainer.kernel.advance(updates, ENDLESS)
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    # Numba fills caches of its own in the first calls: what steps allocate shows every time.
    assert min(peak(10_000) - peak(10) for _ in range(10)) < 1_000


def test_other_threads_run_meanwhile(dense, xor_data):
    trainer = Trainer(
        dense(2, 8, 8, 1), xor_data(), TrainingSettings("sgd", 0.001), (1,), kernel=NumbaKernel
    )
    over, ticks = threading.Event(), 0

    def work():
        nonlocal ticks
        while not over.is_set():
            ticks += 1

    thread = threading.Thread(target=work)
    thread.start()
    try:
        before = ticks
        trainer.kernel.advance(100_000, ENDLESS)
        after = ticks
    finally:
        over.set()
        thread.join()
    assert after - before > 1_000


# -- machine code on disk ------------------------------------------------------------------------


def test_all_that_is_compiled_counts_in_the_fingerprint():
    """A module that is left out would let machine code of its older version live on."""
    folder = Path(kernel.__file__).parent
    compiled = {
        path
        for path in folder.rglob("*.py")
        if re.search(r"^@(inlined|outermost|intrinsic)", path.read_text("utf-8"), re.MULTILINE)
    }
    several = {path for path in compiled if path.parent.name == "wirings"}
    assert several
    assert compiled - several
    assert compiled - several <= {Path(module.__file__) for module in kernel.COMPILED_FROM}
    assert compiled <= {Path(module.__file__) for module in wirings_kernel.COMPILED_FROM}
