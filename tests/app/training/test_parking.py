"""Runs that were left, and how many of them are kept."""

from __future__ import annotations

import pytest

from app.training.parking import ParkedRun, Parking
from app.training.steps import StepMemory
from engine.training.run import Run, Setup
from levels import campaign


@pytest.fixture
def parked() -> ParkedRun:
    level = campaign().level("xor")
    solution = level.author_solution
    run = Run(Setup(solution.network, level.dataset(), solution.training, (1,)))
    return ParkedRun(run.save(), StepMemory())


def test_a_run_waits_under_its_key_once(parked: ParkedRun) -> None:
    parking = Parking()
    parking.put("mine", parked)
    assert parking.take("other") is None
    assert parking.take("mine") is parked
    assert parking.take("mine") is None


def test_what_was_left_longest_ago_gives_way(parked: ParkedRun) -> None:
    parking = Parking(most_runs=2)
    for key in ("a", "b", "a", "c"):
        parking.put(key, parked)
    assert len(parking) == 2
    assert parking.take("b") is None
    assert parking.take("a") is parked


def test_memory_is_bounded(parked: ParkedRun) -> None:
    parking = Parking(most_bytes=3 * parked.bytes)
    for key in range(10):
        parking.put(key, parked)
    assert len(parking) == 3
    assert parked.bytes > 1000
