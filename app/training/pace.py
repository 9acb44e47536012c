"""How fast training may go: a number of epochs a second, or as many as possible."""

from __future__ import annotations

import time
from collections import deque
from typing import Final

from widgets.run_model import FULL_SPEED

TURNS_A_SECOND: Final = 60.0
WINDOW_SECONDS: Final = 0.5


class Pace:
    """Says when the next epochs are due; time lost (a pause, a sleeping machine) is not made up."""

    def __init__(self) -> None:
        self._speed = FULL_SPEED
        self._due = 0.0
        self._passed: deque[tuple[float, int]] = deque()

    @property
    def limited(self) -> bool:
        """Whether training has to wait at all."""
        return self._speed != FULL_SPEED

    @property
    def epochs_a_turn(self) -> int:
        """Epochs to train before looking at the clock again, when limited."""
        return max(1, round(self._speed / TURNS_A_SECOND))

    def set_speed(self, epochs_per_second: float) -> None:
        """Aim at that speed from now on; `FULL_SPEED` for as fast as possible."""
        self._speed = epochs_per_second
        self.restart()

    def restart(self) -> None:
        """Training stood still: the next epochs are due now, and the measured speed is 0."""
        self._due = time.monotonic()
        self._passed.clear()

    def wait(self) -> float:
        """Seconds until the next epochs are due; 0 when they are."""
        return max(0.0, self._due - time.monotonic()) if self.limited else 0.0

    def took(self, epochs: int) -> None:
        """A turn of that many epochs was trained."""
        if self.limited:
            self._due = max(self._due + epochs / self._speed, time.monotonic())

    def measure(self, epoch: int) -> float:
        """Note where training is; returns epochs a second over the last half second."""
        now = time.monotonic()
        self._passed.append((now, epoch))
        while len(self._passed) > 2 and now - self._passed[1][0] > WINDOW_SECONDS:
            self._passed.popleft()
        since, epoch_then = self._passed[0]
        return (epoch - epoch_then) / (now - since) if now > since else 0.0
