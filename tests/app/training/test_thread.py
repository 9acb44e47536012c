"""The training thread: driven by commands, seen through its newest frames."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator
from dataclasses import dataclass, replace

import numpy as np
import pytest

from app.training.jobs import WorkerJobs
from app.training.mailbox import RunReport
from app.training.run_handle import REPLICAS, RunHandle
from app.training.steps import Change
from app.training.thread import TrainingThread
from engine import LinkKey, Network, TrainingSettings
from engine.judging.judge import JudgeJob, JudgeProgress, Verdict
from engine.kernels.numpy.kernel import NumpyKernel
from engine.training.run import Frame, RunState, Setup
from levels import Level, campaign
from widgets.run_model import Speed


class Seen:
    """What a run reported, the newest last."""

    def __init__(self, run: RunHandle) -> None:
        self.frames: list[Frame] = []
        self.states: list[RunState] = []
        self.errors: list[Exception] = []
        run.frame_reported.connect(self.frames.append)
        run.state_reported.connect(self.states.append)
        run.failed.connect(self.errors.append)

    @property
    def epoch(self) -> int:
        return self.frames[-1].snapshot.epoch if self.frames else -1

    @property
    def state(self) -> RunState | None:
        return self.states[-1] if self.states else None

    @property
    def weights(self) -> np.ndarray:
        return self.frames[-1].snapshot.parameters

    @property
    def network(self) -> Network:
        return self.frames[-1].snapshot.plan.network


@pytest.fixture
def level() -> Level:
    return campaign().level("xor")


@pytest.fixture
def run(thread: TrainingThread) -> RunHandle:
    return thread.open_run(thread)


@pytest.fixture
def seen(run: RunHandle) -> Seen:
    return Seen(run)


@pytest.fixture
def setup(level: Level):
    """``setup(seed, epochs=...)``: the author's xor from eight starts."""
    dataset, solution = level.dataset(), level.author_solution

    def make(seed: int = 1, **settings: object) -> Setup:
        training = replace(solution.training, **settings)
        return Setup(solution.network, dataset, training, tuple(range(seed, seed + REPLICAS)))

    return make


@pytest.fixture
def load(run: RunHandle, setup, seen: Seen, qtbot):
    """``load(epochs=...)`` puts the author's xor on the bench and waits for its first frame."""

    def put(seed: int = 1, **settings: object) -> None:
        count = len(seen.frames)
        run.load(setup(seed, **settings))
        qtbot.waitUntil(lambda: len(seen.frames) > count)

    return put


@pytest.fixture
def do(run: RunHandle, seen: Seen):
    """``do(network=..., settings=..., values=...)`` makes an edit and returns it."""

    def make(
        network: Network | None = None,
        settings: TrainingSettings | None = None,
        values: tuple[tuple[LinkKey | str, float], ...] = (),
    ) -> Change:
        known = settings or TrainingSettings()
        change = Change(object(), network or seen.network, known, values)
        run.do(change)
        return change

    return make


def test_a_loaded_network_shows_itself_at_epoch_0(load, seen: Seen) -> None:
    load()
    frame = seen.frames[-1]
    assert seen.state is RunState.IDLE
    assert frame.snapshot.epoch == 0
    assert frame.snapshot.parameters.shape[0] == REPLICAS
    assert frame.seeds == tuple(range(1, 1 + REPLICAS))
    assert frame.maps.shape == (len(frame.snapshot.plan.nodes), 96, 96)
    assert frame.maps.dtype == np.float32


def test_training_runs_to_the_end_and_then_rests(thread, run, load, seen: Seen, qtbot) -> None:
    load(epochs=50)
    run.train()
    qtbot.waitUntil(lambda: seen.state is RunState.FINISHED)
    assert seen.epoch == 50
    qtbot.waitUntil(lambda: not thread._timer.isActive())


def test_early_stopping_finishes_a_run_before_its_epochs(run, load, seen: Seen, qtbot) -> None:
    load(epochs=1_000_000, early_stopping=1, learning_rate=3.0)
    run.train()
    qtbot.waitUntil(lambda: seen.state is RunState.FINISHED)
    stopped = seen.frames[-1].snapshot
    assert 0 < stopped.epoch == stopped.stopped_at[0] < 1_000_000
    assert stopped.best_epoch[0] < stopped.epoch


