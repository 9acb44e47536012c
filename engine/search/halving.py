"""Halving: most networks are hopeless and need few starts to show it; the rest get more.

After each round a network is dropped when too few of all its starts so far have passed. Starts are
independent draws of the seed, so a network with pass rate p is dropped with a chance that can be
calculated; `Halving.chance_of_drop` does.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np

from engine.data import Labels
from engine.errors import DataError
from engine.kernels.choice import KernelMaker
from engine.kernels.numpy.kernel import NumpyKernel
from engine.search.trials import Outcomes, TrialsJob


class Round(NamedTuple):
    """One round.

    Attributes:
        starts: how many starts a network has when it ends, those of earlier rounds counted.
        at_most: it is dropped when at most so many of them passed; −1 drops none.
    """

    starts: int
    at_most: int


@dataclass(frozen=True, slots=True)
class Halving:
    """The rounds; whatever survives them all has the starts of the last one.

    Attributes:
        rounds: one or more, with growing numbers of starts.

    Raises:
        DataError: when a round has no more starts than the one before, or drops what passes always.
    """

    rounds: tuple[Round, ...]

    def __post_init__(self) -> None:
        before = 0
        for one in self.rounds:
            if not before < one.starts:
                raise DataError(f"A round of {one.starts} starts cannot follow one of {before}.")
            if not -1 <= one.at_most < one.starts:
                raise DataError(
                    f"Of {one.starts} starts {one.at_most} cannot be too few: -1 to "
                    f"{one.starts - 1} can."
                )
            before = one.starts
        if not self.rounds:
            raise DataError("Halving needs one round or more.")

    @classmethod
    def keeping(cls, starts: Sequence[int], rate: float, chance: float) -> Halving:
        """The rounds that drop most, of those that keep a network of some pass rate.

        Args:
            starts: of each round, growing. Nothing is dropped after the last one.
            rate: a pass rate, 0 to 1.
            chance: the chance that a network of this rate is dropped stays at or below this; each
                round but the last may take an equal part of it.
        """
        rounds: list[Round] = []
        for number, count in enumerate(starts[:-1], start=1):
            share = chance * number / (len(starts) - 1)
            rounds.append(Round(count, -1))
            for at_most in range(count):
                wider = (*rounds[:-1], Round(count, at_most))
                if cls(wider).chance_of_drop(rate) > share:
                    break
                rounds[-1] = wider[-1]
        return cls((*rounds, Round(starts[-1], -1)))

    @property
    def starts(self) -> int:
        """Starts of a network that survives."""
        return self.rounds[-1].starts

    def chance_of_drop(self, rate: float) -> float:
        """The chance that a network is dropped after one of the rounds, if it passes at this rate.

        Exact but for rounding: the distribution of how many starts have passed is carried on from
        start to start, and what is dropped leaves it.

        Args:
            rate: 0 to 1.
        """
        passed = np.zeros(self.starts + 1)
        passed[0], dropped, done = 1.0, 0.0, 0
        for one in self.rounds:
            for _ in range(one.starts - done):
                grown = passed * (1.0 - rate)
                grown[1:] += passed[:-1] * rate
                passed = grown
            done = one.starts
            dropped += math.fsum(passed[: one.at_most + 1])
            passed[: one.at_most + 1] = 0.0
        return dropped

    def expected_starts(self, rate: float) -> float:
        """How many starts a network of this pass rate gets on average."""
        found, before = 0.0, 0
        for place, one in enumerate(self.rounds):
            survives = 1.0 if not place else 1.0 - Halving(self.rounds[:place]).chance_of_drop(rate)
            found += survives * (one.starts - before)
            before = one.starts
        return found


DEFAULT: Final = Halving((Round(16, 1), Round(32, 6), Round(100, -1)))
"""A network that passes in 50 % of its starts is dropped with a chance of 0.0005, one that passes
in 80 % practically never; one that never passes costs 16 starts, not 100."""


def found_with(rate: float, starts: int) -> float:
    """The chance 1 − (1 − p)ⁿ that a network of pass rate p passes at least once in n starts."""
    if rate >= 1.0:
        return 1.0 if starts else 0.0
    return -math.expm1(starts * math.log1p(-rate))


class Survey(NamedTuple):
    """What halving found.

    Attributes:
        passed: how many starts of each network passed; shape (networks,).
        starts: out of how many; fewer than all where it was dropped.
    """

    passed: Labels
    starts: Labels


@dataclass(frozen=True, slots=True, eq=False)
class HalvingJob:
    """Round by round, train what has not been dropped; see `engine.job`.

    Attributes:
        trials: the networks and how they are trained. Each round takes the next of its seeds, of
            which there are as many as ``halving`` has starts; its marks are not used.
        halving: the rounds.

    Raises:
        DataError: when there are fewer or more seeds than starts.
    """

    trials: TrialsJob
    halving: Halving = DEFAULT

    def __post_init__(self) -> None:
        if len(self.trials.seeds) != self.halving.starts:
            raise DataError(
                f"{self.halving.starts} starts need as many seeds, not {len(self.trials.seeds)}."
            )

    def begin(self, kernel: KernelMaker = NumpyKernel) -> Generator[int, None, Survey]:
        """Begin to train.

        Yields:
            How many starts are done, of those of all networks; the starts that are saved by
            dropping count as done when the round ends.

        Raises:
            DataError: when a network, the data and the terms do not fit together.
        """
        networks, seeds = self.trials.networks, self.trials.seeds
        passed, starts = np.zeros((2, len(networks)), dtype=np.int64)
        left, before = np.arange(len(networks)), 0
        for one in self.halving.rounds:
            done = self.halving.starts * (len(networks) - len(left)) + before * len(left)
            own = [networks[int(place)] for place in left]
            trials = replace(
                self.trials, networks=own, seeds=seeds[before : one.starts], marks=False
            )
            found = yield from _counted(trials.begin(kernel), done)
            passed[left] += found.passed.sum(axis=1)
            starts[left] = before = one.starts
            left = left[passed[left] > one.at_most]
        yield self.halving.starts * len(networks)
        return Survey(passed, starts)


def _counted(steps: Generator[int, None, Outcomes], done: int) -> Generator[int, None, Outcomes]:
    """The same steps, with so many starts done before."""
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            found: Outcomes = end.value
            return found
        yield done + step
