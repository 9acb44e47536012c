"""Sturdiness: how often a solution passes from many further starts, and on other draws of the data.

It is shown beside the verdict and decides nothing. Each start is trained and scored as the judge
does it; one that diverged has not passed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np

from engine.data import Dataset
from engine.errors import DataError
from engine.judging.scoring import scores_of, set_free
from engine.kernels.choice import KernelMaker
from engine.kernels.numpy.kernel import NumpyKernel
from engine.network import Network
from engine.settings import TrainingSettings
from engine.terms import Terms
from engine.training.cohort import Cohort

TOGETHER: Final = 16
"""Starts that train side by side: two vectors of the compiled kernel, and few enough that the
count is updated often."""

_Z: Final = 1.959963984540054  # the normal distribution's 97.5 % quantile


class Interval(NamedTuple):
    """Where a share lies with 95 % confidence; both ends 0 to 1."""

    low: float
    high: float


def wilson_interval(passed: int, done: int) -> Interval:
    """The 95 % score interval of a share.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal of
    the American Statistical Association 22 (1927), 209–212; without continuity correction. Unlike
    the interval of the textbooks it covers about 95 % near 0 and 1 too.

    Args:
        passed: how many passed, 0 to ``done``.
        done: out of how many, 1 or more.
    """
    share, extra = passed / done, _Z**2 / done
    middle = share + extra / 2
    reach = _Z * math.sqrt(share * (1 - share) / done + extra / (4 * done))
    low = 0.0 if passed == 0 else (middle - reach) / (1 + extra)
    high = 1.0 if passed == done else (middle + reach) / (1 + extra)
    return Interval(low, high)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many starts passed so far.

    Attributes:
        outcomes: whether each passed, in the order of the seeds; as many as are done.
        total: how many there will be.
    """

    outcomes: tuple[bool, ...]
    total: int

    @property
    def done(self) -> int:
        """How many starts are done."""
        return len(self.outcomes)

    @property
    def passed(self) -> int:
        """How many of those passed."""
        return sum(self.outcomes)

    @property
    def is_complete(self) -> bool:
        """Whether all starts are done."""
        return self.done == self.total

    @property
    def interval(self) -> Interval:
        """Where the share of all possible starts lies; from 0 to 1 while none is done."""
        return wilson_interval(self.passed, self.done) if self.done else Interval(0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Sturdiness:
    """How sturdy a solution is, as far as it is known.

    Attributes:
        starts: further starts on the data of the level.
        draws: further starts, each on another draw of the data; None where nothing is drawn.
    """

    starts: Tally
    draws: Tally | None = None

    @property
    def is_complete(self) -> bool:
        """Whether all starts are done."""
        return self.starts.is_complete and (self.draws is None or self.draws.is_complete)


@dataclass(frozen=True, slots=True, eq=False)
class SturdinessJob:
    """Train from many further starts and count those that pass; see `engine.job`.

    Attributes:
        network: what was judged.
        dataset: what it was judged on.
        settings: how to train.
        terms: what passes; its seeds are not used.
        seeds: of the starts on ``dataset``, different ones.
        draw_seeds: of the starts on other draws, different ones; each is the seed of its draw too.
        redraw: the data as another seed draws them; None where nothing is drawn.
    """

    network: Network
    dataset: Dataset
    settings: TrainingSettings
    terms: Terms
    seeds: Sequence[int]
    draw_seeds: Sequence[int] = ()
    redraw: Callable[[int], Dataset] | None = None

    def begin(self, kernel: KernelMaker = NumpyKernel) -> Generator[Sturdiness, None, Sturdiness]:
        """Begin to train.

        Args:
            kernel: what carries out the updates; see `engine.kernels.choice`.

        Yields:
            What is known so far, after every slice of work.

        Raises:
            DataError: when network, data and terms do not fit together.
        """
        if self.terms.metric.kind != self.dataset.task.kind:
            raise DataError(f"“{self.terms.metric.name}” does not score {self.dataset.task.kind}.")
        draws = None if self.redraw is None else Tally((), len(self.draw_seeds))
        found = Sturdiness(Tally((), len(self.seeds)), draws)
        for seeds in _portions(self.seeds):
            passed = yield from self._trained(found, seeds, [self.dataset], kernel)
            found = replace(found, starts=_grown(found.starts, passed))
        if self.redraw is None or found.draws is None:
            return found
        for seeds in _portions(self.draw_seeds):
            datasets = []
            for seed in seeds:
                datasets.append(self.redraw(seed))
                yield found
            passed = yield from self._trained(found, seeds, datasets, kernel)
            found = replace(found, draws=_grown(found.draws, passed))
        return found

    def _trained(
        self,
        found: Sturdiness,
        seeds: Sequence[int],
        datasets: Sequence[Dataset],
        kernel: KernelMaker,
    ) -> Generator[Sturdiness, None, list[bool]]:
        """Train some starts, yielding what was found before; whether each of them passed."""
        network = set_free(self.network)
        cohort = Cohort(network, datasets, self.settings, seeds, kernel)
        for _ in cohort.slices():
            yield found
        plan, weights, terms = cohort.plan, cohort.weights, self.terms
        # All replicas by the one test set, or each by its own.
        rows = weights.reshape(len(datasets), -1, plan.size)
        scores = np.concatenate(
            [
                scores_of(plan, row, own, own.test, terms)
                for row, own in zip(rows, datasets, strict=True)
            ]
        )
        yield found
        pairs = zip(scores, cohort.stable, strict=True)
        return [bool(stable) and terms.reached(float(score)) for score, stable in pairs]


def _grown(tally: Tally, passed: Sequence[bool]) -> Tally:
    return replace(tally, outcomes=(*tally.outcomes, *passed))


def _portions(seeds: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(seeds), TOGETHER):
        yield seeds[first : first + TOGETHER]
