"""One solution as a pill: its name and its size."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from widgets.theme.look import Look
from widgets.theme.style import MEDIUM, REGULAR, SEMIBOLD, blend, font

_WIDEST_NAME: Final = 150.0
_PAD: Final = 14.0
_GAP: Final = 12.0


class SolutionPill(QAbstractButton):
    """A pill that can be chosen; the chosen one is ringed.

    Signals:
        rename_wanted: it was double-clicked, or F2 was pressed on it.
    """

    rename_wanted = Signal()

    def __init__(
        self, look: Look, name: str, parameters: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._parameters = parameters
        self.setText(name)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)
        self._told()

    @property
    def parameters(self) -> int:
        """The size that is shown."""
        return self._parameters

    def set_name(self, name: str) -> None:
        """Show another name."""
        if name != self.text():
            self.setText(name)
            self._told()

    def set_parameters(self, parameters: int) -> None:
        """Show another size."""
        if parameters != self._parameters:
            self._parameters = parameters
            self._told()

    def _told(self) -> None:
        text = f"{self.text()}, {self._parameters} parameters"
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.updateGeometry()
        self.update()

    def _name_width(self) -> float:
        metrics = QFontMetricsF(font(13, MEDIUM))
        return min(metrics.horizontalAdvance(self.text()) + 1, _WIDEST_NAME)

    def sizeHint(self) -> QSize:
        """As wide as name and size."""
        size = QFontMetricsF(font(13, SEMIBOLD)).horizontalAdvance(str(self._parameters))
        return QSize(round(self._name_width() + size + 2 * _PAD + _GAP) + 1, 32)

    def mouseDoubleClickEvent(self, event: object) -> None:
        """Ask for another name."""
        del event
        self.rename_wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 asks for another name."""
        if event.key() == Qt.Key.Key_F2:
            self.rename_wanted.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pill."""
        del event
        theme, chosen = self._look.theme, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        ground = theme.mossbg if chosen else theme.panel
        if self.underMouse() and not chosen:
            ground = blend(theme.panel, theme.ink, 0.05)
        ring = theme.moss if chosen or self.hasFocus() else theme.line
        painter.setPen(QPen(ring, 2.0 if self.hasFocus() else 1.2))
        painter.setBrush(ground)
        painter.drawRoundedRect(body, body.height() / 2, body.height() / 2)
        self._paint_words(painter)

    def _paint_words(self, painter: QPainter) -> None:
        theme, chosen = self._look.theme, self.isChecked()
        face = font(13, MEDIUM if chosen else REGULAR)
        painter.setFont(face)
        painter.setPen(theme.ink if chosen else theme.muted)
        name = QRectF(_PAD, 0, self._name_width(), self.height())
        elided = QFontMetricsF(face).elidedText(
            self.text(), Qt.TextElideMode.ElideRight, name.width()
        )
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(name, left, elided)
        painter.setFont(font(13, SEMIBOLD if chosen else REGULAR))
        painter.setPen(theme.moss if chosen else theme.muted)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        place = QRectF(0, 0, self.width() - _PAD, self.height())
        painter.drawText(place, right, str(self._parameters))
