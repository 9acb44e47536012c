"""Which medal a solution as it is now has won, from the verdicts that are kept."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from app.storage.records import StoredVerdict
from levels import Level, LevelErrors, Medal, Solution, read_solution


class MedalsWon:
    """The best medal of each network that was judged in a level.

    A verdict is on what the judge sees: nodes, links and training settings. Names, places and
    weights do not matter, so a copy has the medal of its original, and an undone edit brings
    the medal back. The medal is computed from the size and the level, never read from a record.

    Args:
        level: whose medals they are.
    """

    def __init__(self, level: Level) -> None:
        self._level = level
        self._best: dict[Hashable, Medal] = {}

    def take(self, history: Iterable[StoredVerdict]) -> None:
        """Take these verdicts into account from now on; unreadable ones are left out."""
        self._best = {}
        for verdict in history:
            if not verdict.passed:
                continue
            try:
                solution = read_solution(
                    verdict.text, "verdict", self._level.task, self._level.training
                )
            except LevelErrors:
                continue
            # Of one network each verdict gives the same medal: its size decides.
            self._best[_as_judged(solution)] = self._level.medals.medal_for(
                solution.network.parameters
            )

    def medal_of(self, solution: Solution) -> Medal | None:
        """The medal of the solution as it is now; None when that has not passed."""
        return self._best.get(_as_judged(solution)) if self._best else None


def _as_judged(solution: Solution) -> Hashable:
    """What two solutions share when every verdict on one holds for the other."""
    network = solution.network
    neurons = frozenset((own.id, own.activation, own.bias, own.output) for own in network.neurons)
    return neurons, frozenset(network.link_by_key), solution.training
