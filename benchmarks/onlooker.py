"""In the process of the real game, beside it: looks at it and presses its buttons."""

from __future__ import annotations

import os
import traceback

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton

from app.session.game import Game
from app.session.session import Session
from app.window.main_window import MainWindow

TICK_MS = 20


class Onlooker(QObject):
    """Made before the game is started; ticks from the moment its event loop runs."""

    _woken = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._timer: QTimer | None = None
        # No timer can start before there is an application, but a queued signal waits for it.
        self._woken.connect(self._start, Qt.ConnectionType.QueuedConnection)
        self._woken.emit()

    def tick(self) -> None:
        """Look, and act."""
        raise NotImplementedError

    def _start(self) -> None:
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK_MS)

    def _tick(self) -> None:
        try:
            self.tick()
        except Exception:
            # The game would log it and go on; whoever looks on must not.
            traceback.print_exc()
            os._exit(1)


def game() -> Game | None:
    """The game behind the window; None before there is one."""
    own = QApplication.instance()
    return None if own is None else own.findChild(Game)


def main_window() -> MainWindow:
    """The window; raises LookupError when there is none."""
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, MainWindow):
            return widget
    raise LookupError("there is no window")


def session() -> Session:
    """The level on the bench."""
    found = game()
    if found is None or found.session is None:
        raise LookupError("no level is open")
    return found.session


def button(name: str) -> QPushButton | QToolButton:
    """The button of that object name."""
    for widget in QApplication.allWidgets():
        if isinstance(widget, QPushButton | QToolButton) and widget.objectName() == name:
            return widget
    raise LookupError(f"there is no button “{name}”")
