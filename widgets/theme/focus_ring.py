"""The ring of the keyboard's focus, for controls whose border alone would not show it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

WIDTH = 2.0


def draw_focus_ring(widget: QWidget, colour: QColor, radius: float, *, inset: float = 1.0) -> None:
    """Draw the ring around a widget that is being painted.

    Args:
        widget: what has the focus.
        colour: with a contrast of 3 or more to what it lies on.
        radius: of its corners, px.
        inset: how far it lies within, px.
    """
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, WIDTH))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    box = QRectF(widget.rect()).adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(box, radius, radius)
    painter.end()
