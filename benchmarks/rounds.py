"""Rounds in turns: a busy moment of the machine falls on all that are compared."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping

Runner = Callable[[int], object]
"""Carries out so many updates."""


def medians(
    runners: Mapping[str, Runner], updates: Callable[[str], int], rounds: int
) -> dict[str, float]:
    """Median microseconds per update of each; the first round, which is for warming up, is lost.

    Args:
        runners: what is compared.
        updates: how many of them make a round of a runner, by its name.
        rounds: how many.
    """
    times: dict[str, list[float]] = {who: [] for who in runners}
    for _ in range(rounds + 1):
        for who, run in runners.items():
            count = updates(who)
            begun = time.perf_counter()
            run(count)
            times[who].append((time.perf_counter() - begun) / count * 1e6)
    return {who: statistics.median(found[1:]) for who, found in times.items()}
