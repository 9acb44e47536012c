from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine import (
    ACCURACY,
    Dataset,
    Samples,
    Status,
    Task,
    Terms,
    Trainer,
    TrainingSettings,
    Verdict,
    judge,
)
from engine.functions.losses import loss_function
from engine.plan import Plan
from engine.state import TrainingState
from engine.training.early_stopping import EarlyStopping
from engine.training.schedule import EvenSchedule

NOISY = TrainingSettings("adam", 0.05, None, 900, early_stopping=150)


def last(trainer, until=None, **how):
    *_, final = trainer.snapshots(until, **how)
    return final


@pytest.fixture
def noisy():
    """Twenty points with two in five labels wrong: what is learnt by heart is wrong elsewhere."""
    rng = np.random.default_rng(4)
    task = Task("classification", ("x1", "x2"), outputs=1, classes=2)

    def samples(count, flipped):
        x = rng.uniform(-1, 1, (count, 2))
        labels = (x[:, 0] > 0) ^ (rng.random(count) < flipped)
        return Samples(x, labels[:, np.newaxis].astype(float))

    return Dataset(task, samples(30, 0.3), samples(200, 0.0), samples(200, 0.0))


def test_a_run_ends_with_the_weights_of_its_lowest_validation_loss(dense, noisy):
    trainer = Trainer(dense(2, 8, 1), noisy, NOISY, (1, 2, 3), EvenSchedule(1))
    final = last(trainer, to_the_last=True)
    assert final.status is Status.FINISHED
    whole = last(
        Trainer(
            dense(2, 8, 1), noisy, replace(NOISY, early_stopping=None), (1, 2, 3), EvenSchedule(1)
        )
    )
    for replica in range(3):
        best, stopped = final.best_epoch[replica], final.stopped_at[replica]
        assert 0 < best < stopped <= best + 150 + 4
        seen = whole.curves.validation_loss[: stopped + 1, replica]
        # It is looked at every epoch up to 100, every second one up to 200, ...
        assert whole.curves.validation_loss[best, replica] <= seen[:101].min()
        assert final.curves.validation_loss[-1, replica] == pytest.approx(
            whole.curves.validation_loss[best, replica], rel=1e-9
        )
        assert final.curves.validation_loss[-1, replica] < whole.curves.validation_loss[-1, replica]


def test_each_replica_stands_still_at_its_own_best_while_others_go_on(dense, noisy):
    trainer = Trainer(dense(2, 8, 1), noisy, NOISY, range(6))
    seen = list(trainer.snapshots(to_the_last=True))
    stops = seen[-1].stopped_at
    assert len(set(stops)) > 1
    for replica, stop in enumerate(stops):
        after = [own.parameters[replica] for own in seen if own.epoch >= stop]
        assert all(own.tobytes() == after[0].tobytes() for own in after)


def test_the_watched_replica_ends_the_run_and_all_take_their_best(dense, noisy):
    trainer = Trainer(dense(2, 8, 1), noisy, NOISY, (1, 2, 3))
    final = last(trainer)
    assert final.epoch == final.stopped_at[0] < 900
    assert final.parameters.tobytes() == trainer.state.best.tobytes()


def test_without_losing_patience_the_end_of_the_epochs_keeps_the_best(dense, noisy):
    settings = TrainingSettings("adam", 0.05, None, 300, early_stopping=10_000)
    final = last(Trainer(dense(2, 8, 1), noisy, settings, (1, 2), EvenSchedule(50)))
    assert final.stopped_at == (-1, -1)
    assert final.epoch == 300
    assert all(0 < epoch < 300 for epoch in final.best_epoch)
    assert (final.curves.validation_loss[-1] < final.curves.validation_loss[-2]).all()


def test_it_does_nothing_where_validation_only_improves(dense, line_data):
    settings = TrainingSettings("sgd", 0.05, None, 200)
    plain, stopping = (
        last(Trainer(dense(1, 1), line_data(), own, (1, 2)))
        for own in (settings, replace(settings, early_stopping=20))
    )
    assert plain.parameters.tobytes() == stopping.parameters.tobytes()
    assert (plain.best_epoch, stopping.best_epoch) == ((-1, -1), (200, 200))


