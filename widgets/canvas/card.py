"""A floating card with the numbers of what the pointer is on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from widgets.theme.look import Look
from widgets.theme.style import SEMIBOLD

_ROW: Final = 18
_PADDING: Final = 12
_GAP: Final = 14
_MARGIN: Final = 6

Row = tuple[str, str]


def signed(value: float) -> str:
    """A weight or bias as it is read: a sign, two decimals, a real minus."""
    return f"{value:+.2f}".replace("-", "−")


class Card(QWidget):
    """Rows of a label and a value. It lets every mouse event through."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._ground = parent
        self._look = look
        self._rows: tuple[Row, ...] = ()
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        look.changed.connect(self.update)
        self.hide()

    @property
    def rows(self) -> tuple[Row, ...]:
        """What it shows."""
        return self._rows

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; none hides it."""
        if tuple(rows) == self._rows:
            return
        self._rows = tuple(rows)
        self.setVisible(bool(rows))
        if rows:
            self.resize(self._wanted_size())
            self.raise_()
            self.update()

    def move_beside(self, point: QPoint) -> None:
        """Lie beside a point of the parent, wholly inside it."""
        area = self._ground.rect()
        left, top = point.x() + 14, point.y() + 12
        if left + self.width() > area.right() - 4:
            left = point.x() - self.width() - 10
        if top + self.height() > area.bottom() - 4:
            top = point.y() - self.height() - 8
        self.move(left, top)

    def _wanted_size(self) -> QSize:
        theme = self._look.theme
        label, value = QFontMetrics(theme.font(12)), QFontMetrics(theme.font(12, SEMIBOLD))
        widest = max(
            label.horizontalAdvance(name) + value.horizontalAdvance(text)
            for name, text in self._rows
        )
        width = widest + _GAP + 2 * _PADDING + 2 * _MARGIN
        return QSize(width, len(self._rows) * theme.room(_ROW) + 14 + 2 * _MARGIN)

    # -- Qt ----------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint the rows."""
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        shade = QColor(theme.shadow)
        shade.setAlpha(shade.alpha() // 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shade)
        painter.drawRoundedRect(body.adjusted(-1, 1, 1, 4), 10, 10)
        painter.setPen(QPen(theme.line, 1))
        painter.setBrush(theme.raised)
        painter.drawRoundedRect(body, 9, 9)
        row = theme.room(_ROW)
        line = QRectF(body.left() + _PADDING, body.top() + 7, body.width() - 2 * _PADDING, row)
        for name, text in self._rows:
            painter.setFont(theme.font(12))
            painter.setPen(theme.muted)
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), name)
            painter.setFont(theme.font(12, SEMIBOLD))
            painter.setPen(theme.ink)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(line, int(flags), text)
            line.translate(0, row)
        painter.end()
