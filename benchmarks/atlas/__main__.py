"""``python -m benchmarks.atlas``: make the atlas, or go on with it, and write docs/atlas.md.

For each puzzle levels/atlas/PUZZLE.tsv.xz gets a row for every wiring, up to one size beyond the
first that learns reliably. It takes hours of one core in all; Ctrl+C at any moment loses some
seconds of work, and the same command goes on. A puzzle whose file is whole is left alone.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from app.search.store import SearchStore
from app.storage.files import write_atomically
from benchmarks.atlas import document
from benchmarks.atlas.making import Maker, Stopped, is_reliable
from benchmarks.atlas.puzzles import Puzzle, names, puzzle
from benchmarks.atlas.table import Table, read_table
from benchmarks.search import ready_kernel
from engine.kernels.choice import KernelMaker
from engine.kernels.numpy.kernel import NumpyKernel

UNFINISHED: Final = Path(__file__).parents[2] / "build" / "atlas"
INTERRUPTED: Final = 130
_REPORT_SECONDS: Final = 10.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Make, check, write."""
    chosen = _parser().parse_args(arguments)
    stopped = threading.Event()
    before = signal.signal(signal.SIGINT, lambda *_: stopped.set())
    different = False
    try:
        kernel = ready_kernel() or NumpyKernel
        for name in chosen.puzzles or names():
            one = puzzle(name)
            if chosen.check:
                different |= not _check(one, kernel, chosen.workers, stopped)
            elif is_whole(one, kernel, chosen.up_to):
                print(f"{name}: whole")
            else:
                table = _made(one, kernel, chosen.workers, chosen.up_to, stopped)
                write_atomically(one.path, table.packed())
                print(f"{name}: {sum(table.sizes):,} wirings, {one.path.stat().st_size:,} bytes")
    except Stopped:
        print("stopped; the same command goes on from here")
        return INTERRUPTED
    finally:
        signal.signal(signal.SIGINT, before)
    if not chosen.check:
        document.write()
    return int(different)


def is_whole(one: Puzzle, kernel: KernelMaker, up_to: int | None = None) -> bool:
    """Whether the file of a puzzle is there, of today's recipe, and up to the last size."""
    if not one.path.exists():
        return False
    table = read_table(one.path)
    last = last_size(table, up_to or one.largest())
    return table.facts["recipe"] == one.recipe(kernel.name) and len(table.sizes) >= last


def last_size(table: Table, limit: int) -> int:
    """Where a table ends: one size beyond the first that learns reliably, or at the limit."""
    reliable = [row.size for row in table.rows if is_reliable(row)]
    return min([limit, *(size + 1 for size in reliable)])


def _check(one: Puzzle, kernel: KernelMaker, workers: int, stopped: threading.Event) -> bool:
    """Make a puzzle anew, aside, and say whether its file has the same bytes."""
    kept = one.path.read_bytes()
    old = read_table(one.path)
    with tempfile.TemporaryDirectory() as folder:
        new = _made(one, kernel, workers, len(old.sizes), stopped, Path(folder), reuse=False)
    if new.packed() == kept:
        print(f"{one.name}: made anew, the same bytes")
        return True
    rows, others = set(new.rows), set(old.rows)
    print(
        f"{one.name}: made anew, not the same: {len(rows ^ others):,} rows differ; written with "
        f"{old.facts['kernel']} ({old.facts['versions']}), here with {new.facts['kernel']} "
        f"({new.facts['versions']})"
    )
    return False


def _made(
    one: Puzzle,
    kernel: KernelMaker,
    workers: int,
    up_to: int | None,
    stopped: threading.Event,
    folder: Path = UNFINISHED,
    *,
    reuse: bool = True,
) -> Table:
    """The table of a puzzle; ``reuse``: with the sizes that its file has."""
    store = SearchStore.open(folder / f"{one.name}.sqlite", one.recipe(kernel.name))
    said = time.monotonic()

    def report(size: int, done: int) -> None:
        nonlocal said
        if time.monotonic() - said > _REPORT_SECONDS:
            said = time.monotonic()
            print(f"{one.name}: {size} parameters, {done:,} wirings", flush=True)

    known = read_table(one.path) if reuse and one.path.exists() else None
    try:
        return Maker(one, kernel, store, workers, known, report, stopped).table(up_to)
    finally:
        store.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m benchmarks.atlas", description=__doc__)
    parser.add_argument("puzzles", nargs="*", metavar="PUZZLE", choices=[[], *names()])
    parser.add_argument("--workers", type=int, default=1, help="threads that train (default: 1)")
    parser.add_argument("--up-to", type=int, metavar="N", help="the largest size")
    parser.add_argument("--check", action="store_true", help="make anew and compare the bytes")
    return parser


if __name__ == "__main__":
    sys.exit(main())
