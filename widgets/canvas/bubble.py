"""A small bubble beside the pointer: why something cannot be done, or what was done."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from widgets.theme.look import Look

_MAX_WIDTH: Final = 268
_PADDING: Final = 12
_ICON: Final = 26
_TAIL: Final = 8
_SHADOW: Final = 6
_RADIUS: Final = 11
_SECONDS: Final = 4.0


class Bubble(QWidget):
    """Says one sentence near a point of its parent, for some seconds or until `hush` hides it.

    It lets every mouse event through; screen readers get the sentence as its name.
    """

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._ground = parent
        self._look = look
        self._text = ""
        self._tail = QPoint()
        self._below = False
        self._refusal = True
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(round(_SECONDS * 1000))
        self._timer.timeout.connect(self.hush)
        self.setObjectName("bubble")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        look.changed.connect(self.update)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty when it is not shown."""
        return self._text

    @property
    def refuses(self) -> bool:
        """Whether it says why something cannot be done, rather than what was done."""
        return self._refusal

    def say(self, text: str, at: QPoint) -> None:
        """Show why something cannot be done, with the tail at a point of the parent."""
        self._refusal = True
        self._show(text, at)

    def note(self, text: str, at: QPoint) -> None:
        """Show what was done, with the tail at a point of the parent."""
        self._refusal = False
        self._show(text, at)

    def _show(self, text: str, at: QPoint) -> None:
        self._text = text
        self.setAccessibleName(text)
        size = self._size_of(text)
        parent = self._ground.rect()
        self._below = at.y() - size.height() - 24 < parent.top()
        left = min(max(at.x() - 40, parent.left() + 4), parent.right() - size.width() - 4)
        top = at.y() + 20 if self._below else at.y() - size.height() - 20
        self.setGeometry(QRect(QPoint(left, top), size))
        self._tail = QPoint(min(max(at.x() - left, 28), size.width() - 28), 0)
        self.show()
        self.raise_()
        self.update()
        self._timer.start()

    def hush(self) -> None:
        """Hide it."""
        self._timer.stop()
        self._text = ""
        self.hide()

    def _size_of(self, text: str) -> QSize:
        room = QRect(0, 0, self._look.theme.room(_MAX_WIDTH), 400)
        metrics = QFontMetrics(self._look.theme.font(13))
        area = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, text)
        width = area.width() + 2 * _PADDING + _ICON + 2 * _SHADOW + 2
        height = max(area.height(), 20) + 2 * _PADDING - 4 + _TAIL + 2 * _SHADOW
        return QSize(width, height)

    def _outline(self) -> tuple[QPainterPath, QRectF]:
        body = QRectF(self.rect()).adjusted(_SHADOW, _SHADOW, -_SHADOW, -_SHADOW)
        tip = body.top() if self._below else body.bottom()
        body.adjust(0, _TAIL if self._below else 0, 0, 0 if self._below else -_TAIL)
        edge = body.top() if self._below else body.bottom()
        path, tail = QPainterPath(), QPainterPath()
        path.addRoundedRect(body, _RADIUS, _RADIUS)
        x = self._tail.x()
        tail.moveTo(x - 9, edge)
        tail.lineTo(x, tip)
        tail.lineTo(x + 9, edge)
        return path.united(tail), body

    # -- Qt ----------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint shadow, bubble, sign and sentence."""
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline, body = self._outline()
        for spread in (6, 4, 2):
            shade = QColor(theme.shadow)
            shade.setAlpha(shade.alpha() // 3)
            painter.strokePath(outline.translated(0, 2), QPen(shade, spread))
        painter.fillPath(outline, theme.raised)
        painter.strokePath(outline, QPen(theme.line, 1))
        self._paint_sign(painter, QRectF(body.left() + _PADDING, body.center().y() - 8, 16, 16))
        painter.setPen(theme.ink)
        painter.setFont(theme.font(13))
        words = body.adjusted(_PADDING + _ICON, 0, -_PADDING + 2, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(words, int(flags), self._text)
        painter.end()

    def _paint_sign(self, painter: QPainter, box: QRectF) -> None:
        """A crossed circle for a refusal, a tick for what was done."""
        theme = self._look.theme
        if self._refusal:
            painter.setPen(QPen(theme.warn, 1.8))
            painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))
            painter.drawLine(box.topLeft() + QPointF(3, 3), box.bottomRight() - QPointF(3, 3))
            return
        painter.setPen(
            QPen(theme.moss, 2.0, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin)
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        middle = box.center()
        painter.drawPolyline(
            [middle + QPointF(-6, 0.5), middle + QPointF(-2, 4.5), middle + QPointF(6, -4.5)]
        )
