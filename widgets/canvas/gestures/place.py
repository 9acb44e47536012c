"""Putting an ingredient down: dropped from the palette, or held and clicked."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPointF, Qt

from engine import LinkKey, Refused
from levels.solution import Place
from widgets.canvas.gestures.base import Gesture
from widgets.canvas.gestures.onto import BESIDE, LinkPreview, linked_note, node_under
from widgets.canvas.items.geometry import NODE_SIZE
from widgets.canvas.items.node_item import NodeItem
from widgets.canvas.items.overlay import Overlay, Style, ghost_path
from widgets.canvas.stage import Pointer, Stage
from widgets.document import edits
from widgets.document.layout import block_places, snap
from widgets.document.spacing import clear_place, clear_shift
from widgets.palette.ingredient import Ingredient


class PlaceGesture(Gesture):
    """A ghost shows where the ingredient would be.

    On a link, a neuron goes into it. On a node with which it can only be linked in one way (an
    input on a neuron, a neuron on an output) it is set beside that node and linked with it.
    """

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, stage: Stage, ingredient: Ingredient) -> None:
        super().__init__(stage)
        self.ingredient = ingredient
        self._ghost = Overlay(stage.look, Style.GHOST)
        self._link = LinkPreview(stage)

    def start(self, pointer: Pointer) -> None:
        """Show the ghost."""
        self.draw(self._ghost)
        self.draw(self._link.rubber)
        self.update(pointer)

    def update(self, pointer: Pointer) -> None:
        """Let the ghost follow; lift the link that a neuron would go into."""
        partner = self._partner(pointer)
        at = self._place(pointer, partner)
        block = self.ingredient.kind == "block"
        self._ghost.setPath(ghost_path(block_places(self.ingredient.count, at) if block else [at]))
        self._preview_link(partner, at)
        link = self._link_under(pointer)
        for key, item in self.stage.scene.link_items.items():
            item.set_hovered(key == link)

    def end(self, pointer: Pointer) -> None:
        """Put it down."""
        partner, link = self._partner(pointer), self._link_under(pointer)
        at = self._place(pointer, partner)
        onto = None if partner is None else partner.node_id
        self.finish()
        new = self.stage.attempt(partial(self._put, at, link, onto), pointer.view)
        if not new:
            return
        self.stage.scene.select(new)
        for key in self.stage.document.network.link_by_key if onto is not None else ():
            if new[0] in key:
                self.stage.note(linked_note(self.stage, key), pointer.view)

    def finish(self) -> None:
        """Remove every mark."""
        for item in self.stage.scene.link_items.values():
            item.set_hovered(False)
        self._link.hide()
        super().finish()

    def _put(self, at: Place, link: LinkKey | None, onto: str | None) -> tuple[str, ...]:
        if link is not None:
            return (self.stage.document.insert(self.ingredient.name, link, at),)
        return put(self.stage, self.ingredient, at, onto)

    def _partner(self, pointer: Pointer) -> NodeItem | None:
        """The node under the pointer, when it is of another kind than what is held."""
        under = node_under(self.stage, pointer)
        own = {"input": "input", "neuron": "hidden"}.get(self.ingredient.kind)
        return None if under is None or own is None or under.kind == own else under

    def _place(self, pointer: Pointer, partner: NodeItem | None) -> Place:
        wanted = (pointer.scene.x(), pointer.scene.y())
        taken = self.stage.document.layout.values()
        if self.ingredient.kind == "block":
            x, y = snap(wanted)
            dx, dy = clear_shift(block_places(self.ingredient.count, (x, y)), taken)
            return (x + dx, y + dy)
        if partner is not None:
            side = 1 if partner.kind == "input" else -1
            wanted = (partner.x() + side * BESIDE, partner.y())
        return clear_place(snap(wanted), taken)

    def _preview_link(self, partner: NodeItem | None, at: Place) -> None:
        if partner is None or not self._links_to(partner.node_id):
            self._link.hide()
            return
        half = NODE_SIZE / 2
        if partner.kind == "input":
            self._link.show(partner.out_port, QPointF(at[0] - half, at[1]), partner.node_id)
        else:
            self._link.show(QPointF(at[0] + half, at[1]), partner.in_port, partner.node_id)

    def _links_to(self, partner: str) -> bool:
        """Whether putting it down there draws a link, by trying it on a copy."""
        solution, rules = self.stage.document.solution, self.stage.document.rules
        name, at = self.ingredient.name, solution.layout[partner]
        try:
            if self.ingredient.kind == "input":
                tried = edits.add_input(solution, rules, name, at, partner)
            else:
                tried, _ = edits.add_neurons(solution, rules, name, [at], partner)
        except Refused:
            return False
        return len(tried.network.links) > len(solution.network.links)

    def _link_under(self, pointer: Pointer) -> LinkKey | None:
        if self.ingredient.kind != "neuron" or self._partner(pointer) is not None:
            return None
        item = self.stage.scene.link_at(pointer.scene)
        return None if item is None else item.key


def put(
    stage: Stage, ingredient: Ingredient, at: Place, onto: str | None = None
) -> tuple[str, ...]:
    """Add an ingredient at a place; returns the ids of the new nodes. Raises `Refused`.

    Put onto a node of another kind a single node is linked with it where that is legal.
    """
    if ingredient.kind == "input":
        stage.document.add_input(ingredient.name, at, onto)
        return (ingredient.name,)
    if ingredient.kind == "neuron":
        return (stage.document.add_neuron(ingredient.name, at, onto),)
    return stage.document.add_block(ingredient.name, ingredient.count, at)
