"""What gestures draw while they last: rubber curve, marquee, ghost, guides, the shears' trail."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsPathItem

from widgets.editor.items.geometry import NODE_SIZE, RADIUS, link_curve
from widgets.look import Theme

_ABOVE_ALL: Final = 10.0


def _overlay(pen: QPen) -> QGraphicsPathItem:
    item = QGraphicsPathItem()
    pen.setCosmetic(True)
    item.setPen(pen)
    item.setZValue(_ABOVE_ALL)
    return item


def rubber(theme: Theme) -> QGraphicsPathItem:
    """The curve of a link that is being drawn."""
    item = _overlay(QPen(theme.moss, 2.4, c=Qt.PenCapStyle.RoundCap))
    item.setZValue(1.8)
    return item


def stretch_rubber(item: QGraphicsPathItem, starts: list[QPointF], end: QPointF) -> None:
    """Draw the rubber from each start to the end."""
    path = QPainterPath()
    for start in starts:
        path.addPath(link_curve(start, end))
    path.addEllipse(end, 3.5, 3.5)
    item.setPath(path)


def colour_rubber(item: QGraphicsPathItem, theme: Theme, *, refused: bool) -> None:
    """Say with the rubber whether the end may be."""
    colour = theme.warn if refused else theme.moss
    pen = QPen(colour, 2.4, Qt.PenStyle.DotLine if refused else Qt.PenStyle.SolidLine)
    pen.setCosmetic(True)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    item.setPen(pen)


def marquee(theme: Theme) -> QGraphicsPathItem:
    """The frame that selects."""
    item = _overlay(QPen(theme.moss, 1.2))
    ground = QColor(theme.moss)
    ground.setAlpha(26)
    item.setBrush(ground)
    return item


def rounded(rect: QRectF, radius: float = 4) -> QPainterPath:
    """A rounded rectangle as a path."""
    path = QPainterPath()
    path.addRoundedRect(rect, radius, radius)
    return path


def ghost(theme: Theme) -> QGraphicsPathItem:
    """Where something would be put down."""
    item = _overlay(QPen(theme.moss, 1.8, Qt.PenStyle.DashLine))
    ground = QColor(theme.mossbg)
    ground.setAlpha(170)
    item.setBrush(ground)
    return item


def ghost_path(places: list[tuple[float, float]]) -> QPainterPath:
    """Squares at these centres."""
    half = NODE_SIZE / 2
    path = QPainterPath()
    for x, y in places:
        square = QRectF(x - half, y - half, NODE_SIZE, NODE_SIZE)
        path.addRoundedRect(square, RADIUS, RADIUS)
    return path


def guides(theme: Theme) -> QGraphicsPathItem:
    """Hairlines that say what a moved node is in line with."""
    colour = QColor(theme.moss)
    colour.setAlpha(150)
    return _overlay(QPen(colour, 1, Qt.PenStyle.DotLine))


def trail(theme: Theme) -> QGraphicsPathItem:
    """The way of the shears."""
    return _overlay(QPen(theme.warn, 2, c=Qt.PenCapStyle.RoundCap))
