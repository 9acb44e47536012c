"""What can be done to the selection, for keys, menus and tests alike."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QMimeData, QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGraphicsView

from levels.solution import Place
from widgets.canvas.gestures.place import put
from widgets.canvas.stage import Result, Stage
from widgets.document.clip import CLIP_TYPE
from widgets.document.layout import columns_by_place, free_place, place_for
from widgets.document.spacing import GRID
from widgets.palette.ingredient import Ingredient

_NUDGE: Final = GRID


class EditorActions:
    """Acts on what is selected; a refusal shows its reason in the middle of the view."""

    def __init__(self, stage: Stage, view: QGraphicsView) -> None:
        self._stage = stage
        self._view = view

    def delete(self) -> None:
        """Delete the selected nodes and links."""
        scene = self._stage.scene
        nodes, links = scene.selected_nodes, scene.selected_links
        self._attempt(partial(self._stage.document.remove, nodes, links))

    def select_all(self) -> None:
        """Select every node."""
        self._stage.scene.select(tuple(self._stage.document.network.nodes))

    def copy(self) -> None:
        """Put the selected nodes and the links among them on the clipboard."""
        chosen = self._stage.scene.selected_nodes
        if not chosen:
            return
        text = self._stage.document.copy(chosen)
        mime = QMimeData()
        mime.setText(text)
        mime.setData(CLIP_TYPE, text.encode())
        QGuiApplication.clipboard().setMimeData(mime)

    def cut(self) -> None:
        """Copy, then delete."""
        self.copy()
        self.delete()

    def paste(self) -> None:
        """Add what is on the clipboard, in the middle of the view or beside what is there."""
        text = QGuiApplication.clipboard().text()
        at = free_place(self._middle(), self._stage.document.layout.values())
        new = self._attempt(partial(self._stage.document.paste, text, at))
        if new:
            self._stage.scene.select(new)

    def duplicate(self) -> None:
        """Copy the selected neurons a little aside."""
        chosen = self._stage.scene.selected_nodes
        if chosen:
            new = self._attempt(partial(self._stage.document.duplicate, chosen))
            self._stage.scene.select(new or chosen)

    def connect_columns(self) -> None:
        """Link all of each selected column to all of the next one at its right."""
        layout = self._stage.document.layout
        chosen = {node: layout[node] for node in self._stage.scene.selected_nodes}
        columns = columns_by_place(chosen)
        self._attempt(partial(self._stage.document.connect_columns, columns))

    def tidy(self) -> None:
        """Lay the network out anew."""
        self._attempt(self._stage.document.tidy)

    def nudge(self, direction: tuple[int, int]) -> None:
        """Move the selected nodes one step of the grid, or past the node that is in the way."""
        layout = self._stage.document.layout
        dx, dy = direction[0] * _NUDGE, direction[1] * _NUDGE
        chosen = self._stage.scene.selected_nodes
        places = {node: (layout[node][0] + dx, layout[node][1] + dy) for node in chosen}
        self._attempt(partial(self._stage.document.move, places, direction))

    def place(self, ingredient: Ingredient) -> tuple[str, ...]:
        """Put an ingredient at a sensible free place; returns the ids of its nodes."""
        document = self._stage.document
        at = place_for(document.network, document.layout, as_input=ingredient.kind == "input")
        new = self._attempt(partial(put, self._stage, ingredient, at)) or ()
        if new:
            self._stage.scene.select(new)
        return new

    def _attempt(self, verb: Callable[[], Result]) -> Result | None:
        return self._stage.attempt(verb, self._view.viewport().rect().center())

    def _middle(self) -> Place:
        pointer = self._view.mapFromGlobal(self._view.cursor().pos())
        inside = self._view.viewport().rect().contains(pointer)
        point: QPoint = pointer if inside else self._view.viewport().rect().center()
        middle = self._view.mapToScene(point)
        return (middle.x(), middle.y())
