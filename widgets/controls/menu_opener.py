"""Opens the menu of a widget: by a right click, by the key of menus, and by Shift+F10."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from widgets.controls.menu import Entries, open_menu


class MenuOpener(QObject):
    """Gives a widget a menu; children without one of their own share it.

    Args:
        widget: whose menu it is.
        entries: the lines of the menu at that moment; an empty sequence for no menu.
    """

    def __init__(self, widget: QWidget, entries: Callable[[], Entries]) -> None:
        super().__init__(widget)
        self._widget = widget
        self._entries = entries
        widget.installEventFilter(self)

    def open(self, at: QPoint) -> QMenu | None:
        """Open the menu at a point of the screen; None when there is nothing to offer."""
        entries = self._entries()
        return open_menu(entries, self._widget, at) if entries else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what asks for a menu."""
        if isinstance(event, QContextMenuEvent):
            by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
            return self.open(self._middle() if by_key else event.globalPos()) is not None
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return asks_for_menu(event) and self.open(self._middle()) is not None
        return super().eventFilter(watched, event)

    def _middle(self) -> QPoint:
        return self._widget.mapToGlobal(self._widget.rect().center())


def asks_for_menu(event: QKeyEvent) -> bool:
    """Whether the key is the one of menus, or Shift+F10 where a keyboard lacks it."""
    if event.key() == Qt.Key.Key_F10:
        return bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    return event.key() == Qt.Key.Key_Menu
