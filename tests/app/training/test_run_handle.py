"""The handle believes what its run says after the latest command, and shows no older run."""

from __future__ import annotations

import itertools

import pytest

from app.training.mailbox import RunFailure, RunReport
from app.training.run_handle import RunHandle
from engine.training.run import Run, RunState, Setup
from levels import campaign


@pytest.fixture
def sent() -> list[int]:
    """Numbers of the commands that were sent."""
    return []


@pytest.fixture
def handle(qtbot, sent: list[int]) -> RunHandle:
    numbers = itertools.count(1)
    return RunHandle(7, lambda: next(numbers), lambda _lane, ticket, _command: sent.append(ticket))


@pytest.fixture
def states(handle) -> list[RunState]:
    found: list[RunState] = []
    handle.state_reported.connect(found.append)
    return found


def report(ticket: int, state: RunState, *, active: bool = False) -> RunReport:
    return RunReport(7, ticket, None, state, active)


def test_a_state_from_before_the_latest_command_is_not_believed(handle, sent, states) -> None:
    handle.train()
    handle.pause()
    handle.take(report(sent[0], RunState.RUNNING, active=True))
    assert states == []
    handle.take(report(sent[1], RunState.PAUSED))
    assert states == [RunState.PAUSED]


def test_a_stale_report_does_not_end_the_wait_for_what_is_to_come(handle, sent, states) -> None:
    handle.train()
    handle.pause()
    handle.train()
    handle.take(report(sent[1], RunState.PAUSED, active=False))
    assert handle.awaits_reports
    assert states == []
    handle.take(report(sent[2], RunState.FINISHED, active=False))
    assert not handle.awaits_reports
    assert states == [RunState.FINISHED]


def test_a_frame_of_an_older_run_is_dropped(handle, sent) -> None:
    level = campaign().level("xor")
    solution = level.author_solution
    setup = Setup(solution.network, level.dataset(), solution.training, (1,))
    frames = []
    handle.frame_reported.connect(frames.append)
    handle.begin(setup)
    old, new = (Run(setup, number=number).frame() for number in (1, 2))
    handle.begin(setup)
    handle.take(RunReport(7, sent[-1], old, RunState.IDLE))
    assert frames == []
    handle.take(RunReport(7, sent[0], new, RunState.IDLE))
    assert frames == [new]


def test_a_failure_is_passed_on(handle) -> None:
    failures = []
    handle.failed.connect(failures.append)
    error = ValueError("no")
    handle.take(RunFailure(7, error))
    assert failures == [error]
