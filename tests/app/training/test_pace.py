"""How fast training may go, on a clock that the test winds."""

from __future__ import annotations

import time

import pytest

from app.training.pace import Pace
from widgets.run_model import FULL_SPEED, Speed


@pytest.fixture
def clock(monkeypatch):
    """A list whose only number is the time in seconds."""
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def seconds_until(pace: Pace, clock: list[float], updates: int, per_epoch: int = 1) -> float:
    """How long a run takes from its start to that many updates."""
    done, began = 0, clock[0]
    while done < updates:
        clock[0] += pace.wait()
        turn = min(pace.turn(done, per_epoch), updates - done)
        pace.took(turn, pace.rate(done, per_epoch))
        done += turn
    return clock[0] + pace.wait() - began


def test_full_speed_never_waits(clock) -> None:
    pace = Pace()
    assert not pace.limited
    pace.set_speed(FULL_SPEED)
    assert (pace.limited, pace.wait()) == (False, 0.0)


def test_lost_time_is_not_made_up(clock) -> None:
    pace = Pace()
    pace.set_speed(Speed(30.0))
    assert (pace.limited, pace.turn(1000, 1), pace.wait()) == (True, 1, 0.0)
    pace.took(1, pace.rate(1000, 1))
    assert pace.wait() == pytest.approx(1 / 30)
    clock[0] += 3600  # the machine slept
    assert pace.wait() == 0.0
    pace.took(1, 30.0)
    assert pace.wait() == 0.0
    pace.took(1, 30.0)
    assert pace.wait() == pytest.approx(1 / 30)


def test_a_fast_run_does_several_updates_a_turn(clock) -> None:
    pace = Pace()
    pace.set_speed(Speed(600.0))
    assert pace.turn(100_000, 1) == 10
    assert pace.turn(100_000, 20) == 200


@pytest.mark.parametrize(("speed", "rate"), [(Speed(1, "update"), 1.0), (Speed(5, "update"), 5.0)])
def test_slow_motion_is_so_many_updates_from_the_first_on(clock, speed, rate) -> None:
    pace = Pace()
    pace.set_speed(speed)
    assert {pace.rate(update, 20) for update in (0, 10, 10_000)} == {rate}
    assert seconds_until(pace, clock, 10, per_epoch=20) == pytest.approx(10 / rate)


def test_a_run_begins_slowly_and_quickens_to_the_chosen_speed(clock) -> None:
    pace = Pace()
    pace.set_speed(Speed(120.0))
    rates = [pace.rate(update, 1) for update in range(300)]
    assert rates == sorted(rates)
    assert (rates[0], rates[-1]) == (5.0, 120.0)
    assert 1.7 < seconds_until(pace, clock, 20) < 2.3
    assert 4.5 < seconds_until(pace, clock, 300) < 6.5


def test_many_updates_an_epoch_do_not_keep_one_waiting(clock) -> None:
    pace = Pace()
    pace.set_speed(Speed(120.0))
    assert 6.0 < seconds_until(pace, clock, 300 * 20, per_epoch=20) < 8.0


def test_the_measured_speed_is_that_of_the_last_half_second(clock) -> None:
    pace = Pace()
    assert pace.measure(0) == 0.0
    for tick in range(1, 21):
        clock[0] += 0.1
        speed = pace.measure(tick * 3)
    assert speed == pytest.approx(30.0)
