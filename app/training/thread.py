"""The training thread and its handle on the GUI's side.

Commands go to the worker's inbox; what it reports is fetched by a timer that runs only while
something can arrive, at most once in `FRAME_MS`. Reports of an older run are dropped
by the run's number; a state that was reported before the latest command is not believed.
"""

from __future__ import annotations

import sys
import threading
from typing import Final

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

from app.training.loop import Command, Setup, TrainingLoop
from app.training.mailbox import Failure, IdleGate, JudgeReport, Mailbox, RunReport
from engine import Dataset, LinkKey, Metric, Network, TrainingSettings
from engine.judging.judge import Terms, Verdict
from engine.kernels.choice import KernelMaker
from engine.kernels.numpy.kernel import NumpyKernel
from engine.training.run import RunState
from levels import Solution

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
    """Everything the GUI can ask of the worker, and what comes back.

    Attributes:
        kernel: what trains whatever starts now.

    Signals:
        frame_reported: the newest `Frame` of the present run.
        state_reported: the `RunState` that followed from the latest command.
        judge_reported: `JudgeProgress` of the present judging, or its `Verdict`.
        failed: the worker met an exception (given); it stands still and can be used again.
    """

    frame_reported = Signal(object)
    state_reported = Signal(object)
    judge_reported = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mailbox, self._gate, self._stop = Mailbox(), IdleGate(), threading.Event()
        self._loop = TrainingLoop(self._mailbox, self._gate, self._stop)
        self._worker = _Worker(self._loop)
        self.kernel: KernelMaker = NumpyKernel
        self._ticket = 0
        self._run = 0
        self._case = 0
        self._judging = False
        self._standing = True
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)  # a coarse one is 1 ms late
        self._timer.setInterval(FRAME_MS)
        self._frame_started = QElapsedTimer()
        self._timer.timeout.connect(self._fetch)

    # -- life --------------------------------------------------------------------------------------

    def start(self) -> None:
        """Start the worker; it waits for commands."""
        # The GUI gets the interpreter's lock back after 1 ms instead of 5.
        sys.setswitchinterval(SWITCH_SECONDS)
        self._worker.start()

    def stop(self) -> bool:
        """End the worker; False when it did not end within `STOP_MS`."""
        self._standing, self._judging = True, False
        self._timer.stop()
        self._stop.set()
        self._gate.open()
        self._loop.post(self._ticket, TrainingLoop.cancel_judging)  # wakes a waiting loop
        return self._worker.wait(STOP_MS)

    # -- commands ----------------------------------------------------------------------------------

    def use(self, kernel: KernelMaker) -> None:
        """Carry out all that starts from now on with this kernel."""
        self.kernel = kernel
        self._post(lambda loop: loop.use(kernel))

    def load(
        self,
        network: Network,
        dataset: Dataset,
        settings: TrainingSettings,
        seed: int,
        metric: Metric | None = None,
    ) -> None:
        """Put a network on the bench: a new run at epoch 0, scored by the metric."""
        self._run += 1
        self._judging = False
        setup = Setup(self._run, network, dataset, settings, seed, metric)
        self._post(lambda loop: loop.load(setup))

    def clear(self) -> None:
        """Take everything off the bench."""
        self._run += 1
        self._judging = False
        self._post(lambda loop: loop.load(None))

    def train(self) -> None:
        """Train until paused, finished or diverged; a run that has ended starts anew."""
        self._judging = False
        self._post(TrainingLoop.train)

    def pause(self) -> None:
        """Stand still."""
        self._post(TrainingLoop.pause)

    def step(self) -> None:
        """Train one epoch and pause."""
        self._post(TrainingLoop.step)

    def reset(self) -> None:
        """The same start again: a new run."""
        self._run += 1
        self._judging = False
        run = self._run
        self._post(lambda loop: loop.reset(run))

    def graft(self, network: Network) -> None:
        """Go on with another network; what survives keeps its weights."""
        self._post(lambda loop: loop.graft(network))

    def change(self, settings: TrainingSettings) -> None:
        """Go on with other training settings."""
        self._post(lambda loop: loop.change(settings))

    def set_weight(self, key: LinkKey, value: float) -> None:
        """Set a weight by hand."""
        self._post(lambda loop: loop.set_weight(key, value))

    def set_bias(self, node: str, value: float) -> None:
        """Set a bias by hand."""
        self._post(lambda loop: loop.set_bias(node, value))

    def set_speed(self, epochs_per_second: float) -> None:
        """Train that many epochs a second; 0 for as many as possible."""
        self._post(lambda loop: loop.set_speed(epochs_per_second))

    def judge(self, terms: Terms, candidate: Solution | None = None) -> None:
        """Judge a solution, the one on the bench unless told; training pauses."""
        self._case += 1
        self._judging = True
        case = self._case
        self._post(lambda loop: loop.judge(case, terms, candidate))

    def cancel_judging(self) -> None:
        """Forget the judging under way; nothing of it is reported any more."""
        self._judging = False
        self._post(TrainingLoop.cancel_judging)

    # -- reports -----------------------------------------------------------------------------------

    def _post(self, command: Command) -> None:
        if self._stop.is_set():
            return
        self._ticket += 1
        self._standing = False
        self._loop.post(self._ticket, command)
        if not self._timer.isActive():
            self._timer.start()

    def _fetch(self) -> None:
        reports = self._mailbox.take()
        if reports:
            self._gate.close()
            self._frame_started.start()
            QCoreApplication.postEvent(self, QEvent(FRAME_PAINTED), LAST_OF_ALL)
        for report in reports:
            match report:
                case RunReport():
                    self._take_run(report)
                case JudgeReport():
                    self._take_judging(report)
                case Failure():
                    self._judging = False
                    self.failed.emit(report.error)
        if not reports and self._awaits_reports:
            self._timer.start(FRAME_MS)

    @property
    def _awaits_reports(self) -> bool:
        return self._judging or not self._standing

    def _take_run(self, report: RunReport) -> None:
        if report.frame is not None and report.frame.run == self._run:
            self.frame_reported.emit(report.frame)
        if report.ticket == self._ticket:
            self._standing = report.state is not RunState.RUNNING
            self.state_reported.emit(report.state)

    def _take_judging(self, report: JudgeReport) -> None:
        if self._judging and report.case == self._case:
            self._judging = not isinstance(report.news, Verdict)
            self.judge_reported.emit(report.news)

    def event(self, event: QEvent) -> bool:
        """Let the worker go on once a frame has been painted."""
        if event.type() == FRAME_PAINTED:
            self._gate.open()
            if self._awaits_reports:
                left = FRAME_MS - self._frame_started.elapsed()
                self._timer.start(max(left, TRAINING_MS if self._gate.needed else INPUT_MS))
            return True
        return super().event(event)
