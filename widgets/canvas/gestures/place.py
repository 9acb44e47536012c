"""Putting an ingredient down: dropped from the palette, or held and clicked."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt

from engine import LinkKey
from levels.solution import Place
from widgets.canvas.gestures.base import Gesture
from widgets.canvas.items.overlay import Overlay, Style, ghost_path
from widgets.canvas.stage import Pointer, Stage
from widgets.document.layout import block_places, free_place, snap
from widgets.palette.ingredient import Ingredient


class PlaceGesture(Gesture):
    """A ghost shows where the ingredient would stand; on a link, a neuron goes into it."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, stage: Stage, ingredient: Ingredient) -> None:
        super().__init__(stage)
        self.ingredient = ingredient
        self._ghost = Overlay(stage.look, Style.GHOST)

    def start(self, pointer: Pointer) -> None:
        """Show the ghost."""
        self.draw(self._ghost)
        self.update(pointer)

    def update(self, pointer: Pointer) -> None:
        """Let the ghost follow; lift the link that a neuron would go into."""
        at = self._place(pointer)
        block = self.ingredient.kind == "block"
        self._ghost.setPath(ghost_path(block_places(self.ingredient.count, at) if block else [at]))
        link = self._link_under(pointer)
        for key, item in self.stage.scene.link_items.items():
            item.set_hovered(key == link)

    def end(self, pointer: Pointer) -> None:
        """Put it down."""
        at, link = self._place(pointer), self._link_under(pointer)
        self.finish()
        new = self.stage.attempt(partial(self._put, at, link), pointer.view)
        if new:
            self.stage.scene.select(new)

    def finish(self) -> None:
        """Let every link lie flat again."""
        for item in self.stage.scene.link_items.values():
            item.set_hovered(False)
        super().finish()

    def _put(self, at: Place, link: LinkKey | None) -> tuple[str, ...]:
        if link is not None:
            return (self.stage.document.insert(self.ingredient.name, link, at),)
        return put(self.stage, self.ingredient, at)

    def _place(self, pointer: Pointer) -> Place:
        wanted = snap((pointer.scene.x(), pointer.scene.y()))
        if self.ingredient.kind == "block":
            return wanted
        return _clear_of(wanted, list(self.stage.document.layout.values()))

    def _link_under(self, pointer: Pointer) -> LinkKey | None:
        if self.ingredient.kind != "neuron":
            return None
        item = self.stage.scene.link_at(pointer.scene)
        return None if item is None else item.key


def put(stage: Stage, ingredient: Ingredient, at: Place) -> tuple[str, ...]:
    """Add an ingredient at a place; returns the ids of the new nodes. Raises `Refused`."""
    if ingredient.kind == "input":
        stage.document.add_input(ingredient.name, at)
        return (ingredient.name,)
    if ingredient.kind == "neuron":
        return (stage.document.add_neuron(ingredient.name, at),)
    return stage.document.add_block(ingredient.name, ingredient.count, at)


def _clear_of(wanted: Place, taken: list[Place]) -> Place:
    """The wanted place unless it would lie right on another node."""
    covered = any(abs(wanted[0] - x) < 40 and abs(wanted[1] - y) < 40 for x, y in taken)
    return free_place(wanted, taken) if covered else wanted
