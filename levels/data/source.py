"""What a level asks of the data it is played on, wherever they come from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol

from engine import Dataset, Task


@dataclass(frozen=True, slots=True)
class Noise:
    """What was added to the samples at random.

    Attributes:
        spread: how far points were moved; 0 for not at all.
        flip: the share of labels that were flipped.
        clean_test: whether validation and test keep the correct targets.
    """

    spread: float = 0.0
    flip: float = 0.0
    clean_test: bool = False


NO_NOISE: Final = Noise()


class DataSource(Protocol):
    """Where the samples of a level come from: a generator, a data set, points of the file."""

    @property
    def task(self) -> Task:
        """What is asked of a network with these data."""

    @property
    def counts(self) -> tuple[int, int, int]:
        """Samples in train, validation and test."""

    @property
    def noise(self) -> Noise:
        """What was added at random, as far as the source knows."""

    def dataset(self) -> Dataset:
        """The three sets; the same numbers every time."""

    @property
    def redraw(self) -> Callable[[int], Dataset] | None:
        """Given a seed, the three sets as it draws them; None where nothing is drawn.

        Where nothing can be learnt from a draw (one class only), the next seed's takes its place.
        """

    def scoring_key(self) -> dict[str, Any]:
        """What of the data decides a score, as plain JSON; for the key of a level.

        What is at its default is left out, so that what is added later, at its default,
        changes no key. A default must therefore never change.
        """