def test_a_pause_stands_and_a_step_is_one_epoch(thread, run, load, seen: Seen, qtbot) -> None:
    load(epochs=100_000)
    run.train()
    qtbot.waitUntil(lambda: seen.epoch > 3)
    run.pause()
    qtbot.waitUntil(lambda: seen.state is RunState.PAUSED)
    epoch = seen.epoch
    # A step does not dawdle, however slowly one watches.
    run.set_speed(Speed(1, "update"))
    run.step()
    qtbot.waitUntil(lambda: seen.epoch == epoch + 1)
    qtbot.waitUntil(lambda: not thread._timer.isActive())
    assert (seen.epoch, seen.state) == (epoch + 1, RunState.PAUSED)


def test_a_reset_gives_the_same_start_and_the_same_run(run, load, seen: Seen, qtbot) -> None:
    load(epochs=60)
    start = seen.weights
    ends = []
    for _ in range(2):
        run.train()
        qtbot.waitUntil(lambda: seen.state is RunState.FINISHED)
        ends.append(seen.weights)
        run.reset()
        qtbot.waitUntil(lambda: seen.state is RunState.IDLE and seen.epoch == 0)
        assert np.array_equal(seen.weights, start)
    assert np.array_equal(ends[0], ends[1])


def test_another_seed_gives_another_start(load, seen: Seen) -> None:
    load(seed=1)
    first = seen.weights
    load(seed=2)
    assert np.array_equal(seen.weights[0], first[1])
    assert not np.array_equal(seen.weights[0], first[0])


def test_another_start_takes_the_place_of_the_run(run, load, setup, seen: Seen, qtbot) -> None:
    load()
    run.step()
    qtbot.waitUntil(lambda: seen.epoch == 1)
    run.begin(setup(9))
    qtbot.waitUntil(lambda: seen.epoch == 0)
    assert seen.frames[-1].seeds[0] == 9
    assert seen.state is RunState.IDLE


def test_an_edit_in_mid_run_keeps_what_survives(run, load, do, seen: Seen, qtbot) -> None:
    load(epochs=1_000_000)
    run.train()
    qtbot.waitUntil(lambda: seen.epoch > 20)
    run.pause()
    qtbot.waitUntil(lambda: seen.state is RunState.PAUSED)
    before = seen.frames[-1].snapshot
    gone = before.plan.network.links[0].key
    do(before.plan.network.remove(links=[gone]))
    qtbot.waitUntil(lambda: gone not in seen.network.link_by_key)
    after = seen.frames[-1].snapshot
    assert after.epoch == before.epoch
    for link in after.plan.network.links:
        assert after.weight(*link.key) == before.weight(*link.key)


def test_an_edit_before_training_draws_the_start_afresh(run, load, do, seen, qtbot) -> None:
    load()
    gone = seen.network.links[0].key
    do(seen.network.remove(links=[gone]))
    qtbot.waitUntil(lambda: gone not in seen.network.link_by_key)
    edited = seen.weights
    run.reset()
    count = len(seen.frames)
    qtbot.waitUntil(lambda: len(seen.frames) > count)
    assert np.array_equal(seen.weights, edited)


def test_an_undone_cut_is_as_if_it_had_never_been(run, load, do, setup, seen, qtbot) -> None:
    load(epochs=200)
    settings = setup(epochs=200).settings
    run.train()
    qtbot.waitUntil(lambda: seen.state is RunState.FINISHED)
    weights, network = seen.weights, seen.network
    gone = network.links[0].key
    change = do(network.remove(links=[gone]), settings)
    qtbot.waitUntil(lambda: gone not in seen.network.link_by_key)
    run.undo(replace(change, network=network))
    qtbot.waitUntil(lambda: gone in seen.network.link_by_key)
    assert np.array_equal(seen.weights, weights)
    assert (seen.epoch, seen.state) == (200, RunState.FINISHED)
    run.redo(change)
    qtbot.waitUntil(lambda: gone not in seen.network.link_by_key)
    assert seen.state is RunState.FINISHED


