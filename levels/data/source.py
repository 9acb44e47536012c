"""What a level asks of the data it is played on, wherever they come from."""

from __future__ import annotations

from typing import Any, Protocol

from engine import Dataset, Task


class DataSource(Protocol):
    """Where the samples of a level come from: a generator, a data set, points of the file."""

    @property
    def task(self) -> Task:
        """What is asked of a network with these data."""

    @property
    def counts(self) -> tuple[int, int, int]:
        """Samples in train, validation and test."""

    def dataset(self) -> Dataset:
        """The three sets; the same numbers every time."""

    def scoring_key(self) -> dict[str, Any]:
        """What of the data decides a score, as plain JSON; for the key of a level.

        What stands at its default is left out, so that what is added later, at its default,
        changes no key. A default must therefore never change.
        """
