"""What a view gets: all that is on the bench while a level is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from engine import Dataset
from engine.job import Job
from levels import Level
from widgets.document.document import Document
from widgets.marks import Marks
from widgets.run_model import RunModel
from widgets.selection import Selection
from widgets.theme.look import Look


class Jobs(Protocol):
    """Where a view has work done that must not hold up the window."""

    def start(
        self,
        job: Job[Any, Any],
        finished: Callable[[Any], None],
        progressed: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        background: bool = False,
    ) -> int:
        """Have a job done on the worker; all calls come on the GUI's thread.

        Args:
            job: what to do; it is handed all it needs, whatever is on the bench.
            finished: called with the result.
            progressed: called with the newest progress now and then.
            failed: called with the exception when the job raised; then nothing else comes. An
                exception in a job ends that job only.
            background: only in the pauses of runs and other jobs, or hardly noticed beside them.

        Returns:
            A number for `cancel`.
        """

    def cancel(self, number: int) -> None:
        """Drop a job; nothing of it is reported any more. Unknown numbers are ignored."""


@dataclass(frozen=True, slots=True, eq=False)
class Bench:
    """The models that views of one open level share.

    Attributes:
        level: what is played.
        dataset: its three sets; views show train and validation only, never the sealed test set
            unless a verdict has been given.
        document: the solution that is edited.
        run: its training.
        selection: what is selected and pointed at.
        jobs: where work is done beside the window.
        look: the theme.
        marks: samples that are ringed on the map.
    """

    level: Level
    dataset: Dataset
    document: Document
    run: RunModel
    selection: Selection
    jobs: Jobs
    look: Look
    marks: Marks = field(default_factory=Marks)

    @property
    def chance(self) -> float:
        """The score of guessing, at which scales of a score begin."""
        return self.level.terms.metric.chance(self.level.task)
