"""A bar that fills towards a threshold."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.theme.look import Look

_THICK: Final = 10.0


class ScoreBar(QWidget):
    """A bar with a tick where the threshold lies; both are fractions of its length."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._fraction = 0.0
        self._tick: float | None = None
        self._failed = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    @property
    def fraction(self) -> float:
        """How much of the bar is filled, 0 to 1."""
        return self._fraction

    @property
    def tick(self) -> float | None:
        """Where the tick is, 0 to 1; None for no tick."""
        return self._tick

    @property
    def tick_x(self) -> float:
        """The tick's distance from the widget's left edge in pixels; 0 without a tick."""
        return 0.0 if self._tick is None else 1.0 + self._tick * (self.width() - 2.0)

    def set_tick(self, tick: float | None) -> None:
        """Put the tick there."""
        self._tick = tick
        self.update()

    def set_fraction(self, fraction: float) -> None:
        """Fill that much of the bar."""
        if fraction != self._fraction:
            self._fraction = min(max(fraction, 0.0), 1.0)
            self.update()

    def set_failed(self, failed: bool) -> None:
        """Fill the bar in the colour of a failure."""
        if failed != self._failed:
            self._failed = failed
            self.update()

    def sizeHint(self) -> QSize:
        """High enough to read, any width."""
        return QSize(160, 24)

    def minimumSizeHint(self) -> QSize:
        """Short, but never too short to read."""
        return QSize(80, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the groove, what is filled, and the tick."""
        del event
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        groove = QRectF(0, (self.height() - _THICK) / 2, self.width(), _THICK)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.line)
        painter.drawRoundedRect(groove, _THICK / 2, _THICK / 2)
        if self._fraction > 0:
            filled = QRectF(groove)
            filled.setWidth(max(self._fraction * groove.width(), _THICK))
            painter.setBrush(theme.warn if self._failed else theme.moss)
            painter.drawRoundedRect(filled, _THICK / 2, _THICK / 2)
        if self._tick is not None:
            painter.setPen(QPen(theme.ink, 2))
            x = self.tick_x
            painter.drawLine(QPointF(x, groove.top() - 5), QPointF(x, groove.bottom() + 5))
