"""Carries out strategies in the test's own process, on made-up outcomes."""

from __future__ import annotations

import random
from collections.abc import Callable

from engine.search.candidate import Candidate
from engine.search.outcome import Outcome
from engine.search.strategy import Strategy

Rate = Callable[[Candidate], float]


def outcome(candidate: Candidate, starts: int, rate: float) -> Outcome:
    """What so many starts of a candidate of this pass rate give, always the same."""
    draw = random.Random(candidate.key)
    passed = sum(draw.random() < rate for _ in range(starts))
    return Outcome(passed, starts, rate, rate)


def carry_out(
    strategy: Strategy, rate: Rate, rounds: int = 1_000, order: int = 0
) -> list[list[tuple[str, int]]]:
    """Ask and tell up to so many rounds; what was asked in each, in order.

    Args:
        order: of another number, another order of telling.
    """
    asked: list[list[tuple[str, int]]] = []
    for _ in range(rounds):
        requests = list(strategy.ask())
        if not requests:
            break
        asked.append([(own.candidate.key, own.starts) for own in requests])
        if order:
            random.Random(order).shuffle(requests)
        for own in requests:
            strategy.tell(own.candidate, outcome(own.candidate, own.starts, rate(own.candidate)))
    return asked
