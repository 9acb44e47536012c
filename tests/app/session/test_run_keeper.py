"""The last run of a solution is on disk soon, also while it trains."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.session import run_keeper
from levels import campaign


def test_a_run_that_trains_is_written_now_and_then(start_game, qtbot, monkeypatch) -> None:
    """A kill costs a few seconds of training only; so long nobody waits in a test."""
    monkeypatch.setattr(run_keeper, "RUNNING_MS", 100)
    game = start_game()
    game.open_id("xor")
    session = game.session
    session.document.load(campaign().level("xor").author_solution)
    session.document.set_training(replace(session.document.solution.training, epochs=1_000_000))
    session.train()
    own = session.shelf.open_entry.id
    qtbot.waitUntil(lambda: game._records.run_of(own) is not None)
    first = game._records.run_of(own)
    qtbot.waitUntil(lambda: game._records.run_of(own) != first)
    assert session.run.state.name == "RUNNING"


def test_ten_seconds_are_the_most_that_a_kill_costs() -> None:
    assert run_keeper.RUNNING_MS + run_keeper.KEEP_MS <= 10_000


@pytest.mark.parametrize("again", [False, True])
def test_a_run_is_shown_again_before_it_is_on_disk(start_game, qtbot, again: bool) -> None:
    game = start_game()
    game.open_id("xor")
    session = game.session
    session.document.load(campaign().level("xor").author_solution)
    session.step()
    qtbot.waitUntil(lambda: session.run.epoch == 1)
    game.leave()
    if again:
        assert game.save()
    game.open_id("xor")
    qtbot.waitUntil(lambda: game.session.run.epoch == 1)
