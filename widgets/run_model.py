"""The training run as the window sees it: the newest frame, the state, and the chosen speed.

The session sets it and widgets read it, both on the GUI's thread.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QObject, Signal

from engine import Status
from engine.training.run import Frame, RunState
from engine.wording import noun_for

SpeedUnit = Literal["update", "epoch"]


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast to train, once the first updates have been seen.

    Attributes:
        per_second: updates or epochs a second, ≥ 0; 0 means as many as possible.
        unit: which of the two is counted.
    """

    per_second: float = 0.0
    unit: SpeedUnit = "epoch"

    @property
    def full(self) -> bool:
        """Whether it is as fast as possible."""
        return self.per_second == 0.0

    @property
    def text(self) -> str:
        """In words: "full speed", "1 update/s", "120 epochs/s"."""
        if self.full:
            return "full speed"
        return f"{self.per_second:g} {noun_for(self.per_second, self.unit)}/s"

    @property
    def short_text(self) -> str:
        """For where there is little room: "full", "1 upd/s", "120/s"."""
        if self.full:
            return "full"
        return f"{self.per_second:g}{' upd' if self.unit == 'update' else ''}/s"


FULL_SPEED: Final = Speed()
"""As fast as possible."""
DEFAULT_SPEED: Final = Speed(120.0)


class RunModel(QObject):
    """The run that is on the bench.

    Signals:
        frame_changed: there is a newer frame, or none any more.
        state_changed: the run is in another state.
        epochs_changed: the run has another number of epochs to do.
        speed_changed: another speed was chosen.
    """

    frame_changed = Signal()
    state_changed = Signal()
    epochs_changed = Signal()
    speed_changed = Signal()

    def __init__(self, epochs: int = 1000, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._frame: Frame | None = None
        self._state = RunState.IDLE
        self._epochs = epochs
        self._speed = DEFAULT_SPEED

    @property
    def frame(self) -> Frame | None:
        """The newest frame; None before the first."""
        return self._frame

    @property
    def state(self) -> RunState:
        """What the run is doing."""
        return self._state

    @property
    def epoch(self) -> int:
        """Full passes done."""
        return 0 if self._frame is None else self._frame.snapshot.epoch

    @property
    def score(self) -> float | None:
        """Validation score of exactly the network of the frame; None where it has none."""
        now = None if self._frame is None else self._frame.now
        if now is None or self.unscored or math.isnan(now.validation_score):
            return None
        return now.validation_score

    @property
    def unscored(self) -> str:
        """Why the network of the frame has no score, as a sentence; empty where it has one."""
        if self._frame is None or self._frame.now is None:
            return ""
        unlinked = self._frame.now.unlinked
        if unlinked:
            return f"nothing is linked to {_listed(unlinked)} yet"
        snapshot = self._frame.snapshot
        if snapshot.status is Status.DIVERGED:
            return f"diverged in epoch {snapshot.diverged_at[0]}"
        if math.isnan(self._frame.now.validation_score):
            return "its outputs are too large to be numbers"
        return ""

    @property
    def epochs(self) -> int:
        """Full passes after which the run is finished."""
        return self._epochs

    @property
    def speed(self) -> Speed:
        """How fast to train, as chosen."""
        return self._speed

    def set_frame(self, frame: Frame | None) -> None:
        """Show a newer frame; None clears the bench."""
        self._frame = frame
        self.frame_changed.emit()

    def set_state(self, state: RunState) -> None:
        """Set what the run is doing."""
        if state is not self._state:
            self._state = state
            self.state_changed.emit()

    def set_epochs(self, epochs: int) -> None:
        """Set the number of epochs after which the run is finished."""
        if epochs != self._epochs:
            self._epochs = epochs
            self.epochs_changed.emit()

    def set_speed(self, speed: Speed) -> None:
        """Choose another speed."""
        if speed != self._speed:
            self._speed = speed
            self.speed_changed.emit()


def _listed(outputs: Sequence[str]) -> str:
    """Outputs in words: "y", "y1 and y3", "5 outputs"."""
    return " and ".join(outputs) if len(outputs) <= 2 else f"{len(outputs)} outputs"
