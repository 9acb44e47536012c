"""One tile of the palette: drag it, click it and then the canvas, or press Enter on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from widgets.palette.ingredient import Ingredient, encode
from widgets.theme.look import Look, Theme
from widgets.theme.style import blend

_SIDE: Final = 36
_WIDTH: Final = 50
_BARE: Final = 44
_LABEL: Final = 17
_LABEL_PX: Final = 11
_LINE: Final = 13
_RADIUS: Final = 9.0
_DRAGGED: Final = 44
_GREYED: Final = 0.36
_SQUEEZED: Final = 1.25

Face = Callable[[QPainter, Theme, QRectF], None]


class Tile(QAbstractButton):
    """A square with a picture and a word below.

    Args:
        look: the theme.
        label: the word; empty for none.
        face: paints the picture into a square.
        ingredient: what a drag carries; None for a tool, which cannot be dragged.

    Signals:
        entered: Enter was pressed on it.
        menu_requested: its menu is wanted at a point of the screen.
    """

    entered = Signal()
    menu_requested = Signal(QPoint)

    def __init__(
        self,
        look: Look,
        label: str,
        face: Face,
        ingredient: Ingredient | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._face = face
        self._ingredient = ingredient
        self._pressed_at: QPoint | None = None
        self._bare = False
        self.setText(label)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        look.changed.connect(self.updateGeometry)
        look.changed.connect(self.update)

    @property
    def ingredient(self) -> Ingredient | None:
        """What a drag carries."""
        return self._ingredient

    def set_bare(self) -> None:
        """Show the square alone; the word is in the tooltip."""
        self._bare = True
        self.updateGeometry()

    @property
    def label_lines(self) -> tuple[str, ...]:
        """The words as they are painted: in two lines where one has no room, then cut.

        A single word stays in one line; `_fitting` makes it smaller before it is cut.
        """
        if not self._worded:
            return ()
        theme = self._look.theme
        metrics, wide = QFontMetricsF(theme.font(_LABEL_PX)), float(theme.room(_WIDTH))
        words = self.text()
        if metrics.horizontalAdvance(words) <= wide:
            return (words,)
        first, _, rest = words.partition(" ")
        while rest and metrics.horizontalAdvance(f"{first} {rest.partition(' ')[0]}") <= wide:
            word, _, rest = rest.partition(" ")
            first = f"{first} {word}"
        cut, most = Qt.TextElideMode.ElideRight, wide if rest else wide * _SQUEEZED
        return tuple(metrics.elidedText(line, cut, most) for line in (first, rest) if line)

    def drag_picture(self) -> QPixmap:
        """The picture at the pointer while it is dragged."""
        density = self.devicePixelRatioF()
        picture = QPixmap(QSize(_DRAGGED, _DRAGGED) * density)
        picture.setDevicePixelRatio(density)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        square = QRectF(2, 2, _DRAGGED - 4, _DRAGGED - 4)
        self._paint_square(painter, square, QPen(self._look.theme.moss, 2))
        painter.end()
        return picture

    @property
    def _worded(self) -> bool:
        return bool(self.text()) and not self._bare

    def _drag(self, ingredient: Ingredient) -> None:
        drag = QDrag(self)
        drag.setMimeData(encode(ingredient))
        drag.setPixmap(self.drag_picture())
        drag.setHotSpot(QPoint(_DRAGGED // 2, _DRAGGED // 2))
        drag.exec(Qt.DropAction.CopyAction)

    def _paint_square(self, painter: QPainter, square: QRectF, edge: QPen) -> None:
        theme = self._look.theme
        ground = theme.mossbg if self.isChecked() else theme.raised
        if self.isEnabled() and self.underMouse() and not self.isChecked():
            ground = blend(theme.raised, theme.mossbg, 0.6)
        painter.setPen(edge)
        painter.setBrush(ground)
        painter.drawRoundedRect(square, _RADIUS, _RADIUS)
        self._face(painter, theme, square)
        painter.setPen(edge)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(square, _RADIUS, _RADIUS)

    # -- Qt ----------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """The square and the word."""
        room, lines = self._look.theme.room, len(self.label_lines)
        words = room(_LABEL) + (lines - 1) * room(_LINE) if lines else 0
        return QSize(_BARE if self._bare else room(_WIDTH), _SIDE + 4 + words)

    def minimumSizeHint(self) -> QSize:
        """No smaller than that."""
        return self.sizeHint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a drag may begin."""
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin a drag when the pointer has moved far enough."""
        pressed = self._pressed_at
        if pressed is None or self._ingredient is None or not self.isDown():
            super().mouseMoveEvent(event)
            return
        away = (event.position().toPoint() - pressed).manhattanLength()
        if away >= QApplication.startDragDistance():
            self._pressed_at = None
            self.setDown(False)
            self._drag(self._ingredient)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter places it without the pointer."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A right click, or the key of menus."""
        if self._ingredient is not None:
            self.menu_requested.emit(event.globalPos())
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint square, picture, word."""
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.isEnabled():
            painter.setOpacity(_GREYED)
        square = QRectF((self.width() - _SIDE) / 2, 2, _SIDE, _SIDE)
        chosen = self.isChecked() or self.hasFocus()
        edge = QPen(theme.moss, 1.4) if chosen else QPen(blend(theme.line, theme.ink, 0.16), 1.2)
        self._paint_square(painter, square, edge)
        if self.hasFocus():
            painter.setPen(QPen(theme.moss, 1.6))
            painter.drawRoundedRect(square.adjusted(-2, -2, 2, 2), _RADIUS + 2, _RADIUS + 2)
        line = QRectF(0, square.bottom() + 3, self.width(), theme.room(_LABEL))
        painter.setPen(theme.muted)
        for text in self.label_lines:
            painter.setFont(_fitting(theme, text, line.width()))
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, text)
            line.translate(0, theme.room(_LINE))
        painter.end()


def _fitting(theme: Theme, text: str, width: float) -> QFont:
    """The font of labels, a little smaller and closer where the text would not fit."""
    label = theme.font(_LABEL_PX)
    if QFontMetricsF(label).horizontalAdvance(text) > width:
        label = theme.font(_LABEL_PX - 1)
        beyond = QFontMetricsF(label).horizontalAdvance(text) - width
        label.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, min(0.0, -beyond / len(text)))
    return label
