"""Drawing a link: drag from a port to a node, or click the one and then the other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from widgets.canvas.gestures.aim import Aim
from widgets.canvas.gestures.base import Gesture
from widgets.canvas.stage import Pointer, Stage

# The reason is above the node that it is about, not on it.
_LIFT: Final = 24


class LinkGesture(Gesture):
    """A link from one source (or from each of several selected ones).

    Legal ends glow, the others are dimmed; the reason shows as soon as the pointer is on one. A
    press and release on the same spot leaves the link on the pointer until the next click.
    """

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, stage: Stage, sources: Sequence[str]) -> None:
        super().__init__(stage)
        self.aim = Aim(stage, sources)
        self._pressed_at: Pointer | None = None

    def start(self, pointer: Pointer) -> None:
        """Start at the port."""
        self._pressed_at = pointer
        self.draw(self.aim.rubber)
        self.aim.aim_at(None, pointer.scene)

    def update(self, pointer: Pointer) -> None:
        """Aim at what is under the pointer, and say at once when it cannot be."""
        target = self._target(pointer)
        fresh = target != self.aim.target
        self.aim.aim_at(target, pointer.scene)
        if fresh:
            refusal = None if target is None else self.aim.refusal(target)
            if refusal is None or target in self.aim.sources:
                self.stage.hush()
            else:
                self.stage.refuse(self.stage.reason_of(refusal), pointer.view - QPoint(0, _LIFT))

    def end(self, pointer: Pointer) -> None:
        """Link to what is under the pointer; a mere click leaves the link on the pointer."""
        if self._clicked_only(pointer):
            self._pressed_at = None
            return
        target = self._target(pointer)
        self.finish()
        if target is not None:
            spot = pointer.view - QPoint(0, _LIFT)
            self.stage.attempt(partial(self.aim.commit, target), spot)

    def finish(self) -> None:
        """Remove the marks too."""
        self.aim.release()
        super().finish()

    def _clicked_only(self, pointer: Pointer) -> bool:
        pressed = self._pressed_at
        if pressed is None:
            return False
        away = (pointer.view - pressed.view).manhattanLength()
        return away < QApplication.startDragDistance()

    def _target(self, pointer: Pointer) -> str | None:
        item = self.stage.scene.node_at(pointer.scene)
        return None if item is None else item.node_id
