"""What the starts of one candidate gave, and how candidates are compared by it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from engine.judging.tally import wilson_interval
from engine.metrics.terms import Terms


@dataclass(frozen=True, slots=True)
class Outcome:
    """What some starts of one candidate gave.

    Attributes:
        passed: how many of them passed.
        starts: how many there were, 1 or more.
        score: the median test score, the lower of two in the middle; None where that start
            diverged.
        quality: the median as a number that is larger for a better score; −inf for none.
    """

    passed: int
    starts: int
    score: float | None
    quality: float

    @classmethod
    def of(cls, scores: Iterable[float], terms: Terms) -> Outcome:
        """The outcome of starts with these test scores, at least one.

        Args:
            scores: in any order; NaN where a start diverged.
            terms: what passes.
        """
        ranked = sorted((_known(score) for score in scores), key=terms.metric.rank)
        score = ranked[(len(ranked) - 1) // 2]
        passed = sum(terms.reached(own) for own in ranked)
        return cls(passed, len(ranked), score, terms.metric.rank(score))

    @property
    def rank(self) -> tuple[float, float]:
        """Larger for a better candidate: how often it surely passes, then the median score.

        It passes “surely” as often as the lower end of the 95 % interval says, so that many starts
        count for more than a few lucky ones.
        """
        return wilson_interval(self.passed, self.starts).low, self.quality


def _known(score: float) -> float | None:
    return None if math.isnan(score) else score
