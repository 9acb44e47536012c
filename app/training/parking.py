"""Runs that were left: they wait here, as values, until their solution is opened again."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

from app.training.steps import StepMemory
from engine.training.run import SavedRun

MOST_RUNS: Final = 64
MOST_BYTES: Final = 128 * 2**20


@dataclass(frozen=True, slots=True, eq=False)
class ParkedRun:
    """A run that was left, with its undo steps."""

    saved: SavedRun
    steps: StepMemory

    @property
    def bytes(self) -> int:
        """How much memory it takes."""
        return self.saved.bytes + self.steps.bytes


class Parking:
    """Keeps what was left, by a key of the caller's; what was left longest ago is dropped first."""

    def __init__(self, most_runs: int = MOST_RUNS, most_bytes: int = MOST_BYTES) -> None:
        self._most_runs, self._most_bytes = most_runs, most_bytes
        self._runs: dict[Hashable, ParkedRun] = {}

    def __len__(self) -> int:
        return len(self._runs)

    def put(self, key: Hashable, run: ParkedRun) -> None:
        """Keep a run; it replaces an older one of the same key."""
        self._runs.pop(key, None)
        self._runs[key] = run
        while len(self._runs) > 1 and self._is_full:
            del self._runs[next(iter(self._runs))]

    def take(self, key: Hashable) -> ParkedRun | None:
        """Remove and return the run of that key; None when there is none."""
        return self._runs.pop(key, None)

    @property
    def _is_full(self) -> bool:
        too_large = sum(run.bytes for run in self._runs.values()) > self._most_bytes
        return too_large or len(self._runs) > self._most_runs
