"""The training thread and what the GUI does with its reports.

Commands go to the worker's inbox; what it reports is fetched by a timer that runs only while
something can arrive, at most once in `FRAME_MS`, and passed on to the handle of the run or to
whoever started the job.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from itertools import count
from typing import Any, Final

from PySide6.QtCore import (
    QCoreApplication,
    QElapsedTimer,
    QEvent,
    QObject,
    Qt,
    QThread,
    QTimer,
    Signal,
)

from app.training.job_listeners import JobListeners
from app.training.loop import Command, LaneCommand, TrainingLoop
from app.training.mailbox import (
    IdleGate,
    JobFailure,
    JobReport,
    JobResult,
    Mailbox,
    Report,
    RunFailure,
    RunReport,
)
from app.training.run_handle import RunHandle
from engine.job import Job
from engine.kernels.choice import KernelMaker
from engine.kernels.numpy.kernel import NumpyKernel

FRAME_MS: Final = 18
# However long a frame takes to paint, training that waits for it gets this much before the next.
TRAINING_MS: Final = 12
# Input is answered at least this long between two frames.
INPUT_MS: Final = 2
STOP_MS: Final = 2000
SWITCH_SECONDS: Final = 0.001
FRAME_PAINTED: Final = QEvent.Type(QEvent.registerEventType())
# Below every event that Qt posts: when its turn comes, the frame has been painted.
LAST_OF_ALL: Final = -1000


class _Worker(QThread):
    """Runs the loop and nothing else."""

    def __init__(self, loop: TrainingLoop) -> None:
        super().__init__()
        self.setObjectName("training")
        self._loop = loop

    def run(self) -> None:
        """Qt's entry point on the new thread."""
        self._loop.run()


class TrainingThread(QObject):
    """The worker, the runs that it trains and the jobs that it does.

    Attributes:
        kernel: carries out the updates of all that starts now.
    """

    # What a listener raises is reported by Qt and keeps no other report from being passed on.
    _job_reported = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mailbox, self._gate, self._stop = Mailbox(), IdleGate(), threading.Event()
        self._loop = TrainingLoop(self._mailbox, self._gate, self._stop)
        self._worker = _Worker(self._loop)
        self.kernel: KernelMaker = NumpyKernel
        self._handles: dict[int, RunHandle] = {}
        self._jobs: dict[int, JobListeners] = {}
        lanes, runs, jobs = count(1), count(1), count(1)
        self._next_lane: Callable[[], int] = lanes.__next__
        self._next_run: Callable[[], int] = runs.__next__
        self._next_job: Callable[[], int] = jobs.__next__
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)  # a coarse one is 1 ms late
        self._timer.setInterval(FRAME_MS)
        self._frame_started = QElapsedTimer()
        self._timer.timeout.connect(self._fetch)
        self._job_reported.connect(self._pass_on_job)

    # -- life --------------------------------------------------------------------------------------

    def start(self) -> None:
        """Start the worker; it waits for commands."""
        # The GUI gets the interpreter's lock back after 1 ms instead of 5.
        sys.setswitchinterval(SWITCH_SECONDS)
        self._worker.start()

    def stop(self) -> bool:
        """End the worker; False when it did not end within `STOP_MS`."""
        self._jobs.clear()
        for handle in self._handles.values():
            handle.stop()
        self._timer.stop()
        self._stop.set()
        self._gate.open()
        self._loop.post(_wake)
        return self._worker.wait(STOP_MS)

    def use(self, kernel: KernelMaker) -> None:
        """Use this kernel for all that starts from now on."""
        self.kernel = kernel
        self._post(lambda loop: loop.use(kernel))

    # -- runs --------------------------------------------------------------------------------------

    def open_run(self, parent: QObject | None = None) -> RunHandle:
        """Open a lane for a run; returns its handle."""
        number = self._next_lane()
        handle = RunHandle(number, self._next_run, self._post_to_lane, parent)
        self._handles[number] = handle
        self._post(lambda loop: loop.open_lane(number))
        return handle

    def close_run(self, handle: RunHandle) -> None:
        """Close the lane of a run, which waits under its key. Nothing more is reported."""
        handle.stop()
        if self._handles.pop(handle.lane, None) is not None:
            self._post(lambda loop: loop.close_lane(handle.lane))

    # -- jobs --------------------------------------------------------------------------------------

    def start_job(
        self, job: Job[Any, Any], listeners: JobListeners, *, background: bool = False
    ) -> int:
        """Have a job done beside the runs, or in their pauses; returns its number."""
        number = self._next_job()
        if not self._stop.is_set():
            self._jobs[number] = listeners
            self._post(lambda loop: loop.start_job(number, job, background=background))
        return number

    def has_job(self, number: int) -> bool:
        """Whether a job is still to report something."""
        return number in self._jobs

    def cancel_job(self, number: int) -> None:
        """Drop a job; nothing of it is reported any more."""
        if self._jobs.pop(number, None) is not None:
            self._post(lambda loop: loop.cancel_job(number))

    # -- reports -----------------------------------------------------------------------------------

    def _post(self, command: Command) -> None:
        if self._stop.is_set():
            return
        self._loop.post(command)
        if self._awaits_reports and not self._timer.isActive():
            self._timer.start()

    def _post_to_lane(self, number: int, ticket: int, command: LaneCommand) -> None:
        if number in self._handles:
            self._post(lambda loop: loop.command(number, ticket, command))

    def _fetch(self) -> None:
        reports = self._mailbox.take()
        if reports:
            self._gate.close()
            self._frame_started.start()
            QCoreApplication.postEvent(self, QEvent(FRAME_PAINTED), LAST_OF_ALL)
        for report in reports:
            self._pass_on(report)
        if not reports and self._awaits_reports:
            self._timer.start(FRAME_MS)

    @property
    def _awaits_reports(self) -> bool:
        return bool(self._jobs) or any(own.awaits_reports for own in self._handles.values())

    def _pass_on(self, report: Report) -> None:
        if isinstance(report, RunReport | RunFailure):
            handle = self._handles.get(report.lane)
            if handle is not None:
                handle.take(report)
        else:
            self._job_reported.emit(report)

    def _pass_on_job(self, report: JobReport | JobResult | JobFailure) -> None:
        listeners = self._jobs.get(report.job)
        if listeners is None:
            return
        if listeners.gone:
            self.cancel_job(report.job)
            return
        if not isinstance(report, JobReport):
            del self._jobs[report.job]
        listeners.take(report)

    def event(self, event: QEvent) -> bool:
        """Let the worker go on once a frame has been painted."""
        if event.type() == FRAME_PAINTED:
            self._gate.open()
            if self._awaits_reports:
                left = FRAME_MS - self._frame_started.elapsed()
                self._timer.start(max(left, TRAINING_MS if self._gate.needed else INPUT_MS))
            return True
        return super().event(event)


def _wake(_loop: TrainingLoop) -> None:
    """A command that does nothing, for a loop that waits for one."""
