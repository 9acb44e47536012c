from __future__ import annotations

import math
import threading
from pathlib import Path

import numpy as np
import pytest

from app.search.store import SearchStore
from benchmarks.atlas.making import Maker, Stopped, is_reliable, row_of
from benchmarks.atlas.puzzles import FIRST, STARTS, Puzzle, puzzle
from benchmarks.atlas.table import Row, Table, read_table
from benchmarks.search import ready_kernel
from engine.kernels.numpy.kernel import NumpyKernel
from engine.search.enumeration import count

NAN, INF = math.nan, math.inf


def maker(one: Puzzle, folder: Path, workers: int = 1) -> Maker:
    store = SearchStore.open(folder / "made.sqlite", "any")
    return Maker(one, ready_kernel() or NumpyKernel, store, workers)


def made(one: Puzzle, folder: Path, workers: int = 1, up_to: int | None = None) -> Table:
    own = maker(one, folder, workers)
    try:
        return own.table(up_to)
    finally:
        own.store.close()


def test_a_row_counts_what_passed():
    starts = np.array([30.0, NAN, 60.0, INF] + [NAN] * (STARTS - 4))
    assert row_of("key", 2, starts) == Row("key", 2, 3, STARTS, 60)


def test_a_row_of_a_wiring_that_never_passed():
    assert row_of("key", 2, np.full(FIRST, NAN)) == Row("key", 2, 0, FIRST)


def test_further_starts_do_not_count_among_the_first():
    starts = np.array([50.0] * STARTS + [20.0, NAN])
    assert row_of("key", 2, starts) == Row("key", 2, STARTS, STARTS, 50, 1)


def test_no_median_where_most_never_reach_the_validation_set():
    assert row_of("key", 2, np.array([30.0, INF, INF])).epochs is None


@pytest.mark.parametrize(("further", "reliable"), [(None, False), (89, False), (90, True)])
def test_further_starts_decide_what_is_reliable(further: int | None, reliable: bool):
    assert is_reliable(Row("key", 1, 100, 100, 10, further)) is reliable


def test_two_clouds_end_one_size_beyond_the_first_that_learns_reliably(tmp_path: Path):
    one = puzzle("two-clouds")
    table = made(one, tmp_path)
    assert table.sizes == (2, 11)
    assert any(is_reliable(row) for row in table.of_size(1))
    assert made(one, tmp_path, workers=2) == table


def test_the_number_of_workers_changes_nothing(tmp_path: Path):
    one = puzzle("and")
    table = made(one, tmp_path / "one", up_to=3)
    assert made(one, tmp_path / "two", workers=2, up_to=3) == table


def test_what_was_stopped_goes_on(tmp_path: Path):
    one = puzzle("and")
    whole = made(one, tmp_path / "whole", up_to=3)
    stopped = maker(one, tmp_path)
    stopped.report = lambda size, _: size == 2 and stopped.stopped.set()
    with pytest.raises(Stopped):
        stopped.table(3)
    candidates, _ = stopped.store.count()
    stopped.store.close()
    assert candidates == count(one.space, 1) + count(one.space, 2)
    assert made(one, tmp_path, up_to=3) == whole


def test_sizes_that_were_made_are_not_trained_again(tmp_path: Path):
    one = puzzle("and")
    small = made(one, tmp_path / "small", up_to=2)
    own = maker(one, tmp_path / "large")
    own.known = small
    assert own.table(3).sizes == (2, 11, 69)
    assert own.store.count()[0] == 69
    own.store.close()


def test_what_another_version_made_is_trained_again(tmp_path: Path):
    one = puzzle("and")
    own = maker(one, tmp_path)
    own.known = Table({"versions": "numpy 1"}, (2,), FIRST, ())
    assert own.table(1).sizes == (2,)
    assert own.store.count()[0] == 2
    own.store.close()


def test_a_worker_stops_in_the_middle_of_a_chunk(tmp_path: Path):
    own = maker(puzzle("circle"), tmp_path)
    threading.Timer(0.1, own.stopped.set).start()
    with pytest.raises(Stopped):
        own.table(4)
    own.store.close()


@pytest.mark.long
@pytest.mark.parametrize("name", ["and", "xor-table", "encoder-3"])
def test_rows_of_the_atlas_come_out_again(name: str, tmp_path: Path):
    """To the last number with the kernel and the versions that made them.

    Elsewhere the last bits of an exponential may differ, and a start near the threshold may tip;
    then the interval of the new rate, made twice as wide, has to hold the old rate.
    """
    table = read_table(puzzle(name).path)
    fresh = made(puzzle(name), tmp_path, up_to=3)
    old = [row for row in table.rows if row.size <= 3]
    assert [row.key for row in fresh.rows] == [row.key for row in old]
    if fresh.facts == table.facts:
        assert list(fresh.rows) == old
    for row, other in zip(fresh.rows, old, strict=True):
        low, high = row.interval
        spare = (high - low) / 2
        assert low - spare <= other.passes / other.starts <= high + spare
