from __future__ import annotations

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from engine import (
    ACTIVATIONS,
    DataError,
    Dataset,
    Network,
    Neuron,
    Samples,
    Status,
    Task,
    Trainer,
    TrainingSettings,
)
from engine.settings import OPTIMIZERS

CURVES = ("epochs", "train_loss", "validation_loss", "train_score", "validation_score")


def last(trainer, until=None, **how):
    *_, final = trainer.snapshots(until, **how)
    return final


def same_bits(one, other):
    return one.parameters.tobytes() == other.parameters.tobytes() and all(
        getattr(one.curves, name).tobytes() == getattr(other.curves, name).tobytes()
        for name in CURVES
    )


# -- the same again ------------------------------------------------------------------------------


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("batch", [None, 7])
def test_same_data_solution_and_seed_give_the_same_bits(optimizer, batch, dense, xor_data):
    settings = TrainingSettings(optimizer, 0.05, batch, 40)
    one, other = (last(Trainer(dense(2, 3, 1), xor_data(), settings, (5, 6, 7))) for _ in range(2))
    assert one.epoch == 40
    assert same_bits(one, other)


@pytest.mark.parametrize("batch", [None, 7])
def test_a_replica_depends_on_its_own_seed_alone(batch, dense, xor_data):
    settings = TrainingSettings("adam", 0.03, batch, 60)
    together = last(Trainer(dense(2, 5, 3, 1), xor_data(), settings, (11, 12, 13)))
    for place, seed in enumerate((11, 12, 13)):
        alone = last(Trainer(dense(2, 5, 3, 1), xor_data(), settings, (seed,)))
        np.testing.assert_allclose(
            alone.curves.train_loss[:, 0], together.curves.train_loss[:, place], rtol=1e-12
        )
        np.testing.assert_allclose(
            alone.parameters[0], together.parameters[place], rtol=1e-10, atol=1e-12
        )


def test_different_seeds_start_and_shuffle_differently(dense, xor_data):
    trainer = Trainer(dense(2, 3, 1), xor_data(), TrainingSettings(batch_size=10), (1, 2))
    start = trainer.snapshot()
    assert (start.parameters[0] != start.parameters[1]).any()
    last(trainer, 1)
    assert (trainer.state.order[0] != trainer.state.order[1]).any()


def test_the_order_of_drawing_does_not_matter(dense, xor_data):
    network = dense(2, 3, 2, 1)
    turned = Network(network.inputs[::-1], network.neurons[::-1], network.links[::-1])
    settings = TrainingSettings(epochs=30)
    one = last(Trainer(network, xor_data(), settings, (1, 2)))
    other = last(Trainer(turned, xor_data(), settings, (1, 2)))
    assert same_bits(one, other)


@pytest.mark.parametrize("batch", [None, 9])
def test_reset_gives_the_same_start_and_the_same_curve(batch, dense, xor_data):
    trainer = Trainer(dense(2, 3, 1), xor_data(), TrainingSettings("adam", 0.1, batch, 30), (3, 4))
    start, end = trainer.snapshot(), last(trainer)
    trainer.reset()
    assert same_bits(trainer.snapshot(), start)
    assert same_bits(last(trainer), end)


@pytest.mark.parametrize("batch", [None, 9])
def test_pausing_anywhere_changes_nothing(batch, dense, xor_data):
    settings = TrainingSettings("momentum", 0.05, batch, 25)
    whole = last(Trainer(dense(2, 3, 1), xor_data(), settings, (3, 4)))
    paused = Trainer(dense(2, 3, 1), xor_data(), settings, (3, 4))
    for epoch in (1, 2, 9, 20):
        assert last(paused, epoch).epoch == epoch
        next(paused.snapshots())
    assert same_bits(last(paused), whole)


def test_slices_within_an_epoch_change_nothing(dense, xor_data):
    settings = TrainingSettings("adam", 0.02, 1, 3)
    whole = Trainer(dense(2, 3, 1), xor_data(), settings, (3, 4))
    sliced = Trainer(dense(2, 3, 1), xor_data(), settings, (3, 4))
    sliced.kernel.cost = 10_000.0  # one update a slice
    snapshots = list(sliced.snapshots())
    assert len(snapshots) == 1 + 3 * 60
    assert same_bits(snapshots[-1], last(whole))


# -- snapshots -----------------------------------------------------------------------------------


def test_snapshots_start_at_zero_and_end_at_the_epochs(dense, xor_data):
    trainer = Trainer(dense(2, 3, 1), xor_data(), TrainingSettings(epochs=350), (1,))
    snapshots = list(trainer.snapshots())
    assert (snapshots[0].epoch, snapshots[0].status) == (0, Status.RUNNING)
    assert (snapshots[-1].epoch, snapshots[-1].status) == (350, Status.FINISHED)
    measured = snapshots[-1].curves.epochs
    assert measured[:101].tolist() == list(range(101))
    assert measured[101:].tolist() == [*range(102, 201, 2), *range(204, 350, 4), 350]
    assert np.isfinite(snapshots[-1].curves.train_loss).all()


