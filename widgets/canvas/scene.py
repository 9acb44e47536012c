"""The scene mirrors the document: one item a node, one a link. It keeps no state of its own.

Every change of the document is compared with what is shown, and only the difference is touched.
Selected is what the selection model says.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, QRectF, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene

from engine import Input, LinkKey, Neuron
from engine.network import Node
from engine.training.run import Frame
from levels.solution import Place, Solution
from widgets.canvas.items.geometry import NodeKind
from widgets.canvas.items.glide import WORTH_SHOWING, Glide
from widgets.canvas.items.link_item import LinkItem
from widgets.canvas.items.node_item import NodeItem
from widgets.canvas.lenses.lens import Lens
from widgets.canvas.lenses.weights import WeightsLens
from widgets.document.document import Document
from widgets.document.names import activation_label, node_title, reason_of
from widgets.document.turned import Turned, turned
from widgets.plots.colormap import MapColors
from widgets.selection import Selection
from widgets.theme.look import Look

_EXTENT: Final = 20_000.0


class NetworkScene(QGraphicsScene):
    """All items of one document.

    Attributes:
        look: the theme.
        node_items: item of each node; link_items: item of each link.

    Signals:
        mirrored: the items follow the document again after a change.
        framed: items show a newer frame of the run, or another start value.
    """

    mirrored = Signal()
    framed = Signal()

    def __init__(
        self,
        document: Document,
        look: Look,
        selection: Selection,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._selection = selection
        self.look = look
        self._frame: Frame | None = None
        self._colours = MapColors(look.theme)
        self._lens: Lens = WeightsLens(document, self)
        self.node_items: dict[str, NodeItem] = {}
        self.link_items: dict[LinkKey, LinkItem] = {}
        self._glide = Glide(self._put, self)
        # An index of places costs more than it saves when items change many times a second.
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.setSceneRect(QRectF(-_EXTENT / 2, -_EXTENT / 2, _EXTENT, _EXTENT))
        self._lens.changed.connect(self._show_looks)
        document.changed.connect(self._mirror)
        document.rules_changed.connect(self._show_faults)
        look.changed.connect(self._retheme)
        selection.changed.connect(self._show_selection)
        self._mirror(None, document.solution)

    # -- mirror ------------------------------------------------------------------------------

    def _mirror(self, before: Solution | None, after: Solution) -> None:
        values = None if before is None else turned(before, after)
        if values is not None:  # many times a second, while a slider is dragged
            self._show_turned(values)
            return
        network = after.network
        shown = {node: (item.x(), item.y()) for node, item in self.node_items.items()}
        for key in self.link_items.keys() - network.link_by_key.keys():
            self.removeItem(self.link_items.pop(key))
        for node_id, item in list(self.node_items.items()):
            if node_id not in network.nodes or item.kind != _kind(network.nodes[node_id]):
                self.removeItem(self.node_items.pop(node_id))
        for node in network.nodes.values():
            self._mirror_node(node, after.layout[node.id])
        self._mirror_links(network.link_by_key)
        self._glide_from(shown)
        if before is None or before.network is not network:
            self._show_values()
            self._show_faults()
        self._show_selection()
        self.mirrored.emit()

    def _show_turned(self, values: Turned) -> None:
        for key, look in zip(values.links, self._lens.links(values.links), strict=True):
            self.link_items[key].set_look(look)
        for node_id in values.neurons:
            self.node_items[node_id].set_look(self._lens.node(node_id))
        self.framed.emit()

    def _show_faults(self) -> None:
        network = self._document.network
        faults = self._document.rules.fault_of_node(network)
        for node_id, item in self.node_items.items():
            fault = faults.get(node_id)
            item.set_fault("" if fault is None else reason_of(network, fault, self._document.task))

    def _mirror_node(self, node: Node, place: Place) -> None:
        item = self.node_items.get(node.id)
        if item is None:
            item = self.node_items[node.id] = NodeItem(node.id, _kind(node), self.look)
            self.addItem(item)
        caption = ""
        if isinstance(node, Neuron) and not node.output:
            caption = activation_label(node.activation)
        title = node_title(self._document.network, node.id, self._document.task)
        item.set_texts(title, caption)
        item.set_frozen(isinstance(node, Neuron) and node.frozen)
        item.setPos(*place)

    def _mirror_links(self, keys: Iterable[LinkKey]) -> None:
        links = self._document.network.link_by_key
        # Each port once: links are many times as many as nodes.
        starts = {node: item.out_port for node, item in self.node_items.items()}
        ends = {node: item.in_port for node, item in self.node_items.items()}
        for key in keys:
            item = self.link_items.get(key)
            if item is None:
                item = self.link_items[key] = LinkItem(key, self.look)
                self.addItem(item)
            item.set_ends(starts[key.source], ends[key.target])
            item.set_frozen(links[key].frozen)

    def preview(self, places: Mapping[str, Place]) -> None:
        """Show nodes elsewhere without changing the document; `settle` takes it back."""
        self._glide.let_go(places)
        self._put(places)

    def _put(self, places: Mapping[str, Place]) -> None:
        for node_id, place in places.items():
            self.node_items[node_id].setPos(*place)
        at_them = (key for key in self.link_items if key.source in places or key.target in places)
        self._mirror_links(at_them)

    def _glide_from(self, shown: Mapping[str, Place]) -> None:
        """Let nodes that were shown elsewhere slide to their places while the scene is shown."""
        seen = any(view.isVisible() for view in self.views())
        if self.look.reduced_motion or not seen:
            self._glide.stop()
            return
        ways = {
            node: (start, (item.x(), item.y()))
            for node, item in self.node_items.items()
            if (start := shown.get(node)) is not None
            and math.dist(start, (item.x(), item.y())) >= WORTH_SHOWING
        }
        self._glide.start(ways)

    def settle(self) -> None:
        """Show every node where the document has it."""
        self._mirror(self._document.solution, self._document.solution)

    # -- what training says ------------------------------------------------------------------

    def show_frame(self, frame: Frame | None) -> None:
        """Show the weights and maps of a frame; None shows none.

        Nodes and links that the frame does not know yet (or no more) stay calm.
        """
        if frame is None and self._frame is None:
            return
        self._frame = frame
        self._lens.show_frame(frame)
        self._show_values()
        self.framed.emit()

    @property
    def lens(self) -> Lens:
        """What decides how links and nodes look."""
        return self._lens

    def set_lens(self, lens: Lens) -> None:
        """Look through another lens."""
        if lens is self._lens:
            return
        self._lens.set_active(False)
        self._lens.changed.disconnect(self._show_looks)
        self._lens = lens
        lens.changed.connect(self._show_looks)
        lens.show_frame(self._frame)
        lens.set_active(True)
        self._show_looks()

    def _show_values(self) -> None:
        """Show maps and looks as they are now."""
        for node_id, item in self.node_items.items():
            values = None if self._frame is None else self._frame.map_of(node_id)
            if values is not None or item.map_image is not None:
                item.set_map(None if values is None else self._picture(item, values))
        self._show_looks()

    def _show_looks(self) -> None:
        looks = self._lens.links(self.link_items)
        for link, look in zip(self.link_items.values(), looks, strict=True):
            link.set_look(look)
        for node_id, node in self.node_items.items():
            node.set_look(self._lens.node(node_id))

    def _picture(self, item: NodeItem, values: NDArray[np.float32]) -> QImage:
        scale = float(np.abs(values).max()) if item.kind == "input" else 1.0
        return self._colours.image(values, scale if np.isfinite(scale) and scale > 0 else 1.0)

    def _retheme(self) -> None:
        self._colours = MapColors(self.look.theme)
        self._show_values()
        self.update()

    def weight_of(self, key: LinkKey) -> float | None:
        """The weight of a link: from the run, else its start weight; None where none is known."""
        frame = self._frame
        if frame is not None and key in frame.snapshot.plan.network.link_by_key:
            return frame.snapshot.weight(*key)
        link = self._document.network.link_by_key.get(key)
        return None if link is None else link.start_weight

    def bias_of(self, node_id: str) -> float | None:
        """The bias of a neuron: from the run, else its start bias; None where none is known."""
        frame = self._frame
        if frame is not None and node_id in frame.snapshot.plan.nodes:
            return frame.snapshot.bias(node_id)
        node = self._document.network.nodes.get(node_id)
        return node.start_bias if isinstance(node, Neuron) else None

    def live_values(self) -> dict[LinkKey | str, float]:
        """Every weight by link and every bias by neuron, as far as known."""
        network = self._document.network
        values: dict[LinkKey | str, float | None] = {}
        values |= {key: self.weight_of(key) for key in network.link_by_key}
        values |= {own.id: self.bias_of(own.id) for own in network.neurons if own.bias}
        return {what: value for what, value in values.items() if value is not None}

    # -- what is where -----------------------------------------------------------------------

    def node_at(self, point: QPointF) -> NodeItem | None:
        """The node whose square holds a point of the scene."""
        nodes = reversed(self.node_items.values())
        return next((item for item in nodes if item.square.contains(point)), None)

    def port_at(self, point: QPointF) -> NodeItem | None:
        """The node whose port holds a point of the scene."""
        nodes = reversed(self.node_items.values())
        return next((item for item in nodes if item.port_contains(point)), None)

    def link_at(self, point: QPointF) -> LinkItem | None:
        """The link nearest to a point of the scene, within easy reach."""
        hits = [item for item in self.link_items.values() if item.shape().contains(point)]
        # A hovered link lies on top; it stays the one that is meant where several cross.
        return max(hits, key=QGraphicsItem.zValue, default=None)

    def content_rect(self) -> QRectF:
        """The rectangle of all nodes with their lettering; of those that slide, at their end."""
        rect, ends = QRectF(), self._glide.ends
        for node, item in self.node_items.items():
            way = QPointF(*ends[node]) - item.pos() if node in ends else QPointF()
            rect = rect.united(item.sceneBoundingRect().translated(way))
        return rect

    # -- selection ---------------------------------------------------------------------------

    @property
    def selected_nodes(self) -> tuple[str, ...]:
        """Ids of the selected nodes, in the order of the network."""
        return self._selection.nodes

    @property
    def selected_links(self) -> tuple[LinkKey, ...]:
        """Keys of the selected links."""
        return self._selection.links

    def select(self, nodes: Collection[str] = (), links: Iterable[LinkKey] = ()) -> None:
        """Select exactly these nodes and links."""
        self._selection.select(nodes, links)

    def _show_selection(self) -> None:
        nodes, links = set(self._selection.nodes), set(self._selection.links)
        for node_id, node in self.node_items.items():
            node.setSelected(node_id in nodes)
        for key, link in self.link_items.items():
            link.setSelected(key in links)


def _kind(node: Node) -> NodeKind:
    if isinstance(node, Input):
        return "input"
    return "output" if node.output else "hidden"
