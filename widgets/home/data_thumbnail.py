"""A quiet picture of a level's training data."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from levels.thumbnail import Thumbnail
from widgets.plots.markers import draw_marker
from widgets.theme.look import Look

_HEIGHT: Final = 168
_LOW: Final = 96
_CORNER: Final = 12.0
_MARGIN: Final = 18.0


class DataThumbnail(QWidget):
    """The points of a level: its first two columns, or a column against the answer."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._data = Thumbnail()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)
        look.changed.connect(self.update)

    @property
    def count(self) -> int:
        """How many points are shown."""
        return len(self._data.points)

    def set_low(self, *, low: bool) -> None:
        """Take less height, where the window has little."""
        self.setFixedHeight(_LOW if low else _HEIGHT)

    def set_data(self, data: Thumbnail) -> None:
        """Show other points; one without points is an empty ground."""
        self._data = data
        self.update()

    def _field(self, room: QRectF) -> QRectF:
        """Where the points lie within the room: as much as keeps the aspect of the plane."""
        aspect = self._data.aspect
        if aspect is None:
            return room
        width = min(room.width(), room.height() * aspect)
        field = QRectF(0, 0, width, width / aspect)
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
        for across, up, label in self._data.points:
            place = QPointF(
                field.left() + across * field.width(), field.bottom() - up * field.height()
            )
            draw_marker(painter, theme, place, label, filled=True, radius=3.0)
