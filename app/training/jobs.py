"""Jobs of one open level: done on the training thread, and dropped when the level is left."""

from __future__ import annotations

from typing import Any

from app.training.job_listeners import JobListeners, Listener
from app.training.thread import TrainingThread
from engine.job import Job


class WorkerJobs:
    """The way to the training thread for work that must not hold up the window.

    Implements `widgets.bench.Jobs`.

    Args:
        thread: where the jobs are done.
    """

    def __init__(self, thread: TrainingThread) -> None:
        self._thread = thread
        self._numbers: set[int] = set()

    def start(
        self,
        job: Job[Any, Any],
        finished: Listener,
        progressed: Listener | None = None,
        failed: Listener | None = None,
        *,
        background: bool = False,
    ) -> int:
        """Have a job done; all calls come on the GUI's thread.

        Args:
            job: what to do; it is handed all it needs, whatever is on the bench.
            finished: called with the result.
            progressed: called with the newest progress now and then.
            failed: called with the exception when the job raised; then nothing else comes.
            background: only in the pauses of runs and other jobs, or hardly noticed beside them.

        Returns:
            A number for `cancel`.
        """
        listeners = JobListeners(finished, progressed, failed)
        number = self._thread.start_job(job, listeners, background=background)
        self._numbers = {own for own in self._numbers if self._thread.has_job(own)} | {number}
        return number

    def cancel(self, number: int) -> None:
        """Drop a job; nothing of it is reported any more. Unknown numbers are ignored."""
        if number in self._numbers:
            self._numbers.discard(number)
            self._thread.cancel_job(number)

    def close(self) -> None:
        """Drop all jobs."""
        for number in tuple(self._numbers):
            self.cancel(number)
