"""What lies between the threads: the newest report of each run and job, and the gate."""

from __future__ import annotations

import time

from app.training.mailbox import (
    GATE_SECONDS,
    IdleGate,
    JobFailure,
    JobReport,
    JobResult,
    Mailbox,
    RunFailure,
    RunReport,
)
from engine.training.run import RunState


def test_a_mailbox_keeps_the_newest_of_each_run_and_each_job() -> None:
    mailbox = Mailbox()
    old, new = (RunReport(1, ticket, None, RunState.IDLE) for ticket in (1, 2))
    other = RunReport(2, 1, None, RunState.IDLE)
    progress, later = JobReport(1, 0.5), JobReport(1, 0.75)
    failure = RunFailure(1, ValueError())
    for report in (old, progress, other, new, later, failure):
        mailbox.put(report)
    assert mailbox.has_run(1)
    assert not mailbox.has_run(3)
    assert mailbox.take() == [new, later, other, failure]
    assert mailbox.take() == []


def test_a_result_or_a_failure_takes_the_place_of_progress() -> None:
    mailbox = Mailbox()
    result, failure = JobResult(1, "found"), JobFailure(2, ValueError())
    for report in (JobReport(1, 0.5), JobReport(2, 0.5), result, failure):
        mailbox.put(report)
    assert mailbox.take() == [result, failure]


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