def test_snapshots_are_copies_that_nobody_can_change(dense, xor_data):
    trainer = Trainer(dense(2, 3, 1), xor_data(), TrainingSettings(epochs=600), (1,))
    start = trainer.snapshot()
    kept = start.parameters.copy()
    final = last(trainer)
    assert (start.parameters == kept).all()
    assert len(start.curves.epochs) == 1
    assert (final.parameters != kept).any()
    for array in (final.parameters, final.curves.epochs, final.curves.train_loss):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1.0


def test_updates_count_the_short_last_batch(dense, xor_data):
    trainer = Trainer(dense(2, 3, 1), xor_data(train=25), TrainingSettings(batch_size=10), (1,))
    assert last(trainer, 2).update == 2 * 3


def test_a_run_learns(dense, xor_data):
    final = last(Trainer(dense(2, 8, 1), xor_data(), TrainingSettings(epochs=400), (1, 2, 3)))
    assert (final.curves.train_score[-1] > 0.95).all()
    assert (final.curves.train_loss[-1] < 0.25 * final.curves.train_loss[0]).all()


def test_a_line_is_found_exactly(dense, line_data):
    settings = TrainingSettings("adam", 0.05, None, 1500)
    final = last(Trainer(dense(1, 1), line_data(), settings, (1,)))
    assert final.weight("x1", "y") == pytest.approx(0.7, abs=1e-6)
    assert final.bias("y") == pytest.approx(0.3, abs=1e-6)
    assert final.curves.validation_score[-1, 0] < 1e-10


# -- first weights -------------------------------------------------------------------------------


def test_start_weights_and_biases_are_taken(dense, xor_data):
    network = dense(2, 2, 1)
    network = network.with_start_weight(network.links[0].key, 1.25)
    network = network.with_neuron(replace(network.neuron("h1_1"), start_bias=-0.5))
    start = Trainer(network, xor_data(), TrainingSettings(), (1, 2)).snapshot()
    plain = Trainer(dense(2, 2, 1), xor_data(), TrainingSettings(), (1, 2)).snapshot()
    for replica in (0, 1):
        assert start.weight("x1", "h1_1", replica) == 1.25
        assert start.bias("h1_1", replica) == -0.5
        assert start.bias("y", replica) == 0.0
        assert start.weight("x2", "h1_1", replica) == plain.weight("x2", "h1_1", replica)


def test_masked_slots_stay_zero(wiring, xor_data):
    trainer = Trainer(wiring(3, ["tanh"]), xor_data(), TrainingSettings(l2=0.01), (1, 2))
    final = last(trainer, 50)
    assert (final.plan.mask == 0).any()
    assert (final.parameters[:, final.plan.mask == 0] == 0).all()


# -- changes in mid-run --------------------------------------------------------------------------


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("batch", [None, 8])
def test_grafting_keeps_weights_and_optimizer_state(optimizer, batch, dense, xor_data):
    network = dense(2, 3, 1)
    settings = TrainingSettings(optimizer, 0.05, batch, 200)
    trainer = Trainer(network, xor_data(), settings, (1, 2))
    before = last(trainer, 20)
    moments = trainer.state.moments.copy()
    grown = network.add_neuron(Neuron("new", "relu")).add_link("x1", "new").add_link("new", "y")
    grown = grown.remove(["h1_2"])
    trainer.graft(grown)
    after = trainer.snapshot()
    kept = [link for link in grown.links if link.key in network.link_by_key]
    assert len(kept) == 6
    for link in kept:
        old, new = before.plan.link_slots[link.key], after.plan.link_slots[link.key]
        assert (before.parameters[:, old] == after.parameters[:, new]).all()
        assert (moments[..., old] == trainer.state.moments[..., new]).all()
    for node in ("h1_1", "h1_3", "y"):
        old, new = before.plan.bias_slots[node], after.plan.bias_slots[node]
        assert (before.parameters[:, old] == after.parameters[:, new]).all()
        assert (moments[..., old] == trainer.state.moments[..., new]).all()
    assert (after.epoch, after.update) == (before.epoch, before.update)
    assert last(trainer).status is Status.FINISHED


def test_new_links_start_small_and_differ_by_replica(dense, xor_data):
    trainer = Trainer(dense(2, 3, 1), xor_data(), TrainingSettings(), (1, 2, 3))
    last(trainer, 5)
    grown = dense(2, 3, 1).add_neuron(Neuron("new")).add_link("x1", "new").add_link("new", "y")
    trainer.graft(grown)
    snapshot = trainer.snapshot()
    slot = snapshot.plan.link_slot("x1", "new")
    weights = snapshot.parameters[:, slot]
    assert (np.abs(weights) <= 0.1 * np.sqrt(6 / 2)).all()
    assert len(set(weights.tolist())) == 3
    assert snapshot.bias("new") == 0.0


