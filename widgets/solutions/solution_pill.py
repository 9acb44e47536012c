"""One solution as a pill: its name, its size, and the medal that it has won."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from engine.wording import counted
from levels import Medal
from widgets.controls.medal_row import rosette
from widgets.keys import is_key
from widgets.theme.fonts import MEDIUM, REGULAR, SEMIBOLD
from widgets.theme.icons import icon_pixmap
from widgets.theme.look import Look
from widgets.theme.style import blend, on_accent
from widgets.theme.tooltips import set_tooltip

_WIDEST_NAME: Final = 150
_PAD: Final = 14.0
_GAP: Final = 12.0
_HEIGHT: Final = 32
_MEDAL: Final = 20
_PRESSING: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class SolutionPill(QAbstractButton):
    """A pill that can be chosen.

    The chosen one is ringed, one that has passed shows its medal, an unreadable one is dashed.

    Signals:
        rename_wanted: it was double-clicked, or its key was pressed.
        stepped: an arrow, Home or End was pressed on it (the key).
    """

    rename_wanted = Signal()
    stepped = Signal(int)

    def __init__(
        self,
        look: Look,
        name: str,
        parameters: int,
        parent: QWidget | None = None,
        *,
        unreadable: bool = False,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._unreadable = unreadable
        self._parameters = parameters
        self._medal: Medal | None = None
        self.setText(name)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._update_size)
        self._update_texts()

    @property
    def parameters(self) -> int:
        """The size that is shown."""
        return self._parameters

    @property
    def medal(self) -> Medal | None:
        """The medal that is shown; None for none."""
        return self._medal

    def set_name(self, name: str) -> None:
        """Show another name."""
        if name != self.text():
            self.setText(name)
            self._update_texts()

    def set_parameters(self, parameters: int) -> None:
        """Show another size."""
        if parameters != self._parameters:
            self._parameters = parameters
            self._update_texts()

    def set_medal(self, medal: Medal | None) -> None:
        """Show the medal that the solution has won; None for none."""
        if medal is not self._medal:
            self._medal = medal
            self._update_texts()

    def _update_texts(self) -> None:
        text = f"{self.text()}, {counted(self._parameters, 'parameter')}"
        if self._medal is not None:
            text += f", {self._medal.label} won"
        if self._unreadable:
            text = f"{self.text()}, cannot be read; press for what can be done"
        self.setShortcut(QKeySequence())  # a name with "&" in it is no key
        self.setAccessibleName(text)
        set_tooltip(self, text)
        self._update_size()

    def _update_size(self) -> None:
        self.updateGeometry()
        self.update()

    def _font(self, weight: int) -> QFont:
        return self._look.theme.font(13, weight)

    def _name_width(self) -> float:
        metrics = QFontMetricsF(self._font(MEDIUM))
        widest = self._look.theme.room(_WIDEST_NAME)
        return min(metrics.horizontalAdvance(self.text()) + 1, widest)

    def _medal_width(self) -> float:
        return 0.0 if self._medal is None else self._look.theme.icon_room(_MEDAL) + _GAP / 2

    def sizeHint(self) -> QSize:
        """As wide as name, size and medal."""
        size = QFontMetricsF(self._font(SEMIBOLD)).horizontalAdvance(str(self._parameters))
        width = self._name_width() + size + self._medal_width() + 2 * _PAD + _GAP
        return QSize(round(width) + 1, self._look.theme.room(_HEIGHT))

    def mouseDoubleClickEvent(self, event: object) -> None:
        """Ask for another name."""
        del event
        self.rename_wanted.emit()

    def event(self, event: QEvent) -> bool:
        """Keep Space and Enter from the window's shortcuts while the pill has the focus."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() in _PRESSING:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses, a key asks for another name, arrows, Home and End go to other pills."""
        keys, key = Qt.Key, event.key()
        if is_key("rename", event):
            self.rename_wanted.emit()
        elif key in (keys.Key_Return, keys.Key_Enter):
            self.click()
        elif key in (keys.Key_Left, keys.Key_Right, keys.Key_Home, keys.Key_End):
            self.stepped.emit(key)
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
        ring = theme.moss if chosen else theme.line
        pen = QPen(theme.ink, 2.0) if self.hasFocus() else QPen(ring, 1.2)
        if self._unreadable and not self.hasFocus():
            pen = QPen(theme.warn, 1.2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(ground)
        painter.drawRoundedRect(body, body.height() / 2, body.height() / 2)
        self._paint_words(painter)
        self._paint_medal(painter)

    def _paint_words(self, painter: QPainter) -> None:
        theme, chosen = self._look.theme, self.isChecked()
        face = self._font(MEDIUM if chosen else REGULAR)
        painter.setFont(face)
        painter.setPen(theme.ink if chosen else theme.muted)
        name = QRectF(_PAD, 0, self._name_width(), self.height())
        elided = QFontMetricsF(face).elidedText(
            self.text(), Qt.TextElideMode.ElideRight, name.width()
        )
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(name, left, elided)
        painter.setFont(self._font(SEMIBOLD if chosen else REGULAR))
        usual = theme.moss if chosen else theme.muted
        painter.setPen(theme.warn if self._unreadable else usual)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        place = QRectF(0, 0, self.width() - _PAD - self._medal_width(), self.height())
        painter.drawText(place, right, "!" if self._unreadable else str(self._parameters))

    def _paint_medal(self, painter: QPainter) -> None:
        if self._medal is None:
            return
        theme = self._look.theme
        side = theme.icon_room(_MEDAL)
        centre = QPointF(self.width() - _PAD / 2 - 3 - side / 2, self.height() / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.blossom)
        painter.drawPath(rosette(centre, side / 2))
        inner = round(side * 0.62)
        picture = icon_pixmap(
            self._medal.label, on_accent(theme).name(), inner, self.devicePixelRatioF()
        )
        painter.drawPixmap(centre - QPointF(inner / 2, inner / 2), picture)
