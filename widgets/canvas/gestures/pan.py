"""Panning the canvas: Space and drag, or the middle button."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt

from widgets.canvas.camera import Camera
from widgets.canvas.gestures.base import Gesture
from widgets.canvas.stage import Pointer, Stage


class PanGesture(Gesture):
    """The canvas follows the pointer."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, stage: Stage, camera: Camera) -> None:
        super().__init__(stage)
        self._camera = camera
        self._last = QPoint()

    def start(self, pointer: Pointer) -> None:
        """Remember where the drag begins."""
        self._last = pointer.view

    def update(self, pointer: Pointer) -> None:
        """Pan by the movement of the pointer."""
        self._camera.push(pointer.view - self._last)
        self._last = pointer.view
