"""What the training thread does: takes commands, trains runs and does jobs, slice by slice.

No Qt event loop, no signals: commands come in through a queue, reports leave through the `Mailbox`.
Between two slices the loop looks at the stop event and the queue, so both are answered within one
slice (about 20 ms at most). Runs and jobs take turns, one slice each; jobs in the background fill
the pauses of the others, and get one slice in `BACKGROUND_TURN` where there are none.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections import deque
from collections.abc import Callable, Generator
from typing import Any, Final, Protocol

from app.training.lane import Lane
from app.training.mailbox import IdleGate, JobFailure, JobReport, JobResult, Mailbox
from app.training.parking import Parking
from engine.job import Job
from engine.kernels.choice import KernelMaker
from engine.kernels.numpy.kernel import NumpyKernel

Command = Callable[["TrainingLoop"], None]
LaneCommand = Callable[[Lane], None]
BACKGROUND_TURN: Final = 16
"""A job in the background takes at most one slice in so many while others have work."""

log = logging.getLogger(__name__)


class _Worker(Protocol):
    """Something that works in slices."""

    @property
    def kernel(self) -> KernelMaker:
        """What carries out its updates."""

    def wait(self) -> float | None:
        """Seconds until there is something to do, 0 when there is; None when there is nothing."""

    def work(self) -> None:
        """Do one slice."""

    def fail(self, error: Exception) -> None:
        """A slice raised."""


class TrainingLoop:
    """Runs until the stop event is set; only `post` may be called from another thread.

    Args:
        mailbox: where reports go.
        gate: waited on before each slice, so that the GUI can finish its frame.
        stop: set by anyone to end `run`; follow it by a `post` to wake the loop.

    Attributes:
        lanes: the lanes by number.
    """

    def __init__(self, mailbox: Mailbox, gate: IdleGate, stop: threading.Event) -> None:
        self._mailbox, self._gate, self._stop = mailbox, gate, stop
        self._inbox: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self._kernel: KernelMaker = NumpyKernel
        self._parking = Parking()
        self.lanes: dict[int, Lane] = {}
        self._jobs: dict[int, _JobWork] = {}
        self._workers: deque[_Worker] = deque()
        self._background: deque[_Worker] = deque()
        self._turns = 0

    # -- any thread --------------------------------------------------------------------------------

    def post(self, command: Command) -> None:
        """Have a command carried out between two slices."""
        self._inbox.put(command)

    # -- commands: on the worker -------------------------------------------------------------------

    def use(self, kernel: KernelMaker) -> None:
        """Use this kernel for all that starts from now on.

        What is under way ends as it began: two kernels do not agree to the last bit.
        """
        self._kernel = kernel
        for lane in self.lanes.values():
            lane.use(kernel)

    def open_lane(self, number: int) -> None:
        """Make room for another run."""
        lane = self.lanes[number] = Lane(number, self._kernel, self._mailbox, self._parking)
        self._workers.append(lane)

    def close_lane(self, number: int) -> None:
        """Take a lane away; its run waits under its key."""
        lane = self.lanes.pop(number)
        self._workers.remove(lane)
        lane.clear()

    def command(self, number: int, ticket: int, command: LaneCommand) -> None:
        """Have a lane carry out a command. What it raises is reported; the lane stays usable."""
        lane = self.lanes.get(number)
        if lane is None:
            return
        lane.ticket = ticket
        try:
            command(lane)
        except Exception as error:  # noqa: BLE001 (reported, and the lane can be used again)
            lane.fail(error)

    def start_job(self, number: int, job: Job[Any, Any], *, background: bool = False) -> None:
        """Begin a job; it works beside the runs, or in their pauses."""
        work = _JobWork(number, job, self._kernel, self._mailbox, self.cancel_job)
        self._jobs[number] = work
        (self._background if background else self._workers).append(work)

    def cancel_job(self, number: int) -> None:
        """Drop a job, if it is still there."""
        work = self._jobs.pop(number, None)
        for workers in (self._workers, self._background):
            if work is not None and work in workers:
                workers.remove(work)

    # -- the loop ----------------------------------------------------------------------------------

    def run(self) -> None:
        """Work until the stop event is set."""
        while not self._stop.is_set():
            self.turn()

    def turn(self) -> None:
        """Carry out what waits in the inbox, then one slice of work if there is any."""
        self._take_commands()
        worker = None if self._stop.is_set() else self._next_worker()
        if worker is None:
            return
        self._gate.needed = worker.kernel is NumpyKernel
        self._gate.wait()
        try:
            worker.work()
        except Exception as error:  # noqa: BLE001 (the thread stays: the player can reset or edit)
            worker.fail(error)

    def _next_worker(self) -> _Worker | None:
        """The one whose turn it is among those that have something to do."""
        self._turns += 1
        turned = self._turns % BACKGROUND_TURN == 0
        first, second = self._workers, self._background
        if turned:
            first, second = second, first
        return _ready(first) or _ready(second)

    def _take_commands(self) -> None:
        before = {number: lane.ticket for number, lane in self.lanes.items()}
        try:
            self._next_command()(self)
            while not self._stop.is_set():
                self._inbox.get_nowait()(self)
        except queue.Empty:
            pass
        if self._stop.is_set():
            return
        for number, lane in self.lanes.items():
            if lane.ticket != before.get(number, 0):
                # One report for all of them: a slider that is dragged sends dozens.
                self._report(lane)

    def _report(self, lane: Lane) -> None:
        try:
            lane.report()
        except Exception as error:  # noqa: BLE001 (a moment that cannot be shown cannot go on)
            lane.empty()
            lane.fail(error)

    def _next_command(self) -> Command:
        workers = (*self._workers, *self._background)
        waits = [wait for wait in (worker.wait() for worker in workers) if wait is not None]
        if not waits:
            return self._inbox.get()
        shortest = min(waits)
        return self._inbox.get(timeout=shortest) if shortest else self._inbox.get_nowait()


def _ready(workers: deque[_Worker]) -> _Worker | None:
    """The next of them that has something to do; it goes to the end."""
    for _ in range(len(workers)):
        worker = workers[0]
        workers.rotate(-1)
        if worker.wait() == 0.0:
            return worker
    return None


class _JobWork:
    """A job under way, one step at a time."""

    def __init__(
        self,
        number: int,
        job: Job[Any, Any],
        kernel: KernelMaker,
        mailbox: Mailbox,
        over: Callable[[int], None],
    ) -> None:
        self._number, self._mailbox, self._over = number, mailbox, over
        self.kernel = kernel
        self._job = job
        self._steps: Generator[Any, None, Any] | None = None
        self._reported: Any = None

    def wait(self) -> float:
        """There is always something to do."""
        return 0.0

    def work(self) -> None:
        """One step; the last one reports the result."""
        if self._steps is None:
            self._steps = self._job.begin(self.kernel)
        try:
            progress = next(self._steps)
        except StopIteration as end:
            self._over(self._number)
            self._mailbox.put(JobResult(self._number, end.value))
        else:
            if progress is not self._reported:  # unchanged progress is not reported again
                self._reported = progress
                self._mailbox.put(JobReport(self._number, progress))

    def fail(self, error: Exception) -> None:
        """The job raised: it ends, and nothing else does."""
        log.error("a job failed", exc_info=error)
        self._over(self._number)
        self._mailbox.put(JobFailure(self._number, error))
