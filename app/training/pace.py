"""How fast training may go: slowly enough to be watched at first, then at the chosen speed.

A run begins with a few updates a second, so that the first ones can be seen one by one, and
accelerates with the updates done until it has the chosen speed: 20 updates take 2 seconds, 100 take
3.5, and 2,400 updates a second are reached after 4.5. A chosen speed below that holds from the
start; full speed never waits.
"""

from __future__ import annotations

import time
from collections import deque
from typing import Final

from widgets.run_model import FULL_SPEED, Speed

TURNS_A_SECOND: Final = 60.0
WINDOW_SECONDS: Final = 0.5
BEGINNING: Final = (5.0, 1 / 1.5, 1 / 200)
"""Updates a second after u updates of a run, as a polynomial a + b·u + c·u² of u."""


class Pace:
    """Computes when the next updates are due.

    Time that was lost (a pause, a sleeping machine) is not made up. ``per_epoch`` is the number of
    updates in an epoch.
    """

    def __init__(self) -> None:
        self._speed = FULL_SPEED
        self._due = 0.0
        self._passed: deque[tuple[float, int]] = deque()

    @property
    def limited(self) -> bool:
        """Whether training has to wait at all."""
        return not self._speed.full

    def rate(self, update: int, per_epoch: int) -> float:
        """Updates a second to aim at after so many updates, when limited."""
        chosen = self._speed.per_second
        if self._speed.unit == "epoch":
            chosen *= per_epoch
        first, linear, quadratic = BEGINNING
        return min(chosen, first + linear * update + quadratic * update**2)

    def turn(self, update: int, per_epoch: int) -> int:
        """Updates to train before looking at the clock again, when limited."""
        return max(1, round(self.rate(update, per_epoch) / TURNS_A_SECOND))

    def set_speed(self, speed: Speed) -> None:
        """Aim at that speed from now on."""
        self._speed = speed
        self.restart()

    def restart(self) -> None:
        """Training was paused: the next updates are due now, and the measured speed is 0."""
        self._due = time.monotonic()
        self._passed.clear()

    def wait(self) -> float:
        """Seconds until the next updates are due; 0 when they are."""
        return max(0.0, self._due - time.monotonic()) if self.limited else 0.0

    def took(self, updates: int, rate: float) -> None:
        """A turn of that many updates was trained, to be done at that rate."""
        if self.limited:
            self._due = max(self._due + updates / rate, time.monotonic())

    def measure(self, epoch: int) -> float:
        """Note where training is; returns epochs a second over the last half second."""
        now = time.monotonic()
        self._passed.append((now, epoch))
        while len(self._passed) > 2 and now - self._passed[1][0] > WINDOW_SECONDS:
            self._passed.popleft()
        since, epoch_then = self._passed[0]
        return (epoch - epoch_then) / (now - since) if now > since else 0.0
