"""How sturdy a solution is, in words."""

from __future__ import annotations

import math

from engine.judging.tally import Sturdiness, Tally
from engine.wording import counted


def starts_text(tally: Tally) -> str:
    """How many starts passed of those that are done."""
    if tally.is_complete:
        return f"Passes from {tally.passed} of {counted(tally.total, 'start')}"
    if not tally.done:
        return f"Training {counted(tally.total, 'further start')}"
    return f"Passes from {tally.passed} of {counted(tally.done, 'start')} so far"


def draws_text(tally: Tally) -> str:
    """How many of the starts on other draws passed of those that are done."""
    if tally.is_complete:
        return f"{tally.passed} of {tally.total} on other draws"
    if not tally.done:
        return f"Then {counted(tally.total, 'other draw')}"
    return f"{tally.passed} of {tally.done} on other draws so far"


def likely_text(tally: Tally) -> str:
    """Where the share of all starts lies, per hundred of them and rounded outwards; else empty."""
    if not tally.is_complete:
        return ""
    low, high = tally.interval
    return f"likely {math.floor(low * tally.total)} to {math.ceil(high * tally.total)}"


def sturdiness_text(found: Sturdiness) -> str:
    """All of it in half a sentence, for a solution that was judged before."""
    starts = f"passes from {found.starts.passed} of {counted(found.starts.total, 'start')}"
    return starts if found.draws is None else f"{starts}, {draws_text(found.draws)}"
