"""A small card with numbers beside the pointer."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from widgets.theme.look import Theme
from widgets.theme.style import MEDIUM

_OFF: Final = 14.0


def draw_readout(
    painter: QPainter, theme: Theme, pointer: QPointF, text: str, within: QRectF
) -> None:
    """Draw the text on a card near the pointer, wholly inside ``within`` where it fits."""
    face = theme.font(12, MEDIUM)
    metrics = QFontMetricsF(face)
    card = QRectF(0, 0, metrics.horizontalAdvance(text) + 20, metrics.height() + 10)
    card.moveTopLeft(pointer + QPointF(_OFF, _OFF))
    if card.right() > within.right() - 4:
        card.moveRight(max(pointer.x() - _OFF, within.left() + 4 + card.width()))
        card.moveRight(min(card.right(), within.right() - 4))
    if card.bottom() > within.bottom() - 4:
        card.moveBottom(pointer.y() - _OFF)
    painter.setPen(QPen(theme.line, 1))
    painter.setBrush(theme.raised)
    painter.drawRoundedRect(card, 9, 9)
    painter.setFont(face)
    painter.setPen(theme.ink)
    painter.drawText(card, Qt.AlignmentFlag.AlignCenter, text)
