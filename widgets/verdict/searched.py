"""What a search found, as the plot of sizes shows it."""

from __future__ import annotations

from dataclasses import dataclass

from engine import Metric
from engine.search.frontier import BestOfSize, Frontier


@dataclass(frozen=True, slots=True)
class Searched:
    """The part of a frontier that a player may see.

    Attributes:
        frontier: what the search found.
        shown_from: the size from which on the best scores are shown; 0 for all. To those who have
            not come down to the author's size, the way below it is left to find.
    """

    frontier: Frontier
    shown_from: int = 0

    def steps(self, metric: Metric) -> tuple[BestOfSize, ...]:
        """The shown networks that score better than every smaller one, smallest first."""
        steps: list[BestOfSize] = []
        for one in self.frontier.best:
            if one.score is None or one.parameters < self.shown_from:
                continue
            if not steps or metric.rank(one.score) > metric.rank(steps[-1].score):
                steps.append(one)
        return tuple(steps)

    @property
    def smallest(self) -> int | None:
        """The size of the smallest network that passes; None where it is not shown."""
        found = self.frontier.smallest
        shown = found is not None and found.parameters >= self.shown_from
        return found.parameters if found is not None and shown else None

    @property
    def barren_wirings(self) -> int:
        """How many networks there are of the sizes up to `barren_up_to`, of which none passes."""
        return sum(size.wirings for size in self.frontier.barren)

    @property
    def barren_up_to(self) -> int:
        """The largest size up to which every network was tried in vain; 0 where there is none."""
        return self.frontier.barren[-1].parameters if self.barren_wirings else 0
