"""Trials: many networks trained from the same seeds; which starts of each pass.

Every start is trained and scored as the judge does it, free of start weights and freezes; one that
diverged has not passed. What comes out for a network and a seed does not depend, to the last bit,
on the networks and the seeds beside them. Nothing is given up early: only what has diverged from
every seed is left out of the rest, as nothing can change for it.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.data import Dataset, Floats, Labels, Samples
from engine.judging.scoring import reached, scores_of_outputs, set_free
from engine.kernels.choice import KernelMaker
from engine.kernels.numpy.kernel import NumpyKernel
from engine.metrics.terms import Terms
from engine.network import Network
from engine.search.start_groups import Group, groups
from engine.settings import TrainingSettings

NEVER: Final = -1
"""The mark of a start that never reached the threshold."""

MARKS: Final = 20
"""How often the validation set is looked at on the way, where marks are asked for."""

Passed = NDArray[np.bool_]


class Outcomes(NamedTuple):
    """What came out.

    Attributes:
        passed: which starts passed; shape (networks, seeds).
        marks: the first of the epochs `mark_epochs` at which a start reached the threshold on the
            validation set, `NEVER` where none did; the same shape. A start that passes may have no
            mark, and one with a mark may not pass. None where they were not asked for.
        scores: the test score of each start; the same shape. Where it is as good as the threshold,
            the start passed; NaN where it would be but diverged, or where answers are no numbers.
    """

    passed: Passed
    marks: Labels | None
    scores: Floats


def mark_epochs(epochs: int) -> tuple[int, ...]:
    """When marks are looked for: after each twentieth of the training, in whole epochs."""
    return tuple(sorted({-(-epochs * part // MARKS) for part in range(1, MARKS + 1)}))


@dataclass(frozen=True, slots=True, eq=False)
class TrialsJob:
    """Train each network from each seed; see `engine.job`.

    Attributes:
        networks: what to train; their start weights and freezes do not count.
        dataset: what they learn, and what they are scored on.
        settings: how to train.
        terms: what passes; its seeds are not used.
        seeds: one start a seed, each ≥ 0. Eight train together, and fewer take as long.
        marks: whether to look for marks.
    """

    networks: Sequence[Network]
    dataset: Dataset
    settings: TrainingSettings
    terms: Terms
    seeds: Sequence[int]
    marks: bool = False

    def begin(self, kernel: KernelMaker = NumpyKernel) -> Generator[int, None, Outcomes]:
        """Begin to train.

        Args:
            kernel: what carries out the updates; see `engine.kernels.choice`. The compiled one
                trains many networks at once, unless the settings ask for random nudges or early
                stopping.

        Yields:
            How many starts are done, after every few hundredths of a second.

        Raises:
            DataError: when a network, the data and the terms do not fit together.
        """
        self.terms.check(self.dataset.task)
        shape = len(self.networks), len(self.seeds)
        passed = np.zeros(shape, dtype=np.bool_)
        marks = np.full(shape, NEVER) if self.marks else None
        scores = np.full(shape, np.nan)
        done = 0
        free = map(set_free, self.networks)
        for place, group in groups(free, self.dataset, self.settings, self.seeds, kernel):
            for epoch in mark_epochs(self.settings.epochs) if self.marks else ():
                for _ in group.train(epoch):
                    yield done
                if marks is not None:
                    found = marks[place]
                    fresh = (found == NEVER) & (group.diverged_at < 0)
                    now = self._scores(group, self.dataset.validation)
                    found[fresh & self._reached(now)] = epoch
            for _ in group.train(self.settings.epochs):
                yield done
            final = self._scores(group, self.dataset.test)
            good = self._reached(final)
            passed[place] = good & group.stable(good)
            scores[place] = np.where(good & ~passed[place], np.nan, final)
            done += good.size
            yield done
        return Outcomes(passed, marks, scores)

    def _scores(self, group: Group, samples: Samples) -> Floats:
        """The scores of a group on a set now; shape (networks, seeds)."""
        values = group.outputs(samples)
        flat = values.reshape(len(values), -1, len(samples))
        scores = scores_of_outputs(self.dataset.task, flat, samples, self.terms)
        return scores.reshape(values.shape[1:3])

    def _reached(self, scores: Floats) -> Passed:
        return reached(scores.reshape(-1), self.terms).reshape(scores.shape)