def test_grafting_the_same_network_changes_nothing(dense, xor_data):
    settings = TrainingSettings("adam", 0.05, 7, 30)
    whole = last(Trainer(dense(2, 3, 1), xor_data(), settings, (1, 2)))
    grafted = Trainer(dense(2, 3, 1), xor_data(), settings, (1, 2))
    grafted.kernel.cost = 3_000.0
    for number, _ in enumerate(grafted.snapshots()):
        if number in (3, 8):
            grafted.graft(dense(2, 3, 1))
    assert same_bits(grafted.snapshot(), whole)


def test_a_smaller_learning_rate_holds_from_the_next_update(dense, xor_data):
    trainer = Trainer(dense(2, 3, 1), xor_data(), TrainingSettings("sgd", 0.1), (1,))
    before = last(trainer, 3).parameters
    trainer.change(TrainingSettings("sgd", 1e-6))
    moved = np.abs(last(trainer, 4).parameters - before).max()
    assert 0 < moved < 1e-5


def test_another_optimizer_starts_fresh_and_another_batch_size_goes_on(dense, xor_data):
    trainer = Trainer(dense(2, 3, 1), xor_data(), TrainingSettings("adam", 0.05), (1, 2))
    last(trainer, 10)
    trainer.change(TrainingSettings("momentum", 0.05, batch_size=16))
    assert trainer.state.moments.shape[0] == 1
    assert not trainer.state.moments.any()
    final = last(trainer, 12)
    assert (final.epoch, final.update) == (12, 10 + 2 * 4)


def test_another_loss_is_measured_at_once(dense, xor_data):
    trainer = Trainer(dense(2, 3, 1), xor_data(), TrainingSettings(loss="cross-entropy"), (1,))
    last(trainer, 3)
    trainer.change(TrainingSettings(loss="squared-error"))
    last(trainer, 4)
    outputs_error = trainer.snapshot().curves.train_loss[-2:, 0]
    assert outputs_error[0] < outputs_error[1]


def test_weights_and_biases_by_hand_reach_every_replica(dense, xor_data):
    trainer = Trainer(dense(2, 3, 1), xor_data(), TrainingSettings(), (1, 2))
    trainer.set_weight("x1", "h1_1", 2.5)
    trainer.set_bias("y", -1.0)
    snapshot = trainer.snapshot()
    assert [snapshot.weight("x1", "h1_1", replica) for replica in (0, 1)] == [2.5, 2.5]
    assert [snapshot.bias("y", replica) for replica in (0, 1)] == [-1.0, -1.0]
    with pytest.raises(KeyError):
        trainer.set_weight("x1", "y", 1.0)


# -- unfinished networks -------------------------------------------------------------------------


@pytest.mark.parametrize("bias", [True, False])
def test_an_output_without_links_trains_as_a_constant(bias, xor_data):
    network = Network().add_neuron(Neuron("y", "identity", bias=bias, output=True))
    final = last(Trainer(network, xor_data(), TrainingSettings(epochs=30), (1,)))
    assert final.status is Status.FINISHED


def test_dead_ends_and_lonely_neurons_do_no_harm(dense, xor_data):
    network = dense(2, 2, 1).add_neuron(Neuron("lonely")).add_neuron(Neuron("end", "square"))
    network = network.add_link("h1_1", "end")
    final = last(Trainer(network, xor_data(), TrainingSettings(epochs=30), (1,)))
    assert final.status is Status.FINISHED


def test_what_does_not_fit_is_said(dense, xor_data):
    with pytest.raises(DataError, match="The network has 3 outputs; the task asks for 1"):
        Trainer(dense(2, 3), xor_data(), TrainingSettings(), (1,))
    with pytest.raises(DataError, match="at least one seed"):
        Trainer(dense(2, 1), xor_data(), TrainingSettings(), ())
    with pytest.raises(DataError, match="x3"):
        Trainer(dense(3, 1), xor_data(), TrainingSettings(), (1,))


# -- nothing is allocated ------------------------------------------------------------------------


@pytest.mark.memory
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("batch", [None, 7])
def test_a_thousand_steps_allocate_nothing(optimizer, batch, wiring, xor_data):
    settings = TrainingSettings(
        optimizer, 0.01, batch, 10_000, l2=1e-3, l1=1e-4, gradient_clipping=0.1
    )
    trainer = Trainer(wiring(2, list(ACTIVATIONS)), xor_data(), settings, (1, 2, 3))
    trainer.kernel.advance(50, 10_000)
    # The least of a few: other threads of the process may allocate meanwhile.
    found = [traced(lambda: trainer.kernel.advance(1_000, 10_000)) for _ in range(3)]
    assert min(grown for grown, _ in found) < 1_000
    assert min(most for _, most in found) < 4_000


