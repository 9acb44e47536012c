"""Small marks on links and nodes: icons in discs, characters in pills, ports, faults."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from widgets.canvas.items.geometry import RADIUS
from widgets.theme.look import Theme
from widgets.theme.style import SEMIBOLD, icon_pixmap

DISC: Final = 9.0
HALO: Final = 16.0
"""How far the call of a port reaches around it."""
_PORT: Final = 4.4
_ICON: Final = 12
_PILL: Final = 16.0
_DENSITY: Final = 3.0
"""Icons are drawn for dense screens and close zooms; smaller they stay sharp."""


def draw_badge(painter: QPainter, theme: Theme, at: QPointF, icon: str) -> None:
    """An icon in a disc around a point."""
    painter.setPen(QPen(theme.ink, 1.1))
    painter.setBrush(theme.raised)
    painter.drawEllipse(at, DISC, DISC)
    picture = icon_pixmap(icon, theme.ink.name(), _ICON, _DENSITY)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    half = _ICON / 2
    box = QRectF(at.x() - half, at.y() - half, _ICON, _ICON)
    painter.drawPixmap(box, picture, QRectF(picture.rect()))


def draw_label(painter: QPainter, theme: Theme, at: QPointF, text: str) -> None:
    """A few characters in a pill around a point."""
    painter.setFont(theme.drawing_font(11, SEMIBOLD))
    width = QFontMetricsF(painter.font()).horizontalAdvance(text) + 12
    pill = QRectF(at.x() - width / 2, at.y() - _PILL / 2, width, _PILL)
    painter.setPen(QPen(theme.line, 1))
    painter.setBrush(theme.raised)
    painter.drawRoundedRect(pill, _PILL / 2, _PILL / 2)
    painter.setPen(theme.ink)
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)


def draw_port(
    painter: QPainter, theme: Theme, at: QPointF, *, opened: bool, call: float | None
) -> None:
    """The port from which links are dragged.

    Args:
        painter: where to draw.
        theme: the colours.
        at: its middle.
        opened: whether the pointer is there: then it shows a plus.
        call: phase 0 to 1 of a beat while it calls for the first link; None while it does not.
    """
    if call is not None:
        halo = QColor(theme.moss)
        halo.setAlphaF(0.42 * (1.0 - call))
        reach = 6.0 + (HALO - 7.0) * call
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(halo)
        painter.drawEllipse(at, reach, reach)
    if not opened:
        painter.setPen(QPen(theme.moss if call is not None else theme.muted, 1.5))
        painter.setBrush(theme.moss if call is not None else theme.raised)
        painter.drawEllipse(at, _PORT, _PORT)
        return
    painter.setPen(QPen(theme.paper, 2))
    painter.setBrush(theme.moss)
    painter.drawEllipse(at, 7.5, 7.5)
    painter.setPen(QPen(theme.paper, 1.6, c=Qt.PenCapStyle.RoundCap))
    painter.drawLine(at - QPointF(3, 0), at + QPointF(3, 0))
    painter.drawLine(at - QPointF(0, 3), at + QPointF(0, 3))


def draw_fault(painter: QPainter, theme: Theme, square: QRectF) -> None:
    """A dashed frame around a node and an exclamation mark at its upper right corner."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.warn, 2.2, Qt.PenStyle.DashLine))
    frame = square.adjusted(-4, -4, 4, 4)
    painter.drawRoundedRect(frame, RADIUS + 4, RADIUS + 4)
    badge = QRectF(0, 0, 20, 20)
    badge.moveCenter(square.topRight())
    painter.setPen(QPen(theme.paper, 2))
    painter.setBrush(theme.warn)
    painter.drawEllipse(badge)
    painter.setPen(theme.paper)
    painter.setFont(theme.drawing_font(13, SEMIBOLD))
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, "!")
