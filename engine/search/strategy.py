"""How a strategy of searching is asked and told.

A strategy asks for starts in rounds. Whoever carries them out may do so in any order and in any
portions: all that a strategy decides follows from the outcomes of whole rounds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from engine.search.candidate import Candidate
from engine.search.outcome import Outcome


class Request(NamedTuple):
    """A candidate, and from how many of the first starts of the search it is to be trained."""

    candidate: Candidate
    starts: int


class Strategy(Protocol):
    """What decides which candidates are trained, and from how many starts."""

    def ask(self) -> Iterator[Request]:
        """The next round, made as it is read; empty when there is nothing left to try.

        Ask again when all of the round before have been told.
        """

    def tell(self, candidate: Candidate, outcome: Outcome) -> None:
        """What came of one request of this round; in any order."""
