"""Trains all wirings of a puzzle, size by size, and keeps what is done.

What is kept of each start is a number: NaN where it did not pass, else the epoch in which the
validation set first reached the threshold, infinity where it never did. A start's number depends on
its wiring and seed alone, so neither the split among workers nor an interruption changes a row.
"""

from __future__ import annotations

import math
import statistics
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import islice
from typing import Final

import numpy as np

from app.search.store import Row as Kept
from app.search.store import SearchStore
from benchmarks.atlas.puzzles import FIRST, FURTHER, RELIABLE, STARTS, Puzzle
from benchmarks.atlas.table import Row, Table, listed
from engine import Network
from engine.data import Floats
from engine.kernels.choice import KernelMaker
from engine.search.candidate import Candidate
from engine.search.enumeration import candidates
from engine.search.trials import NEVER

CHUNK: Final = 256
"""Wirings that are trained and kept at once: of some seconds."""


class Stopped(Exception):
    """The making was stopped; what is kept stays."""


@dataclass(eq=False)
class Maker:
    """Makes the table of one puzzle.

    Attributes:
        puzzle: which.
        kernel: what trains.
        store: has what was trained before, and gets the rest.
        workers: how many threads train.
        known: what was made before; its sizes are taken from it where kernel and versions are the
            same.
        report: called after each chunk with the size and how many of its wirings are done.
        stopped: set it to stop within a fraction of a second.
    """

    puzzle: Puzzle
    kernel: KernelMaker
    store: SearchStore
    workers: int = 1
    known: Table | None = None
    report: Callable[[int, int], object] = lambda *_: None
    stopped: threading.Event = field(default_factory=threading.Event)

    def table(self, up_to: int | None = None) -> Table:
        """Train what is missing, to one size beyond the first that learns reliably.

        Args:
            up_to: the largest size; None: `Puzzle.largest`.

        Raises:
            Stopped: when `stopped` was set.
            SearchError: when the store cannot be written.
        """
        last = up_to or self.puzzle.largest()
        rows: list[Row] = []
        sizes: list[int] = []
        while len(sizes) < last:
            own = self._rows(len(sizes) + 1)
            if any(is_reliable(row) for row in own):
                last = min(last, len(sizes) + 2)
            sizes.append(len(own))
            rows += own
        return Table(self._facts(), tuple(sizes), FIRST, tuple(listed(rows)))

    def _facts(self) -> dict[str, str]:
        name = self.kernel.name
        packages = ["numpy", "numba", "llvmlite"] if name == "numba" else ["numpy"]
        return {
            "puzzle": self.puzzle.name,
            "level": self.puzzle.level.key,
            "recipe": self.puzzle.recipe(name),
            "kernel": name,
            "versions": ", ".join(f"{one} {version(one)}" for one in packages),
        }

    def _rows(self, size: int) -> list[Row]:
        """The rows of one size."""
        known = self.known
        if known is not None and size <= len(known.sizes) and known.facts == self._facts():
            return list(known.every_of(size, self.puzzle.space))
        rows: list[Row] = []
        for keys in self._filled(size):
            found = self.store.scores(keys)
            rows += [row_of(key, size, found[key]) for key in keys]
        return rows

    def _filled(self, size: int) -> list[list[str]]:
        """Train what is missing of one size; all keys, chunk by chunk."""
        every: list[list[str]] = []
        flying: dict[Future[list[Kept]], int] = {}
        done = 0
        with ThreadPoolExecutor(self.workers, "atlas") as pool:
            try:
                for chunk in _chunks(candidates(self.puzzle.space, size)):
                    keys = [one.key for one in chunk]
                    every.append(keys)
                    known = self.store.scores(keys)
                    left = [one for one, key in zip(chunk, keys, strict=True) if key not in known]
                    done += len(chunk) - len(left)
                    if left:
                        flying[pool.submit(self._trained, left)] = len(left)
                    while len(flying) > self.workers:
                        done += self._taken(flying, size, done)
                while flying:
                    done += self._taken(flying, size, done)
            except BaseException:
                self.stopped.set()
                pool.shutdown(cancel_futures=True)
                raise
        return every

    def _taken(self, flying: dict[Future[list[Kept]], int], size: int, done: int) -> int:
        """Keep what has come back; how many wirings."""
        ready, _ = wait(flying, return_when=FIRST_COMPLETED)
        fresh = 0
        for future in ready:
            self.store.add(future.result())
            fresh += flying.pop(future)
        self.report(size, done + fresh)
        return fresh

    def _trained(self, chunk: Sequence[Candidate]) -> list[Kept]:
        """All starts of some wirings."""
        networks = [one.network() for one in chunk]
        found = list(self._starts(networks, 0, FIRST))
        for enough, first, last in ((1, FIRST, STARTS), (RELIABLE, STARTS, STARTS + FURTHER)):
            good = [
                place
                for place, own in enumerate(found)
                if len(own) == first and passes(own) >= enough
            ]
            more = self._starts([networks[place] for place in good], first, last)
            for place, own in zip(good, more, strict=True):
                found[place] = np.concatenate([found[place], own])
        return [Kept(one.key, 0, own) for one, own in zip(chunk, found, strict=True)]

    def _starts(self, networks: list[Network], first: int, last: int) -> Floats:
        """The numbers of some starts; shape (networks, starts)."""
        steps = self.puzzle.trials(networks, first, last).begin(self.kernel)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                passed, marks = end.value.passed, end.value.marks
                break
            if self.stopped.is_set():
                raise Stopped
        epochs = np.where(marks == NEVER, np.inf, marks)
        return np.where(passed, epochs, np.nan)


def passes(starts: Floats) -> int:
    """How many of some starts passed."""
    return int(np.count_nonzero(~np.isnan(starts)))


def row_of(key: str, size: int, starts: Floats) -> Row:
    """The row of a wiring with these numbers of its starts."""
    own, more = starts[:STARTS], starts[STARTS:]
    good = [float(one) for one in own if not math.isnan(one)]
    middle = statistics.median_low(good) if good else math.inf
    epochs = int(middle) if math.isfinite(middle) else None
    return Row(key, size, len(good), len(own), epochs, passes(more) if len(more) else None)


def is_reliable(row: Row) -> bool:
    """Whether a wiring learns reliably: both its first starts and the further ones say so."""
    return row.further is not None and row.further >= RELIABLE


def _chunks(every: Iterator[Candidate]) -> Iterator[list[Candidate]]:
    while chunk := list(islice(every, CHUNK)):
        yield chunk
