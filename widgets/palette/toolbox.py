"""The tool in use, or the ingredient taken from the palette by a click.

Palette and canvas share one toolbox; neither knows the other.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

from PySide6.QtCore import QObject, Signal

from widgets.palette.ingredient import Ingredient

Tool = Literal["select", "link", "cut"]
TOOLS: Final[tuple[Tool, ...]] = get_args(Tool)


class Toolbox(QObject):
    """The tool in use and the ingredient that waits to be put down.

    Signals:
        changed: another tool, or another ingredient (or none) is held.
        place_requested: put this `Ingredient` at a sensible free place (the keyboard's way).
    """

    changed = Signal()
    place_requested = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tool: Tool = "select"
        self._held: Ingredient | None = None

    @property
    def tool(self) -> Tool:
        """The tool in use."""
        return self._tool

    @property
    def held(self) -> Ingredient | None:
        """What the next click on the canvas puts down."""
        return self._held

    def choose(self, tool: Tool) -> None:
        """Take a tool and put the ingredient back."""
        if (tool, None) != (self._tool, self._held):
            self._tool, self._held = tool, None
            self.changed.emit()

    def hold(self, ingredient: Ingredient | None) -> None:
        """Hold an ingredient until a click puts it down; None puts it back."""
        if ingredient != self._held:
            self._tool, self._held = "select", ingredient
            self.changed.emit()

    def request_place(self, ingredient: Ingredient) -> None:
        """Ask the canvas to put the ingredient down by itself."""
        self.place_requested.emit(ingredient)
