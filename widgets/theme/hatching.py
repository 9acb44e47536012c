"""Hatched ground: thin slanted lines over what is ruled out."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from widgets.theme.look import Theme

_GAP: Final = 7.0


def hatch(painter: QPainter, place: QRectF, theme: Theme) -> None:
    """Hatch a rectangle."""
    painter.save()
    painter.setClipRect(place, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(theme.faint, 0.7))
    height = place.height()
    for step in range(1, int((place.width() + height) / _GAP) + 1):
        foot = place.bottomLeft() + QPointF(step * _GAP - height, 0)
        painter.drawLine(foot, foot + QPointF(height, -height))
    painter.restore()
