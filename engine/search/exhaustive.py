"""Trying all candidates of each size, the smallest first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final

from engine.search.board import Board
from engine.search.candidate import Candidate
from engine.search.enumeration import candidates
from engine.search.frontier import TriedSize
from engine.search.halving import Halving
from engine.search.outcome import Outcome
from engine.search.space import SearchSpace
from engine.search.strategy import Request

_ROUNDS: Final = 4
"""Rounds in which the best of a size get more starts."""


class Exhaustive:
    """A strategy that trains each candidate of a size from some starts, and the best from more.

    Args:
        space: what may be built.
        up_to: the largest size that is tried; sizes begin with 1.
        halving: the starts of each round, and who is dropped.
        board: takes in what passes, and near-misses.

    Attributes:
        tried: the sizes that are done, smallest first.
    """

    def __init__(self, space: SearchSpace, up_to: int, halving: Halving, board: Board) -> None:
        self._space, self._up_to, self._halving, self._board = space, up_to, halving, board
        self.tried: tuple[TriedSize, ...] = ()
        self._size = 0
        self._wirings = self._passed = self._rounds = 0

    def ask(self) -> Iterator[Request]:
        """All candidates of the next size; after them, in some rounds, its best again."""
        if self._size and not self._rounds:
            self._note()
        self._rounds += 1
        if self._size and self._rounds <= _ROUNDS:
            promoted = self._board.promoted(self._size, self._halving)
            if promoted:
                return iter(promoted)
        starts = self._halving.rounds[0].starts
        while self._size < self._up_to:
            self._size += 1
            self._wirings = self._passed = self._rounds = 0
            every = (Request(own, starts) for own in candidates(self._space, self._size))
            first = next(every, None)
            if first is not None:
                return chain([first], every)
            self._note()
        self._rounds = _ROUNDS
        return iter(())

    def tell(self, candidate: Candidate, outcome: Outcome) -> None:
        """Count it, and remember it when it is among the best of its size."""
        if not self._rounds:
            self._wirings += 1
            self._passed += outcome.passed > 0
        self._board.add(candidate, outcome)

    def _note(self) -> None:
        """The size is done."""
        starts = self._halving.rounds[0].starts
        done = TriedSize(self._size, self._wirings, self._passed, starts)
        self.tried = (*self.tried, done)
