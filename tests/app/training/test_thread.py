"""The training thread: driven by commands, seen through its newest frames."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from app.training.loop import REPLICAS
from app.training.mailbox import GATE_SECONDS, Failure, IdleGate, JudgeReport, Mailbox, RunReport
from app.training.pace import Pace
from app.training.thread import TrainingThread
from engine import LinkKey
from engine.judging.judge import JudgeProgress, Verdict
from engine.kernels.numpy.kernel import NumpyKernel
from engine.training.run import Frame, RunState
from levels import Level, campaign


class Seen:
    """What a thread reported, the newest last."""

    def __init__(self, thread: TrainingThread) -> None:
        self.frames: list[Frame] = []
        self.states: list[RunState] = []
        self.news: list[object] = []
        self.errors: list[Exception] = []
        thread.frame_reported.connect(self.frames.append)
        thread.state_reported.connect(self.states.append)
        thread.judge_reported.connect(self.news.append)
        thread.failed.connect(self.errors.append)

    @property
    def epoch(self) -> int:
        return self.frames[-1].snapshot.epoch if self.frames else -1

    @property
    def state(self) -> RunState | None:
        return self.states[-1] if self.states else None

    @property
    def weights(self) -> np.ndarray:
        return self.frames[-1].snapshot.parameters


@pytest.fixture
def level() -> Level:
    return campaign().level("xor")


@pytest.fixture
def seen(thread: TrainingThread) -> Seen:
    return Seen(thread)


@pytest.fixture
def load(thread: TrainingThread, level: Level, seen: Seen, qtbot):
    """``load(epochs=...)`` puts the author's xor on the bench and waits for its first frame."""
    dataset = level.dataset()

    def put(seed: int = 1, **settings: object) -> None:
        solution = level.author_solution
        assert solution is not None
        count = len(seen.frames)
        training = replace(solution.training, **settings)
        thread.load(solution.network, dataset, training, seed)
        qtbot.waitUntil(lambda: len(seen.frames) > count)

    return put


def test_a_loaded_network_shows_itself_at_epoch_0(load, seen: Seen, level: Level) -> None:
    load()
    frame = seen.frames[-1]
    assert seen.state is RunState.IDLE
    assert frame.snapshot.epoch == 0
    assert frame.snapshot.parameters.shape[0] == REPLICAS
    assert frame.maps.shape == (len(frame.snapshot.plan.nodes), 96, 96)
    assert frame.maps.dtype == np.float32


def test_training_runs_to_the_end_and_then_rests(thread, load, seen: Seen, qtbot) -> None:
    load(epochs=50)
    thread.train()
    qtbot.waitUntil(lambda: seen.state is RunState.FINISHED)
    assert seen.epoch == 50
    qtbot.waitUntil(lambda: not thread._timer.isActive())


def test_early_stopping_finishes_a_run_before_its_epochs(thread, load, seen: Seen, qtbot) -> None:
    load(epochs=1_000_000, early_stopping=1, learning_rate=3.0)
    thread.train()
    qtbot.waitUntil(lambda: seen.state is RunState.FINISHED)
    stopped = seen.frames[-1].snapshot
    assert 0 < stopped.epoch == stopped.stopped_at[0] < 1_000_000
    assert stopped.best_epoch[0] < stopped.epoch


def test_a_pause_stands_and_a_step_is_one_epoch(thread, load, seen: Seen, qtbot) -> None:
    load(epochs=100_000)
    thread.set_speed(500.0)
    thread.train()
    qtbot.waitUntil(lambda: seen.epoch > 3)
    thread.pause()
    qtbot.waitUntil(lambda: seen.state is RunState.PAUSED)
    epoch = seen.epoch
    thread.step()
    qtbot.waitUntil(lambda: seen.epoch != epoch)
    assert seen.epoch == epoch + 1
    assert seen.state is RunState.PAUSED


def test_a_reset_gives_the_same_start_and_the_same_run(thread, load, seen: Seen, qtbot) -> None:
    load(epochs=60)
    start = seen.weights
    ends = []
    for _ in range(2):
        thread.train()
        qtbot.waitUntil(lambda: seen.state is RunState.FINISHED)
        ends.append(seen.weights)
        thread.reset()
        qtbot.waitUntil(lambda: seen.state is RunState.IDLE and seen.epoch == 0)
        assert np.array_equal(seen.weights, start)
    assert np.array_equal(ends[0], ends[1])


def test_another_seed_gives_another_start(load, seen: Seen) -> None:
    load(seed=1)
    first = seen.weights
    load(seed=2)
    assert np.array_equal(seen.weights[0], first[1])
    assert not np.array_equal(seen.weights[0], first[0])


