"""What a network has to reach to pass."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import DataError
from engine.metrics import Metric


@dataclass(frozen=True)
class Terms:
    """The threshold of a level and how many starts have to reach it.

    Attributes:
        metric: "accuracy" (to be at least the threshold) or "mse" (at most).
        threshold: share 0 to 1, or a mean squared error.
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

    def reached(self, score: float) -> bool:
        """Whether a score reaches the threshold; NaN does not."""
        return score >= self.threshold if self.metric == "accuracy" else score <= self.threshold

    def gap(self, score: float) -> float:
        """How far the score is from the threshold; 0 when it is reached."""
        if self.reached(score):
            return 0.0
        return abs(self.threshold - score)
