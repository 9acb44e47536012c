"""What has a key: one row each; sheet, menus and tooltips are read from such tables.

What the canvas does with keys stands in `widgets.canvas.keys`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtGui import QKeySequence

Scope = Literal["window", "level", "canvas", "map", "card"]


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One thing that can be done by a key.

    Attributes:
        name: what it is called in the code, once in its scope.
        text: what it does, in words.
        keys: the keys, in the notation of `QKeySequence`; the first is the one that is shown.
        scope: where the keys work: in the whole window, while a level is open, on the canvas, on
            the map of levels, on a card that lies over them.
        group: the heading under which the sheet lists it.
        repeats: whether holding the key down does it again and again.
    """

    name: str
    text: str
    keys: tuple[str, ...]
    scope: Scope
    group: str
    repeats: bool = False

    @property
    def shown(self) -> str:
        """Its keys as they are written on this machine: "Ctrl+Y, Ctrl+Shift+Z"."""
        return ", ".join(map(native, self.keys))


def native(key: str) -> str:
    """A key as it is written on this machine's keyboard."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
