"""Where the player types another name of a solution, right on its tab."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from levels.limits import MAX_NAME
from widgets.theme.tooltips import show_tooltip

_BORROWING: Final = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class NameEditor(QLineEdit):
    """Enter, or giving the focus to something else, takes the name; Escape gives it up.

    Signals:
        closed: it is done with, once; carries the name, "" when there is no other.

    Args:
        name: the name so far.
    """

    closed = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._before, self._open = name, True
        self.setObjectName("solution-name")
        self.setAccessibleName("Name of the solution")
        # Qt counts UTF-16 units, of which a character may take two.
        self.setMaxLength(2 * MAX_NAME)
        self.inputRejected.connect(self._tell_limit)
        self.textEdited.connect(self._cut)
        self.editingFinished.connect(self._take)

    def _cut(self) -> None:
        """Leave out the end of what was typed or pasted when the name gets too long."""
        if len(self.text()) > MAX_NAME:
            with QSignalBlocker(self):
                while len(self.text()) > MAX_NAME:
                    self.backspace()
            self._tell_limit()

    def _tell_limit(self) -> None:
        words = f"A name has at most {MAX_NAME} characters; what is beyond that was left out."
        show_tooltip(self.mapToGlobal(self.rect().bottomLeft()), words, self)

    def _take(self) -> None:
        name = self.text().strip()
        self._close("" if name == self._before else name)

    def _close(self, name: str) -> None:
        if self._open:
            self._open = False
            self.closed.emit(name)

    def event(self, event: QEvent) -> bool:
        """Keep Escape from the shortcuts of the window."""
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """What is typed takes the place of the name so far."""
        super().focusInEvent(event)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the name as it was."""
        if event.key() == Qt.Key.Key_Escape:
            self._close("")
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the name; but its own menu, and another window, only borrow the keys."""
        super().focusOutEvent(event)
        # Qt's own `editingFinished` comes here only when something was typed.
        if event.reason() not in _BORROWING:
            self._take()
