"""The best candidates of each size that a search has met."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from engine.search.candidate import Candidate
from engine.search.halving import Halving
from engine.search.outcome import Outcome
from engine.search.strategy import Request

KEPT: Final = 256
"""Candidates of a size that are remembered."""

CONTENDERS: Final = (48, 6)
"""How many of a size, the best so far, are trained from the starts of the later rounds."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A candidate and what its starts gave.

    Attributes:
        candidate, outcome: these.
        order: least for the best; the key decides between equals.
    """

    candidate: Candidate
    outcome: Outcome
    order: tuple[float, float, str]

    @classmethod
    def of(cls, candidate: Candidate, outcome: Outcome) -> Entry:
        """With its order, which is worked out once."""
        surely, quality = outcome.rank
        return cls(candidate, outcome, (-surely, -quality, candidate.key))

    @property
    def key(self) -> str:
        """The key of the candidate."""
        return self.order[-1]


class Board:
    """The best of each size. What it holds depends on what it was told, not on the order.

    For that, more starts of a candidate must be told when no new ones of its size are on their way,
    or with the new ones in an order that follows from them.
    """

    def __init__(self) -> None:
        self._sizes: dict[int, dict[str, Entry]] = {}
        self._sorted: dict[int, list[Entry]] = {}

    @property
    def sizes(self) -> list[int]:
        """Sizes of which anything is known, in rising order."""
        return sorted(self._sizes)

    def add(self, candidate: Candidate, outcome: Outcome) -> None:
        """Take in a candidate, or more starts of one that is there already; fewer are ignored."""
        size, entry = candidate.parameters, Entry.of(candidate, outcome)
        entries = self._sizes.setdefault(size, {})
        before = entries.get(entry.key)
        if before is not None and before.outcome.starts > outcome.starts:
            return
        entries[entry.key] = entry
        self._sorted.pop(size, None)
        if len(entries) >= 2 * KEPT:
            self._sizes[size] = {own.key: own for own in self.top(size)}

    def top(self, parameters: int, count: int = KEPT) -> list[Entry]:
        """The best of a size, the best first, `KEPT` at most; empty where nothing is known."""
        if parameters not in self._sorted:
            entries = self._sizes.get(parameters, {}).values()
            self._sorted[parameters] = sorted(entries, key=lambda own: own.order)[:KEPT]
        return self._sorted[parameters][:count]

    def best(self) -> Iterator[Entry]:
        """The best of each size of which one has passed from some start, smallest first."""
        for parameters in self.sizes:
            (entry,) = self.top(parameters, 1)
            if entry.outcome.passed:
                yield entry

    def promoted(self, parameters: int, halving: Halving) -> list[Request]:
        """Candidates of a size that are worth more starts, and how many; empty when none is.

        Those are the best that are not dropped by what they have shown so far.
        """
        requests = []
        entries = self.top(parameters)
        for later, contenders in zip(halving.rounds[1:], CONTENDERS, strict=False):
            for entry in entries[:contenders]:
                outcome = entry.outcome
                if outcome.starts < later.starts and _survives(outcome, halving):
                    requests.append(Request(entry.candidate, later.starts))
        return _first_of_each(requests)


def _survives(outcome: Outcome, halving: Halving) -> bool:
    """Whether none of the rounds so far has dropped it, as far as its starts tell."""
    return all(
        outcome.passed > one.at_most for one in halving.rounds if one.starts == outcome.starts
    )


def _first_of_each(requests: Sequence[Request]) -> list[Request]:
    found: dict[str, Request] = {}
    for request in requests:
        found.setdefault(request.candidate.key, request)
    return list(found.values())
