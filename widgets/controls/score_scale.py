"""Scores as lengths and as words: where a score lies on a bar, and how it is said."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

Metric = Literal["accuracy", "mse"]
_DECADES: Final = 2.5
_TICK_MSE: Final = 0.8
_NARROW: Final = "\u00a0"
_HAIR: Final = 1e-9


@dataclass(frozen=True, slots=True)
class ScoreScale:
    """The scale of one level's scores; every bar and plot of scores is drawn by it.

    Attributes:
        metric: "accuracy" (0 to 1, larger is better) or "mse" (mean squared error, smaller is
            better).
        threshold: the score that passes.
        chance: the accuracy of guessing, where the bar begins.
    """

    metric: Metric
    threshold: float
    chance: float = 0.5

    @property
    def tick(self) -> float:
        """Where the threshold lies on the bar, 0 to 1."""
        return self.fraction(self.threshold)

    @property
    def title(self) -> str:
        """What is measured, in words."""
        return "Test accuracy" if self.metric == "accuracy" else "Test error"

    @property
    def goal(self) -> str:
        """What is asked: "≥ 97 %" or "≤ 0.02"."""
        if self.metric == "accuracy":
            return f"≥ {self.threshold * 100:g}{_NARROW}%"
        return f"≤ {self.threshold:g}"

    def reached(self, score: float) -> bool:
        """Whether the score is as good as the threshold; what is not a number is not."""
        if self.metric == "accuracy":
            return score >= self.threshold
        return score <= self.threshold

    def fraction(self, score: float) -> float:
        """How far along the bar the score lies, 0 to 1; to the right is better.

        Accuracy runs evenly from chance to 1. The error runs by its logarithm, from a hundred
        times the threshold down to a third of it, so that each halving is as long as the last.
        """
        if math.isnan(score):
            return 0.0
        if self.metric == "accuracy":
            place = (score - self.chance) / (1.0 - self.chance)
        elif score <= 0.0:
            place = 1.0
        else:
            place = _TICK_MSE - math.log10(score / self.threshold) / _DECADES
        return min(max(place, 0.0), 1.0)

    def text(self, score: float) -> str:
        """The score in figures, never rounded to a better one: 0.9696 is 96.9 %, not 97 %."""
        if not math.isfinite(score):
            return "–"
        if self.metric == "accuracy":
            return f"{math.floor(score * 1000 + _HAIR) / 10:.1f}{_NARROW}%"
        return _error_text(score)

    def gap_text(self, score: float) -> str:
        """How far it still is: "1.5 points to go", or that it is reached on validation."""
        if not math.isfinite(score):
            return "no score yet"
        if self.reached(score):
            return "reached on validation"
        if self.metric == "accuracy":
            points = math.ceil((self.threshold - score) * 1000 - _HAIR) / 10
            return f"{points:.1f} {'point' if points == 1 else 'points'} to go"
        return f"{_error_text(score / self.threshold)} times too large"


def _error_text(value: float) -> str:
    """Three figures, rounded up: an error must never look smaller than it is."""
    if value <= 0.0:
        return "0"
    unit = 10.0 ** (math.floor(math.log10(value)) - 2)
    return f"{math.ceil(value / unit - _HAIR) * unit:.3g}"
