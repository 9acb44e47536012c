"""The GUI's handle on one lane of the training thread: commands to its run, and what it reports."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Final

from PySide6.QtCore import QObject, Signal

from app.training.lane import Lane
from app.training.loop import LaneCommand
from app.training.mailbox import RunFailure, RunReport
from app.training.steps import Change
from engine import LinkKey, Snapshot
from engine.training.run import Setup
from widgets.run_model import Speed

REPLICAS: Final = 8
"""Starts that train together; the first is shown, the others are its luck band."""

Post = Callable[[int, int, LaneCommand], None]


class RunHandle(QObject):
    """Everything the GUI can ask of one run, and what comes back.

    Made by `app.training.thread.TrainingThread.open_run`.

    Signals:
        frame_reported: the newest `Frame` of the present run.
        state_reported: the `RunState` that followed from the latest command.
        failed: a command or training raised (the exception); the run can be used again.
    """

    frame_reported = Signal(object)
    state_reported = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        lane: int,
        numbers: Callable[[], int],
        post: Post,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.lane = lane
        self._next_number, self._send = numbers, post
        self._ticket = 0
        self._run = 0
        self._active = False

    @property
    def awaits_reports(self) -> bool:
        """Whether something is still to come without a further command."""
        return self._active

    # -- commands ----------------------------------------------------------------------------------

    def load(self, setup: Setup, key: Hashable = None, stored: Snapshot | None = None) -> None:
        """Load a network; see `Lane.load` for what comes back of earlier runs."""
        number = self._run = self._next_number()
        self._post(lambda lane: lane.load(number, setup, key, stored))

    def begin(self, setup: Setup) -> None:
        """Begin another run in place of the one that is there."""
        number = self._run = self._next_number()
        self._post(lambda lane: lane.begin(number, setup))

    def clear(self) -> None:
        """Take the run out of the lane; it waits under its key."""
        self._run = self._next_number()
        self._post(Lane.clear)

    def train(self) -> None:
        """Train until paused, finished or diverged; a run that has ended starts anew."""
        self._post(Lane.train)

    def pause(self) -> None:
        """Pause."""
        self._post(Lane.pause)

    def step(self) -> None:
        """Train one epoch and pause."""
        self._post(Lane.step)

    def reset(self) -> None:
        """The same start again: a new run."""
        number = self._run = self._next_number()
        self._post(lambda lane: lane.reset(number))

    def do(self, change: Change) -> None:
        """Go on with what an edit has made."""
        self._post(lambda lane: lane.do(change))

    def undo(self, change: Change) -> None:
        """Go on with what was there before an edit, with the parameters it had."""
        self._post(lambda lane: lane.undo(change))

    def redo(self, change: Change) -> None:
        """Go on with an edit that was undone, with the parameters it had."""
        self._post(lambda lane: lane.redo(change))

    def set_value(self, where: LinkKey | str, value: float) -> None:
        """Set a weight (by key of the link) or a bias (by id of the neuron) by hand."""
        self._post(lambda lane: lane.set_value(where, value))

    def set_speed(self, speed: Speed) -> None:
        """Train at that speed from now on."""
        self._post(lambda lane: lane.set_speed(speed))

    def _post(self, command: LaneCommand) -> None:
        self._ticket += 1
        self._active = True
        self._send(self.lane, self._ticket, command)

    # -- reports -----------------------------------------------------------------------------------

    def take(self, report: RunReport | RunFailure) -> None:
        """Pass on a report of the lane.

        A frame of an older run is dropped, and so is a state from before the latest command: it
        says what the run did before that command.
        """
        if isinstance(report, RunFailure):
            self.failed.emit(report.error)
            return
        if report.frame is not None and report.frame.run == self._run:
            self.frame_reported.emit(report.frame)
        if report.ticket == self._ticket:
            self._active = report.active
            self.state_reported.emit(report.state)

    def stop(self) -> None:
        """Expect no more reports: the thread or the lane ends."""
        self._active = False
