"""Selecting with a frame."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from widgets.canvas.gestures.base import Gesture
from widgets.canvas.items.overlay import Overlay, Style, rounded
from widgets.canvas.stage import Pointer, Stage


class MarqueeGesture(Gesture):
    """Drag a frame from an empty place; nodes that it touches are selected.

    With Shift or Ctrl they are added. A mere click selects nothing.
    """

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._corner = QPointF()
        self._before: tuple[str, ...] = ()
        self._frame = Overlay(stage.look, Style.MARQUEE)

    def start(self, pointer: Pointer) -> None:
        """Set the first corner."""
        self._corner = pointer.scene
        self._before = self.stage.scene.selected_nodes if pointer.extends else ()
        self.stage.scene.select(self._before)
        self.draw(self._frame)

    def update(self, pointer: Pointer) -> None:
        """Draw the frame and select what it touches."""
        area = QRectF(self._corner, pointer.scene).normalized()
        self._frame.setPath(rounded(area))
        items = self.stage.scene.node_items
        touched = [node for node, item in items.items() if item.square.intersects(area)]
        self.stage.scene.select({*self._before, *touched})

    def cancel(self, reason: str) -> None:
        """Select what was selected before."""
        super().cancel(reason)
        self.stage.scene.select(self._before)
