"""The loop turn by turn, without a thread: whose turn it is, and what a fault ends."""

from __future__ import annotations

import threading
from collections.abc import Generator
from dataclasses import replace

import pytest

from app.training.loop import BACKGROUND_TURN, TrainingLoop
from app.training.mailbox import (
    IdleGate,
    JobFailure,
    JobReport,
    JobResult,
    Mailbox,
    RunFailure,
    RunReport,
)
from engine.training.run import RunState, Setup
from levels import campaign


class Steps:
    """A job of some steps; each leaves its name in a list that several jobs share."""

    def __init__(self, name: str, log: list[str], steps: int = 1_000_000) -> None:
        self._name, self._log, self._steps = name, log, steps

    def begin(self, kernel: object) -> Generator[str, None, str]:
        del kernel
        for _ in range(self._steps):
            self._log.append(self._name)
            yield self._name
        return f"{self._name} is done"


class Faulty:
    """A job that raises at its second step."""

    def begin(self, kernel: object) -> Generator[int, None, None]:
        del kernel
        yield 1
        raise ValueError("no second step")


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def loop(mailbox: Mailbox) -> TrainingLoop:
    return TrainingLoop(mailbox, IdleGate(), threading.Event())


@pytest.fixture
def setup() -> Setup:
    level = campaign().level("xor")
    solution = level.author_solution
    training = replace(solution.training, epochs=1_000_000)
    return Setup(solution.network, level.dataset(), training, (1, 2))


def turns(loop: TrainingLoop, count: int) -> None:
    for _ in range(count):
        loop.turn()


def test_commands_are_carried_out_in_their_order_before_the_next_slice(loop) -> None:
    log: list[str] = []
    loop.start_job(1, Steps("slice", log))
    loop.post(lambda _: log.append("first"))
    loop.post(lambda _: log.append("second"))
    loop.turn()
    assert log == ["first", "second", "slice"]


def test_jobs_take_turns_one_slice_each(loop) -> None:
    log: list[str] = []
    for number, name in enumerate("abc"):
        loop.start_job(number, Steps(name, log))
    turns(loop, 7)
    assert "".join(log) == "abcabca"


def test_a_job_reports_what_is_new_and_then_its_result(loop, mailbox) -> None:
    loop.start_job(4, Steps("a", [], steps=2))
    loop.turn()
    (report,) = mailbox.take()
    assert isinstance(report, JobReport)
    assert (report.job, report.progress) == (4, "a")
    loop.turn()
    assert mailbox.take() == []  # the same as before
    loop.turn()
    (result,) = mailbox.take()
    assert isinstance(result, JobResult)
    assert (result.job, result.result) == (4, "a is done")


def test_what_is_in_the_background_gets_one_slice_in_many(loop) -> None:
    log: list[str] = []
    loop.start_job(1, Steps("-", log), background=True)
    loop.start_job(2, Steps("a", log))
    loop.start_job(3, Steps("b", log))
    turns(loop, 10 * BACKGROUND_TURN)
    assert log.count("-") == 10
    assert abs(log.count("a") - log.count("b")) <= 1


def test_what_is_in_the_background_has_every_pause(loop, setup) -> None:
    log: list[str] = []
    loop.open_lane(1)
    loop.command(1, 1, lambda lane: lane.load(1, setup, None, None))
    loop.start_job(1, Steps("-", log), background=True)
    turns(loop, 5)
    assert log.count("-") == 5  # the lane stands
    loop.command(1, 2, lambda lane: lane.train())
    turns(loop, BACKGROUND_TURN)
    assert log.count("-") > 5  # it trains five updates a second at first


@pytest.mark.parametrize("background", [False, True])
def test_a_job_that_is_cancelled_does_nothing_more(loop, mailbox, background) -> None:
    log: list[str] = []
    loop.start_job(1, Steps("a", log), background=background)
    loop.start_job(2, Steps("b", log))
    loop.cancel_job(1)
    loop.cancel_job(1)
    turns(loop, 3)
    assert log == ["b"] * 3
    assert [report.job for report in mailbox.take()] == [2]


def test_a_fault_ends_its_job_and_no_other(loop, mailbox, expected_log) -> None:
    expected_log("a job failed")
    log: list[str] = []
    loop.start_job(1, Faulty())
    loop.start_job(2, Steps("b", log))
    turns(loop, 6)
    (failure,) = [own for own in mailbox.take() if isinstance(own, JobFailure)]
    assert (failure.job, str(failure.error)) == (1, "no second step")
    assert len(log) == 4


def test_a_command_that_raises_is_reported_and_the_lane_goes_on(
    loop, mailbox, setup, expected_log
) -> None:
    expected_log("training failed")
    loop.open_lane(1)
    loop.command(1, 1, lambda lane: lane.load(1, setup, None, None))
    loop.command(1, 2, lambda lane: lane.no_such_command())
    (failure,) = [own for own in mailbox.take() if isinstance(own, RunFailure)]
    assert failure.lane == 1
    loop.post(lambda own: own.command(1, 3, lambda lane: lane.step()))
    loop.turn()
    (report,) = [own for own in mailbox.take() if isinstance(own, RunReport)]
    assert report.ticket == 3


def test_a_report_holds_the_number_of_the_last_command_that_was_carried_out(
    loop, mailbox, setup
) -> None:
    loop.open_lane(1)
    loop.post(lambda own: own.command(1, 1, lambda lane: lane.load(1, setup, None, None)))
    loop.post(lambda own: own.command(1, 2, lambda lane: lane.train()))
    loop.post(lambda own: own.command(1, 3, lambda lane: lane.pause()))
    loop.turn()
    (report,) = mailbox.take()
    assert report.ticket == 3
    assert report.state is not RunState.RUNNING


def test_a_command_to_a_lane_that_is_gone_is_nothing(loop, mailbox, setup) -> None:
    loop.open_lane(1)
    loop.close_lane(1)
    loop.command(1, 1, lambda lane: lane.load(1, setup, None, None))
    assert mailbox.take() == []
    assert loop.lanes == {}
