"""The training run as the window sees it: the newest frame, the state, and the speed asked for.

The session feeds it, widgets read it. It knows nothing of threads: whoever feeds it does so on the
GUI's thread.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal

from engine.training.run import Frame, RunState

FULL_SPEED: Final = 0.0
"""The speed that means: as fast as it goes."""


class RunModel(QObject):
    """The run that is on the bench.

    Signals:
        frame_changed: there is a newer frame, or none any more.
        state_changed: the run is in another state.
        epochs_changed: the run is to last another number of epochs.
        speed_changed: another speed was asked for.
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
        self._speed = 120.0

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
    def epochs(self) -> int:
        """Full passes after which the run is finished."""
        return self._epochs

    @property
    def speed(self) -> float:
        """Epochs a second that are asked for; `FULL_SPEED` means as many as possible."""
        return self._speed

    def set_frame(self, frame: Frame | None) -> None:
        """Show a newer frame; None clears the bench."""
        self._frame = frame
        self.frame_changed.emit()

    def set_state(self, state: RunState) -> None:
        """Say what the run is doing now."""
        if state is not self._state:
            self._state = state
            self.state_changed.emit()

    def set_epochs(self, epochs: int) -> None:
        """Say how long the run is to last."""
        if epochs != self._epochs:
            self._epochs = epochs
            self.epochs_changed.emit()

    def set_speed(self, speed: float) -> None:
        """Ask for that many epochs a second; `FULL_SPEED` for as many as possible."""
        if speed != self._speed:
            self._speed = speed
            self.speed_changed.emit()
