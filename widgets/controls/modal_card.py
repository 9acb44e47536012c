"""Base of cards over the window that keep the focus: popovers, the verdict, the keys’ sheet."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QWidget


class ModalCard(QFrame):
    """While it is shown no key reaches what lies behind it.

    Tab goes round within it, Enter presses its buttons, Escape leaves it (`leave`). The mouse is
    free: whether a press outside does anything is for the card to decide.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # Once for all; `_keep_focus` does nothing while the card is hidden.
        _application().focusChanged.connect(self._keep_focus)

    def leave(self) -> None:
        """What Escape does."""
        self.hide()

    def default_button(self) -> QAbstractButton | None:
        """What Enter presses while no button has the focus."""
        return None

    def _stops(self) -> list[QWidget]:
        """What Tab stops at, in order."""
        stops: list[QWidget] = []
        widget = self.nextInFocusChain()
        while widget is not None and widget is not self:
            takes_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            if takes_tab and self.isAncestorOf(widget) and widget.isVisible():
                stops += [widget] if widget.isEnabled() and widget.focusProxy() is None else []
            widget = widget.nextInFocusChain()
        return stops

    def _keep_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if not shiboken6.isValid(self) or not self.isVisible():
            return  # hidden, or the window that it lies on is being taken down
        outside = new is not None and new is not self and not self.isAncestorOf(new)
        if outside and new is not None and new.window() is self.window() and not _on_card(new):
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- Qt ----------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keep every key from the shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves, Enter presses; the rest ends here."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not press_focused(event):
            default = self.default_button()
            if default is not None:
                default.click()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Move the focus within the card; nothing has it once the card is hidden."""
        focused = QApplication.focusWidget()
        if not self.isVisible():
            if focused is not None:
                focused.clearFocus()
            return True
        stops = self._stops()
        if stops:
            place = stops.index(focused) if focused in stops else -1 if forward else len(stops)
            reason = Qt.FocusReason
            stops[(place + (1 if forward else -1)) % len(stops)].setFocus(
                reason.TabFocusReason if forward else reason.BacktabFocusReason
            )
        return True


def press_focused(event: QKeyEvent) -> bool:
    """Press the button that has the focus, when the key is Enter; whether it was."""
    button = QApplication.focusWidget()
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return False
    if not isinstance(button, QAbstractButton) or not button.isEnabled():
        return False
    button.click()
    return True


def _on_card(widget: QWidget) -> bool:
    """Whether the widget lies on a card of its own, which then has the focus."""
    one: QWidget | None = widget
    while one is not None:
        if isinstance(one, ModalCard):
            return True
        one = one.parentWidget()
    return False


def _application() -> QApplication:
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise TypeError("A card needs a QApplication.")
    return application
