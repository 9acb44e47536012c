"""What a search found: how small a network can be that learns a task, and how surely it does.

Values alone, without NumPy: levels carry a frontier, and are read before it is imported.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from engine.judging.tally import Interval, wilson_interval
from engine.network import Network


@dataclass(frozen=True, slots=True)
class BestOfSize:
    """The best network of one size that was found.

    Attributes:
        network: the network, without start weights.
        passed: from how many further starts it passes, 0 to ``starts``. They are neither the
            judge's nor those by which it was chosen, so that the choice does not flatter it.
        starts: how many further starts there were, 1 or more.
        score: the median test score of those starts, in the metric of the level; None where the
            median start diverged.
        judged: whether the verdict of the level's judge is that it passes.
    """

    network: Network
    passed: int
    starts: int
    score: float | None
    judged: bool

    @property
    def parameters(self) -> int:
        """Its size."""
        return self.network.parameters

    @property
    def rate(self) -> float:
        """The share of the starts that passed, 0 to 1."""
        return self.passed / self.starts

    @property
    def interval(self) -> Interval:
        """Where the share of all possible starts lies, with 95 % confidence."""
        return wilson_interval(self.passed, self.starts)


@dataclass(frozen=True, slots=True)
class TriedSize:
    """One size of which *all* wirings were tried.

    Attributes:
        parameters: the size.
        wirings: how many there are.
        passed: how many of them passed from one start or more.
        starts: from how many starts each was trained at least.
    """

    parameters: int
    wirings: int
    passed: int
    starts: int


@dataclass(frozen=True, slots=True)
class Frontier:
    """What is known of a level after a search.

    Attributes:
        best: the best network of each size of which one passed from some start, smallest first.
        exhausted: the sizes of which all wirings were tried, smallest first, without a gap.
        tried: how many wirings were tried in all, of whatever size.
    """

    best: tuple[BestOfSize, ...] = ()
    exhausted: tuple[TriedSize, ...] = ()
    tried: int = 0

    @property
    def smallest(self) -> BestOfSize | None:
        """The smallest network that the judge passes; None when there is none."""
        return next((one for one in self.best if one.judged), None)

    @property
    def exhausted_up_to(self) -> int:
        """The largest size of which all wirings were tried; 0 when of none."""
        return self.exhausted[-1].parameters if self.exhausted else 0

    @property
    def barren(self) -> tuple[TriedSize, ...]:
        """The sizes, from the smallest on, of which all wirings were tried and none passed."""
        return tuple(takewhile(lambda size: not size.passed, self.exhausted))

    @property
    def is_least(self) -> bool:
        """Whether all wirings with fewer parameters than `smallest` were tried."""
        smallest = self.smallest
        return smallest is not None and smallest.parameters - 1 <= self.exhausted_up_to

    @property
    def least(self) -> int | None:
        """The size of `smallest` where all smaller wirings were tried; None where it is open."""
        smallest = self.smallest
        return smallest.parameters if smallest is not None and self.is_least else None

    @property
    def smaller_wirings(self) -> int:
        """How many wirings with fewer parameters than `smallest` were tried of exhausted sizes."""
        smallest = self.smallest
        return sum(
            size.wirings
            for size in self.exhausted
            if smallest is None or size.parameters < smallest.parameters
        )

    def sturdy(self, rate: float) -> BestOfSize | None:
        """The smallest network that the judge passes and that passes in at least that share."""
        return next((one for one in self.best if one.judged and one.rate >= rate), None)


def steps(best: Iterable[BestOfSize]) -> tuple[BestOfSize, ...]:
    """Those that pass more often than every smaller one: the edge between size and sturdiness."""
    edge: list[BestOfSize] = []
    for one in sorted(best, key=lambda own: own.parameters):
        if not edge or one.rate > edge[-1].rate:
            edge.append(one)
    return tuple(edge)
