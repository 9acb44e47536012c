"""Pushing the paper about: Space and drag, or the middle button."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QGraphicsView

from widgets.canvas.gestures.base import Gesture
from widgets.canvas.stage import Pointer, Stage


class PanGesture(Gesture):
    """The canvas follows the pointer."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, stage: Stage, view: QGraphicsView) -> None:
        super().__init__(stage)
        self._view = view
        self._last = QPoint()

    def start(self, pointer: Pointer) -> None:
        """Take hold."""
        self._last = pointer.view

    def update(self, pointer: Pointer) -> None:
        """Push."""
        way = pointer.view - self._last
        self._last = pointer.view
        across, down = self._view.horizontalScrollBar(), self._view.verticalScrollBar()
        across.setValue(across.value() - way.x())
        down.setValue(down.value() - way.y())
