"""The plane of the first two columns, coloured by what a node gives, with the samples on it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.plots.colormap import MapColors
from widgets.plots.markers import draw_marker, draw_ring
from widgets.plots.picture import MapPicture
from widgets.plots.pointed_view import PointedView
from widgets.plots.readout import draw_readout
from widgets.plots.ticks import tick_text
from widgets.theme.look import Look
from widgets.theme.style import MEDIUM

_RADIUS: Final = 10.0
_TRAIN: Final = 3.9
_OTHER: Final = 3.2
_WRONG: Final = 6.5
_TITLE_EDGE: Final = 6.0
_TITLE_GAP: Final = 2.0


class PlaneView(PointedView):
    """A square map of a `MapPicture` with two columns or more."""

    def __init__(self, picture: MapPicture, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(picture, look, parent)
        self._colors = MapColors(look.theme)
        self._points: QPixmap | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        picture.samples_changed.connect(self._forget_points)
        look.changed.connect(self._retheme)

    @property
    def readout(self) -> str:
        """The values at the place under the pointer; empty when it is elsewhere."""
        if self._pointer is None or not self._square().contains(self._pointer):
            return ""
        x, y = self.plane_at(self._pointer)
        first, second = self._picture.axis_titles
        text = f"{first} {tick_text(round(x, 2))}   {second} {tick_text(round(y, 2))}"
        return self._with_value(text, x, y)

    def pixel_of(self, x: float, y: float) -> QPointF:
        """Where a point of the plane lies in the widget, in pixels."""
        (left, right), (low, high) = self._picture.bounds
        square = self._square()
        return QPointF(
            square.left() + (x - left) / (right - left) * square.width(),
            square.bottom() - (y - low) / (high - low) * square.height(),
        )

    def plane_at(self, pixel: QPointF) -> tuple[float, float]:
        """Which point of the plane lies at a pixel of the widget."""
        (left, right), (low, high) = self._picture.bounds
        square = self._square()
        return (
            left + (pixel.x() - square.left()) / square.width() * (right - left),
            low + (square.bottom() - pixel.y()) / square.height() * (high - low),
        )

    def _square(self) -> QRectF:
        side = float(min(self.width(), self.height()))
        return QRectF((self.width() - side) / 2, 0, side, side)

    def _retheme(self) -> None:
        self._colors = MapColors(self._look.theme)
        self._forget_points()

    def _forget_points(self) -> None:
        self._points = None
        self.update()

    def _points_pixmap(self) -> QPixmap:
        """The samples, drawn once and kept until they, the size or the theme change."""
        if self._points is None:
            density = self.devicePixelRatioF()
            self._points = QPixmap(self.size() * density)
            self._points.setDevicePixelRatio(density)
            self._points.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._points)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw_points(painter)
            painter.end()
        return self._points

    def _draw_points(self, painter: QPainter) -> None:
        theme = self._look.theme
        for samples, filled, radius in (
            (self._picture.train, True, _TRAIN),
            (self._picture.validation, False, _OTHER),
        ):
            for x, y, label in self._picture.marks(samples):
                place = self.pixel_of(x, y)
                draw_marker(painter, theme, place, label, filled=filled, radius=radius)
        for x, y, label in self._picture.marks(self._picture.ringed):
            place = self.pixel_of(x, y)
            draw_marker(painter, theme, place, label, filled=False, radius=_OTHER)
            draw_ring(painter, theme, place, _WRONG)

    def _draw_axis_titles(self, painter: QPainter, square: QRectF) -> None:
        """The names of the two columns, along the bottom and, turned, along the left.

        They are beside the square where there is room, else on its edge.
        """
        theme, beside = self._look.theme, square.left()
        painter.setFont(theme.font(11, MEDIUM))
        high = float(theme.room(18))
        for number, title in enumerate(self._picture.axis_titles):
            wide = painter.fontMetrics().horizontalAdvance(title) + 12.0
            painter.save()
            painter.translate(square.bottomLeft() if number == 0 else square.topLeft())
            left = square.width() + _TITLE_GAP
            if beside < wide + _TITLE_GAP:
                left = square.width() - wide - _TITLE_EDGE
            card = QRectF(left, -high - _TITLE_EDGE, wide, high)
            if number == 1:
                painter.rotate(-90)
                inset = -high - _TITLE_GAP if beside >= high + _TITLE_GAP else _TITLE_EDGE
                card = QRectF(-wide - _TITLE_EDGE, inset, wide, high)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.panel)
            painter.setOpacity(0.85)
            painter.drawRoundedRect(card, 6, 6)
            painter.setOpacity(1.0)
            painter.setPen(theme.ink)
            painter.drawText(card, Qt.AlignmentFlag.AlignCenter, title)
            painter.restore()

    def hasHeightForWidth(self) -> bool:
        """As high as wide."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as wide."""
        return width

    def resizeEvent(self, event: object) -> None:
        """Draw the samples anew at the new size."""
        del event
        self._forget_points()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the map, the samples over it, and the readout."""
        del event
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        square = self._square()
        outline = QPainterPath()
        outline.addRoundedRect(square.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        painter.setClipPath(outline)
        values = self._picture.values
        if values is None:
            painter.fillRect(square, theme.mid)
        else:
            painter.drawImage(square, self._colors.image(values, self._picture.scale))
        painter.drawPixmap(0, 0, self._points_pixmap())
        painter.setClipping(False)
        painter.setPen(QPen(theme.line, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)
        if self._picture.names_axes:
            self._draw_axis_titles(painter, square)
        if self._pointer is not None and (text := self.readout):
            draw_readout(painter, theme, self._pointer, text, square)
