"""Samples that are ringed on the map: what a verdict counts as wrong, or what is pointed at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from engine import Samples


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """Samples with a ring around each.

    Attributes:
        samples: those that are ringed, at least one; None when there are none.
        label: what they are, for the legend ("wrong").
        values: what the network gave over the map that these samples belong to, shape
            (rows, columns); None for the network on the bench.
    """

    samples: Samples | None
    label: str
    values: NDArray[np.float32] | None = None


class Marks(QObject):
    """Two layers: a mark that stays until the bench moves on, and a passing one that covers it.

    Signals:
        changed: other samples are ringed, or none.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lasting: Mark | None = None
        self._passing: Mark | None = None

    @property
    def shown(self) -> Mark | None:
        """What is ringed now."""
        return self._passing or self._lasting

    def keep(self, mark: Mark | None) -> None:
        """Ring these samples until the next call; None removes the rings."""
        if mark is not self._lasting:
            self._lasting = mark
            self.changed.emit()

    def point_out(self, mark: Mark | None) -> None:
        """Ring these samples for as long as something is pointed at; None ends that."""
        if mark is not self._passing:
            self._passing = mark
            self.changed.emit()


def masked(samples: Samples, mask: NDArray[np.bool_]) -> Samples | None:
    """The samples where ``mask``, shape (samples,), is true; None when there are none."""
    return Samples(samples.x[mask], samples.y[mask]) if mask.any() else None
