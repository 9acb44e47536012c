"""A quiet picture of a level's training data."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine import Samples, Task
from engine.data import Floats
from widgets.plots.markers import draw_marker
from widgets.theme.look import Look

_HEIGHT: Final = 168
_LOW: Final = 96
_MOST_POINTS: Final = 200
_CORNER: Final = 12.0
_MARGIN: Final = 18.0


class DataThumbnail(QWidget):
    """The points of a level: its first two columns, or a column against the answer."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._places: Floats = np.empty((0, 2))
        self._labels: list[int] = []
        self._aspect: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)
        look.changed.connect(self.update)

    @property
    def count(self) -> int:
        """How many points are shown."""
        return len(self._labels)

    def set_low(self, *, low: bool) -> None:
        """Take less height, where the window has little."""
        self.setFixedHeight(_LOW if low else _HEIGHT)

    def set_data(self, task: Task | None, samples: Samples | None) -> None:
        """Show other samples; None shows an empty ground."""
        self._places, self._labels = np.empty((0, 2)), []
        if task is not None and samples is not None:
            x, y = samples.x[:_MOST_POINTS], samples.y[:_MOST_POINTS]
            up = x[:, 1] if x.shape[1] > 1 else y[:, 0]
            self._places, extent = _unit_square(np.column_stack((x[:, 0], up)))
            # Two columns are lengths of one plane; a column and an answer have no common scale.
            self._aspect = extent[0] / extent[1] if x.shape[1] > 1 else None
            regression = task.kind == "regression"
            self._labels = [1] * len(x) if regression else y[:, 0].astype(int).tolist()
        self.update()

    def _field(self, room: QRectF) -> QRectF:
        """Where the points lie within the room: as much as keeps the aspect of the plane."""
        if self._aspect is None:
            return room
        width = min(room.width(), room.height() * self._aspect)
        field = QRectF(0, 0, width, width / self._aspect)
        field.moveCenter(room.center())
        return field

    def sizeHint(self) -> QSize:
        """As wide as a card."""
        return QSize(260, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground, two hairlines through its middle, and the points."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._look.theme
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        ground = QPainterPath()
        ground.addRoundedRect(box, _CORNER, _CORNER)
        painter.fillPath(ground, theme.paper)
        middle = box.center()
        painter.setPen(QPen(theme.grid, 1))
        painter.drawLine(QPointF(box.left(), middle.y()), QPointF(box.right(), middle.y()))
        painter.drawLine(QPointF(middle.x(), box.top()), QPointF(middle.x(), box.bottom()))
        painter.setPen(QPen(theme.line, 1))
        painter.drawPath(ground)
        field = self._field(box.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN))
        for (across, up), label in zip(self._places.tolist(), self._labels, strict=True):
            place = QPointF(
                field.left() + across * field.width(), field.bottom() - up * field.height()
            )
            draw_marker(painter, theme, place, label, filled=True, radius=3.0)


def _unit_square(points: Floats) -> tuple[Floats, Floats]:
    """Points scaled so that each axis runs from 0 to 1, shape (n, 2), and both extents before."""
    low, high = points.min(axis=0), points.max(axis=0)
    extent = np.where(high > low, high - low, 1.0)
    return np.asarray((points - low) / extent, dtype=np.float64), extent
