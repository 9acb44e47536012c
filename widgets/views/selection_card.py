"""The inspector as a card at the foot of the canvas, there while something is selected.

On a low canvas, and on one so narrow that numbers below their head would be cut, one button takes
its place (`widgets.views.selection_strip`), so that nothing lies on the network unasked.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QFrame,
    QVBoxLayout,
    QWidget,
)

from widgets.bench import Bench
from widgets.views.inspector import Inspector
from widgets.views.selection_strip import SelectionStrip

MARGIN: Final = 16
NARROWEST: Final = 420
"""A canvas narrower than this has no room for the card, px."""
LOW: Final = 640
"""On a canvas lower than this the button replaces the card, px."""
_WIDEST: Final = 880
_HIGHEST: Final = 172
_SHARE: Final = 0.22
"""The most of the canvas’ height that it takes."""
_PADDING: Final = 12
_REST_MS: Final = 60


class SelectionCard(QFrame):
    """Shown while something is selected and the mouse rests; never during a drag.

    It makes way for whatever is dragged onto the canvas, so that it can be dropped anywhere.

    Args:
        bench: whose selection it shows.
        canvas: what it lies on.

    Attributes:
        inspector: what it holds.
        strip: the button that replaces it on a low canvas.

    Signals:
        placed: it came, went, or changed its height.
        menu_requested: the menu of what is selected is wanted.
    """

    placed = Signal()
    menu_requested = Signal()

    def __init__(self, bench: Bench, canvas: QAbstractScrollArea) -> None:
        super().__init__(canvas)
        self.setObjectName("selection-card")
        self.setProperty("role", "card")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.inspector = Inspector(bench)
        self.strip = SelectionStrip(bench, canvas)
        self._selection = bench.selection
        self._canvas = canvas
        self._wanted = True
        self._crowded = False
        self._dropping = False
        column = QVBoxLayout(self)
        column.setContentsMargins(_PADDING, _PADDING, _PADDING, _PADDING)
        column.addWidget(self.inspector)
        self.strip.menu_requested.connect(self.menu_requested)
        self._timer = QTimer(self, singleShot=True, interval=_REST_MS)
        self._timer.timeout.connect(self._show_it)
        self.inspector.outgrown.connect(self._fit)
        self._selection.changed.connect(self._follow)
        bench.document.changed.connect(self._follow)
        canvas.installEventFilter(self)
        canvas.viewport().installEventFilter(self)
        self.hide()

    def set_wanted(self, *, wanted: bool) -> None:
        """Allow or suppress it: the inspector may be in the dock."""
        self._wanted = wanted
        self._follow()

    def place_between(self, left: QWidget, right: QWidget) -> None:
        """On a low canvas, use the room between these two at its foot."""
        self.strip.place_between(left, right)

    @property
    def _low(self) -> bool:
        """Whether the canvas has no room for it."""
        return self._crowded or self._canvas.height() < LOW or self._cut

    @property
    def _cut(self) -> bool:
        """Whether numbers that lie below their head would not be seen."""
        inner, most = self._width - self._around, _most(self._canvas.height())
        if not self.inspector.stacked_at(inner):
            return False
        return self.inspector.height_at(inner) + self._around > most

    @property
    def _width(self) -> int:
        return min(self._canvas.width() - 2 * MARGIN, _WIDEST)

    @property
    def _around(self) -> int:
        """What lies around the inspector, px in each direction."""
        return 2 * (_PADDING + self.frameWidth())

    def room_at(self, height: int) -> int:
        """What it may take at the foot of a canvas of that height, px; 0 on a low one."""
        return 0 if height < LOW else _most(height) + MARGIN

    def set_crowded(self, *, crowded: bool) -> None:
        """Leave the foot of the canvas to something else, or take it again."""
        if crowded is not self._crowded:
            self._crowded = crowded
            self._follow()

    def _follow(self) -> None:
        room = self._wanted and self._canvas.width() >= NARROWEST
        if room and (self._selection.nodes or self._selection.links):
            self._timer.start()
            return
        self._timer.stop()
        self._hide_it()

    def _hide_it(self) -> None:
        self.strip.hide()
        self._put_away()

    def _put_away(self) -> None:
        if not self.isHidden():
            self.hide()
            self.placed.emit()

    def _show_it(self) -> None:
        if self._dropping or QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._timer.start()
            return
        card = self.inspector.card
        if card is not None and self._low:
            # The strip stays: the numbers that are open at it would close with it.
            self._put_away()
            self.strip.set_title(card.title)
            self.strip.show()
            self.strip.raise_()
            return
        self.strip.hide()
        self._place()
        self.show()
        self.placed.emit()

    def _fit(self) -> None:
        if not self.isHidden():
            self._place()

    def _place(self) -> None:
        room = self._canvas.rect()
        width, around = self._width, self._around
        height = min(self.inspector.height_at(width - around) + around, _most(room.height()))
        before = self.geometry()
        self.setGeometry(MARGIN, room.height() - height - MARGIN, width, height)
        if self.geometry() != before and not self.isHidden():
            self.placed.emit()

    def _set_dropping(self, dropping: bool) -> None:
        self._dropping = dropping
        if dropping:
            self._hide_it()
        else:
            self._follow()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of what is selected; the canvas below must not take the click."""
        self.menu_requested.emit()
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot of the canvas; leave it to what is dragged there."""
        kind = event.type()
        if kind == QEvent.Type.DragEnter:
            self._set_dropping(dropping=True)
        elif kind in (QEvent.Type.Drop, QEvent.Type.DragLeave):
            self._set_dropping(dropping=False)
        elif kind == QEvent.Type.Resize and watched is self._canvas:
            self._fit()
            self._follow()
        return super().eventFilter(watched, event)


def _most(height: int) -> int:
    """The most that the card takes of a canvas of that height, px."""
    return min(_HIGHEST, round(height * _SHARE))
