from __future__ import annotations

import numpy as np
import pytest

from engine import Trainer, TrainingSettings, outputs
from engine.training.schedule import EvenSchedule


def test_rows_are_what_the_network_says_on_both_sets(dense, xor_data):
    dataset = xor_data()
    trainer = Trainer(dense(2, 3, 1), dataset, TrainingSettings(epochs=20), (1, 2))
    *_, final = trainer.snapshots()
    for samples, loss, score in (
        (dataset.train, final.curves.train_loss, final.curves.train_score),
        (dataset.validation, final.curves.validation_loss, final.curves.validation_score),
    ):
        logits = outputs(final.plan, final.parameters, samples.x, ("x1", "x2"))[0]
        signs = 2.0 * samples.labels - 1.0
        expected = np.log1p(np.exp(-signs * logits)).mean(axis=1)
        np.testing.assert_allclose(loss[-1], expected, rtol=1e-12)
        assert score[-1].tolist() == ((logits > 0) == (signs > 0)).mean(axis=1).tolist()


def test_the_shown_loss_leaves_the_penalty_out(dense, line_data):
    plain, decayed = (
        Trainer(dense(1, 3, 1), line_data(), TrainingSettings(l2=l2), (1,)).snapshot()
        for l2 in (0.0, 5.0)
    )
    assert plain.curves.train_loss[0, 0] == decayed.curves.train_loss[0, 0]


def test_rows_handed_out_never_change_when_room_runs_out(dense, line_data):
    trainer = Trainer(
        dense(1, 1), line_data(), TrainingSettings(epochs=700), (1, 2), EvenSchedule(1)
    )
    kept = [
        (snapshot.curves, snapshot.curves.train_loss.copy()) for snapshot in trainer.snapshots()
    ]
    assert len(kept[-1][0].epochs) == 701
    for curves, copy in kept[::50]:
        assert curves.train_loss.tobytes() == copy.tobytes()
        assert (kept[-1][0].train_loss[: len(copy)] == copy).all()


def test_the_test_set_is_never_touched(dense, xor_data):
    one, other = xor_data(), xor_data()
    object.__setattr__(other, "test", None)
    settings = TrainingSettings(epochs=5)
    (*_, first), (*_, second) = (
        Trainer(dense(2, 3, 1), dataset, settings, (1,)).snapshots() for dataset in (one, other)
    )
    assert first.parameters.tobytes() == second.parameters.tobytes()


@pytest.mark.parametrize("epochs", [1, 99, 101, 350])
def test_the_last_epoch_is_measured_whatever_the_schedule(epochs, dense, line_data):
    *_, final = Trainer(dense(1, 1), line_data(), TrainingSettings(epochs=epochs), (1,)).snapshots()
    assert final.curves.epochs[-1] == epochs
    assert (np.diff(final.curves.epochs) > 0).all()
