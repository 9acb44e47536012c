"""Scores as lengths and as words: where a score lies on a bar, and how it is said."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from engine import Metric

_DECADES: Final = 2.5
_TICK_OF_ERRORS: Final = 0.8


@dataclass(frozen=True, slots=True)
class ScoreScale:
    """The scale of one level's scores; every bar and plot of scores is drawn by it.

    Attributes:
        metric: what is scored.
        threshold: the score that passes.
        chance: the score of guessing, where the bar of a metric that is not logarithmic begins.
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
        return f"Test {self.metric.label}"

    @property
    def goal(self) -> str:
        """What is asked: "≥ 97 %" or "≤ 0.02"."""
        return self.metric.goal(self.threshold)

    def reached(self, score: float | None) -> bool:
        """Whether the score is as good as the threshold; none and NaN are not."""
        return self.metric.reached(score, self.threshold)

    def fraction(self, score: float | None) -> float:
        """How far along the bar the score lies, 0 to 1; to the right is better, none is 0.

        Shares run evenly from chance to the best score. Errors run by their logarithm, from a
        hundred times the threshold down to a third of it, so that each halving is as long as the
        last.
        """
        if score is None or math.isnan(score):
            return 0.0
        if not self.metric.logarithmic:
            place = (score - self.chance) / (self.metric.best - self.chance)
        elif score <= 0.0:
            place = 1.0
        else:
            place = _TICK_OF_ERRORS - math.log10(score / self.threshold) / _DECADES
        return min(max(place, 0.0), 1.0)

    def text(self, score: float | None) -> str:
        """The score in figures, never rounded to a better one; "–" for none."""
        return self.metric.format(score)

    def gap_text(self, score: float | None) -> str:
        """How far it still is: "1.5 points to go", or that it is reached on validation."""
        if score is None or not math.isfinite(score):
            return "no score yet"
        if self.reached(score):
            return "reached on validation"
        return self.metric.distance(score, self.threshold)
