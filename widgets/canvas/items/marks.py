"""Small marks on links and nodes: an icon in a disc, and a few characters in a pill."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from widgets.theme.look import Theme
from widgets.theme.style import SEMIBOLD, icon_pixmap

DISC: Final = 9.0
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
