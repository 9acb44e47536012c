"""From the judge's button to the medal: one judging at a time, its verdict kept for good."""

from __future__ import annotations

import time
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.storage.records import Records, RecordsError, StoredVerdict
from app.training.thread import TrainingThread
from engine.judging.judge import Verdict
from levels import Level, Medal, Solution, write_solution


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """A verdict and what it means for the player.

    Attributes:
        solution: what was judged.
        verdict: what the judge found.
        medal: what it won; None when it failed.
        star: whether it is smaller than the author's.
        best_before: the smallest that passed before, None when none had.
    """

    solution: Solution
    verdict: Verdict
    medal: Medal | None
    star: bool
    best_before: StoredVerdict | None


class Judging(QObject):
    """Judges the open solution of a level and keeps the verdict.

    Signals:
        started: the judge is at work.
        progressed: how far it is (`engine.judging.judge.JudgeProgress`).
        finished: it is done (`Outcome`).
        author_judged: the author's solution was judged too, for comparison (its `Verdict`).
        cancelled: it was called off.
        failed: the verdict could not be kept (a sentence).
    """

    started = Signal()
    progressed = Signal(object)
    finished = Signal(object)
    author_judged = Signal(object)
    cancelled = Signal()
    failed = Signal(str)

    def __init__(
        self, thread: TrainingThread, records: Records, level: Level, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._thread, self._records, self._level = thread, records, level
        self._solution: Solution | None = None
        self._author: Verdict | None = None
        self._comparing = False
        thread.judge_reported.connect(self._take)
        thread.failed.connect(self.cancel)

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
        return self._records.best(self._level.id, self._level.key)

    @property
    def history(self) -> list[StoredVerdict]:
        """Every verdict on the level as it is now, the oldest first."""
        return self._records.verdicts(self._level.id, self._level.key)

    def start(self, solution: Solution) -> None:
        """Judge the solution, which is the one on the bench; nothing when one is judged already."""
        if self.active:
            return
        self._solution, self._comparing = solution, False
        self.started.emit()
        self._thread.judge(self._level.terms)

    def cancel(self) -> None:
        """Call the judging off, if there is one."""
        if self.active:
            self._solution = None
            self._thread.cancel_judging()
            self.cancelled.emit()

    def _take(self, news: object) -> None:
        if self._comparing and isinstance(news, Verdict):
            self._comparing, self._author = False, news
            self.author_judged.emit(news)
        if self._solution is None:
            return
        if not isinstance(news, Verdict):
            self.progressed.emit(news)
            return
        solution, self._solution = self._solution, None
        self.finished.emit(self._kept(solution, news))
        self._compare()

    def _compare(self) -> None:
        """Judge the author's solution on the same machine, so that both scores mean the same."""
        author = self._level.author_solution
        if author is not None and self._author is None:
            self._comparing = True
            self._thread.judge(self._level.terms, author)

    def _kept(self, solution: Solution, verdict: Verdict) -> Outcome:
        medals = self._level.medals
        medal = medals.medal_for(verdict.parameters) if verdict.passed else None
        star = verdict.passed and medals.has_star(verdict.parameters)
        best_before = self.best
        try:
            self._records.add_verdict(self._stored(solution, verdict, medal))
        except RecordsError as error:
            self.failed.emit(f"{error} The verdict could not be kept; judge again later.")
        return Outcome(solution, verdict, medal, star, best_before)

    def _stored(self, solution: Solution, verdict: Verdict, medal: Medal | None) -> StoredVerdict:
        scores = tuple((result.seed, result.test_score) for result in verdict.results)
        return StoredVerdict(
            level_id=self._level.id,
            level_key=self._level.key,
            text=write_solution(solution, self._level.id),
            parameters=verdict.parameters,
            passed=verdict.passed,
            medal=None if medal is None else medal.label,
            scores=scores,
            judged=time.time(),
        )
