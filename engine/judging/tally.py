"""How many of the further starts of a solution passed, and what that says of all starts.

Values alone, without NumPy: the records are opened before it is imported.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, NamedTuple

_Z: Final = 1.959963984540054  # the normal distribution's 97.5 % quantile


class Interval(NamedTuple):
    """Where a share lies with 95 % confidence; both ends 0 to 1."""

    low: float
    high: float


def wilson_interval(passed: int, done: int) -> Interval:
    """The 95 % score interval of a share.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal of
    the American Statistical Association 22 (1927), 209–212; without continuity correction. Unlike
    the interval of the textbooks it covers about 95 % near 0 and 1 too.

    Args:
        passed: how many passed, 0 to ``done``.
        done: out of how many, 1 or more.
    """
    share, extra = passed / done, _Z**2 / done
    middle = share + extra / 2
    reach = _Z * math.sqrt(share * (1 - share) / done + extra / (4 * done))
    low = 0.0 if passed == 0 else (middle - reach) / (1 + extra)
    high = 1.0 if passed == done else (middle + reach) / (1 + extra)
    return Interval(low, high)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many starts passed so far.

    Attributes:
        outcomes: whether each passed, in the order of the seeds; as many as are done.
        total: how many there will be.
    """

    outcomes: tuple[bool, ...]
    total: int

    @property
    def done(self) -> int:
        """How many starts are done."""
        return len(self.outcomes)

    @property
    def passed(self) -> int:
        """How many of those passed."""
        return sum(self.outcomes)

    @property
    def is_complete(self) -> bool:
        """Whether all starts are done."""
        return self.done == self.total

    @property
    def interval(self) -> Interval:
        """Where the share of all possible starts lies; from 0 to 1 while none is done."""
        return wilson_interval(self.passed, self.done) if self.done else Interval(0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Sturdiness:
    """How sturdy a solution is, as far as it is known.

    Attributes:
        starts: further starts on the data of the level.
        draws: further starts, each on another draw of the data; None where nothing is drawn.
    """

    starts: Tally
    draws: Tally | None = None

    @property
    def is_complete(self) -> bool:
        """Whether all starts are done."""
        return self.starts.is_complete and (self.draws is None or self.draws.is_complete)
