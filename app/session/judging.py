"""Runs the judge on solutions of a level, one at a time, and stores the verdicts."""

from __future__ import annotations

import time
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.saving.verdicts import Verdicts
from app.storage.records import StoredVerdict
from engine.data import Dataset
from engine.judging.judge import JudgeJob, Verdict
from levels import Level, Medal, Solution, write_solution
from widgets.bench import Jobs


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """A verdict and what it means for the player.

    Attributes:
        solution: what was judged.
        verdict: what the judge found.
        medal: what it won; None when it failed.
        star: whether it is smaller than the author's.
        best_before: the smallest that passed before, None when none had.
        text: the solution as it is kept.
    """

    solution: Solution
    verdict: Verdict
    medal: Medal | None
    star: bool
    best_before: StoredVerdict | None
    text: str


class Judging(QObject):
    """Judges solutions of a level, one at a time, and keeps the verdicts.

    Whatever is on the bench meanwhile: the judge works on the solution that it was given.

    Args:
        jobs: where the judge works.
        verdicts: where verdicts are kept.
        level: whose terms are applied.
        dataset: its three sets.

    Signals:
        active_changed: the judge began or ended.
        started: the judge is at work.
        progressed: how far it is (`engine.judging.judge.JudgeProgress`).
        finished: it is done (`Outcome`).
        author_judged: the author's solution was judged too, for comparison (its `Verdict`).
        cancelled: it ended without a verdict.
        failed: it could not judge (a sentence).
    """

    active_changed = Signal()
    started = Signal()
    progressed = Signal(object)
    finished = Signal(object)
    author_judged = Signal(object)
    cancelled = Signal()
    failed = Signal(str)

    def __init__(
        self,
        jobs: Jobs,
        verdicts: Verdicts,
        level: Level,
        dataset: Dataset,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs, self._verdicts = jobs, verdicts
        self._level, self._dataset = level, dataset
        self._solution: Solution | None = None
        self._number = 0
        self._author: Verdict | None = None
        self._comparing = False

    @property
    def active(self) -> bool:
        """Whether the judge is at work."""
        return self._solution is not None

    @property
    def author(self) -> Verdict | None:
        """The verdict on the author's solution, once it is known; it is judged after the first."""
        return self._author

    @property
    def best(self) -> StoredVerdict | None:
        """The smallest solution that has passed so far."""
        return self._verdicts.best(self._level.address, self._level.key)

    @property
    def history(self) -> list[StoredVerdict]:
        """Every verdict on the level as it is now, the oldest first."""
        return self._verdicts.on(self._level.address, self._level.key)

    def start(self, solution: Solution) -> None:
        """Judge a solution; nothing when one is judged already."""
        if self.active:
            return
        self._solution = solution
        self.active_changed.emit()
        self.started.emit()
        self._number = self._jobs.start(
            self._job(solution), self._take_verdict, self.progressed.emit, self._take_failure
        )

    def cancel(self) -> None:
        """Cancel the judging, if one is under way."""
        if self.active:
            self._jobs.cancel(self._number)
            self._end()
            self.cancelled.emit()

    def _job(self, solution: Solution) -> JudgeJob:
        return JudgeJob(solution.network, self._dataset, solution.training, self._level.terms)

    def _end(self) -> None:
        self._solution = None
        self.active_changed.emit()

    def _take_verdict(self, verdict: Verdict) -> None:
        solution = self._solution
        if solution is not None:
            self._end()
            self.finished.emit(self._kept(solution, verdict))
            self._compare()

    def _take_failure(self, error: Exception) -> None:
        self._end()
        self.cancelled.emit()
        self.failed.emit(f"The judge could not judge this solution: {error}")

    def _compare(self) -> None:
        """Judge the author's solution on the same machine, so that both scores mean the same."""
        author = self._level.author_solution
        if author is not None and self._author is None and not self._comparing:
            self._comparing = True
            self._jobs.start(self._job(author), self._take_author, None, self._forgo_author)

    def _take_author(self, verdict: Verdict) -> None:
        self._comparing, self._author = False, verdict
        self.author_judged.emit(verdict)

    def _forgo_author(self, error: Exception) -> None:
        self._comparing = False
        self.failed.emit(f"The author’s solution could not be judged for comparison: {error}")

    def _kept(self, solution: Solution, verdict: Verdict) -> Outcome:
        medals = self._level.medals
        medal = medals.medal_for(verdict.parameters) if verdict.passed else None
        star = verdict.passed and medals.has_star(verdict.parameters)
        best_before = self.best
        stored = self._stored(solution, verdict)
        self._verdicts.add(stored)
        return Outcome(solution, verdict, medal, star, best_before, stored.text)

    def _stored(self, solution: Solution, verdict: Verdict) -> StoredVerdict:
        scores = tuple((result.seed, result.test_score) for result in verdict.results)
        return StoredVerdict(
            address=self._level.address,
            level_key=self._level.key,
            text=write_solution(solution, self._level.id),
            parameters=verdict.parameters,
            passed=verdict.passed,
            scores=scores,
            judged=time.time(),
        )
