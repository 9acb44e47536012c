"""What a frame says of now: the score of exactly the parameters that it shows."""

from __future__ import annotations

import numpy as np
import pytest

from engine import LinkKey, Neuron, TrainingSettings
from engine.training.run import Run, Setup


def by_hand(frame, samples):
    """Binary cross-entropy and accuracy of a 2-3-1 tanh network, written out."""
    moment = frame.snapshot
    hidden = [
        np.tanh(
            moment.bias(f"h1_{n}")
            + moment.weight("x1", f"h1_{n}") * samples.x[:, 0]
            + moment.weight("x2", f"h1_{n}") * samples.x[:, 1]
        )
        for n in (1, 2, 3)
    ]
    logits = moment.bias("y") + sum(
        moment.weight(f"h1_{n + 1}", "y") * own for n, own in enumerate(hidden)
    )
    signs = 2.0 * samples.labels - 1.0
    return np.log1p(np.exp(-signs * logits)).mean(), ((logits > 0) == (signs > 0)).mean()


@pytest.fixture
def run(dense, xor_data):
    run = Run(Setup(dense(2, 3, 1), xor_data(), TrainingSettings(epochs=200), (1, 2)))
    run.train()
    while run.active:
        run.advance()
    return run


def assert_it_is_now(run):
    frame, data = run.frame(), run.setup.dataset
    loss, score = by_hand(frame, data.train)
    assert frame.now.train_loss == pytest.approx(loss, rel=1e-12)
    assert frame.now.train_score == score
    loss, score = by_hand(frame, data.validation)
    assert frame.now.validation_loss == pytest.approx(loss, rel=1e-12)
    assert frame.now.validation_score == score
    assert frame.now.unlinked == ()


def test_after_training_it_is_the_end_of_the_curves(run):
    assert_it_is_now(run)
    now, curves = run.frame().now, run.snapshot().curves
    assert now.validation_score == curves.validation_score[-1, 0]
    assert now.validation_loss == pytest.approx(curves.validation_loss[-1, 0], rel=1e-12)


def test_after_a_weight_is_turned_it_is_not(run):
    key = LinkKey("h1_1", "y")
    before = run.frame().now
    run.set_value(key, -run.snapshot().weight(*key))
    assert_it_is_now(run)
    assert run.frame().now.validation_score < before.validation_score
    assert run.snapshot().curves.validation_score[-1, 0] == before.validation_score


def test_after_an_edit_it_is_that_of_the_other_network(run):
    run.edit(run.setup.network.remove(links=[LinkKey("h1_1", "y")]), run.setup.settings)
    run.set_value("y", 0.25)
    now, snapshot = run.frame().now, run.snapshot()
    assert ("h1_1", "y") not in snapshot.plan.network.link_by_key
    assert now.validation_score != snapshot.curves.validation_score[-1, 0]


def test_an_output_that_no_input_reaches_is_named(run):
    cut = [LinkKey(f"h1_{n}", "y") for n in (1, 2, 3)]
    run.edit(run.setup.network.remove(links=cut), run.setup.settings)
    assert run.frame().now.unlinked == ("y",)
    # A neuron without an input leads nowhere either.
    alone = run.setup.network.add_neuron(Neuron("alone")).add_link("alone", "y")
    run.edit(alone, run.setup.settings)
    assert run.frame().now.unlinked == ("y",)


def test_numbers_without_bound_have_no_score(dense, line_data):
    settings = TrainingSettings(loss="squared-error")
    run = Run(Setup(dense(1, 2, 2, 1, activation="square"), line_data(), settings, (1,)))
    for key in run.plan.link_slots:
        run.set_value(key, 1e200)
    now = run.frame().now
    assert np.isnan([now.train_loss, now.validation_loss, now.validation_score]).all()


def test_a_frame_keeps_its_numbers_when_the_run_goes_on(run):
    frame = run.frame()
    maps, score = frame.maps.copy(), frame.now.validation_score
    run.set_value(LinkKey("h1_1", "y"), 9.0)
    run.frame()
    assert np.array_equal(frame.maps, maps)
    assert frame.now.validation_score == score