def test_weights_and_biases_can_be_set_by_hand(run, load, do, seen: Seen, qtbot) -> None:
    load()
    key = seen.network.links[0].key
    neuron = next(own for own in seen.network.neurons if own.bias)
    do(values=((key, 1.25), (neuron.id, -0.5)))
    qtbot.waitUntil(lambda: seen.frames[-1].snapshot.bias(neuron.id) == -0.5)
    assert seen.frames[-1].snapshot.weight(*key) == 1.25
    run.set_value(LinkKey("no", "link"), 1.0)
    run.set_value("nobody", 1.0)
    run.step()
    qtbot.waitUntil(lambda: seen.epoch == 1)
    assert not seen.errors


def test_the_score_of_a_turned_weight_is_there_within_50_ms(run, load, seen, qtbot) -> None:
    load(epochs=300)
    run.train()
    qtbot.waitUntil(lambda: seen.state is RunState.FINISHED)
    key = LinkKey("h1", "y")
    good, late = seen.frames[-1].now.validation_score, []
    for value in (-5.0, 5.0, -4.0, 4.0, -3.0):
        began = time.monotonic()
        run.set_value(key, value)
        qtbot.waitUntil(lambda value=value: seen.frames[-1].snapshot.weight(*key) == value)
        late.append(time.monotonic() - began)
    assert seen.frames[-1].now.validation_score < good - 0.2
    assert sorted(late)[2] < 0.05


def test_a_dragged_slider_is_measured_once_for_many_values(run, load, seen, qtbot) -> None:
    load()
    count, key = len(seen.frames), seen.network.links[0].key
    for value in np.linspace(0.0, 1.0, 200):
        run.set_value(key, float(value))
    qtbot.waitUntil(lambda: seen.frames[-1].snapshot.weight(*key) == 1.0)
    assert len(seen.frames) - count < 20


def test_divergence_says_so_and_can_be_reset(run, load, seen: Seen, qtbot) -> None:
    load(optimizer="sgd", learning_rate=1e6, loss="squared-error")
    start = seen.weights
    run.train()
    qtbot.waitUntil(lambda: seen.state is RunState.DIVERGED)
    assert np.isfinite(seen.weights).all()
    assert seen.frames[-1].snapshot.diverged_at[0] >= 0
    run.reset()
    qtbot.waitUntil(lambda: seen.state is RunState.IDLE)
    assert np.array_equal(seen.weights, start)


def test_settings_change_in_mid_run(run, load, do, seen: Seen, qtbot, level) -> None:
    load(epochs=1_000_000)
    run.train()
    qtbot.waitUntil(lambda: seen.epoch > 5)
    do(settings=replace(level.training, optimizer="adam", learning_rate=0.001, epochs=10))
    qtbot.waitUntil(lambda: seen.state is RunState.FINISHED)


@pytest.fixture(params=["numpy", "numba"])
def any_kernel(request):
    return NumpyKernel if request.param == "numpy" else request.getfixturevalue("compiled")


def test_stopping_in_full_run_takes_less_than_100_ms(setup, any_kernel, qtbot) -> None:
    for seed in range(1, 6):
        thread = TrainingThread()
        run = thread.open_run(thread)
        own = Seen(run)
        thread.start()
        thread.use(any_kernel)
        run.load(setup(seed, epochs=1_000_000))
        run.train()
        qtbot.waitUntil(lambda own=own: own.epoch > 0)
        began = time.monotonic()
        assert thread.stop()
        assert time.monotonic() - began < 0.1


def test_frames_of_an_older_run_are_dropped(run, load, seen: Seen, qtbot) -> None:
    load(epochs=1_000_000)
    run.train()
    qtbot.waitUntil(lambda: seen.epoch > 0)
    # The mailbox now holds, or is about to hold, a frame of the first run.
    older, count = seen.frames[-1].run, len(seen.frames)
    run.reset()
    qtbot.waitUntil(lambda: len(seen.frames) > count and seen.state is RunState.IDLE)
    assert {frame.run for frame in seen.frames[count:]} == {older + 1}


@dataclass(frozen=True)
class Block:
    """A job that holds the worker until it is released."""

    begun: threading.Event
    released: threading.Event

    def begin(self, kernel: object) -> Generator[None, None, str]:
        self.begun.set()
        assert self.released.wait(5)
        yield
        return "released"


