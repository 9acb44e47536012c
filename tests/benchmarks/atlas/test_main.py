from __future__ import annotations

import os
import signal
import threading

import pytest

from benchmarks.atlas import __main__ as command
from benchmarks.atlas.puzzles import puzzle
from benchmarks.atlas.table import Row, Table, read_table
from benchmarks.search import ready_kernel
from engine.kernels.numpy.kernel import NumpyKernel

RELIABLE = Row("key", 2, 95, 100, 50, 95)


@pytest.mark.parametrize(
    ("rows", "limit", "last"),
    [
        ((), 6, 6),
        ((RELIABLE,), 6, 3),
        ((RELIABLE,), 2, 2),
        ((RELIABLE._replace(further=89),), 4, 4),
    ],
)
def test_a_table_ends_one_size_beyond_the_first_that_learns_reliably(
    rows: tuple[Row, ...], limit: int, last: int
):
    assert command.last_size(Table({}, (1, 2), 16, rows), limit) == last


def test_a_file_with_all_sizes_is_whole():
    kernel = ready_kernel() or NumpyKernel
    assert command.is_whole(puzzle("two-clouds"), kernel) or kernel is NumpyKernel
    assert command.is_whole(puzzle("moons"), kernel, 6) or kernel is NumpyKernel


def test_a_file_of_another_kernel_is_not_whole():
    class Other(NumpyKernel):
        name = "other"

    assert not command.is_whole(puzzle("two-clouds"), Other)


@pytest.mark.long
def test_a_puzzle_made_anew_has_the_same_bytes(capsys: pytest.CaptureFixture[str]):
    """Where versions differ from those that made it, the difference is counted and explained."""
    code = command.main(["two-clouds", "--check"])
    said = capsys.readouterr().out
    table = read_table(puzzle("two-clouds").path)
    assert "made anew" in said
    assert code == 0 or table.facts["versions"] in said


@pytest.mark.long
def test_ctrl_c_stops_within_a_moment_and_says_how_to_go_on(
    capsys: pytest.CaptureFixture[str],
):
    timer = threading.Timer(3.0, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    before = signal.getsignal(signal.SIGINT)
    assert command.main(["circle", "--check"]) == command.INTERRUPTED
    assert "the same command goes on" in capsys.readouterr().out
    assert signal.getsignal(signal.SIGINT) is before
