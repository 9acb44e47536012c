"""What is found does not depend on how the work was split, or on what happened on the way."""

import os
import random
import signal
import threading
import time

import pytest

from app.search import runner as module
from app.search.errors import SearchError
from app.search.executors import Processes, Threads
from engine.search.enumeration import count


@pytest.fixture
def plain(recipe, carry_out):
    """The search on one thread, without interruption."""
    return carry_out(recipe, Threads(1), "plain")


def same(one, other):
    assert one.tried == other.tried
    assert one.best == other.best


def test_all_wirings_are_tried_and_the_best_get_all_starts(plain, recipe):
    wirings = [own.wirings for own in plain.tried]
    assert wirings == [count(recipe.space, size) for size in range(1, 6)]
    assert any(own.passed for own in plain.tried)
    assert max(entry.outcome.starts for entry in plain.best) == 24
    assert max(entry.candidate.parameters for entry in plain.best) > 5
    assert plain.runner.progress.starts >= 8 * sum(wirings)


@pytest.mark.parametrize("first_starts", [1, 100, 100_000])
def test_the_split_means_nothing(plain, recipe, carry_out, first_starts, monkeypatch):
    monkeypatch.setattr(module, "FIRST_STARTS", first_starts)
    monkeypatch.setattr(module, "MOST_STARTS", first_starts)
    same(carry_out(recipe, Threads(3), "split"), plain)


@pytest.mark.long
def test_processes_find_what_threads_find(numpy_recipe, carry_out):
    one = carry_out(numpy_recipe, Threads(1), "threads")
    same(carry_out(numpy_recipe, Processes(2), "processes"), one)


def test_a_finished_search_is_told_from_its_store(plain, recipe, carry_out):
    again = carry_out(recipe, Threads(1), "plain")
    same(again, plain)
    assert again.runner.progress.starts == 0
    assert again.runner.progress.wirings == plain.runner.progress.wirings


def test_ten_interruptions_change_nothing(plain, recipe, carry_out, monkeypatch):
    monkeypatch.setattr(module, "FIRST_STARTS", 100)
    monkeypatch.setattr(module, "MOST_STARTS", 100)
    draw = random.Random(8)
    for _ in range(10):
        reports = iter(range(draw.randint(1, 5)))

        def interrupt(progress, reports=reports):
            if next(reports, None) is None:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            carry_out(recipe, Threads(2), "interrupted", interrupt)
    last = carry_out(recipe, Threads(2), "interrupted")
    same(last, plain)
    assert last.runner.progress.starts < plain.runner.progress.starts


def test_stopping_in_time_keeps_what_is_done(recipe, tmp_path):
    from app.search.store import SearchStore
    from engine.search.board import Board
    from engine.search.exhaustive import Exhaustive
    from tests.app.search.conftest import HALVING

    store = SearchStore.open(tmp_path / "a.db", recipe.key)
    workers, told = Threads(1), []
    try:
        own = module.Runner(recipe, store, workers, lambda progress: told.append(progress.starts))
        strategy = Exhaustive(recipe.space, 7, HALVING, Board())
        assert not own.run(strategy, until=time.monotonic())
        assert store.count()[1] == own.progress.starts
    finally:
        workers.stop()
        store.close()


@pytest.mark.long
def test_a_killed_process_costs_nothing_but_time(numpy_recipe, carry_out, monkeypatch):
    monkeypatch.setattr(module, "MOST_STARTS", 400)
    one = carry_out(numpy_recipe, Threads(1), "whole")
    workers, killed = Processes(2), []

    def kill(progress):
        if len(killed) < 3 and progress.starts > 800 * (1 + len(killed)):
            killed.append(workers.ids[0])
            os.kill(killed[-1], signal.SIGKILL)

    same(carry_out(numpy_recipe, workers, "killed", kill), one)
    assert len(set(killed)) == 3


class Doomed(Processes):
    """Processes that end as soon as they get something to do."""

    def submit(self, chunk):
        return self._executor.submit(os._exit, 1)


@pytest.mark.long
def test_workers_that_die_again_and_again_end_it_with_a_sentence(numpy_recipe, carry_out):
    with pytest.raises(SearchError, match="died 6 times in a row"):
        carry_out(numpy_recipe, Doomed(1))
    assert not [own for own in threading.enumerate() if "Executor" in own.name]
