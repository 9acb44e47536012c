"""Carries out what a strategy asks for, in chunks, wherever they are trained.

What is found does not depend on how the work was split, in which order it came back, or how often
it was interrupted: each start's score depends on its candidate and seed alone, is kept once, and
strategies decide by whole rounds.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

import numpy as np

from app.search.chunks import Chunk
from app.search.errors import SearchError
from app.search.executors import Workers
from app.search.recipe import Recipe
from app.search.store import Row, SearchStore
from engine.data import Floats
from engine.search.outcome import Outcome
from engine.search.strategy import Request, Strategy

CHUNK_SECONDS: Final = 2.0
"""How long a chunk should take: little is lost with one, and little is spent on handing it out."""

FIRST_STARTS: Final = 256
MOST_STARTS: Final = 65_536
LOOK_SECONDS: Final = 0.25
MOST_DEATHS: Final = 5
"""Times in a row that workers may die without a chunk being done between."""

_AT_ONCE: Final = 512
_MEMORY: Final = 0.7


@dataclass(slots=True)
class Progress:
    """How far a search is.

    Attributes:
        wirings: outcomes that were told to strategies, those from the store included.
        starts: starts trained in this run of the program.
        seconds: how long it has run.
        workers: chunks that are trained at the same time.
    """

    wirings: int = 0
    starts: int = 0
    seconds: float = 0.0
    workers: int = 1

    @property
    def rate(self) -> float:
        """Starts a second, over the whole run."""
        return self.starts / self.seconds if self.seconds else 0.0


Report = Callable[[Progress], None]


@dataclass(eq=False)
class _Batch:
    """Requests of one chunk."""

    chunk: Chunk
    requests: list[Request]
    begun: float = 0.0


@dataclass(eq=False)
class Runner:
    """Asks, trains, keeps, tells.

    Attributes:
        recipe: how candidates are trained.
        store: has what was trained before, and gets the rest.
        workers: what trains.
        report: called with how far it is, a few times a second.
        clock: seconds.
    """

    recipe: Recipe
    store: SearchStore
    workers: Workers
    report: Report
    clock: Callable[[], float] = time.monotonic
    progress: Progress = field(default_factory=Progress)
    _speed: float = 0.0
    _deaths: int = 0

    def run(self, strategy: Strategy, until: float | None = None) -> bool:
        """Carry out a strategy to its end.

        Args:
            strategy: what to ask.
            until: when to stop, by the clock; chunks that are on their way are still awaited.

        Returns:
            Whether the strategy came to its end.

        Raises:
            SearchError: when workers die again and again, or the store cannot be written.
        """
        self.progress.workers = self.workers.count
        begun = self.clock() - self.progress.seconds
        while True:
            asked = strategy.ask()
            first = next(asked, None)
            if first is None:
                return True
            if not self._round(strategy, _with_first(first, asked), begun, until):
                return False

    # -- one round ---------------------------------------------------------------------------------

    def _round(
        self, strategy: Strategy, asked: Iterator[Request], begun: float, until: float | None
    ) -> bool:
        """Carry out one round; whether all of it is done."""
        flying: dict[Future[Floats], _Batch] = {}
        waiting: deque[_Batch] = deque()
        batches = self._batches(strategy, asked)
        while True:
            late = until is not None and self.clock() >= until
            while not late and len(flying) <= self.workers.count:
                batch = waiting.popleft() if waiting else next(batches, None)
                if batch is None:
                    break
                try:
                    batch.begun = self.clock()
                    flying[self.workers.submit(batch.chunk)] = batch
                except BrokenExecutor:
                    waiting.append(batch)
                    self._bury(strategy, flying, waiting)
            if not flying:
                return not late
            done, _ = wait(flying, LOOK_SECONDS, FIRST_COMPLETED)
            for future in done:
                if self._is_lost(future):
                    self._bury(strategy, flying, waiting)
                    break
                self._take(strategy, future, flying.pop(future))
            self.progress.seconds = self.clock() - begun
            self.report(self.progress)

    def _take(self, strategy: Strategy, future: Future[Floats], batch: _Batch) -> None:
        """Keep and tell what came back."""
        scores = future.result()
        self._deaths = 0
        chunk = batch.chunk
        self.store.add(
            Row(key, chunk.first, row) for key, row in zip(chunk.keys, scores, strict=True)
        )
        self._learn_speed(batch)
        self.progress.starts += chunk.starts
        every = self.store.scores(chunk.keys)
        for request in batch.requests:
            self._tell(strategy, request, every[request.candidate.key])

    def _bury(
        self, strategy: Strategy, flying: dict[Future[Floats], _Batch], waiting: deque[_Batch]
    ) -> None:
        """A worker died: have its chunks done again by fresh ones, unless that keeps happening."""
        self._deaths += 1
        if self._deaths > MOST_DEATHS:
            raise SearchError(
                f"The workers died {self._deaths} times in a row: is there enough memory for "
                "them? What is done is kept, and --resume goes on from there."
            )
        for future, batch in list(flying.items()):
            if future.done() and not self._is_lost(future):
                deaths = self._deaths
                self._take(strategy, future, batch)
                self._deaths = deaths
            else:
                waiting.append(batch)
        flying.clear()
        self.workers.renew()

    def _is_lost(self, future: Future[Floats]) -> bool:
        if future.cancelled():
            return True
        error = future.exception()
        return error is not None and self.workers.is_loss(error)

    def _tell(self, strategy: Strategy, request: Request, scores: Floats) -> None:
        outcome = Outcome.of(scores[: request.starts].tolist(), self.recipe.terms)
        strategy.tell(request.candidate, outcome)
        self.progress.wirings += 1

    # -- chunks ------------------------------------------------------------------------------------

    def _batches(self, strategy: Strategy, asked: Iterator[Request]) -> Iterator[_Batch]:
        """What is to be trained, in chunks; what the store has is told at once."""
        open_ones: dict[tuple[int, int], list[Request]] = {}
        while some := list(islice(asked, _AT_ONCE)):
            known = self.store.scores([own.candidate.key for own in some])
            for request in some:
                scores = known.get(request.candidate.key, _NONE)
                if len(scores) >= request.starts:
                    self._tell(strategy, request, scores)
                    continue
                span = len(scores), request.starts
                held = open_ones.setdefault(span, [])
                held.append(request)
                if len(held) >= self._size(span):
                    yield self._batch(span, open_ones.pop(span))
        for span, held in open_ones.items():
            # The rest is shared by all workers, so that none of them waits for the others.
            size = max(8, -(-len(held) // self.workers.count))
            for first in range(0, len(held), size):
                yield self._batch(span, held[first : first + size])

    def _size(self, span: tuple[int, int]) -> int:
        """Candidates of a chunk that takes about `CHUNK_SECONDS`."""
        starts = self._speed * CHUNK_SECONDS if self._speed else FIRST_STARTS
        return max(1, int(min(starts, MOST_STARTS)) // (span[1] - span[0]))

    def _batch(self, span: tuple[int, int], requests: list[Request]) -> _Batch:
        keys = tuple(own.candidate.key for own in requests)
        return _Batch(Chunk(self.recipe, keys, *span), requests)

    def _learn_speed(self, batch: _Batch) -> None:
        """Starts a second of one worker, smoothed."""
        now = batch.chunk.starts / max(1e-3, self.clock() - batch.begun)
        self._speed = now if not self._speed else _MEMORY * self._speed + (1 - _MEMORY) * now


_NONE: Final = np.empty(0)


def _with_first(first: Request, rest: Iterator[Request]) -> Iterator[Request]:
    yield first
    yield from rest
