"""Verdicts on all levels, including those that are not on disk yet."""

from __future__ import annotations

from app.saving.outbox import Outbox
from app.storage.records import Records, StoredVerdict
from levels import Address


class Verdicts:
    """All verdicts. Outlives the session of a level.

    Args:
        records: where they are read.
        outbox: where they are written.
    """

    def __init__(self, records: Records, outbox: Outbox) -> None:
        self._records, self._outbox = records, outbox
        self._best: dict[tuple[Address, str], StoredVerdict | None] = {}

    def add(self, verdict: StoredVerdict) -> None:
        """Store a verdict; it counts from now on, whenever it can be written."""
        self._outbox.put_verdict(verdict)
        place = (verdict.address, verdict.level_key)
        if place in self._best:
            self._best[place] = _smallest([self._best[place], verdict])

    def on(self, level: Address, level_key: str) -> list[StoredVerdict]:
        """Every verdict on the level as it is now, the oldest first."""
        waiting = self._waiting(level, level_key)
        stored = self._records.verdicts(level, level_key)
        return stored + [own for own in waiting if own not in stored]

    def best(self, level: Address, level_key: str) -> StoredVerdict | None:
        """The smallest solution of the level as it is now that passed; the earliest of equals."""
        place = (level, level_key)
        if place not in self._best:
            stored = self._records.best_verdict(level, level_key)
            self._best[place] = _smallest([stored, *self._waiting(*place)])
        return self._best[place]

    def forget(self) -> None:
        """Read anew: rows have moved from one address to another."""
        self._best = {}

    def _waiting(self, level: Address, level_key: str) -> list[StoredVerdict]:
        wanted = (level, level_key)
        return [own for own in self._outbox.verdicts() if (own.address, own.level_key) == wanted]


def _smallest(verdicts: list[StoredVerdict | None]) -> StoredVerdict | None:
    """The smallest that passed, the first of equals."""
    passed = [own for own in verdicts if own is not None and own.passed]
    return min(passed, key=lambda own: own.parameters, default=None)
