"""What is selected as one button, for a canvas that is too low for the card of the selection."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QWidget

from widgets.bench import Bench
from widgets.controls.popover import Popover
from widgets.theme.buttons import LabelledButton
from widgets.theme.tooltips import set_tooltip
from widgets.views.inspector import Inspector

_GAP: Final = 8
_BARE: Final = 44


class SelectionStrip(LabelledButton):
    """Lies between the bars at the foot of the canvas; a press opens the inspector as a card.

    Args:
        bench: whose selection it names.
        canvas: where it is.

    Signals:
        menu_requested: the menu of what is selected is wanted.
    """

    menu_requested = Signal()

    def __init__(self, bench: Bench, canvas: QWidget) -> None:
        super().__init__(bench.look, "", "numbers", role="strip", parent=canvas)
        self.setObjectName("selection-strip")
        self._bench, self._canvas = bench, canvas
        self._bars: tuple[QWidget, ...] = ()
        self._title = ""
        self.clicked.connect(self.open_numbers)
        bench.look.changed.connect(self.place)
        self.hide()

    def place_between(self, left: QWidget, right: QWidget) -> None:
        """Use the room between two widgets at the foot of the canvas, wherever they go."""
        self._bars = (left, right)
        for bar in self._bars:
            bar.installEventFilter(self)
        self.place()

    def set_title(self, title: str) -> None:
        """Say what is selected."""
        self._title = title
        set_tooltip(self, f"{title}: its numbers")
        self.setAccessibleName(f"{title}: its numbers")
        self.place()

    def place(self) -> None:
        """Take the room between the bars; where the words do not fit, show the icon alone."""
        if not self._bars:
            return
        left, right = self._bars
        start, end = left.geometry().right() + _GAP, right.x() - _GAP
        room = QRect(start, right.y(), end - start, right.height())
        if room.width() < _BARE:
            # No room between them: above the right one, as wide as that.
            start, end = right.x(), right.geometry().right() + 1
            room = QRect(start, right.y() - _GAP - right.height(), right.width(), right.height())
        self.setText(self._title)
        self.ensurePolished()
        wide = self.sizeHint().width()
        if wide > room.width():
            self.setText("")
            wide = _BARE
        # In the middle of the canvas, as far as the bars leave that free.
        middle = (self._canvas.width() - wide) // 2
        room.setLeft(max(min(middle, end - wide), start))
        room.setWidth(wide)
        self.setGeometry(room)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of what is selected; the canvas below must not take the click."""
        self.menu_requested.emit()
        event.accept()

    def open_numbers(self) -> Popover:
        """Open the inspector at the strip, with all that the window has of height."""
        card = Popover("", "", self)
        inspector = Inspector(self._bench)
        inspector.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        card.body.addWidget(inspector)

        def fit() -> None:
            margins = card.body.contentsMargins()
            width = card.contentsRect().width() - margins.left() - margins.right()
            inspector.setFixedHeight(inspector.height_at(width))
            card.fit()

        inspector.outgrown.connect(fit)
        card.open()
        fit()
        return card

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the bars."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self.place()
        return super().eventFilter(watched, event)
