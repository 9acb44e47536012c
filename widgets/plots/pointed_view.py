"""What the views of a `MapPicture` have in common: they repaint with it and follow the pointer."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from widgets.plots.picture import MapPicture
from widgets.plots.ticks import value_text
from widgets.theme.look import Look


class PointedView(QWidget):
    """Base of the plot of one column and of the map of two; subclasses paint.

    Args:
        picture: what is shown.
        look: the theme.
    """

    def __init__(self, picture: MapPicture, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = picture
        self._look = look
        self._pointer: QPointF | None = None
        self.setMouseTracking(True)
        picture.values_changed.connect(self.update)
        picture.samples_changed.connect(self.update)
        look.changed.connect(self.update)

    def _with_value(self, place: str, x: float, y: float) -> str:
        """The text of a place, with the value of the node there when it is known."""
        value = self._picture.value_at(x, y)
        return place if value is None else f"{place}   {self._picture.title} {value_text(value)}"

    def sizeHint(self) -> QSize:
        """A square, as large for one column as for two."""
        return QSize(320, 320)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the readout of the place under the pointer."""
        self._pointer = event.position()
        self.update()

    def leaveEvent(self, event: object) -> None:
        """Hide the readout."""
        del event
        self._pointer = None
        self.update()
