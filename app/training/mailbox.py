"""How the training thread and the GUI's thread speak: a mailbox, a gate, and what is sent.

The worker puts its newest reports into a `Mailbox` that holds one of each kind; the GUI empties it
at its own pace, so nothing ever queues up. The `IdleGate` lets the GUI finish a frame undisturbed:
tiny NumPy calls on a second thread fight the painting for the interpreter's lock, and both lose.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Final

from engine.judging.judge import JudgeProgress, Verdict
from engine.training.run import Frame, RunState

GATE_SECONDS: Final = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class RunReport:
    """The newest moment of a run.

    Attributes:
        ticket: number of the last command that the worker had carried out by then.
        frame: the moment; None when there is none to show.
        state: what the worker is doing.
    """

    ticket: int
    frame: Frame | None
    state: RunState


@dataclass(frozen=True, slots=True, eq=False)
class JudgeReport:
    """How far the judge is, or what it found; ``case`` numbers the judging."""

    case: int
    news: JudgeProgress | Verdict


@dataclass(frozen=True, slots=True, eq=False)
class Failure:
    """Something raised on the worker; it has stopped what it did and waits for commands."""

    error: Exception


Report = RunReport | JudgeReport | Failure


class Mailbox:
    """Holds the newest report of each kind; safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reports: dict[type[Report], Report] = {}

    def put(self, report: Report) -> None:
        """Leave a report; it replaces an older one of its kind."""
        with self._lock:
            self._reports[type(report)] = report

    def has(self, kind: type[Report]) -> bool:
        """Whether a report of that kind waits to be taken."""
        with self._lock:
            return kind in self._reports

    def take(self) -> list[Report]:
        """Everything that waits, the longest waiting kind first; the mailbox is empty then."""
        with self._lock:
            reports = list(self._reports.values())
            self._reports.clear()
        return reports


class IdleGate:
    """Open while the GUI has nothing to do, and to work that does not disturb it.

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