@pytest.fixture
def block() -> Block:
    return Block(threading.Event(), threading.Event())


def test_a_state_from_before_the_latest_command_is_not_believed(
    thread, run, load, jobs, block, seen: Seen, qtbot
) -> None:
    load(epochs=1_000_000)
    run.train()
    jobs.start(block, lambda _: None)
    assert block.begun.wait(5)
    # The worker has trained and stands now; its last report, RUNNING, still lies in the mailbox.
    reports = [one for one in thread._mailbox.take() if isinstance(one, RunReport)]
    assert [report.state for report in reports] == [RunState.RUNNING]
    thread._mailbox.put(reports[0])
    count = len(seen.states)
    run.pause()
    frames = len(seen.frames)
    qtbot.waitUntil(lambda: len(seen.frames) > frames)
    assert seen.states[count:] == []
    block.released.set()
    qtbot.waitUntil(lambda: len(seen.states) > count)
    assert set(seen.states[count:]) == {RunState.PAUSED}


# -- several runs ----------------------------------------------------------------------------------


def test_two_runs_train_side_by_side(thread, setup, qtbot) -> None:
    one, other = thread.open_run(thread), thread.open_run(thread)
    seen = [Seen(one), Seen(other)]
    one.load(setup(1, epochs=1_000_000))
    other.load(setup(2, epochs=1_000_000))
    one.train()
    other.train()
    qtbot.waitUntil(lambda: all(own.epoch > 50 for own in seen))
    other.pause()
    qtbot.waitUntil(lambda: seen[1].state is RunState.PAUSED)
    epoch = seen[0].epoch
    qtbot.waitUntil(lambda: seen[0].epoch > epoch)
    assert seen[0].state is RunState.RUNNING
    assert seen[0].frames[-1].run != seen[1].frames[-1].run


def test_two_runs_share_the_worker_evenly(thread, setup, qtbot) -> None:
    runs = [thread.open_run(thread) for _ in range(2)]
    seen = [Seen(run) for run in runs]
    for run in runs:
        run.load(setup(1, epochs=1_000_000))
        run.train()
    qtbot.waitUntil(lambda: all(own.epoch > 200 for own in seen))
    epochs = [own.epoch for own in seen]
    assert min(epochs) > 0.5 * max(epochs)


def test_a_run_that_was_left_comes_back_as_it_was(run, setup, seen, qtbot) -> None:
    run.load(setup(1, epochs=1_000_000), key="first")
    run.train()
    qtbot.waitUntil(lambda: seen.epoch > 20)
    run.load(setup(1, epochs=30), key="second")
    qtbot.waitUntil(lambda: seen.epoch == 0 and seen.state is RunState.IDLE)
    run.load(setup(1, epochs=1_000_000), key="first")
    qtbot.waitUntil(lambda: seen.epoch > 20 and seen.state is RunState.PAUSED)
    curves, epoch = seen.frames[-1].snapshot.curves, seen.epoch
    assert curves.epochs[-1] <= epoch
    assert len(curves.epochs) > 20
    run.step()
    qtbot.waitUntil(lambda: seen.epoch == epoch + 1)


def test_a_closed_run_waits_for_another_handle(thread, run, setup, seen, qtbot) -> None:
    run.load(setup(3, epochs=1_000_000), key="mine")
    run.step()
    qtbot.waitUntil(lambda: seen.epoch == 1)
    thread.close_run(run)
    again = thread.open_run(thread)
    own = Seen(again)
    again.load(setup(1, epochs=1_000_000), key="mine")
    qtbot.waitUntil(lambda: own.state is RunState.PAUSED)
    assert own.epoch == 1
    assert own.frames[-1].seeds[0] == 3
    assert np.array_equal(own.weights, seen.weights)


def test_another_network_under_the_same_key_starts_anew(run, setup, seen, qtbot) -> None:
    first = setup(1)
    run.load(first, key="mine")
    run.step()
    qtbot.waitUntil(lambda: seen.epoch == 1)
    gone = first.network.links[0].key
    run.load(replace(first, network=first.network.remove(links=[gone])), key="mine")
    qtbot.waitUntil(lambda: seen.epoch == 0)
    assert seen.state is RunState.IDLE


