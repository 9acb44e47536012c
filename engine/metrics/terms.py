"""What a network has to reach to pass."""

from __future__ import annotations

from dataclasses import dataclass

from engine.data import Task
from engine.errors import DataError
from engine.metrics.metric import Metric


@dataclass(frozen=True)
class Terms:
    """The threshold of a level and how many starts have to reach it.

    Attributes:
        metric: what is scored.
        threshold: the score to reach, in the metric's unit.
        seeds: the judge's starts.
        needed: how many of them must pass.

    Raises:
        DataError: when more passes are needed than there are seeds, or none.
    """

    metric: Metric
    threshold: float
    seeds: tuple[int, ...]
    needed: int

    def __post_init__(self) -> None:
        if not 1 <= self.needed <= len(self.seeds):
            raise DataError(f"{self.needed} of {len(self.seeds)} starts cannot be asked for.")

    def check(self, task: Task) -> None:
        """Raise DataError when the metric does not score that kind of task."""
        if self.metric.kind != task.kind:
            raise DataError(f"“{self.metric.name}” does not score {task.kind}.")

    @property
    def goal(self) -> str:
        """What is asked for, in words: "Test accuracy ≥ 97 %"."""
        return f"Test {self.metric.label} {self.metric.goal(self.threshold)}"

    @property
    def wrong_means(self) -> str:
        """Which points count as wrong: "test points whose squared error is above 0.015"."""
        return f"test points {self.metric.wrong_means(self.threshold)}"

    def reached(self, score: float | None) -> bool:
        """Whether a score reaches the threshold; none and NaN do not."""
        return self.metric.reached(score, self.threshold)

    def gap(self, score: float) -> float:
        """How far the score is from the threshold; 0 when it is reached."""
        return 0.0 if self.reached(score) else abs(self.threshold - score)
