"""The run as widgets see it."""

import numpy as np

from engine.training.run import RunState


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