def test_an_edit_in_mid_run_keeps_what_survives(thread, load, level, seen: Seen, qtbot) -> None:
    load(epochs=1_000_000)
    thread.train()
    qtbot.waitUntil(lambda: seen.epoch > 20)
    thread.pause()
    qtbot.waitUntil(lambda: seen.state is RunState.PAUSED)
    before = seen.frames[-1].snapshot
    network = before.plan.network
    gone = network.links[0].key
    thread.graft(network.remove(links=[gone]))
    qtbot.waitUntil(lambda: gone not in seen.frames[-1].snapshot.plan.network.link_by_key)
    after = seen.frames[-1].snapshot
    assert after.epoch == before.epoch
    for link in after.plan.network.links:
        assert after.weight(*link.key) == before.weight(*link.key)


def test_an_edit_before_training_draws_the_start_afresh(thread, load, seen, qtbot) -> None:
    load()
    network = seen.frames[-1].snapshot.plan.network
    gone = network.links[0].key
    thread.graft(network.remove(links=[gone]))
    qtbot.waitUntil(lambda: gone not in seen.frames[-1].snapshot.plan.network.link_by_key)
    grafted = seen.weights
    thread.reset()
    count = len(seen.frames)
    qtbot.waitUntil(lambda: len(seen.frames) > count)
    assert np.array_equal(seen.weights, grafted)


def test_weights_and_biases_can_be_set_by_hand(thread, load, seen: Seen, qtbot) -> None:
    load()
    network = seen.frames[-1].snapshot.plan.network
    key = network.links[0].key
    neuron = next(own for own in network.neurons if own.bias)
    thread.set_weight(key, 1.25)
    thread.set_bias(neuron.id, -0.5)
    qtbot.waitUntil(lambda: seen.frames[-1].snapshot.bias(neuron.id) == -0.5)
    assert seen.frames[-1].snapshot.weight(*key) == 1.25
    thread.set_weight(LinkKey("no", "link"), 1.0)
    thread.set_bias("nobody", 1.0)
    thread.step()
    qtbot.waitUntil(lambda: seen.epoch == 1)
    assert not seen.errors


def test_divergence_says_so_and_can_be_reset(thread, load, seen: Seen, qtbot) -> None:
    load(optimizer="sgd", learning_rate=1e6, loss="squared-error")
    start = seen.weights
    thread.train()
    qtbot.waitUntil(lambda: seen.state is RunState.DIVERGED)
    assert np.isfinite(seen.weights).all()
    assert seen.frames[-1].snapshot.diverged_at[0] >= 0
    thread.reset()
    qtbot.waitUntil(lambda: seen.state is RunState.IDLE)
    assert np.array_equal(seen.weights, start)


def test_settings_change_in_mid_run(thread, load, seen: Seen, qtbot, level) -> None:
    load(epochs=1_000_000)
    thread.train()
    qtbot.waitUntil(lambda: seen.epoch > 5)
    thread.change(replace(level.training, optimizer="adam", learning_rate=0.001, epochs=10))
    qtbot.waitUntil(lambda: seen.state is RunState.FINISHED)


@pytest.fixture(params=["numpy", "numba"])
def any_kernel(request):
    return NumpyKernel if request.param == "numpy" else request.getfixturevalue("compiled")


def test_stopping_in_full_run_takes_less_than_100_ms(level, any_kernel, qtbot) -> None:
    for seed in range(1, 6):
        thread = TrainingThread()
        own = Seen(thread)
        thread.start()
        thread.use(any_kernel)
        solution = level.author_solution
        training = replace(solution.training, epochs=1_000_000)
        thread.load(solution.network, level.dataset(), training, seed)
        thread.train()
        qtbot.waitUntil(lambda own=own: own.epoch > 0)
        began = time.monotonic()
        assert thread.stop()
        assert time.monotonic() - began < 0.1


def test_frames_of_an_older_run_are_dropped(thread, load, seen: Seen, qtbot) -> None:
    load(epochs=1_000_000)
    thread.train()
    qtbot.waitUntil(lambda: seen.epoch > 0)
    # The mailbox now holds, or is about to hold, a frame of the first run.
    thread.reset()
    run = thread._run
    count = len(seen.frames)
    qtbot.waitUntil(lambda: len(seen.frames) > count and seen.state is RunState.IDLE)
    assert {frame.run for frame in seen.frames[count:]} == {run}


class OtherKernel(NumpyKernel):
    """Does the same work under another name."""

    made = 0

    def __init__(self, *arguments) -> None:
        super().__init__(*arguments)
        OtherKernel.made += 1


def kernel(thread: TrainingThread) -> type:
    return type(thread._loop._trainer.kernel)


