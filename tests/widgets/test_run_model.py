"""The run as widgets see it."""

from dataclasses import replace

import numpy as np
import pytest

from engine import Status
from engine.training.run import Now, RunState
from widgets.run_model import FULL_SPEED, Speed


def test_a_new_run_stands_at_its_beginning(run):
    assert (run.epoch, run.epochs, run.state, run.frame) == (0, 1000, RunState.IDLE, None)


def test_a_frame_brings_its_epoch_and_its_maps(run, trained, qtbot):
    with qtbot.waitSignal(run.frame_changed):
        run.set_frame(trained)
    assert run.epoch == 60
    last = trained.snapshot.plan.nodes.index("y")
    assert np.array_equal(trained.map_of("y"), trained.maps[last])
    assert trained.map_of("nobody") is None


def test_the_same_state_is_told_once(run, qtbot):
    with qtbot.waitSignal(run.state_changed):
        run.set_state(RunState.RUNNING)
    with qtbot.assertNotEmitted(run.state_changed):
        run.set_state(RunState.RUNNING)


NOW = Now(0.1, 0.2, 0.99, 0.97)


def test_the_score_is_that_of_the_network_on_screen(run, trained):
    assert (run.score, run.unscored) == (None, "")
    run.set_frame(trained)
    assert run.score is None
    run.set_frame(replace(trained, now=NOW))
    assert (run.score, run.unscored) == (0.97, "")
    assert trained.snapshot.curves.validation_score[-1, 0] != 0.97


@pytest.mark.parametrize(
    ("unlinked", "reason"),
    [
        (("y",), "nothing is linked to y yet"),
        (("y1", "y3"), "nothing is linked to y1 and y3 yet"),
        (("y1", "y2", "y3"), "nothing is linked to 3 outputs yet"),
    ],
)
def test_without_a_path_to_an_output_there_is_no_score(run, trained, unlinked, reason):
    run.set_frame(replace(trained, now=replace(NOW, unlinked=unlinked)))
    assert (run.score, run.unscored) == (None, reason)


def test_what_diverged_has_no_score(run, trained):
    snapshot = replace(trained.snapshot, status=Status.DIVERGED, diverged_at=(12, -1, -1))
    run.set_frame(replace(trained, snapshot=snapshot, now=NOW))
    assert (run.score, run.unscored) == (None, "diverged in epoch 12")


def test_what_is_no_number_is_no_score(run, trained):
    run.set_frame(replace(trained, now=replace(NOW, validation_score=np.nan)))
    assert (run.score, run.unscored) == (None, "its outputs are too large to be numbers")


def test_speeds_are_said_in_words():
    speeds = (Speed(1, "update"), Speed(5, "update"), Speed(120), FULL_SPEED)
    words = ["1 update/s", "5 updates/s", "120 epochs/s", "full speed"]
    assert [speed.text for speed in speeds] == words
    assert [speed.short_text for speed in speeds] == ["1 upd/s", "5 upd/s", "120/s", "full"]
