"""The judge: trains a network from fresh starts and decides whether enough of them pass.

The test set is scored with the weights at the end of the run; with early stopping these are the
weights that it kept. Start weights set by hand and freezes are ignored: a solution has to learn all
of itself. The test set is first used when all training is over.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from engine.data import Dataset, Floats, Labels
from engine.inspection.evaluate import outputs
from engine.judging.diagnosis import Cause, Evidence, cause_of_seed, cause_of_verdict
from engine.judging.scoring import scores_of, set_free
from engine.kernels.choice import KernelMaker
from engine.kernels.numpy.kernel import NumpyKernel
from engine.metrics.terms import Terms as Terms
from engine.network import Network
from engine.plan import Plan
from engine.settings import TrainingSettings
from engine.training.schedule import EvenSchedule
from engine.training.trainer import Trainer

_MEASUREMENTS: Final = 60


@dataclass(frozen=True, slots=True, eq=False)
class SeedResult:
    """The result of one start.

    Attributes:
        seed: the seed of the start.
        train_score, validation_score, test_score: in the metric of the terms, at the end; None
            where the run diverged or the outputs are no numbers.
        passed: whether the test score reaches the threshold and the run did not diverge.
        diverged_at: epoch in which it diverged; None when it did not.
        cause: why it failed; None when it passed.
        wrong: indices of the test samples that count as wrong; see `Metric.wrong`.
    """

    seed: int
    train_score: float | None
    validation_score: float | None
    test_score: float | None
    passed: bool
    diverged_at: int | None
    cause: Cause | None
    wrong: Labels


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """The result of judging.

    Attributes:
        terms: what was asked for.
        parameters: size of the network.
        results: one for each seed, in the order of the terms.
        passed: whether enough starts passed.
        cause: why it failed as a whole; None when it passed.
        plan: the network as it was compiled.
        weights: final parameters, shape (seeds, plan.size).
    """

    terms: Terms
    parameters: int
    results: tuple[SeedResult, ...]
    passed: bool
    cause: Cause | None
    plan: Plan
    weights: Floats

    @property
    def seeds_passed(self) -> int:
        """How many starts passed."""
        return sum(result.passed for result in self.results)

    @property
    def deciding_score(self) -> float | None:
        """The test score that decided; see `Metric.deciding_score`."""
        scores = [result.test_score for result in self.results]
        return self.terms.metric.deciding_score(scores, self.terms.needed)


@dataclass(frozen=True, slots=True)
class JudgeProgress:
    """How far the judge is; ``validation_score`` has one score a seed, None where it diverged."""

    epoch: int
    epochs: int
    validation_score: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class JudgeJob:
    """Train from every seed of the terms and judge; see `engine.job`.

    Attributes:
        network: what is judged.
        dataset: the test set is used when training is over.
        settings: how to train.
        terms: what passes.
    """

    network: Network
    dataset: Dataset
    settings: TrainingSettings
    terms: Terms

    def begin(self, kernel: KernelMaker = NumpyKernel) -> Generator[JudgeProgress, None, Verdict]:
        """Begin to judge.

        Args:
            kernel: what carries out the updates; see `engine.kernels.choice`.

        Yields:
            Progress at least 60 times over a run that long, and after every slice of work (see
            `Trainer.snapshots`).

        Raises:
            DataError: when network, data and terms do not fit together.
        """
        terms, dataset, settings = self.terms, self.dataset, self.settings
        terms.check(dataset.task)
        schedule = EvenSchedule(max(1, settings.epochs // _MEASUREMENTS))
        network = set_free(self.network)
        trainer = Trainer(network, dataset, settings, terms.seeds, schedule, kernel, terms.metric)
        for snapshot in trainer.snapshots(to_the_last=True):
            scores = snapshot.curves.validation_score[-1]
            yield JudgeProgress(snapshot.epoch, settings.epochs, tuple(map(_known, scores)))
        end = trainer.snapshot()
        diverged = tuple(None if epoch < 0 else epoch for epoch in end.diverged_at)
        return _verdict(end.plan, end.parameters, dataset, terms, diverged, settings)


def judge(
    network: Network,
    dataset: Dataset,
    settings: TrainingSettings,
    terms: Terms,
    kernel: KernelMaker = NumpyKernel,
) -> Iterator[JudgeProgress | Verdict]:
    """Judge in one iteration; see `JudgeJob`.

    Yields:
        The progress of the job, last the Verdict.

    Raises:
        DataError: when network, data and terms do not fit together.
    """
    yield (yield from JudgeJob(network, dataset, settings, terms).begin(kernel))


def _verdict(
    plan: Plan,
    weights: Floats,
    dataset: Dataset,
    terms: Terms,
    diverged: tuple[int | None, ...],
    settings: TrainingSettings,
) -> Verdict:
    stable = np.array([epoch is None for epoch in diverged])
    train, validation, test = (
        np.where(stable, scores_of(plan, weights, dataset, samples, terms), np.nan)
        for samples in (dataset.train, dataset.validation, dataset.test)
    )
    wrong = _wrong(plan, weights, dataset, terms)
    passed = tuple(terms.reached(float(score)) for score in test)
    evidence = Evidence(plan, weights, dataset, terms, train, test, passed, diverged, settings)
    results = tuple(
        SeedResult(
            seed=seed,
            train_score=_known(train[place]),
            validation_score=_known(validation[place]),
            test_score=_known(test[place]),
            passed=passed[place],
            diverged_at=diverged[place],
            cause=None if passed[place] else cause_of_seed(evidence, place),
            wrong=wrong[place],
        )
        for place, seed in enumerate(terms.seeds)
    )
    enough = sum(passed) >= terms.needed
    cause = None if enough else cause_of_verdict(evidence)
    return Verdict(terms, plan.network.parameters, results, enough, cause, plan, weights)


def _known(score: float) -> float | None:
    return float(score) if np.isfinite(score) else None


def _wrong(plan: Plan, weights: Floats, dataset: Dataset, terms: Terms) -> list[Labels]:
    """Indices of the test samples that each seed got wrong."""
    task, test = dataset.task, dataset.test
    values = outputs(plan, weights, test.x, task.columns)
    with np.errstate(all="ignore"):
        wrong = terms.metric.wrong(task, values, test, terms.threshold)
    return [np.flatnonzero(row) for row in wrong]