def test_what_was_stored_of_a_run_comes_back(run, setup, seen, qtbot) -> None:
    run.load(setup(1, epochs=40))
    run.train()
    qtbot.waitUntil(lambda: seen.state is RunState.FINISHED)
    stored, count = seen.frames[-1].snapshot, len(seen.frames)
    run.load(setup(1, epochs=40), stored=stored)
    qtbot.waitUntil(lambda: len(seen.frames) > count and seen.state is RunState.FINISHED)
    assert np.array_equal(seen.weights, stored.parameters)
    shown = seen.frames[-1].snapshot.curves
    assert np.array_equal(shown.validation_loss, stored.curves.validation_loss)
    run.set_speed(Speed(1, "update"))
    run.train()
    qtbot.waitUntil(lambda: seen.epoch < 40)


# -- kernels ---------------------------------------------------------------------------------------


class OtherKernel(NumpyKernel):
    """Does the same work under another name."""

    made = 0

    def __init__(self, *arguments) -> None:
        super().__init__(*arguments)
        OtherKernel.made += 1


def kernel(thread: TrainingThread) -> type:
    (lane,) = thread._loop.lanes.values()
    return type(lane.run.kernel)


def test_another_kernel_waits_for_the_next_start(thread, run, load, do, seen, qtbot) -> None:
    load(epochs=1_000_000)
    run.train()
    qtbot.waitUntil(lambda: seen.epoch > 5)
    thread.use(OtherKernel)
    do()
    run.pause()
    qtbot.waitUntil(lambda: seen.state is RunState.PAUSED)
    assert kernel(thread) is NumpyKernel
    run.reset()
    qtbot.waitUntil(lambda: seen.state is RunState.IDLE)
    assert kernel(thread) is OtherKernel


def test_a_run_that_begins_again_takes_the_other_kernel(thread, run, load, seen, qtbot) -> None:
    load(epochs=20)
    run.train()
    qtbot.waitUntil(lambda: seen.state is RunState.FINISHED)
    ended = seen.weights
    thread.use(OtherKernel)
    run.train()
    qtbot.waitUntil(lambda: kernel(thread) is OtherKernel and seen.state is RunState.FINISHED)
    assert np.array_equal(seen.weights, ended)


def test_a_run_that_has_not_begun_takes_the_other_kernel(thread, run, load, seen, qtbot) -> None:
    load()
    start = seen.weights
    thread.use(OtherKernel)
    run.step()
    qtbot.waitUntil(lambda: seen.epoch == 1)
    assert kernel(thread) is OtherKernel
    run.reset()
    qtbot.waitUntil(lambda: seen.epoch == 0)
    assert np.array_equal(seen.weights, start)


def test_a_thread_that_has_ended_takes_no_orders(qtbot) -> None:
    thread = TrainingThread()
    run = thread.open_run(thread)
    thread.start()
    assert thread.stop()
    thread.use(OtherKernel)
    run.train()
    WorkerJobs(thread).start(Block(threading.Event(), threading.Event()), lambda _: None)
    assert not thread._timer.isActive()


# -- jobs ------------------------------------------------------------------------------------------


@pytest.fixture
def jobs(thread: TrainingThread) -> WorkerJobs:
    return WorkerJobs(thread)


@pytest.fixture
def judge_job(level: Level, setup):
    """``judge_job(epochs=...)``: the author's xor before the judge."""

    def make(**settings: object) -> JudgeJob:
        own = setup(1, **settings)
        return JudgeJob(own.network, own.dataset, own.settings, level.terms)

    return make


def test_a_job_tells_its_progress_and_then_its_result(thread, jobs, judge_job, qtbot) -> None:
    results, progress = [], []
    jobs.start(judge_job(), results.append, progress.append)
    qtbot.waitUntil(lambda: bool(results))
    assert isinstance(results[0], Verdict)
    assert results[0].passed
    assert progress
    assert all(isinstance(news, JudgeProgress) for news in progress)
    assert [news.epoch for news in progress] == sorted(news.epoch for news in progress)
    qtbot.waitUntil(lambda: not thread._timer.isActive())


