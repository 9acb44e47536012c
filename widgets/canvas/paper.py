"""The ground of the canvas: dotted paper, and on an empty one what to do first."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from engine import Network
from widgets.canvas.items.geometry import NODE_SIZE, RADIUS
from widgets.document.names import node_title
from widgets.theme.look import Theme

_SPACING: Final = 24
_MOST_DOTS: Final = 20_000


def hint_for(network: Network) -> str:
    """What to do first: add an input, then draw a link; empty once a link is there."""
    if network.links:
        return ""
    output = node_title(network, network.outputs[0].id) if network.outputs else "y"
    goal = f"a neuron or {output}" if network.hidden else output
    if not network.inputs:
        return f"Drag an input here, then link it to {goal}"
    return f"Drag from the green dot to {goal}"


def draw_dots(painter: QPainter, theme: Theme, area: QRectF) -> None:
    """Dots at every 24th unit within an area of the scene."""
    left, top = int(area.left()) // _SPACING, int(area.top()) // _SPACING
    right, bottom = int(area.right()) // _SPACING + 1, int(area.bottom()) // _SPACING + 1
    if (right - left) * (bottom - top) > _MOST_DOTS:
        return
    dots = QPolygonF(
        [
            QPointF(x * _SPACING, y * _SPACING)
            for x in range(left, right + 1)
            for y in range(top, bottom + 1)
        ]
    )
    painter.setPen(QPen(theme.line, 1.8, c=Qt.PenCapStyle.RoundCap))
    painter.drawPoints(dots)


def hint_rect(at: QPointF) -> QRectF:
    """What the hint covers."""
    return QRectF(at.x() - 110, at.y() - NODE_SIZE / 2, 220, NODE_SIZE + 72)


def words_rect(at: QPointF) -> QRectF:
    """What the words of the hint cover, in one line around a point."""
    return QRectF(at.x() - 160, at.y() - 12, 320, 24)


def draw_words(painter: QPainter, theme: Theme, text: str, at: QPointF) -> None:
    """The hint as words alone, in one line around a point."""
    painter.setPen(theme.muted)
    painter.setFont(font(14))
    painter.drawText(words_rect(at), int(Qt.AlignmentFlag.AlignCenter), text)


def draw_hint(painter: QPainter, theme: Theme, text: str, at: QPointF) -> None:
    """An empty place for the first input, and the words below it."""
    half = NODE_SIZE / 2
    square = QRectF(at.x() - half, at.y() - half, NODE_SIZE, NODE_SIZE)
    painter.setBrush(theme.panel)
    painter.setPen(QPen(theme.faint, 1.5, Qt.PenStyle.DashLine))
    painter.drawRoundedRect(square, RADIUS, RADIUS)
    painter.setPen(QPen(theme.muted, 1.8, c=Qt.PenCapStyle.RoundCap))
    painter.drawLine(at - QPointF(7, 0), at + QPointF(7, 0))
    painter.drawLine(at - QPointF(0, 7), at + QPointF(0, 7))
    painter.setPen(theme.muted)
    painter.setFont(theme.drawing_font(14))
    words = QRectF(at.x() - 110, square.bottom() + 12, 220, 60)
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(words, int(flags), text.replace(", ", ",\n"))
