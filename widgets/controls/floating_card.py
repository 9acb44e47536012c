"""A card that floats over the middle of a page, with a soft shadow."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from widgets.controls.modal_card import ModalCard
from widgets.theme.look import Look

SHADOW: Final = 14
"""Width of the shadow around the card, which is part of the widget, in pixels."""
_RADIUS: Final = 14.0


class FloatingCard(ModalCard):
    """Paints the card, keeps it in the middle, and keeps key presses from what lies behind.

    Subclasses say in `size_in` how large they want to be.

    Args:
        look: the theme.
        floor: what it floats over.
    """

    def __init__(self, look: Look, floor: QWidget) -> None:
        super().__init__(floor)
        self._look = look
        self._floor = floor
        floor.installEventFilter(self)
        self.hide()

    def size_in(self, room: QSize) -> QSize:
        """The size with its shadow, no larger than the room."""
        return self.sizeHint().boundedTo(room)

    def place(self) -> None:
        """Take the wanted size in the middle of the floor."""
        room = self._floor.rect()
        own = QRect(room.topLeft(), self.size_in(room.size()))
        own.moveCenter(room.center())
        self.setGeometry(own)

    def minimumSizeHint(self) -> QSize:
        """Small enough for any window."""
        return QSize(320, 240)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the card centred when the floor changes its size."""
        if watched is self._floor and event.type() == QEvent.Type.Resize and not self.isHidden():
            self.place()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card and the soft shadow around it."""
        del event
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for grow in range(SHADOW):
            shade = QColor(theme.shadow)
            shade.setAlphaF(shade.alphaF() * (1 - grow / SHADOW) ** 2)
            painter.setPen(QPen(shade, 1.4))
            ring = card.adjusted(-grow, -grow + 2, grow, grow)
            painter.drawRoundedRect(ring, _RADIUS + grow, _RADIUS + grow)
        painter.setPen(QPen(theme.line, 1))
        painter.setBrush(theme.panel)
        painter.drawRoundedRect(card, _RADIUS, _RADIUS)
