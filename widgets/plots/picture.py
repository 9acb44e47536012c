"""What the output map shows: which node's values, which samples, and where both lie."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from engine import MapGrid, Samples, Task
from widgets.document.names import node_title, pretty
from widgets.marks import Mark
from widgets.run_model import RunModel

Bounds = tuple[tuple[float, float], tuple[float, float]]
_MOST_MARKS: Final = 300
_MOST_HOLLOW: Final = 100
_NO_BOUNDS: Final = ((-1.0, 1.0), (-1.0, 1.0))


class MapPicture(QObject):
    """The contents of the output map, apart from how they are painted.

    Signals:
        values_changed: another frame or another node.
        samples_changed: other samples, other bounds, or another mark.
    """

    values_changed = Signal()
    samples_changed = Signal()

    def __init__(self, run: RunModel, task: Task, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.task = task
        self.train: Samples | None = None
        self.validation: Samples | None = None
        self._hidden: frozenset[str] = frozenset()
        self.mark: Mark | None = None
        self._run = run
        self._node: str | None = None
        self._bounds: Bounds = _NO_BOUNDS
        run.frame_changed.connect(self._take_frame)
        self._take_frame()

    @property
    def node(self) -> str:
        """The node whose values are shown: the one asked for, else the first output."""
        frame, asked = self._run.frame, self._node
        if self.judged or asked is None or frame is None or asked not in frame.snapshot.plan.nodes:
            return self.task.output_ids[0]
        return asked

    @property
    def title(self) -> str:
        """The node's name as it is written on screen."""
        frame = self._run.frame
        if frame is None:
            return pretty(self.node, self.task)
        return node_title(frame.snapshot.plan.network, self.node, self.task)

    @property
    def axis_titles(self) -> tuple[str, ...]:
        """The names of the first columns, at most two."""
        return tuple(pretty(column, self.task) for column in self.task.columns[:2])

    @property
    def names_axes(self) -> bool:
        """Whether the plane needs names at its axes: of x₁ and x₂ alone it does not."""
        return bool(self.task.labels) or len(self.task.columns) > 2

    @property
    def values(self) -> NDArray[np.float32] | None:
        """What the node gives over the grid, shape (rows, columns); None before the first frame.

        A mark of another network brings that network's values.
        """
        if self.mark is not None and self.mark.values is not None:
            return self.mark.values
        frame = self._run.frame
        return None if frame is None else frame.map_of(self.node)

    @property
    def scale(self) -> float:
        """The size of a value that gets the full colour."""
        if self.task.kind == "regression" and self.node in self.task.output_ids and self.train:
            return float(np.abs(self.train.y).max()) or 1.0
        return 1.0

    @property
    def bounds(self) -> Bounds:
        """Low and high of the plane along the first and the second column."""
        return self._bounds

    def set_node(self, node_id: str | None) -> None:
        """Show the values of that node; None for the output."""
        if node_id != self._node:
            self._node = node_id
            self.values_changed.emit()

    def set_samples(self, train: Samples, validation: Samples) -> None:
        """Show these samples."""
        self.train, self.validation = train, validation
        if self._run.frame is None:
            self._set_bounds(MapGrid.around(train.x))
        self.samples_changed.emit()

    def shows(self, which: str) -> bool:
        """Whether the samples of a set ("train" or "validation") are drawn."""
        return which not in self._hidden

    def toggle_set(self, which: str) -> None:
        """Draw the samples of a set, or leave them out."""
        self._hidden ^= {which}
        self.samples_changed.emit()

    @property
    def judged(self) -> bool:
        """Whether a judged network is shown in place of the one on the bench."""
        return self.mark is not None and self.mark.values is not None

    def set_mark(self, mark: Mark | None) -> None:
        """Ring the samples of a mark; None rings nothing."""
        self.mark = mark
        self.samples_changed.emit()
        self.values_changed.emit()

    @property
    def ringed(self) -> Samples | None:
        """The samples that are ringed."""
        return None if self.mark is None else self.mark.samples

    def marks(self, samples: Samples | None) -> Iterator[tuple[float, float, int]]:
        """First column, second column (or target) and class of the samples that are drawn.

        Of very many only a few hundred are drawn: more would hide the map.
        """
        if samples is None or (samples is self.train and "train" in self._hidden):
            return
        if samples is self.validation and "validation" in self._hidden:
            return
        most = _MOST_HOLLOW if samples is self.validation else _MOST_MARKS
        # Evenly from all of them: generators may give their samples in an order.
        chosen = np.linspace(0, len(samples) - 1, min(most, len(samples))).astype(np.int64)
        x, y = samples.x[chosen], samples.y[chosen, 0]
        classes = self.task.kind == "classification"
        second = x[:, 1] if x.shape[1] > 1 else (2 * y - 1 if classes else y)
        labels = y if classes else y > 0
        for first, other, label in zip(x[:, 0], second, labels, strict=True):
            yield float(first), float(other), int(label)

    def value_at(self, x: float, y: float) -> float | None:
        """What the node gives in the cell of that point of the plane; None before a frame."""
        values = self.values
        if values is None:
            return None
        (left, right), (low, high) = self._bounds
        rows, columns = values.shape
        column = math.floor((x - left) / (right - left) * columns)
        row = math.floor((high - y) / (high - low) * rows)
        return float(values[min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)])

    def _take_frame(self) -> None:
        frame = self._run.frame
        if frame is not None:
            self._set_bounds(frame.grid)
        self.values_changed.emit()

    def _set_bounds(self, grid: MapGrid) -> None:
        bounds = tuple(zip(map(float, grid.low), map(float, grid.high), strict=True))
        if len(bounds) == 1:
            bounds = (bounds[0], _NO_BOUNDS[1])
        if bounds[:2] != self._bounds:
            self._bounds = (bounds[0], bounds[1])
            self.samples_changed.emit()
