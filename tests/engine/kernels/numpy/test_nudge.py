from __future__ import annotations

import numpy as np
import pytest

from engine import (
    Dataset,
    Network,
    Neuron,
    Samples,
    Status,
    Task,
    Trainer,
    TrainingSettings,
    outputs,
)

NUDGE = TrainingSettings("random-nudge", 0.1, None, 400)


def last(trainer, until=None):
    *_, final = trainer.snapshots(until)
    return final


def error(dataset, plan, parameters, l1=0.0, l2=0.0):
    """Binary cross-entropy and penalties of each row of parameters, by their formulas."""
    logits = outputs(plan, parameters, dataset.train.x, dataset.task.columns)[0]
    signs = 2.0 * dataset.train.labels - 1.0
    weights = parameters * plan.link_mask
    penalty = l1 * np.abs(weights).sum(axis=1) + l2 / 2 * (weights**2).sum(axis=1)
    return np.log1p(np.exp(-signs * logits)).mean(axis=1) + penalty


def test_the_error_never_rises_and_a_guess_that_fails_changes_nothing(dense, xor_data):
    dataset = xor_data()
    settings = TrainingSettings("random-nudge", 0.2, None, 300, l2=0.01, l1=0.02)
    trainer = Trainer(dense(2, 3, 1), dataset, settings, (1, 2))
    before, kept, changed = trainer.snapshot().parameters, 0, 0
    for epoch in range(1, 301):
        trainer.kernel.advance(1, epoch)
        after = trainer.snapshot().parameters
        old, new = (error(dataset, trainer.plan, own, 0.02, 0.01) for own in (before, after))
        moved = (after != before).any(axis=1)
        assert (new[moved] < old[moved]).all()
        changed += int(moved.sum())
        kept += int((~moved).sum())
        before = after
    assert kept > 100
    assert changed > 20


def test_nudges_have_the_learning_rate_as_their_standard_deviation(dense, xor_data):
    """From zero weights nearly every guess that helps is kept whole: look at the accepted ones."""
    settings = TrainingSettings("random-nudge", 0.01, None, 5, initializer="zeros")
    trainer = Trainer(dense(2, 30, 1), xor_data(), settings, range(40))
    trainer.kernel.advance(1, 1)
    parameters = trainer.snapshot().parameters
    moved = parameters[(parameters != 0).any(axis=1)]
    assert 10 <= len(moved) <= 30
    assert moved.std() == pytest.approx(0.01, rel=0.06)


@pytest.mark.parametrize("batch", [None, 9])
def test_a_replica_draws_from_its_own_seed(batch, dense, xor_data):
    settings = TrainingSettings("random-nudge", 0.1, batch, 40)
    together = last(Trainer(dense(2, 3, 1), xor_data(), settings, (5, 6)))
    alone = last(Trainer(dense(2, 3, 1), xor_data(), settings, (6,)))
    np.testing.assert_allclose(together.parameters[1], alone.parameters[0], rtol=1e-12)
    assert (together.parameters[0] != together.parameters[1]).any()


def test_it_teaches_a_network_of_steps(dense, xor_data):
    """XOR of the four corners with two step neurons: no slope leads there, guesses do."""
    x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    samples = Samples(x, np.array([[0.0], [1.0], [1.0], [0.0]]))
    task = Task("classification", ("x1", "x2"), outputs=1, classes=2)
    dataset = Dataset(task, samples, samples, samples)
    settings = TrainingSettings("random-nudge", 0.5, None, 2000, loss="squared-error")
    final = last(Trainer(dense(2, 2, 1, activation="step"), dataset, settings, range(16)))
    assert (final.curves.train_score[-1] == 1.0).sum() >= 8


def test_slopes_leave_the_links_into_a_step_alone_and_teach_the_rest(dense, xor_data):
    for optimizer in ("sgd", "momentum", "rmsprop", "adam"):
        settings = TrainingSettings(optimizer, 0.05, None, 50)
        trainer = Trainer(dense(2, 4, 1, activation="step"), xor_data(), settings, (1,))
        start, end = trainer.snapshot(), last(trainer)
        assert end.status is Status.FINISHED
        for link in end.plan.network.links:
            moved = start.weight(*link.key) != end.weight(*link.key)
            assert moved == (link.target == "y")


def test_frozen_parameters_and_masked_slots_are_never_nudged(wiring, xor_data):
    network = wiring(3, ["tanh"]).with_neuron(Neuron("h1", "tanh", frozen=True))
    trainer = Trainer(network, xor_data(), NUDGE, (1, 2))
    start, end = trainer.snapshot().parameters, last(trainer).parameters
    still = trainer.plan.free_mask == 0
    assert still.any()
    assert start[:, still].tobytes() == end[:, still].tobytes()
    assert (start[:, ~still] != end[:, ~still]).all()


def test_a_network_without_links_is_nudged_too(xor_data):
    network = Network().add_neuron(Neuron("y", "identity", output=True))
    assert last(Trainer(network, xor_data(), NUDGE, (1,))).status is Status.FINISHED
