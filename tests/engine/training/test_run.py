"""A run as a whole: driven in slices, edited on its way, saved and gone back to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine import LinkKey, Network, Neuron, TrainingSettings
from engine.training.run import Run, RunState, Setup

SETTINGS = TrainingSettings("adam", 0.05, None, 100)
CUT = LinkKey("h1_2", "y")


@pytest.fixture
def start(dense, xor_data):
    """``start(settings)``: a run of 2-3-1 from three starts."""

    def begin(settings=SETTINGS, network=None, seeds=(1, 2, 3)):
        return Run(Setup(network or dense(2, 3, 1), xor_data(), settings, seeds))

    return begin


def train(run, until, updates=None):
    """Train up to an epoch and pause there."""
    run.train()
    while run.active and run.epoch < until:
        run.advance(min(updates or 10**9, until - run.epoch))
    run.pause()


def cut(run):
    run.edit(run.setup.network.remove(links=[CUT]), run.setup.settings)


def link_back(run):
    run.edit(run.setup.network.add_link(*CUT), run.setup.settings)


def weights_of(run, key):
    return run.snapshot().parameters[:, run.plan.link_slots[key]].copy()


def everything(run):
    """The whole state of training as bytes."""
    return {name: np.asarray(own).tobytes() for name, own in run.save().training.items()}


# -- running -------------------------------------------------------------------------------------


def test_a_run_goes_to_its_end_and_then_starts_anew(start):
    run = start()
    first = run.snapshot().parameters
    assert (run.state, run.active, run.epoch) == (RunState.IDLE, False, 0)
    run.train()
    while run.active:
        run.advance()
    assert (run.state, run.epoch, run.ended) == (RunState.FINISHED, 100, True)
    run.train()
    assert (run.state, run.epoch) == (RunState.RUNNING, 0)
    assert np.array_equal(run.snapshot().parameters, first)


@pytest.mark.parametrize("batch", [None, 7])
def test_single_updates_lead_to_the_same_bits(batch, start):
    settings = replace(SETTINGS, batch_size=batch, epochs=12)
    slow, fast = start(settings), start(settings)
    slow.train()
    updates = []
    while slow.active:
        slow.advance(1)
        updates.append(slow.update)
    assert updates == list(range(1, len(updates) + 1))
    train(fast, 12)
    assert everything(slow) == everything(fast)


def test_a_step_is_one_epoch_of_any_number_of_slices(start):
    run = start(replace(SETTINGS, batch_size=7))
    run.step()
    assert (run.state, run.active) == (RunState.PAUSED, True)
    slices = 0
    while run.active:
        run.advance(1)
        slices += 1
    assert (run.epoch, run.state, slices) == (1, RunState.PAUSED, 9)


def test_a_pause_ends_a_step(start):
    run = start(replace(SETTINGS, batch_size=7))
    run.step()
    run.advance(1)
    run.pause()
    run.advance(1)
    assert (run.update, run.active) == (1, False)


def test_divergence_ends_a_run_which_a_restart_heals(start):
    run = start(TrainingSettings("sgd", 1e6, loss="squared-error"))
    first = run.snapshot().parameters
    train(run, 1000)
    assert run.state is RunState.DIVERGED
    run.step()
    assert not run.active
    run.restart()
    assert run.state is RunState.IDLE
    assert np.array_equal(run.snapshot().parameters, first)


# -- changes in mid-run --------------------------------------------------------------------------


def test_an_edit_before_the_first_update_gives_the_start_of_a_restart(start):
    run = start()
    cut(run)
    edited = run.snapshot().parameters
    run.restart()
    assert np.array_equal(run.snapshot().parameters, edited)


def test_an_edit_on_the_way_keeps_what_survives(start):
    run = start()
    train(run, 20)
    kept = weights_of(run, LinkKey("h1_1", "y"))
    cut(run)
    assert (run.epoch, run.state) == (20, RunState.PAUSED)
    assert np.array_equal(weights_of(run, LinkKey("h1_1", "y")), kept)


def test_more_epochs_reopen_a_finished_run(start):
    run = start()
    train(run, 100)
    assert run.state is RunState.FINISHED
    run.edit(run.setup.network, replace(SETTINGS, epochs=120))
    assert run.state is RunState.PAUSED
    train(run, 500)
    assert (run.epoch, run.state) == (120, RunState.FINISHED)


def test_values_set_by_hand_hold_in_all_replicas(start):
    run = start()
    train(run, 5)
    run.set_value(CUT, 1.25)
    run.set_value("y", -0.5)
    run.set_value("nobody", 1.0)
    run.set_value(LinkKey("no", "link"), 1.0)
    assert weights_of(run, CUT).tolist() == [1.25] * 3
    assert [run.snapshot().bias("y", replica) for replica in range(3)] == [-0.5] * 3


# -- going back ----------------------------------------------------------------------------------


@pytest.mark.parametrize("settings", [SETTINGS, replace(SETTINGS, batch_size=7, early_stopping=5)])
def test_going_back_to_before_a_cut_is_as_if_it_had_never_been(settings, start):
    run, untouched = start(settings), start(settings)
    for each in (run, untouched):
        train(each, 20)
    before, saved = run.version, run.save()
    cut(run)
    assert run.version is not before
    run.restore(saved)
    assert run.version is before
    assert everything(run) == everything(untouched)
    for each in (run, untouched):
        train(each, 40)
    assert everything(run) == everything(untouched)
    assert run.snapshot().curves.epochs.tolist() == untouched.snapshot().curves.epochs.tolist()


def test_going_back_keeps_a_run_running_and_a_pause_paused(start):
    run = start()
    run.train()
    run.advance(3)
    saved = run.save()
    cut(run)
    run.restore(saved)
    assert run.state is RunState.RUNNING
    run.pause()
    run.restore(saved)
    assert run.state is RunState.PAUSED


def test_a_saved_run_goes_on_in_another_object_bit_for_bit(start):
    run, other = start(), start()
    train(run, 30)
    other.restore(run.save())
    assert (other.state, other.epoch) == (RunState.PAUSED, 30)
    for each in (run, other):
        train(each, 60)
    assert everything(run) == everything(other)
    for mine, its in zip(run.snapshot().curves.rows, other.snapshot().curves.rows, strict=True):
        assert np.array_equal(mine, its)


def test_what_was_saved_does_not_change_when_the_run_goes_on(start):
    run = start()
    train(run, 10)
    saved = run.save()
    weights, rows = saved.training["parameters"].copy(), len(saved.curves.epochs)
    train(run, 50)
    assert np.array_equal(saved.training["parameters"], weights)
    assert len(saved.curves.epochs) == rows
    assert saved.bytes > 5 * weights.nbytes


def test_a_link_comes_back_as_it_was_cut_while_the_others_have_learnt_on(start):
    run = start()
    train(run, 20)
    saved, slot = run.save(), run.plan.link_slots[CUT]
    was = weights_of(run, CUT)
    cut(run)
    train(run, 40)
    learnt = weights_of(run, LinkKey("h1_1", "y"))
    run.recall(saved)
    assert (run.epoch, run.state) == (40, RunState.PAUSED)
    assert np.array_equal(weights_of(run, CUT), was)
    assert np.array_equal(weights_of(run, LinkKey("h1_1", "y")), learnt)
    back = run.plan.link_slots[CUT]
    moments = run.save().training["moments"]
    assert np.array_equal(moments[..., back], saved.training["moments"][..., slot])


def test_without_recall_a_link_comes_back_small(start):
    run = start()
    train(run, 20)
    was = weights_of(run, CUT)
    cut(run)
    link_back(run)
    assert (np.abs(weights_of(run, CUT)) < np.abs(was)).all()


def test_a_bias_and_what_was_set_by_hand_are_recalled(start):
    run = start()
    train(run, 20)
    saved, was = run.save(), [run.snapshot().bias("h1_1", replica) for replica in range(3)]
    bare = run.setup.network.with_neuron(Neuron("h1_1", bias=False))
    hand = LinkKey("h1_3", "y")
    before = weights_of(run, hand)
    run.edit(bare, SETTINGS)
    run.set_value(hand, 3.0)
    train(run, 30)
    run.recall(saved, [hand])
    assert [run.snapshot().bias("h1_1", replica) for replica in range(3)] == was
    assert np.array_equal(weights_of(run, hand), before)


def test_another_optimizer_is_taken_back_with_its_state(start):
    run = start()
    train(run, 20)
    saved = run.save()
    run.edit(run.setup.network, replace(SETTINGS, optimizer="sgd"))
    run.restore(saved)
    assert np.array_equal(run.save().training["moments"], saved.training["moments"])
    run.edit(run.setup.network, replace(SETTINGS, optimizer="sgd"))
    train(run, 25)
    run.recall(saved)
    assert run.setup.settings == SETTINGS
    assert run.save().training["moments"].shape == saved.training["moments"].shape


def test_before_the_first_update_a_recall_draws_the_start(start):
    run = start()
    saved, first = run.save(), run.snapshot().parameters
    cut(run)
    run.recall(saved)
    assert np.array_equal(run.snapshot().parameters, first)


# -- frames --------------------------------------------------------------------------------------


def test_a_frame_bears_the_number_and_the_speed(dense, xor_data):
    run = Run(Setup(dense(2, 2, 1), xor_data(), SETTINGS, (1,)), number=7)
    frame = run.frame(12.5)
    assert (frame.run, frame.epochs_per_second) == (7, 12.5)
    assert frame.maps.shape == (5, 96, 96)


def test_an_unfinished_network_runs_too(xor_data):
    lonely = Network().add_neuron(Neuron("y", "identity", output=True))
    run = Run(Setup(lonely, xor_data(), SETTINGS, (1, 2)))
    train(run, 3)
    assert run.frame().now.unlinked == ("y",)