def test_a_job_takes_the_newest_kernel_at_once(thread, load, jobs, judge_job, qtbot) -> None:
    load()
    thread.use(OtherKernel)
    made, results = OtherKernel.made, []
    jobs.start(judge_job(epochs=5), results.append)
    qtbot.waitUntil(lambda: bool(results))
    assert OtherKernel.made == made + 1
    assert kernel(thread) is NumpyKernel


def test_a_run_goes_on_beside_a_job(run, load, seen, jobs, judge_job, qtbot) -> None:
    load(epochs=1_000_000)
    run.train()
    results: list[Verdict] = []
    jobs.start(judge_job(epochs=600), results.append)
    begun = seen.epoch
    qtbot.waitUntil(lambda: bool(results), timeout=30_000)
    assert seen.epoch > begun + 50
    assert seen.state is RunState.RUNNING


def test_a_cancelled_job_says_nothing_more(run, load, seen, jobs, judge_job, qtbot) -> None:
    load()
    news: list[object] = []
    number = jobs.start(judge_job(epochs=1_000_000), news.append, news.append)
    qtbot.waitUntil(lambda: bool(news))
    jobs.cancel(number)
    count = len(news)
    run.step()
    qtbot.waitUntil(lambda: seen.epoch == 1)
    assert len(news) == count
    jobs.cancel(number)
    jobs.cancel(12345)


def test_the_end_of_a_level_drops_its_jobs(thread, jobs, judge_job, qtbot) -> None:
    news: list[object] = []
    for _ in range(3):
        jobs.start(judge_job(epochs=1_000_000), news.append, news.append)
    qtbot.waitUntil(lambda: bool(news))
    jobs.close()
    qtbot.waitUntil(lambda: not thread._timer.isActive())


def test_an_exception_in_a_job_ends_that_job_alone(
    run, load, seen, jobs, judge_job, level, qtbot, expected_log
) -> None:
    expected_log("a job failed")
    load(epochs=1_000_000)
    run.train()
    other = campaign().level("first-line").dataset()
    failures: list[Exception] = []
    results: list[object] = []
    broken = replace(judge_job(), terms=replace(level.terms, metric="mse"), dataset=other)
    jobs.start(broken, results.append, None, failures.append)
    jobs.start(judge_job(epochs=5), results.append)
    qtbot.waitUntil(lambda: bool(failures) and bool(results))
    assert isinstance(results[0], Verdict)
    epoch = seen.epoch
    qtbot.waitUntil(lambda: seen.epoch > epoch)
    assert seen.state is RunState.RUNNING
    assert not seen.errors


def test_commands_are_answered_while_jobs_work(run, load, seen, jobs, judge_job, qtbot) -> None:
    load()
    for _ in range(3):
        jobs.start(judge_job(epochs=1_000_000), lambda _: None)
    began = time.monotonic()
    run.step()
    qtbot.waitUntil(lambda: seen.epoch == 1)
    assert time.monotonic() - began < 0.5


# -- faults ----------------------------------------------------------------------------------------


def test_an_exception_becomes_a_message_and_the_thread_lives(
    run, load, do, seen: Seen, qtbot, expected_log
) -> None:
    expected_log("training failed")
    load()
    do(seen.network.add_neuron(replace(seen.network.outputs[0], id="y2")))
    qtbot.waitUntil(lambda: bool(seen.errors))
    assert "2 outputs" in str(seen.errors[0])
    load()
    run.step()
    qtbot.waitUntil(lambda: seen.epoch == 1)


def test_a_limited_run_takes_its_time(run, load, seen: Seen, qtbot) -> None:
    load(epochs=20, batch_size=None)
    run.set_speed(Speed(100.0))
    began = time.monotonic()
    run.train()
    qtbot.waitUntil(lambda: seen.state is RunState.FINISHED)
    assert 1.5 < time.monotonic() - began < 4.0


def test_the_first_updates_are_seen_one_by_one(run, load, seen: Seen, qtbot) -> None:
    load(epochs=300)
    run.set_speed(Speed(120.0))
    run.train()
    qtbot.waitUntil(lambda: seen.frames[-1].snapshot.update >= 20)
    updates = [frame.snapshot.update for frame in seen.frames]
    assert set(range(1, 16)) <= set(updates)
