"""A bar of starts: those that passed, those that failed, those to come, and a whisker."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.judging.tally import Interval, Tally
from widgets.theme.look import Look

_THICK: Final = 8.0
_TOP: Final = 4.0
_CAP: Final = 3.0
_WHISKER: Final = 17.0
_HEIGHT: Final = 24
_NOTHING: Final = Tally((), 1)


class SturdinessBar(QWidget):
    """Fills from the left with what passed; what failed follows it in the colour of a warning.

    When all starts are done, a whisker below shows where the share of all possible starts lies.
    """

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._tally = _NOTHING
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    @property
    def shares(self) -> tuple[float, float]:
        """How much of the bar passed and failed."""
        tally = self._tally
        return tally.passed / tally.total, (tally.done - tally.passed) / tally.total

    @property
    def whisker(self) -> Interval | None:
        """Its two ends, 0 to 1; None while starts are to come."""
        return self._tally.interval if self._tally.is_complete else None

    def set_tally(self, tally: Tally) -> None:
        """Show these starts."""
        if tally != self._tally:
            self._tally = tally
            self.update()

    def sizeHint(self) -> QSize:
        """Room for the bar and the whisker."""
        return QSize(160, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Short, but never too short to read."""
        return QSize(80, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint groove, passed, failed and whisker."""
        del event
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        groove = QRectF(1, _TOP, self.width() - 2, _THICK)
        outline = QPainterPath()
        outline.addRoundedRect(groove, _THICK / 2, _THICK / 2)
        painter.save()
        painter.setClipPath(outline)
        painter.fillRect(groove, theme.line)
        x = groove.left()
        for share, color in zip(self.shares, (theme.moss, theme.warn), strict=True):
            width = share * groove.width()
            painter.fillRect(QRectF(x, groove.top(), width, _THICK), color)
            x += width
        painter.restore()
        if self.whisker is not None:
            self._paint_whisker(painter, groove, self.whisker)

    def _paint_whisker(self, painter: QPainter, groove: QRectF, ends: Interval) -> None:
        """A line between two caps, below the bar so that both can be read."""
        left, right = (groove.left() + end * groove.width() for end in ends)
        pen = QPen(self._look.theme.muted, 1.6)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(left, _WHISKER), QPointF(right, _WHISKER))
        for x in (left, right):
            painter.drawLine(QPointF(x, _WHISKER - _CAP), QPointF(x, _WHISKER + _CAP))
