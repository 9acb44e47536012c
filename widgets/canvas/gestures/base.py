"""The life of a gesture: start, any number of updates, then end or cancel."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGraphicsItem

from widgets.canvas.stage import Pointer, Stage


class Gesture:
    """Something that is done with the pointer over some time.

    The view makes it, hands it every pointer event, and drops it when ``alive`` turns False.
    A subclass that wants click-then-click stays alive after `end` and ends at the next press.
    """

    cursor: Qt.CursorShape = Qt.CursorShape.ArrowCursor

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.alive = True
        self._drawn: list[QGraphicsItem] = []

    def start(self, pointer: Pointer) -> None:
        """The button went down (or, for what is held, the pointer came)."""

    def update(self, pointer: Pointer) -> None:
        """The pointer moved."""

    def end(self, pointer: Pointer) -> None:
        """The button came up: do it."""
        del pointer
        self.finish()

    def cancel(self, reason: str) -> None:
        """Leave everything as it was; the reason is for people who read logs and tests."""
        del reason
        self.finish()

    def draw(self, item: QGraphicsItem) -> None:
        """Show an item of the gesture's own until it is over."""
        self._drawn.append(item)
        self.stage.scene.addItem(item)

    def finish(self) -> None:
        """Take away what was drawn; the gesture is over."""
        for item in self._drawn:
            if item.scene() is not None:
                self.stage.scene.removeItem(item)
        self._drawn.clear()
        self.alive = False
