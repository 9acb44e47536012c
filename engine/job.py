"""Work beside a run: it reports progress while it goes on, and then gives one result.

The judge, an ablation, the sturdiness of a solution and the like are jobs. A job is handed all it
needs as values and knows neither clock nor thread, so whoever drives it may pause between two
reports or drop it at any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Protocol, TypeVar

from engine.kernels.choice import KernelMaker

Progress = TypeVar("Progress", covariant=True)
Result = TypeVar("Result", covariant=True)
Step = TypeVar("Step")
Found = TypeVar("Found")


class Job(Protocol[Progress, Result]):
    """What to do, before it is begun."""

    def begin(self, kernel: KernelMaker) -> Generator[Progress, None, Result]:
        """Begin the work.

        Args:
            kernel: what carries out updates, for a job that trains.

        Yields:
            Progress after every few milliseconds of work.

        Returns:
            The result.
        """


def result_of(
    steps: Generator[Step, None, Found], progress: Callable[[Step], object] | None = None
) -> Found:
    """Run a begun job to its end.

    Args:
        steps: the job.
        progress: called with each progress.
    """
    while True:
        try:
            step = next(steps)
            if progress is not None:
                progress(step)
        except StopIteration as end:
            found: Found = end.value
            return found
