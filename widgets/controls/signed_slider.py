"""A slider around zero: blue to the right of it, orange to the left."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSlider, QWidget

from widgets.theme.focus_ring import draw_focus_ring
from widgets.theme.look import Look

_REACH: Final = 8.0
_FINE: Final = 100
_KNOB: Final = 7.0


class SignedSlider(QSlider):
    """Values from −8 to 8 in hundredths; what lies beyond stays at the end."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._look = look
        self.setRange(round(-_REACH * _FINE), round(_REACH * _FINE))
        self.setPageStep(_FINE // 2)
        self.setSingleStep(_FINE // 20)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        look.changed.connect(self.update)

    @property
    def number(self) -> float:
        """The value."""
        return self.value() / _FINE

    def set_number(self, number: float) -> None:
        """Put the knob at a value."""
        self.setValue(round(min(max(number, -_REACH), _REACH) * _FINE))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the groove, the stretch from zero to the knob, and the knob."""
        del event
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, length = self.height() / 2, self.width() - 2 * _KNOB - 2
        zero = _KNOB + 1 + length / 2
        knob = zero + self.number / _REACH * length / 2
        color = theme.blue if self.number >= 0 else theme.orange
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.line)
        painter.drawRoundedRect(QRectF(_KNOB + 1, middle - 2, length, 4), 2, 2)
        painter.drawRect(QRectF(zero - 1, middle - 6, 2, 12))
        painter.setBrush(color)
        painter.drawRect(QRectF(min(zero, knob), middle - 2, abs(knob - zero), 4))
        painter.setBrush(theme.raised)
        painter.setPen(QPen(color, 2.0))
        painter.drawEllipse(QPointF(knob, middle), _KNOB - 1, _KNOB - 1)
        painter.end()
        if self.hasFocus():
            draw_focus_ring(self, theme.moss, 8)
