"""One search of a level from its beginning to its frontier."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from app.search.chunks import kernel_named
from app.search.errors import SearchError
from app.search.executors import Cluster, Workers, local_workers, versions
from app.search.measuring import measured
from app.search.recipe import Recipe
from app.search.runner import Progress, Runner
from app.search.store import SearchStore
from app.storage.paths import Paths
from engine.errors import Refused
from engine.network import Network
from engine.search.board import Board
from engine.search.candidate import Candidate
from engine.search.enumeration import candidates, count
from engine.search.exhaustive import Exhaustive
from engine.search.frontier import Frontier
from engine.search.halving import DEFAULT, Halving
from engine.search.heuristic import Heuristic
from engine.search.moves import random_network
from engine.search.outcome import Outcome
from engine.search.space import SearchSpace
from engine.search.strategy import Request
from engine.wording import counted
from levels import Level
from levels.keys import score_key

EXHAUSTIVE_SHARE: Final = 0.5
"""Share of the time that trying whole sizes may take, as far as it can be estimated."""

LARGEST_COUNT: Final = 3_000_000
"""Wirings of a size beyond which it is not tried whole unless it is asked for."""

_SAMPLE: Final = 64
_SIZES_OF_SAMPLE: Final = 4
_LISTED: Final = 1_000
_SECONDS: Final = "seconds"
_UP_TO: Final = "up to"
_SEED: Final = "seed"
_RATE: Final = "rate"

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """What is asked of a search.

    Attributes:
        seconds: how long it may take, earlier runs that are resumed included.
        up_to: the size up to which all wirings are tried; None: as far as the time allows.
        workers: threads or processes; None: as many as there are cores.
        scheduler: address of a Dask scheduler; None: this machine.
        seed: of the random choices beyond that size; None: 0, or that of the search resumed.
        resume: whether to go on where an earlier run stopped: with its size and its seed, and with
            its time counted. What it has trained is used in any case.
        store: the file of the store; None: one in the data folder.
    """

    seconds: float
    up_to: int | None = None
    workers: int | None = None
    scheduler: str | None = None
    seed: int | None = None
    resume: bool = False
    store: Path | None = None


class BestSoFar(NamedTuple):
    """The smallest network that passes so far: its size, and what its starts gave."""

    parameters: int
    passed: int
    starts: int


@dataclass(slots=True)
class Showing:
    """What is shown of a search on its way.

    Attributes:
        progress: counts and rates.
        elapsed: seconds, those of earlier runs included.
        total: wirings of the sizes that are tried whole; 0 beyond those.
        best: the smallest network that passes so far; None before there is one.
    """

    progress: Progress
    elapsed: float
    total: int
    best: BestSoFar | None


@dataclass(eq=False)
class Search:
    """A search that has begun; `run` it, and `stop` it in any case."""

    level: Level
    options: SearchOptions
    recipe: Recipe
    store: SearchStore
    workers: Workers
    up_to: int
    seed: int
    before: float
    progress: Progress
    halving: Halving = DEFAULT
    _stopped: bool = False

    @classmethod
    def begin(cls, level: Level, options: SearchOptions, say: Say) -> Search:
        """Get all ready: kernel, workers, store.

        Args:
            level: what is searched.
            options: how.
            say: takes a sentence for people.

        Raises:
            SearchError: when something of it is not there.
        """
        kernel = "numba" if find_spec("numba") is not None else "numpy"
        recipe = Recipe.of(level, DEFAULT.starts, kernel)
        identity = store_identity(recipe, versions())
        path = options.store or store_path(level, identity)
        store = SearchStore.open(path, identity)
        workers: Workers | None = None
        try:
            workers = _workers(options, kernel)
            if not options.resume:
                store.forget(_SECONDS, _UP_TO, _SEED)
            search = cls(
                level, options, recipe, store, workers, 0, 0, 0.0, Progress(workers=workers.count)
            )
            search._settle(say)
        except BaseException:
            if workers is not None:
                workers.stop()
            store.close()
            raise
        return search

    def run(self, show: Callable[[Showing], None]) -> Frontier:
        """Search until the end or until the time is over.

        Args:
            show: called a few times a second with how far it is.

        Returns:
            What was found, measured with further starts and judged.

        Raises:
            SearchError: when it cannot go on.
        """
        board = Board()
        exhaustive = Exhaustive(self.recipe.space, self.up_to, self.halving, board)
        total = sum(count(self.recipe.space, size) for size in range(1, self.up_to + 1))
        begun = time.monotonic()
        until = begun + max(0.0, self.options.seconds - self.before)

        def report(progress: Progress) -> None:
            elapsed = self.before + progress.seconds
            self.store.note(_SECONDS, f"{elapsed:.3f}")
            whole = total if len(exhaustive.tried) < self.up_to else 0
            show(Showing(progress, elapsed, whole, self._best(board)))

        runner = Runner(self.recipe, self.store, self.workers, report, progress=self.progress)
        # Sizes that were asked for are tried whole, however long it takes.
        asked_for = self.options.up_to is not None
        whole = runner.run(exhaustive, None if asked_for else until)
        heuristic = Heuristic(
            self.recipe.space,
            board,
            self.halving,
            needed=self._needed,
            tried_up_to=exhaustive.tried[-1].parameters if exhaustive.tried else 0,
            known=self._known(),
            seed=self.seed,
        )
        if whole:
            runner.run(heuristic, until)
            heuristic.take_in()
        best = measured(self.level, self.recipe, board, kernel_named(self.recipe.kernel))
        tried = sum(own.wirings for own in exhaustive.tried) + heuristic.tried
        return Frontier(best, exhaustive.tried, tried)

    def stop(self) -> None:
        """End the workers and close the store; again does nothing."""
        if not self._stopped:
            self._stopped = True
            self.workers.stop()
            self.store.close()

    @property
    def _needed(self) -> float:
        return self.level.terms.needed / len(self.level.terms.seeds)

    def _known(self) -> list[Network]:
        proof, older = self.level.author_solution, self.level.frontier
        found = [] if proof is None else [proof.network]
        return found + [own.network for own in (older.best if older else ())]

    def _best(self, board: Board) -> BestSoFar | None:
        for entry in board.best():
            passed, starts = entry.outcome.passed, entry.outcome.starts
            if passed >= self._needed * starts:
                return BestSoFar(entry.candidate.parameters, passed, starts)
        return None

    def _settle(self, say: Say) -> None:
        """Take what an earlier run noted, or decide it and note it."""
        candidates, starts = self.store.count()
        if starts:
            trained = f"{counted(candidates, 'wiring')} with {counted(starts, 'start')}"
            say(f"From earlier searches {trained} are kept, and not trained again.")
        seed, up_to = self.store.noted(_SEED), self.store.noted(_UP_TO)
        chosen = self.options.seed
        self.seed = int(seed) if seed is not None and chosen is None else chosen or 0
        self.before = float(self.store.noted(_SECONDS) or 0.0)
        if self.options.up_to is not None:
            self.up_to = self.options.up_to
            parameters = counted(self.up_to, "parameter")
            say(
                f"All wirings of up to {parameters} are counted, then tried, however long it takes."
            )
        elif up_to is not None:
            self.up_to = int(up_to)
        else:
            self.up_to = self._affordable(say)
        self.store.note(_SEED, str(self.seed))
        self.store.note(_UP_TO, str(self.up_to))
        if self.before:
            say(f"Going on after {self.before:.0f} s.")

    def _affordable(self, say: Say) -> int:
        """The size up to which all wirings can be tried in a part of the time."""
        noted = self.store.noted(_RATE)
        rate = float(noted) if noted else self._measured_rate()
        self.store.note(_RATE, f"{rate:.3f}")
        left = EXHAUSTIVE_SHARE * self.options.seconds * rate / self.halving.rounds[0].starts
        # The smallest networks link each output to any one input.
        fewest = len(self.recipe.space.inputs) ** len(self.recipe.space.outputs)
        size, total, before = 0, 0, 0
        while size + 1 < len(self.recipe.space.outputs) or fewest <= left:
            # A size has some ten times as many as the one before: beyond that, do not even count.
            if before and 4 * before > min(left - total, LARGEST_COUNT):
                break
            own = count(self.recipe.space, size + 1)
            if total + own > left or own > LARGEST_COUNT:
                break
            size, total, before = size + 1, total + own, own
        say(
            f"About {rate:,.0f} starts a second on {self.workers.place}: "
            + (
                f"all {counted(total, 'wiring')} of up to {counted(size, 'parameter')} first, then "
                "a search among larger ones."
                if total
                else "too few to try all wirings of any size, so a search among them."
            )
        )
        return size

    def _measured_rate(self) -> float:
        """Starts a second of all workers, by training some small wirings."""
        starts = self.halving.rounds[0].starts
        some = _sample(self.recipe.space)
        # What an earlier search has trained would be looked up, and the speed be that of the disk.
        with closing(SearchStore.passing()) as passing:
            runner = Runner(self.recipe, passing, self.workers, lambda _: None)
            runner.run(_Sample(some[: self.workers.count], starts))  # code is loaded, data are made
            timed = _Sample(some[self.workers.count :], starts)
            begun = time.monotonic()
            runner.run(timed)
            return max(1.0, timed.asked * starts / max(1e-3, time.monotonic() - begun))


class _Sample:
    """A strategy that asks once for the smallest candidates, to see how fast they train."""

    def __init__(self, candidates: Iterable[Candidate], starts: int) -> None:
        self._requests = [Request(own, starts) for own in candidates]
        self.asked = len(self._requests)

    def ask(self) -> Iterator[Request]:
        requests, self._requests = self._requests, []
        return iter(requests)

    def tell(self, candidate: Candidate, outcome: Outcome) -> None:
        """Only how long it took counts."""


def _sample(space: SearchSpace) -> list[Candidate]:
    """Some of the smallest candidates; where there are too many to list, random ones."""
    outputs = len(space.outputs)
    if len(space.inputs) ** outputs <= _LISTED:
        sizes = range(outputs, outputs + _SIZES_OF_SAMPLE)
        every = (own for size in sizes for own in candidates(space, size))
        return list(islice(every, _SAMPLE))
    random = np.random.default_rng(0)
    found: dict[str, Candidate] = {}
    for _ in range(4 * _SAMPLE):
        with suppress(Refused):
            candidate = Candidate.of(random_network(space, 3 * outputs, random), space)
            found.setdefault(candidate.key, candidate)
    return list(found.values())[:_SAMPLE]


def store_identity(recipe: Recipe, installed: Mapping[str, str]) -> str:
    """Hash of what the scores in a store depend on: the recipe, and the versions that trained.

    Args:
        recipe: how candidates are trained.
        installed: see `app.search.executors.versions`; Python's own and Dask's change no score.
    """
    trained = {name: installed[name] for name in ("neural-bonsai", "numpy", recipe.kernel)}
    return score_key({"recipe": recipe.key, "versions": trained})


def store_path(level: Level, identity: str) -> Path:
    """Where the store of a search lies unless another file is named."""
    return Paths.named().searches / f"{level.id}-{identity[:12]}.db"


def _workers(options: SearchOptions, kernel: str) -> Workers:
    if options.scheduler is not None:
        if options.workers is not None:
            raise SearchError("--workers is for this machine; the cluster has as many as it has.")
        return Cluster(options.scheduler, kernel)
    return local_workers(options.workers, kernel)
