from __future__ import annotations

import itertools

import numpy as np
import pytest

from engine import (
    ACCURACY,
    ACTIVATIONS,
    Dataset,
    Samples,
    Status,
    Task,
    Terms,
    Trainer,
    TrainingSettings,
    judge,
)
from engine.settings import LOSSES, OPTIMIZERS
from engine.state import LARGEST_PARAMETER

SLOPES = [name for name in OPTIMIZERS if name != "random-nudge"]


def last(trainer, until=None, **how):
    *_, final = trainer.snapshots(until, **how)
    return final


@pytest.mark.parametrize("batch", [None, 10])
@pytest.mark.parametrize("optimizer", SLOPES)
def test_a_learning_rate_of_a_million_is_told_and_reset_heals(optimizer, batch, dense, line_data):
    dataset = line_data(train=40, noise=0.1)
    trainer = Trainer(dense(1, 4, 1), dataset, TrainingSettings(optimizer, 1e6, batch, 500), (1, 2))
    start = trainer.snapshot()
    final = last(trainer)
    assert final.status is Status.DIVERGED
    assert 1 <= final.diverged_at[0] <= final.epoch + 1
    assert np.isfinite(final.parameters).all()
    assert np.abs(final.parameters).max() <= LARGEST_PARAMETER
    trainer.change(TrainingSettings(optimizer, 0.01, batch, 100))
    trainer.reset()
    healed = trainer.snapshot()
    assert healed.parameters.tobytes() == start.parameters.tobytes()
    assert healed.diverged_at == (-1, -1)
    assert last(trainer).status is Status.FINISHED


@pytest.mark.parametrize("optimizer", SLOPES)
def test_the_xor_run_at_a_million_says_that_it_diverged(optimizer, dense, xor_data):
    trainer = Trainer(dense(2, 4, 1), xor_data(), TrainingSettings(optimizer, 1e6, None, 500), (1,))
    assert last(trainer).status is Status.DIVERGED


def test_one_replica_freezes_while_the_others_go_on_unharmed(dense, line_data):
    settings = TrainingSettings("sgd", 0.05, None, 300)
    dataset = line_data()
    alone = last(Trainer(dense(1, 1), dataset, settings, (1, 3)))
    trainer = Trainer(dense(1, 1), dataset, settings, (1, 2, 3))
    last(trainer, 10)
    slot = trainer.plan.link_slot("x1", "y")
    trainer.state.parameters[1, slot] = 2 * LARGEST_PARAMETER
    final = last(trainer)
    assert final.status is Status.FINISHED
    assert final.diverged_at == (-1, 11, -1)
    assert final.epoch == 300
    np.testing.assert_allclose(final.parameters[[0, 2]], alone.parameters, rtol=1e-12)
    assert np.isnan(final.curves.train_loss[-1, 1])
    assert np.isfinite(final.curves.train_loss[-1, [0, 2]]).all()


def test_the_last_finite_weights_of_a_replica_stay(dense, line_data):
    trainer = Trainer(dense(1, 1), line_data(), TrainingSettings("sgd", 40.0, None, 500), (1, 2))
    seen = [snapshot.parameters for snapshot in trainer.snapshots(to_the_last=True)]
    epoch = trainer.snapshot().diverged_at[0]
    assert epoch > 2
    grown = np.abs(np.array(seen))[: epoch - 1, 0].max(axis=1)
    assert (np.diff(grown) > 0).all()
    # One update less than the one that left all bounds.
    assert np.abs(seen[-1][0]).max() > 5 * grown[-1]
    assert np.abs(seen[-1]).max() <= LARGEST_PARAMETER


def test_the_run_ends_with_the_watched_replica_unless_told_otherwise(dense, line_data):
    def spoilt():
        trainer = Trainer(dense(1, 1), line_data(), TrainingSettings("sgd", 0.1, None, 50), (1, 2))
        trainer.state.parameters[0] = 3e6
        return trainer

    assert last(spoilt()).epoch < 50
    final = last(spoilt(), to_the_last=True)
    assert final.epoch == 50
    assert final.status is Status.DIVERGED


@pytest.mark.parametrize("rate", [1e-6, 1e6])
@pytest.mark.parametrize("activation", list(ACTIVATIONS))
def test_extremes_end_trained_or_diverged_without_a_warning(
    activation, rate, dense, xor_data, line_data
):
    for optimizer, loss, batch in itertools.product(OPTIMIZERS, LOSSES, (None, 25)):
        settings = TrainingSettings(optimizer, rate, batch, 30, loss=loss, l2=0.1)
        trainer = Trainer(dense(2, 3, 3, 1, activation=activation), xor_data(), settings, (1, 2, 3))
        final = last(trainer, to_the_last=True)
        assert final.status in {Status.FINISHED, Status.DIVERGED}
        assert np.isfinite(final.parameters).all()
    trainer = Trainer(
        dense(1, 3, 3, 1, activation=activation),
        line_data(),
        TrainingSettings("sgd", rate, None, 30, l2=1e6),
        (1,),
    )
    assert last(trainer).status in {Status.FINISHED, Status.DIVERGED}


LOSS_OF = {"two": LOSSES, "three": LOSSES, "numbers": ("squared-error",)}