@pytest.mark.parametrize("batch", [None, 9])
def test_pausing_and_slicing_change_nothing(batch, dense, noisy):
    settings = replace(NOISY, batch_size=batch, epochs=260, early_stopping=60)
    whole = last(Trainer(dense(2, 8, 1), noisy, settings, (1, 2)))
    paused = Trainer(dense(2, 8, 1), noisy, settings, (1, 2))
    paused.kernel.cost = 3_000.0
    for epoch in (1, 7, 30, 50):
        last(paused, epoch)
    other = last(paused)
    assert whole.parameters.tobytes() == other.parameters.tobytes()
    assert whole.stopped_at == other.stopped_at


def test_an_edit_or_another_patience_makes_a_stopped_run_go_on(dense, noisy):
    trainer = Trainer(dense(2, 8, 1), noisy, NOISY, (1, 2))
    stopped = last(trainer).epoch
    trainer.graft(dense(2, 8, 1))
    assert trainer.snapshot().status is Status.RUNNING
    assert last(trainer, stopped + 5).epoch == stopped + 5
    trainer.change(replace(NOISY, early_stopping=None))
    assert last(trainer).epoch == 900
    assert trainer.snapshot().best_epoch == (-1, -1)


def test_other_settings_make_a_stopped_run_go_on_and_fewer_epochs_end_it(dense, noisy):
    trainer = Trainer(dense(2, 8, 1), noisy, NOISY, (1, 2))
    stopped = last(trainer).epoch
    trainer.change(replace(NOISY, learning_rate=0.001))
    assert trainer.snapshot().status is Status.RUNNING
    going = last(trainer, stopped + 20)
    assert going.epoch == stopped + 20
    trainer.change(replace(NOISY, learning_rate=0.001, epochs=5))
    ended = last(trainer)
    assert ended.status is Status.FINISHED
    assert ended.parameters.tobytes() == trainer.state.best.tobytes()


def test_a_diverged_replica_has_no_best_weights_to_go_back_to(dense, line_data):
    settings = TrainingSettings("sgd", 40.0, None, 500, early_stopping=400)
    final = last(Trainer(dense(1, 1), line_data(), settings, (1, 2)), to_the_last=True)
    assert final.status is Status.DIVERGED
    assert final.stopped_at == (-1, -1)


def test_the_judge_scores_the_weights_that_were_kept(dense, noisy):
    terms = Terms(ACCURACY, 0.5, (1, 2, 3), 1)
    *_, verdict = judge(dense(2, 8, 1), noisy, NOISY, terms)
    assert isinstance(verdict, Verdict)
    final = last(Trainer(dense(2, 8, 1), noisy, NOISY, (1, 2, 3)), to_the_last=True)
    assert verdict.weights.tobytes() == final.parameters.tobytes()
    *_, late = judge(dense(2, 8, 1), noisy, replace(NOISY, early_stopping=None), terms)
    assert verdict.deciding_score > late.deciding_score


@pytest.mark.parametrize("patience", [1, 3])
def test_it_waits_for_exactly_as_many_epochs_as_were_set(patience, dense, noisy):
    """The weights stand still, so the loss never falls again after the first look."""
    plan = Plan.compile(dense(2, 2, 1))
    state = TrainingState.start(plan, NOISY, (1, 2), len(noisy.train))
    loss = loss_function(NOISY.loss, noisy.task)
    stopping = EarlyStopping(plan, [noisy], loss, state, patience)
    state.epoch = 10
    assert not stopping.check()
    assert state.best_epoch.tolist() == [10, 10]
    for epoch in range(11, 10 + patience):
        state.epoch = epoch
        assert not stopping.check()
    assert state.stopped_at.tolist() == [-1, -1]
    state.epoch = 10 + patience
    assert stopping.check()
    assert state.stopped_at.tolist() == [10 + patience] * 2
