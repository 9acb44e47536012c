"""Counts of one attack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

MOST_NOTES: Final = 8


@dataclass(slots=True)
class Tally:
    """What one attack tried and what came of it.

    Attributes:
        name: what was attacked.
        tried: attempts.
        lost: something the player made is gone, and the damage did not hold it.
        wrong: a crash, a wrong value, an exception, a limit of time or memory exceeded.
        silent: a fault without a sentence for the player.
        slowest: of all attempts, in seconds.
        notes: the first faults, so that they can be repeated.
        remark: what else is worth a line.
    """

    name: str
    tried: int = 0
    lost: int = 0
    wrong: int = 0
    silent: int = 0
    slowest: float = 0.0
    notes: list[str] = field(default_factory=list)
    remark: str = ""

    @property
    def passed(self) -> bool:
        """Whether something was tried and nothing was found."""
        return self.tried > 0 and not (self.lost or self.wrong or self.silent)

    def took(self, seconds: float) -> None:
        """Count an attempt and its time."""
        self.tried += 1
        self.slowest = max(self.slowest, seconds)

    def lose(self, note: str) -> None:
        """Count a loss."""
        self.lost += 1
        self._note(f"lost: {note}")

    def err(self, note: str) -> None:
        """Count something wrong."""
        self.wrong += 1
        self._note(f"wrong: {note}")

    def miss(self, note: str) -> None:
        """Count a fault that was not reported."""
        self.silent += 1
        self._note(f"silent: {note}")

    def add(self, other: Tally) -> None:
        """Take in the counts of another part of the same attack."""
        self.tried += other.tried
        self.lost += other.lost
        self.wrong += other.wrong
        self.silent += other.silent
        self.slowest = max(self.slowest, other.slowest)
        for note in other.notes:
            self._note(note)

    def _note(self, note: str) -> None:
        if len(self.notes) < MOST_NOTES:
            self.notes.append(note)


def table(tallies: Iterable[Tally]) -> str:
    """The counts as text, one line for each attack, faults below."""
    lines = [
        f"{'attack':<34}{'tried':>9}{'lost':>7}{'wrong':>7}{'silent':>8}{'slowest':>10}",
        "-" * 75,
    ]
    below = []
    for tally in tallies:
        counts = f"{tally.tried:>9,}{tally.lost:>7}{tally.wrong:>7}{tally.silent:>8}"
        lines.append(f"{tally.name:<34}{counts}{tally.slowest:>8.2f} s")
        below += [f"  {tally.name}: {note}" for note in [tally.remark, *tally.notes] if note]
    return "\n".join([*lines, *([""] if below else []), *below])
