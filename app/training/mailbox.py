"""How the training thread and the GUI's thread communicate: mailbox, gate and messages.

The worker puts its newest reports into a `Mailbox` that holds one of each run and one of each job;
the GUI empties it at its own pace, so nothing ever queues up. The `IdleGate` lets the GUI finish a
frame undisturbed: tiny NumPy calls on a second thread compete with painting for the
interpreter's lock, and both become slower.
"""

from __future__ import annotations

import threading
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, Final

from engine.training.run import Frame, RunState

GATE_SECONDS: Final = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class RunReport:
    """The newest moment of a run.

    Attributes:
        lane: number of the lane that it runs in.
        ticket: number of the last command to the lane that was carried out by then.
        frame: the moment; None when there is none to show.
        state: what the run is doing.
        active: whether more will be reported without a further command.
    """

    lane: int
    ticket: int
    frame: Frame | None
    state: RunState
    active: bool = False

    @property
    def key(self) -> Hashable:
        """What a newer report has in common with the one that it replaces."""
        return "run", self.lane


@dataclass(frozen=True, slots=True, eq=False)
class RunFailure:
    """A command to a lane, or its training, raised; the lane can be used again."""

    lane: int
    error: Exception

    @property
    def key(self) -> Hashable:
        """What a newer report has in common with the one that it replaces."""
        return "failure", self.lane


@dataclass(frozen=True, slots=True, eq=False)
class JobReport:
    """How far a job is; ``job`` is its number."""

    job: int
    progress: Any

    @property
    def key(self) -> Hashable:
        """What a newer report has in common with the one that it replaces."""
        return "job", self.job


@dataclass(frozen=True, slots=True, eq=False)
class JobResult:
    """What a job found; nothing more of it comes."""

    job: int
    result: Any

    @property
    def key(self) -> Hashable:
        """The result replaces progress that was not taken yet."""
        return "job", self.job


@dataclass(frozen=True, slots=True, eq=False)
class JobFailure:
    """A job raised; nothing more of it comes."""

    job: int
    error: Exception

    @property
    def key(self) -> Hashable:
        """The failure replaces progress that was not taken yet."""
        return "job", self.job


Report = RunReport | RunFailure | JobReport | JobResult | JobFailure


class Mailbox:
    """Holds the newest report of each run and each job; safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reports: dict[Hashable, Report] = {}

    def put(self, report: Report) -> None:
        """Leave a report; it replaces an older one of the same key."""
        with self._lock:
            self._reports[report.key] = report

    def has_run(self, lane: int) -> bool:
        """Whether a report of that lane's run waits to be taken."""
        with self._lock:
            return ("run", lane) in self._reports

    def take(self) -> list[Report]:
        """Everything that waits, the longest waiting key first; the mailbox is empty then."""
        with self._lock:
            reports = list(self._reports.values())
            self._reports.clear()
        return reports


class IdleGate:
    """Open while the GUI is idle, and always for work that does not disturb it.

    Attributes:
        needed: whether the work on the other thread holds the interpreter's lock; compiled code
            does not.
    """

    def __init__(self) -> None:
        self.needed = True
        self._idle = threading.Event()
        self._idle.set()

    def close(self) -> None:
        """The GUI starts a frame."""
        self._idle.clear()

    def open(self) -> None:
        """The GUI is about to wait for events."""
        self._idle.set()

    def wait(self) -> None:
        """Let the GUI finish its frame, but never longer than `GATE_SECONDS`."""
        if self.needed:
            self._idle.wait(GATE_SECONDS)
