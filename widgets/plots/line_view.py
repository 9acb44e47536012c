"""One column: what a node gives along it as a curve, with the samples on a plot with axes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.document.names import pretty
from widgets.plots.markers import draw_marker, draw_ring
from widgets.plots.picture import MapPicture
from widgets.plots.pointed_view import PointedView
from widgets.plots.readout import draw_readout
from widgets.plots.ticks import nice_ticks, tick_text
from widgets.theme.look import Look
from widgets.theme.style import MEDIUM

_TRAIN: Final = 3.4
_OTHER: Final = 3.0
_WRONG: Final = 7.0


class LineView(PointedView):
    """The plot of a `MapPicture` with a single column."""

    def __init__(self, picture: MapPicture, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(picture, look, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    @property
    def readout(self) -> str:
        """The values at the place under the pointer; empty when it is elsewhere."""
        area = self._area()
        if self._pointer is None or not area.contains(self._pointer):
            return ""
        low, high = self._picture.bounds[0]
        x = low + (self._pointer.x() - area.left()) / area.width() * (high - low)
        text = (
            f"{pretty(self._picture.task.columns[0], self._picture.task)} {tick_text(round(x, 2))}"
        )
        return self._with_value(text, x, 0.0)

    @property
    def value_range(self) -> tuple[float, float]:
        """Lowest and highest value on the upright axis: of the samples, and of a hidden node.

        An output may go far beyond its samples, and is cut there.
        """
        picture = self._picture
        shown = (picture.train, picture.validation)
        heights = [mark[1] for samples in shown for mark in picture.marks(samples)]
        values = picture.values
        if picture.node not in picture.task.output_ids and values is not None:
            heights += [float(value) for value in values[np.isfinite(values)]]
        low, high = (min(heights), max(heights)) if heights else (-1.0, 1.0)
        room = (high - low) * 0.12 or 1.0
        return low - room, high + room

    def pixel_of(self, x: float, y: float) -> QPointF:
        """Where a point of the plot lies in the widget, in pixels."""
        return self._placing()(x, y)

    def _placing(self) -> Callable[[float, float], QPointF]:
        """`pixel_of` for many points: the axes are measured once, not for each."""
        area = self._area()
        left, right = self._picture.bounds[0]
        low, high = self.value_range
        across, up = area.width() / (right - left), area.height() / (high - low)

        def pixel_of(x: float, y: float) -> QPointF:
            return QPointF(area.left() + (x - left) * across, area.bottom() - (y - low) * up)

        return pixel_of

    def _area(self) -> QRectF:
        theme = self._look.theme
        return QRectF(self.rect()).adjusted(theme.room(40), 12, -10, -theme.room(34))

    def _draw_axes(self, painter: QPainter) -> None:
        theme, area, picture = self._look.theme, self._area(), self._picture
        painter.setFont(theme.font(11))
        pixel_of, (low, high) = self._placing(), self.value_range
        for value in nice_ticks(low, high):
            y = pixel_of(0.0, value).y()
            painter.setPen(QPen(theme.line, 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(theme.muted)
            place = QRectF(0, y - 15, area.left() - 6, 30)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, right, tick_text(value))
        for value in nice_ticks(*picture.bounds[0]):
            x = pixel_of(value, 0.0).x()
            place = QRectF(x - 30, area.bottom() + 3, 60, theme.room(16))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, tick_text(value))
        painter.setFont(theme.font(11, MEDIUM))
        place = QRectF(area.left(), area.bottom() + theme.room(17), area.width(), theme.room(16))
        title = pretty(picture.task.columns[0], picture.task)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight, title)

    def _draw_samples(self, painter: QPainter) -> None:
        theme, picture, pixel_of = self._look.theme, self._picture, self._placing()
        # Test points may lie beyond the axes; they must not cover the figures there.
        painter.setClipRect(self._area().adjusted(-_WRONG, -_WRONG, _WRONG, 0))
        for samples, filled, radius in (
            (picture.train, True, _TRAIN),
            (picture.validation, False, _OTHER),
            (picture.ringed, False, _OTHER),
        ):
            for x, y, label in picture.marks(samples):
                place = pixel_of(x, y)
                draw_marker(painter, theme, place, label, filled=filled, radius=radius)
                if samples is picture.ringed:
                    draw_ring(painter, theme, place, _WRONG)
        painter.setClipping(False)

    def _draw_curve(self, painter: QPainter) -> None:
        values = self._picture.values
        if values is None:
            return
        left, right = self._picture.bounds[0]
        cells = values.shape[1]
        places = left + (np.arange(cells) + 0.5) * (right - left) / cells
        known = np.isfinite(values[0])
        points = zip(places[known], values[0][known], strict=True)
        painter.setPen(QPen(self._look.theme.moss, 2.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setClipRect(self._area())
        pixel_of = self._placing()
        painter.drawPolyline(QPolygonF([pixel_of(float(x), float(y)) for x, y in points]))
        painter.setClipping(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint axes, samples, curve and readout."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_axes(painter)
        self._draw_samples(painter)
        self._draw_curve(painter)
        if self._pointer is not None and (text := self.readout):
            theme = self._look.theme
            x = self._pointer.x()
            painter.setPen(QPen(theme.faint, 1))
            painter.drawLine(QPointF(x, self._area().top()), QPointF(x, self._area().bottom()))
            draw_readout(painter, theme, self._pointer, text, QRectF(self.rect()))
