"""The shears: a swipe across links cuts them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainterPath

from engine import LinkKey
from widgets.canvas.gestures.base import Gesture
from widgets.canvas.items.overlay import Overlay, Style
from widgets.canvas.stage import Pointer, Stage


class CutGesture(Gesture):
    """Swipe across links; those that were crossed fade, and go when the button comes up.

    A click on a link cuts it as well.
    """

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._trail = Overlay(stage.look, Style.TRAIL)
        self._last = QPointF()
        self._cut: set[LinkKey] = set()

    def start(self, pointer: Pointer) -> None:
        """Open the shears."""
        self._last = pointer.scene
        self._trail.setPath(QPainterPath(pointer.scene))
        self.draw(self._trail)

    def update(self, pointer: Pointer) -> None:
        """Cut on to where the pointer is."""
        swipe = QPainterPath(self._last)
        swipe.lineTo(pointer.scene)
        for key, item in self.stage.scene.link_items.items():
            if key not in self._cut and item.crossed_by(swipe):
                self._cut.add(key)
                item.set_faded(True)
        path = self._trail.path()
        path.lineTo(pointer.scene)
        self._trail.setPath(path)
        self._last = pointer.scene

    def end(self, pointer: Pointer) -> None:
        """Cut what was crossed, or the link under a click."""
        self.update(pointer)
        clicked = self.stage.scene.link_at(pointer.scene)
        if not self._cut and clicked is not None and self._trail.path().length() < 4:
            self._cut.add(clicked.key)
        cut = tuple(self._cut)
        self.finish()
        self.stage.document.remove(links=cut)

    def finish(self) -> None:
        """Show the faded links as before."""
        for item in self.stage.scene.link_items.values():
            item.set_faded(False)
        super().finish()
