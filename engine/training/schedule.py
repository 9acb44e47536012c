"""When a run is measured: often at first, when much changes, then more and more rarely.

A schedule depends on the epoch alone, never on a clock, so the same run gives the same curve.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

DENSE_EPOCHS: Final = 100


class Schedule(Protocol):
    """Gives the epochs at which a run is measured."""

    def next_after(self, epoch: int) -> int:
        """The first epoch after the given one to measure at."""


@dataclass(frozen=True, slots=True)
class DoublingSchedule:
    """Every epoch up to 100, every 2nd up to 200, every 4th up to 400, and so on.

    About 50 rows for each doubling: a million epochs give 800.
    """

    def next_after(self, epoch: int) -> int:
        """The first epoch of the schedule after the given one."""
        stride = 1
        while epoch >= DENSE_EPOCHS * stride:
            stride *= 2
        return (epoch // stride + 1) * stride


@dataclass(frozen=True, slots=True)
class EvenSchedule:
    """Every ``stride`` epochs."""

    stride: int

    def next_after(self, epoch: int) -> int:
        """The next multiple of the stride."""
        return (epoch // self.stride + 1) * self.stride
