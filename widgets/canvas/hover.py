"""What the pointer is on when nothing is being dragged: ports show, links lift, numbers appear."""

from __future__ import annotations

from engine import LinkKey, Neuron
from widgets.canvas.card import Card, Row, signed
from widgets.canvas.scene import NetworkScene
from widgets.canvas.stage import Pointer
from widgets.document.document import Document
from widgets.document.names import activation_label, link_title, node_title


class Hover:
    """Follows the pointer over the items and fills the card.

    Attributes:
        what: id of the node or key of the link under the pointer; None over the empty paper.
    """

    def __init__(self, document: Document, scene: NetworkScene, card: Card) -> None:
        self._document = document
        self._scene = scene
        self._card = card
        self.what: str | LinkKey | None = None
        scene.framed.connect(self.refresh)
        scene.mirrored.connect(self.refresh)

    def follow(self, pointer: Pointer) -> None:
        """Hover over what is at a new pointer position."""
        node = self._scene.port_at(pointer.scene) or self._scene.node_at(pointer.scene)
        link = None if node is not None else self._scene.link_at(pointer.scene)
        self._show(node.node_id if node else link.key if link else None)
        self._card.move_beside(pointer.view)

    def clear(self) -> None:
        """Hover over nothing: the pointer left, or a gesture has it."""
        self._show(None)

    def refresh(self) -> None:
        """Show the numbers as they are now."""
        if self.what is None:
            return
        gone = self.what not in {*self._scene.node_items, *self._scene.link_items}
        self._show(None if gone else self.what)

    def _show(self, what: str | LinkKey | None) -> None:
        if what != self.what:
            self.what = what
            for node_id, node in self._scene.node_items.items():
                node.set_hovered(node_id == what)
            for key, link in self._scene.link_items.items():
                link.set_hovered(key == what)
        self._card.show_rows(self._rows(what))

    def _rows(self, what: str | LinkKey | None) -> list[Row]:
        lens = self._scene.lens
        if what is None:
            return []
        if not isinstance(what, str):
            weight = self._scene.weight_of(what)
            shown = "not trained yet" if weight is None else signed(weight)
            title = link_title(self._document.network, what, self._document.task)
            return [(title, ""), ("weight", shown), *self._frozen(what), *lens.rows(what)]
        node = self._document.network.nodes[what]
        name = node_title(self._document.network, what, self._document.task)
        if not isinstance(node, Neuron):
            return [(name, "input"), *lens.rows(what)] if lens.rows(what) else []
        label = activation_label(node.activation)
        return [(name, label), ("bias", self._bias(node)), *self._frozen(what), *lens.rows(what)]

    def _frozen(self, what: str | LinkKey) -> list[Row]:
        """Whether training leaves it alone."""
        network = self._document.network
        if isinstance(what, str):
            frozen = network.neuron(what).frozen
        else:
            frozen = network.is_frozen(network.link_by_key[what])
        return [("frozen", "stays as it is")] if frozen else []

    def _bias(self, neuron: Neuron) -> str:
        if not neuron.bias:
            return "none"
        bias = self._scene.bias_of(neuron.id)
        return "not trained yet" if bias is None else signed(bias)
