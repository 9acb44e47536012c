"""Sturdiness: how often a solution passes from many further starts, and on other draws of the data.

It is shown beside the verdict and decides nothing. Each start is trained and scored as the judge
does it; one that diverged has not passed.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from engine.data import Dataset
from engine.judging.scoring import reached, scores_of, set_free
from engine.judging.tally import Sturdiness, Tally
from engine.kernels.choice import KernelMaker
from engine.kernels.numpy.kernel import NumpyKernel
from engine.metrics.terms import Terms
from engine.network import Network
from engine.settings import TrainingSettings
from engine.training.cohort import Cohort

TOGETHER: Final = 16
"""Starts that train side by side: two vectors of the compiled kernel, and few enough that the
count is updated often."""


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
        self.terms.check(self.dataset.task)
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
        return [bool(one) for one in reached(scores, terms) & cohort.stable]


def _grown(tally: Tally, passed: Sequence[bool]) -> Tally:
    return replace(tally, outcomes=(*tally.outcomes, *passed))


def _portions(seeds: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(seeds), TOGETHER):
        yield seeds[first : first + TOGETHER]
