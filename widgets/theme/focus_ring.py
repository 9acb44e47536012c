"""The ring of the keyboard's focus, for controls whose border alone would not show it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

WIDTH = 2.0


def draw_focus_ring(
    widget: QWidget, colour: QColor, radius: float, *, inset: float = 1.0, at: QRectF | None = None
) -> None:
    """Draw the ring on a widget that is being painted.

    Args:
        widget: what has the focus.
        colour: with a contrast of 3 or more to what it lies on.
        radius: of its corners, px.
        inset: how far it lies within, px.
        at: what it goes around; None for all of the widget.
    """
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, WIDTH))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    box = QRectF(widget.rect()) if at is None else at
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.end()
