"""The callbacks of a job on the training thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import shiboken6
from PySide6.QtCore import QObject

from app.training.mailbox import JobFailure, JobReport, JobResult

Listener = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class JobListeners:
    """What a job reports to: its result, its progress, and an exception that ended it."""

    finished: Listener
    progressed: Listener | None = None
    failed: Listener | None = None

    @property
    def gone(self) -> bool:
        """Whether the widget that wants the result has been deleted."""
        owner = getattr(self.finished, "__self__", None)
        return isinstance(owner, QObject) and not shiboken6.isValid(owner)

    def take(self, report: JobReport | JobResult | JobFailure) -> None:
        """Call what the report is for."""
        match report:
            case JobReport():
                if self.progressed is not None:
                    self.progressed(report.progress)
            case JobResult():
                self.finished(report.result)
            case JobFailure():
                if self.failed is not None:
                    self.failed(report.error)
