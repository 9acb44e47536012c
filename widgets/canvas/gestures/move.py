"""Moving nodes: they snap to the grid and to lines with other nodes.

Where they would cover others they slide to the nearest free place. A single node that is let go on
a node of another kind is linked with it instead (see `widgets.canvas.gestures.onto`).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QApplication

from engine import LinkKey
from levels.solution import Place
from widgets.canvas.gestures.base import Gesture
from widgets.canvas.gestures.onto import LinkPreview, linked_note, node_under, refusal
from widgets.canvas.items.geometry import NODE_LAYER
from widgets.canvas.items.overlay import Overlay, Style, ghost_path
from widgets.canvas.stage import Pointer, Stage
from widgets.document.edits import only_link
from widgets.document.layout import snap

_NEAR: Final = 6.0
_IN_HAND: Final = 0.6
_ABOVE: Final = 3.0


class MoveGesture(Gesture):
    """Drag the selected nodes by one of them. A mere click selects it.

    A single neuron without links that is let go on a link is put into it. A single node that is
    let go on a node of another kind is linked with it and goes back to where it was; the selection
    is then what it was before.
    """

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, stage: Stage, grabbed: str) -> None:
        super().__init__(stage)
        self._grabbed = grabbed
        self._origin: Pointer | None = None
        self._moving = False
        self._chosen: tuple[str, ...] = ()
        self._starts: dict[str, Place] = {}
        self._guides = Overlay(stage.look, Style.GUIDE)
        self._link = LinkPreview(stage)
        self._ghost = Overlay(stage.look, Style.GHOST)

    def start(self, pointer: Pointer) -> None:
        """Select what is grabbed, unless it is selected already."""
        self._origin = pointer
        scene = self.stage.scene
        chosen = self._chosen = scene.selected_nodes
        if pointer.extends:
            kept = [node for node in chosen if node != self._grabbed]
            scene.select(kept if self._grabbed in chosen else [*kept, self._grabbed])
        elif self._grabbed not in chosen:
            scene.select([self._grabbed])
        layout = self.stage.document.layout
        moved = {*scene.selected_nodes, self._grabbed}
        self._starts = {node: layout[node] for node in moved}
        self.draw(self._guides)
        self.draw(self._link.rubber)
        self.draw(self._ghost)
        self._preview_link(None)

    def update(self, pointer: Pointer) -> None:
        """Carry the nodes along."""
        if self._origin is None or not (self._moving or self._far(pointer, self._origin)):
            return
        self._moving = True
        self.stage.scene.preview(self._places(pointer))
        under = self._node_under(pointer)
        self._preview_link(None if under is None else self._link_with(under))
        link = None if under is not None else self._link_under(pointer)
        for key, item in self.stage.scene.link_items.items():
            item.set_hovered(key == link)

    def end(self, pointer: Pointer) -> None:
        """Put the nodes down."""
        places, under = self._places(pointer), self._node_under(pointer)
        link = None if under is not None else self._link_under(pointer)
        self.finish()
        if not self._moving:
            if not pointer.extends:
                self.stage.scene.select([self._grabbed])
            return
        document = self.stage.document
        new = None if under is None else self._link_with(under)
        if new is not None:
            document.link(*new)
            self.stage.scene.select(self._chosen)
            self.stage.note(linked_note(self.stage, new), pointer.view)
        elif link is not None:
            splice = partial(document.splice, self._grabbed, link, places[self._grabbed])
            self.stage.attempt(splice, pointer.view)
        else:
            self.stage.attempt(partial(document.move, places), pointer.view)
            self._explain(under, pointer)
        self.stage.scene.settle()

    def _explain(self, under: str | None, pointer: Pointer) -> None:
        """Say why nodes of two kinds were set beside each other and not linked."""
        key = None if under is None else self._meant(under)
        fault = None if key is None else refusal(self.stage, key)
        if fault is not None:
            self.stage.refuse(self.stage.reason_of(fault), pointer.view)

    def _meant(self, under: str) -> LinkKey | None:
        return only_link(self.stage.document.network, self._grabbed, under)

    def _link_with(self, under: str) -> LinkKey | None:
        """The link that letting go on that node draws; None when it draws none."""
        key = self._meant(under)
        return key if key is not None and refusal(self.stage, key) is None else None

    def _node_under(self, pointer: Pointer) -> str | None:
        """The node on which the single dragged node is held."""
        if not self._moving or len(self._starts) != 1:
            return None
        item = node_under(self.stage, pointer, self._wanted(pointer), {self._grabbed})
        return None if item is None else item.node_id

    def _preview_link(self, key: LinkKey | None) -> None:
        items, grabbed = self.stage.scene.node_items, self._grabbed
        items[grabbed].setOpacity(1.0 if key is None else _IN_HAND)
        items[grabbed].setZValue(NODE_LAYER if key is None else _ABOVE)
        self._ghost.setPath(ghost_path([] if key is None else [self._starts[grabbed]]))
        if key is None:
            self._link.hide()
            return
        half = items[grabbed].square.width() / 2
        x, y = self._starts[grabbed]
        start, end = items[key.source].out_port, items[key.target].in_port
        if key.source == grabbed:
            self._link.show(QPointF(x + half, y), end, key.target)
        else:
            self._link.show(start, QPointF(x - half, y), key.source)

    def cancel(self, reason: str) -> None:
        """Move all nodes back."""
        super().cancel(reason)
        self.stage.scene.settle()

    @staticmethod
    def _far(pointer: Pointer, origin: Pointer) -> bool:
        away = (pointer.view - origin.view).manhattanLength()
        return away >= QApplication.startDragDistance()

    def _places(self, pointer: Pointer) -> dict[str, Place]:
        if self._origin is None:
            return dict(self._starts)
        x, y = self._starts[self._grabbed]
        lined_up = self._lined_up(self._wanted(pointer))
        dx, dy = lined_up[0] - x, lined_up[1] - y
        return {node: (at[0] + dx, at[1] + dy) for node, at in self._starts.items()}

    def _wanted(self, pointer: Pointer) -> Place:
        """Where the grabbed node would be without any snapping."""
        x, y = self._starts[self._grabbed]
        way = QPointF() if self._origin is None else pointer.scene - self._origin.scene
        return (x + way.x(), y + way.y())

    def _lined_up(self, wanted: Place) -> Place:
        layout = self.stage.document.layout
        others = [place for node, place in layout.items() if node not in self._starts]
        x = _nearest(wanted[0], (place[0] for place in others))
        y = _nearest(wanted[1], (place[1] for place in others))
        snapped = snap(wanted)
        result = (snapped[0] if x is None else x, snapped[1] if y is None else y)
        self._draw_guides(result, others, (x is not None, y is not None))
        return result

    def _draw_guides(self, at: Place, others: list[Place], lined: tuple[bool, bool]) -> None:
        path = QPainterPath()
        for place in others:
            if (lined[0] and place[0] == at[0]) or (lined[1] and place[1] == at[1]):
                path.moveTo(QPointF(*place))
                path.lineTo(QPointF(*at))
        self._guides.setPath(path)

    def _link_under(self, pointer: Pointer) -> LinkKey | None:
        """The link that the single, unlinked, hidden neuron being dragged would go into."""
        network = self.stage.document.network
        if not self._moving or len(self._starts) != 1:
            return None
        if self._grabbed not in {neuron.id for neuron in network.hidden}:
            return None
        if any(self._grabbed in key for key in network.link_by_key):
            return None
        item = self.stage.scene.link_at(pointer.scene)
        return None if item is None else item.key

    def finish(self) -> None:
        """Remove every mark."""
        for item in self.stage.scene.link_items.values():
            item.set_hovered(False)
        self._link.hide()
        grabbed = self.stage.scene.node_items.get(self._grabbed)
        if grabbed is not None:
            grabbed.setOpacity(1.0)
            grabbed.setZValue(NODE_LAYER)
        super().finish()


def _nearest(value: float, others: Iterable[float]) -> float | None:
    near = [other for other in others if abs(other - value) <= _NEAR]
    return min(near, key=lambda other: abs(other - value), default=None)
