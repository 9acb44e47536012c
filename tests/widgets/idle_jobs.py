"""Jobs of the bench, done between two events of the window."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QTimer

from engine.job import Job
from engine.kernels.numpy.kernel import NumpyKernel

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Work:
    steps: Generator[Any, None, Any]
    finished: Callable[[Any], None]
    progressed: Callable[[Any], None] | None


class IdleJobs(QObject):
    """Does one step of the oldest job whenever the window has nothing else to do.

    It is for short jobs: a step of a few milliseconds is not felt. It keeps the promise of
    `widgets.bench.Jobs`: both calls come on the GUI's thread.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._works: OrderedDict[int, _Work] = OrderedDict()
        self._last = 0
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._step)

    def start(
        self,
        job: Job[Any, Any],
        finished: Callable[[Any], None],
        progressed: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        background: bool = False,
    ) -> int:
        """Begin a job; returns its number."""
        del background
        self._last += 1
        self._works[self._last] = _Work(job.begin(NumpyKernel), finished, progressed)
        self._timer.start()
        return self._last

    def cancel(self, number: int) -> None:
        """Drop a job; unknown numbers are ignored."""
        self._works.pop(number, None)

    def stop(self) -> None:
        """Drop every job."""
        self._works.clear()
        self._timer.stop()

    def _step(self) -> None:
        if not self._works:
            self._timer.stop()
            return
        number, work = next(iter(self._works.items()))
        try:
            progress = next(work.steps)
        except StopIteration as end:
            self.cancel(number)
            work.finished(end.value)
        except Exception:
            self.cancel(number)
            log.exception("a job failed")
        else:
            if work.progressed is not None:
                work.progressed(progress)