def traced(work):
    """By how many bytes memory has grown afterwards, and at most meanwhile."""
    tracemalloc.start()
    try:
        work()
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        work()
        after, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return after - before, peak - before


@pytest.mark.long
@pytest.mark.memory
@pytest.mark.parametrize("batch", [None, 10])
def test_memory_does_not_grow_over_a_long_run(batch, dense, xor_data):
    """A proxy of two minutes at full rate: every snapshot is taken, and let go."""
    settings = TrainingSettings("adam", 0.01, batch, 1_000_000, l1=1e-5, early_stopping=1_000_000)
    trainer = Trainer(dense(2, 4, 2, 1), xor_data(), settings, range(8))
    snapshots = trainer.snapshots()
    marks = []
    tracemalloc.start()
    try:
        for number in range(4_000):
            next(snapshots)
            if number % 1_000 == 999:
                marks.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    # Nothing but the curves may grow: their room doubles once here, by 131 kB.
    assert marks[-1] - marks[0] < 180_000


# -- freezing ------------------------------------------------------------------------------------


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("batch", [None, 9])
def test_what_is_frozen_stays_exactly_as_it_is(optimizer, batch, dense, xor_data):
    network = dense(2, 3, 1)
    network = network.with_link(replace(network.links[0], frozen=True))  # x1 to h1_1
    network = network.with_neuron(replace(network.neuron("h1_2"), frozen=True))
    network = network.with_neuron(replace(network.neuron("h1_3"), frozen_bias=True, start_bias=0.4))
    settings = TrainingSettings(optimizer, 0.05, batch, 40, l2=0.1, l1=0.05)
    trainer = Trainer(network, xor_data(), settings, (1, 2))
    start, end = trainer.snapshot(), last(trainer)
    still = {("x1", "h1_1"), ("x1", "h1_2"), ("x2", "h1_2")}
    for replica in (0, 1):
        for link in network.links:
            before, after = (own.weight(*link.key, replica) for own in (start, end))
            assert (before == after) == (tuple(link.key) in still)
        biases = {node: end.bias(node, replica) for node in start.plan.bias_slots}
        assert biases["h1_2"] == 0.0
        assert biases["h1_3"] == 0.4
        assert biases["h1_1"] != 0.0 != biases["y"]


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_freezing_in_mid_run_stops_at_once_and_thawing_goes_on(optimizer, dense, xor_data):
    network = dense(2, 3, 1)
    trainer = Trainer(network, xor_data(), TrainingSettings(optimizer, 0.05, None, 400), (1, 2))
    before = last(trainer, 50)
    key = network.links[0].key
    trainer.graft(network.with_link(replace(network.links[0], frozen=True)))
    frozen = last(trainer, 100)
    trainer.graft(network)
    thawed = last(trainer, 200)
    assert before.weight(*key) == frozen.weight(*key) != thawed.weight(*key)


# -- many inputs, classes and outputs ------------------------------------------------------------


@pytest.mark.parametrize("columns", [1, 2, 8, 64])
@pytest.mark.parametrize("outputs", [1, 3])
def test_numbers_are_learnt_from_one_to_many_inputs_and_outputs(columns, outputs, dense, line_data):
    dataset = line_data(train=200, columns=columns, outputs=outputs)
    settings = TrainingSettings("adam", 0.01, 20, 100, l1=1e-3)
    final = last(Trainer(dense(columns, outputs), dataset, settings, (1, 2)))
    assert (final.curves.validation_score[-1] < 0.02).all()


@pytest.mark.parametrize("classes", [2, 3, 10])
@pytest.mark.parametrize("loss", ["cross-entropy", "squared-error"])
def test_two_and_many_classes_are_learnt(classes, loss, dense):
    """Class k lies around the k-th corner of a cube of 64 dimensions."""
    rng = np.random.default_rng(7)
    names = tuple(f"x{number + 1}" for number in range(64))
    task = Task("classification", names, 1 if classes == 2 else classes, classes)
    corners = rng.choice([-1.0, 1.0], (classes, 64))

    def samples(count):
        labels = rng.integers(0, classes, count)
        return Samples(
            corners[labels] + rng.normal(size=(count, 64)), labels[:, np.newaxis].astype(float)
        )

    dataset = Dataset(task, samples(200), samples(200), samples(10))
    settings = TrainingSettings("rmsprop", 0.005, 32, 60, loss=loss)
    final = last(Trainer(dense(64, 16, task.outputs), dataset, settings, (1, 2)))
    assert (final.curves.validation_score[-1] > 0.9).all()
