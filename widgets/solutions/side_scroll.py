"""A strip that scrolls sideways and fades where it goes on."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from widgets.theme.look import Look

_FADE: Final = 28
_MARGIN: Final = 36
_ROOM: Final = 4


class SideScroll(QScrollArea):
    """Scrolls with the wheel and shows no bars; where more is hidden, its edge fades.

    Args:
        look: the theme; the strip lies on its panel colour.
        inner: what is scrolled.
    """

    def __init__(self, look: Look, inner: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inner = inner
        self._revealed: QWidget | None = None
        inner.installEventFilter(self)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fades = {side: _Fade(look, self, side) for side in (-1, 1)}
        self.horizontalScrollBar().valueChanged.connect(self._show_fades)
        self.horizontalScrollBar().rangeChanged.connect(self._show_fades)

    @property
    def fades(self) -> tuple[bool, bool]:
        """Whether more is hidden on the left, and on the right."""
        bar = self.horizontalScrollBar()
        return bar.value() > bar.minimum(), bar.value() < bar.maximum()

    def fit(self) -> None:
        """Be as large as what is inside, when there is room."""
        # The layout knows of new and hidden children only after it was asked to look again.
        self._inner.adjustSize()
        self.setFixedHeight(self._inner.sizeHint().height() + _ROOM)
        self.setMaximumWidth(self.sizeHint().width())
        self.updateGeometry()

    def reveal(self, child: QWidget | None) -> None:
        """Scroll so that the child is seen, now and whenever the strip changes its width."""
        self._revealed = child
        if child is not None:
            self.ensureWidgetVisible(child, _MARGIN, 0)

    def sizeHint(self) -> QSize:
        """As large as what is inside."""
        inner = self._inner.sizeHint()
        return QSize(inner.width() + 2, inner.height() + _ROOM)

    def minimumSizeHint(self) -> QSize:
        """Room for a part of it."""
        return QSize(2 * _FADE, self.sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the children's sizes, and keep the chosen one in sight."""
        if watched is self._inner and event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        elif watched is self._inner and event.type() == QEvent.Type.Resize:
            self.reveal(self._revealed)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the chosen child in sight when the strip is another width."""
        super().resizeEvent(event)
        for side, fade in self._fades.items():
            left = 0 if side < 0 else self.width() - _FADE
            fade.setGeometry(left, 0, _FADE, self.height())
        self.reveal(self._revealed)
        self._show_fades()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll sideways."""
        delta = event.angleDelta().y() or event.angleDelta().x()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - delta // 2)
        event.accept()

    def _show_fades(self) -> None:
        for fade, shown in zip(self._fades.values(), self.fades, strict=True):
            fade.setVisible(shown)
            fade.raise_()


class _Fade(QWidget):
    """An edge that fades into the ground; ``side`` is −1 for the left one, 1 for the right one."""

    def __init__(self, look: Look, parent: QWidget, side: int) -> None:
        super().__init__(parent)
        self._look = look
        self._side = side
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        look.changed.connect(self.update)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the gradient."""
        del event
        ground = self._look.theme.panel
        clear = QColor(ground)
        clear.setAlpha(0)
        gradient = QLinearGradient(0, 0, self.width(), 0)
        edges = (ground, clear) if self._side < 0 else (clear, ground)
        gradient.setColorAt(0, edges[0])
        gradient.setColorAt(1, edges[1])
        QPainter(self).fillRect(self.rect(), gradient)