def test_another_kernel_waits_for_the_next_start(thread, load, seen: Seen, qtbot) -> None:
    load(epochs=1_000_000)
    thread.train()
    qtbot.waitUntil(lambda: seen.epoch > 5)
    thread.use(OtherKernel)
    thread.graft(seen.frames[-1].snapshot.plan.network)
    thread.pause()
    qtbot.waitUntil(lambda: seen.state is RunState.PAUSED)
    assert kernel(thread) is NumpyKernel
    thread.reset()
    qtbot.waitUntil(lambda: seen.state is RunState.IDLE)
    assert kernel(thread) is OtherKernel


def test_a_run_that_begins_again_takes_the_other_kernel(thread, load, seen, qtbot) -> None:
    load(epochs=20)
    thread.train()
    qtbot.waitUntil(lambda: seen.state is RunState.FINISHED)
    ended = seen.weights
    thread.use(OtherKernel)
    thread.train()
    qtbot.waitUntil(lambda: kernel(thread) is OtherKernel and seen.state is RunState.FINISHED)
    assert np.array_equal(seen.weights, ended)


def test_the_judge_takes_the_other_kernel_at_once(thread, load, seen: Seen, qtbot) -> None:
    load()
    thread.use(OtherKernel)
    made = OtherKernel.made
    thread.judge(campaign().level("xor").terms)
    qtbot.waitUntil(lambda: bool(seen.news) and isinstance(seen.news[-1], Verdict))
    assert OtherKernel.made == made + 1
    assert kernel(thread) is NumpyKernel


def test_a_thread_that_has_ended_takes_no_orders(qtbot) -> None:
    thread = TrainingThread()
    thread.start()
    assert thread.stop()
    thread.use(OtherKernel)
    assert not thread._timer.isActive()


def test_the_judge_tells_its_progress_and_then_its_verdict(thread, load, seen, qtbot) -> None:
    load()
    terms = campaign().level("xor").terms
    thread.judge(terms)
    qtbot.waitUntil(lambda: bool(seen.news) and isinstance(seen.news[-1], Verdict))
    assert seen.news[-1].passed
    assert all(isinstance(news, JudgeProgress) for news in seen.news[:-1])
    qtbot.waitUntil(lambda: not thread._timer.isActive())


def test_a_cancelled_judging_says_nothing_more(thread, load, seen: Seen, qtbot) -> None:
    load(epochs=1_000_000)
    thread.judge(campaign().level("xor").terms)
    qtbot.waitUntil(lambda: bool(seen.news))
    thread.cancel_judging()
    count = len(seen.news)
    thread.step()
    qtbot.waitUntil(lambda: seen.epoch == 1)
    assert len(seen.news) == count


def test_an_exception_becomes_a_message_and_the_thread_lives(
    thread, load, level, seen: Seen, qtbot, expected_log
) -> None:
    expected_log("training failed")
    load()
    outputs = level.start.network.outputs
    two_outputs = level.start.network.add_neuron(replace(outputs[0], id="y2"))
    thread.graft(two_outputs)
    qtbot.waitUntil(lambda: bool(seen.errors))
    assert "2 outputs" in str(seen.errors[0])
    load()
    thread.step()
    qtbot.waitUntil(lambda: seen.epoch == 1)


def test_the_gate_holds_back_only_work_that_disturbs() -> None:
    gate = IdleGate()
    gate.close()
    began = time.monotonic()
    gate.wait()
    assert time.monotonic() - began >= 0.9 * GATE_SECONDS
    gate.needed = False
    began = time.monotonic()
    gate.wait()
    assert time.monotonic() - began < GATE_SECONDS


def test_a_mailbox_keeps_the_newest_of_each_kind() -> None:
    mailbox = Mailbox()
    old, new = (RunReport(ticket, None, RunState.IDLE) for ticket in (1, 2))
    judged = JudgeReport(1, JudgeProgress(0, 1, (0.5,)))
    failure = Failure(ValueError())
    for report in (old, judged, new, failure):
        mailbox.put(report)
    assert mailbox.has(RunReport)
    assert mailbox.take() == [new, judged, failure]
    assert mailbox.take() == []


def test_speed_is_kept_and_lost_time_is_not_made_up(monkeypatch) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    pace = Pace()
    assert not pace.limited
    pace.set_speed(30.0)
    assert (pace.limited, pace.epochs_a_turn, pace.wait()) == (True, 1, 0.0)
    pace.took(1)
    assert pace.wait() == pytest.approx(1 / 30)
    now[0] += 3600  # the machine slept
    assert pace.wait() == 0.0
    pace.took(1)
    assert pace.wait() == 0.0
    pace.took(1)
    assert pace.wait() == pytest.approx(1 / 30)
    pace.set_speed(600.0)
    assert pace.epochs_a_turn == 10


def test_a_limited_run_takes_its_time(thread, load, seen: Seen, qtbot) -> None:
    load(epochs=20)
    thread.set_speed(100.0)
    began = time.monotonic()
    thread.train()
    qtbot.waitUntil(lambda: seen.state is RunState.FINISHED)
    assert time.monotonic() - began > 0.15
