"""Counts of further starts, as short as a test wants to write them."""

from __future__ import annotations

from engine.judging.tally import Tally


def tally(passed: int, done: int = 100, total: int = 100) -> Tally:
    """So many of those done passed; they come first."""
    return Tally((True,) * passed + (False,) * (done - passed), total)
