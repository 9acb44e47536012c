"""After a verdict: further starts in the background, kept with the record, dropped on leaving."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.session.session import Session
from engine.job import result_of
from levels import campaign, parse_level, write_solution
from levels.sturdiness import sturdiness_job
from tests.app.hindered import hindered
from tests.quick_levels import FOUR_POINTS, quick


@pytest.fixture
def level():
    return campaign().level("xor")


@pytest.fixture
def session(start_game) -> Session:
    game = start_game()
    game.open_id("xor")
    return game.session


def collect(signal) -> list[object]:
    found: list[object] = []
    signal.connect(found.append)
    return found


def judged(session, solution, qtbot):
    """Everything that was said of the solution's sturdiness, the last first complete."""
    found = collect(session.further_starts.changed)
    session.judging.start(solution)
    qtbot.waitUntil(lambda: bool(found) and found[-1].is_complete, timeout=60_000)
    return found


def test_a_verdict_is_followed_by_the_counts_that_anyone_finds(session, level, qtbot) -> None:
    solution = quick(level)
    found = judged(session, solution, qtbot)
    assert found[-1] == result_of(sturdiness_job(level, solution, level.dataset()).begin())
    assert found[-1].starts.total == found[-1].draws.total == 100
    assert session.further_starts.of(write_solution(solution, "xor")) == found[-1]


def test_it_is_known_after_a_restart_and_not_measured_again(start_game, level, qtbot) -> None:
    game = start_game()
    game.open_id("xor")
    solution = quick(level)
    first = judged(game.session, solution, qtbot)
    game = start_game()
    game.open_id("xor")
    assert game.session.further_starts.of(write_solution(solution, "xor")) == first[-1]
    again = collect(game.session.further_starts.changed)
    with qtbot.waitSignal(game.session.judging.finished, timeout=60_000):
        game.session.judging.start(solution)
    qtbot.waitUntil(lambda: not game._thread._jobs, timeout=60_000)
    assert again == []
    assert game.session.further_starts.of(write_solution(solution, "xor")) == first[-1]


def test_edits_do_not_stop_it(session, level, qtbot) -> None:
    solution = quick(level)
    found = collect(session.further_starts.changed)
    with qtbot.waitSignal(session.further_starts.changed, timeout=60_000):
        session.judging.start(solution)
    session.document.add_input("x1", (0.0, 0.0))
    qtbot.waitUntil(lambda: bool(found) and found[-1].is_complete, timeout=60_000)
    assert session.further_starts.of(write_solution(solution, "xor")) == found[-1]


def test_a_newer_verdict_takes_the_place_of_the_older(session, level, qtbot) -> None:
    endless = replace(quick(level), training=replace(level.training, epochs=3000, batch_size=2))
    solution, further = quick(level), session.further_starts
    with qtbot.waitSignal(further.changed, timeout=60_000):
        session.judging.start(endless)
    found = judged(session, solution, qtbot)
    assert further.of(write_solution(solution, "xor")) == found[-1]
    assert further.of(write_solution(endless, "xor")) is None


def test_leaving_the_level_drops_it(session, level, qtbot) -> None:
    endless = replace(quick(level), training=replace(level.training, epochs=3000, batch_size=2))
    further, game = session.further_starts, session.parent()
    with qtbot.waitSignal(further.changed, timeout=60_000):
        session.judging.start(endless)
    game.leave()
    assert not game._thread._jobs
    qtbot.waitUntil(lambda: not game._thread._timer.isActive())
    assert game._records.sturdiness(level.key) == {}


def test_on_given_points_there_are_no_other_draws(start_game, qtbot) -> None:
    game, level = start_game(), parse_level(FOUR_POINTS)
    game.open(level)
    network = level.start.network.add_input("x1").add_link("x1", "y")
    found = judged(game.session, replace(level.start, network=network), qtbot)
    assert found[-1].starts.total == 100
    assert found[-1].draws is None


def test_while_nothing_can_be_written_it_is_shown_and_known_all_the_same(
    start_game, level, qtbot
) -> None:
    game = start_game()
    game.open_id("xor")
    text = write_solution(quick(level), "xor")
    with hindered(game._paths.records):
        found = judged(game.session, quick(level), qtbot)
        game.open_id("xor")
        assert game.session.further_starts.of(text) == found[-1]
    qtbot.waitUntil(lambda: game._outbox.is_saved, timeout=10_000)
    assert list(game._records.sturdiness(level.key).values()) == [found[-1]]
