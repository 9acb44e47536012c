"""Where a menu of the canvas opens, and what it is about."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QMenu

from engine import LinkKey
from widgets.canvas.actions import EditorActions
from widgets.canvas.camera import CameraView
from widgets.canvas.keyboard import Keyboard
from widgets.canvas.menus.entries import CanvasMenus
from widgets.canvas.menus.weight_card import open_weight_card
from widgets.canvas.stage import Stage
from widgets.controls.menu import Entries, open_menu


class ContextMenu:
    """Opens menus on the canvas: at the pointer, or by key at what is selected.

    Args:
        stage: document and scene.
        view: the canvas.
        actions: what the lines do.
        keyboard: the node that has the keyboard; links begin there.
    """

    def __init__(
        self, stage: Stage, view: CameraView, actions: EditorActions, keyboard: Keyboard
    ) -> None:
        self._stage = stage
        self._view = view
        self._keyboard = keyboard
        self.menus = CanvasMenus(
            stage, actions, self._link_from_selected, view.fit, self._ask_weight
        )

    def entries_at(self, point: QPoint) -> Entries:
        """Select what is at a point of the viewport, unless it is, and build its menu."""
        scene, at = self._stage.scene, self._view.mapToScene(point)
        node, link = scene.node_at(at), scene.link_at(at)
        if node is not None:
            if node.node_id not in scene.selected_nodes:
                scene.select([node.node_id])
        elif link is None:
            scene.select()
        elif link.key not in scene.selected_links:
            scene.select(links=[link.key])
        return self.menus.selected((at.x(), at.y()))

    def open_at(self, point: QPoint) -> QMenu:
        """Open the menu of what is at a point of the viewport."""
        entries = self.entries_at(point)
        return open_menu(entries, self._view, self._view.viewport().mapToGlobal(point))

    def open_for_selected(self) -> QMenu:
        """Open the menu of what is selected, or has the keyboard; of the paper otherwise."""
        scene, node = self._stage.scene, self._keyboard.focus.node
        if not scene.selected_nodes and not scene.selected_links and node is not None:
            scene.select([node])
        at = self._spot()
        entries = self.menus.selected((at.x(), at.y()))
        where = self._view.viewport().mapToGlobal(self._view.mapFromScene(at))
        return open_menu(entries, self._view, where)

    def _spot(self) -> QPointF:
        """The middle of the first thing that is selected, else of the view."""
        scene = self._stage.scene
        if scene.selected_nodes:
            return scene.node_items[scene.selected_nodes[0]].square.center()
        if scene.selected_links:
            return scene.link_items[scene.selected_links[0]].point()
        return self._view.mapToScene(self._view.viewport().rect().center())

    def _link_from_selected(self) -> None:
        chosen = self._stage.scene.selected_nodes
        if chosen:
            self._keyboard.focus.set_node(chosen[0])
            self._keyboard.start_link()

    def _ask_weight(self, key: LinkKey) -> None:
        middle = self._view.mapFromScene(self._stage.scene.link_items[key].point())
        open_weight_card(self._stage, key, self._view, middle)
