"""What can be done to the selection, for keys, menus and tests alike."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import Final

from PySide6.QtCore import QMimeData, QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGraphicsView

from engine import LinkKey
from levels.solution import Place
from widgets.canvas.gestures.place import put
from widgets.canvas.stage import Result, Stage
from widgets.document.clip import CLIP_TYPE
from widgets.document.layout import columns_by_place, place_for
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
        if nodes or links:
            self._attempt(partial(self._stage.document.remove, nodes, links))

    def links_at_selected(self) -> tuple[LinkKey, ...]:
        """Selected links, and every link at a selected node."""
        scene = self._stage.scene
        nodes, keys = set(scene.selected_nodes), set(scene.selected_links)
        every = self._stage.document.network.link_by_key
        return tuple(key for key in every if key in keys or nodes.intersection(key))

    def cut_links(self) -> None:
        """Delete the links at the selected nodes, and the selected links."""
        self._attempt(partial(self._stage.document.remove, links=self.links_at_selected()))

    @property
    def frozen(self) -> bool:
        """Whether all neurons and links that are selected are frozen."""
        network = self._stage.document.network
        nodes, keys = self._freezable()
        every = [network.neuron(node).frozen for node in nodes]
        every += [network.link_by_key[key].frozen for key in keys]
        return bool(every) and all(every)

    def toggle_frozen(self) -> None:
        """Freeze the selected neurons and links as they are now; release them if all are."""
        nodes, keys = self._freezable()
        if not nodes and not keys:
            return
        freeze = partial(
            self._stage.document.set_frozen,
            nodes,
            keys,
            frozen=not self.frozen,
            values=self._stage.scene.live_values(),
        )
        self._attempt(freeze)

    def _freezable(self) -> tuple[tuple[str, ...], tuple[LinkKey, ...]]:
        scene, network = self._stage.scene, self._stage.document.network
        inputs = {node.id for node in network.inputs}
        nodes = tuple(node for node in scene.selected_nodes if node not in inputs)
        return nodes, scene.selected_links

    def set_activation(self, nodes: Collection[str], activation: str) -> None:
        """Give neurons another activation."""
        self._attempt(partial(self._stage.document.set_activation, nodes, activation))

    def set_bias(self, *, bias: bool) -> None:
        """Give the selected neurons a bias or take it away."""
        nodes, _ = self._freezable()
        self._attempt(partial(self._stage.document.set_bias, nodes, bias))

    def insert(self, activation: str, key: LinkKey, at: Place) -> None:
        """Put a new neuron into a link."""
        new = self._attempt(partial(self._stage.document.insert, activation, key, at))
        if new is not None:
            self._stage.scene.select([new])

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
        self.paste_at(self._middle())

    def paste_at(self, at: Place) -> None:
        """Add what is on the clipboard around a place, or as near to it as there is room."""
        text = QGuiApplication.clipboard().text()
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
        """Arrange the network in columns."""
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
        return self.put(ingredient, at)

    def put(self, ingredient: Ingredient, at: Place) -> tuple[str, ...]:
        """Put an ingredient at a place and select it; returns the ids of its nodes."""
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
