"""What every gesture works on: the document, its mirror, and a way to show refusals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QPoint, QPointF, Qt

from engine import Refused
from widgets.canvas.scene import NetworkScene
from widgets.document.document import Document
from widgets.document.names import reason_of
from widgets.theme.look import Look

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is: in the scene, in the viewport, and with which keys held."""

    scene: QPointF
    view: QPoint
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier

    @property
    def extends(self) -> bool:
        """Whether Shift or Ctrl asks to add to the selection."""
        keys = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
        return bool(self.modifiers & keys)


@dataclass(frozen=True, slots=True)
class Stage:
    """What a gesture may touch.

    Attributes:
        document: where edits go.
        scene: its mirror.
        look: the theme.
        refuse: shows a reason near a point of the viewport.
        note: shows what was done near a point of the viewport.
        hush: hides either.
    """

    document: Document
    scene: NetworkScene
    look: Look
    refuse: Callable[[str, QPoint], None]
    note: Callable[[str, QPoint], None]
    hush: Callable[[], None]

    def attempt(self, verb: Callable[[], Result], at: QPoint) -> Result | None:
        """Do an edit; when it is refused, show the reason at a point of the viewport."""
        try:
            return verb()
        except Refused as refusal:
            self.refuse(self.reason_of(refusal), at)
            return None

    def reason_of(self, refusal: Refused) -> str:
        """The sentence of a refusal, with each node called as on the canvas."""
        return reason_of(self.document.network, refusal, self.document.task)