def extreme_data(kind, shape):
    """Twelve samples, or one, or all alike, or a million times as large."""
    rng = np.random.default_rng(0)
    x = rng.uniform(-1, 1, (1 if shape == "one sample" else 12, 2))
    if shape == "constant inputs":
        x[:, 1] = 0.7
    elif shape == "identical samples":
        x[:] = x[0]
    elif shape == "huge inputs":
        x *= 1e6
    if kind == "numbers":
        task, y = Task("regression", ("x1", "x2"), 2), rng.normal(size=(len(x), 2))
    else:
        classes = 2 if kind == "two" else 3
        task = Task("classification", ("x1", "x2"), 1 if classes == 2 else 3, classes)
        y = rng.integers(0, classes, (len(x), 1)).astype(float)
    samples = Samples(x, y)
    return Dataset(task, samples, samples, samples)


@pytest.mark.long
@pytest.mark.parametrize(
    "shape", ["plain", "one sample", "constant inputs", "identical samples", "huge inputs"]
)
@pytest.mark.parametrize("activation", list(ACTIVATIONS))
def test_every_extreme_ends_trained_or_diverged(activation, shape, dense):
    """Every loss and optimizer, rates from 1e-6 to 1e6, 0 to 64 hidden neurons: 225 runs each."""
    for kind, losses in LOSS_OF.items():
        dataset = extreme_data(kind, shape)
        for loss, hidden in itertools.product(losses, ((), (1,), (64,))):
            network = dense(2, *hidden, dataset.task.outputs, activation=activation)
            for optimizer, rate in itertools.product(OPTIMIZERS, (1e-6, 0.1, 1e6)):
                settings = TrainingSettings(
                    optimizer, rate, None, 12, l2=0.01, loss=loss, l1=0.01, early_stopping=8
                )
                final = last(Trainer(network, dataset, settings, (1, 2)), to_the_last=True)
                assert final.status in {Status.FINISHED, Status.DIVERGED}
                assert np.isfinite(final.parameters).all()


@pytest.mark.parametrize("shape", ["one sample", "constant inputs", "huge inputs"])
@pytest.mark.parametrize("rate", [1e-2, 1e6])
def test_the_judge_has_a_word_for_every_extreme(rate, shape, dense):
    for optimizer, activation in itertools.product(OPTIMIZERS, ACTIVATIONS):
        settings = TrainingSettings(optimizer, rate, 5, 12)
        terms = Terms(ACCURACY, 1.0, (1, 2), 2)
        network = dense(2, 2, 1, activation=activation)
        *_, verdict = judge(network, extreme_data("two", shape), settings, terms)
        assert verdict.passed or verdict.cause.text


def test_overflow_in_the_outputs_alone_is_told(dense, line_data):
    trainer = Trainer(
        dense(1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, activation="square"),
        line_data(),
        TrainingSettings("adam", 1e-6, None, 20),
        (1,),
    )
    trainer.state.parameters[:] = 100.0 * trainer.plan.mask
    assert last(trainer).status is Status.DIVERGED


# -- saving ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("batch", [None, 7])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_saving_and_restoring_at_every_step_changes_nothing(optimizer, batch, wiring, xor_data):
    dataset = xor_data(train=30)
    network = wiring(5, ["tanh", "relu", "sine"])
    settings = TrainingSettings(optimizer, 0.02, batch, 10_000, l2=1e-3, l1=1e-3, early_stopping=50)
    whole = Trainer(network, dataset, settings, (1, 2, 3))
    pieces = Trainer(network, dataset, settings, (1, 2, 3))
    updates = 500 if batch is None else 100
    for _ in range(updates):
        whole.kernel.advance(1, 10_000)
        pieces.restore(pieces.save())
        pieces.kernel.advance(1, 10_000)
    assert pieces.state.update == updates
    one, other = whole.save(), pieces.save()
    assert one.keys() == other.keys()
    for name, own in one.items():
        assert np.asarray(own).tobytes() == np.asarray(other[name]).tobytes(), name


@pytest.mark.long
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_five_hundred_batches_saved_one_by_one(optimizer, wiring, xor_data):
    settings = TrainingSettings(optimizer, 0.02, 7, 10_000, l2=1e-3, l1=1e-3)
    network, dataset = wiring(6, list(ACTIVATIONS)), xor_data(train=30)
    whole, pieces = (Trainer(network, dataset, settings, (1, 2, 3)) for _ in range(2))
    for _ in range(500):
        whole.kernel.advance(1, 10_000)
        fresh = Trainer(network, dataset, settings, (1, 2, 3))
        fresh.restore(pieces.save())
        pieces = fresh
        pieces.kernel.advance(1, 10_000)
    for name, own in whole.save().items():
        assert np.asarray(own).tobytes() == np.asarray(pieces.save()[name]).tobytes(), name


def test_a_saved_state_is_plain_and_belongs_to_the_caller(dense, xor_data):
    trainer = Trainer(dense(2, 3, 1), xor_data(), TrainingSettings("adam", batch_size=7), (1, 2))
    saved = trainer.save()
    for own in saved.values():
        assert isinstance(own, np.ndarray | int | tuple)
        assert not isinstance(own, np.ndarray) or own.dtype.kind in "fiu"
    copies = {name: np.array(own) for name, own in saved.items()}
    last(trainer, 5)
    assert all((np.asarray(saved[name]) == own).all() for name, own in copies.items())


def test_a_run_branches_from_a_saved_state_and_keeps_the_curves_up_to_it(dense, xor_data):
    settings = TrainingSettings("adam", 0.05, 16, 60)
    trainer = Trainer(dense(2, 3, 1), xor_data(), settings, (1, 2))
    last(trainer, 20)
    saved = trainer.save()
    whole = last(trainer)
    trainer.restore(saved)
    assert trainer.snapshot().curves.epochs.tolist() == list(range(21))
    again = last(trainer)
    assert again.parameters.tobytes() == whole.parameters.tobytes()
    assert again.curves.train_loss.tobytes() == whole.curves.train_loss.tobytes()
