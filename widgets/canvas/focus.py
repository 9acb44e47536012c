"""Which node has the keyboard focus."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QObject, QPointF, Qt, Signal

from widgets.canvas.stage import Stage
from widgets.document.layout import columns_by_place

DIRECTIONS: Mapping[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
"""Arrow keys as steps (x to the right, y downwards)."""


def reading_order(stage: Stage) -> list[str]:
    """All nodes, column by column from the left, each from the top."""
    return [node for column in columns_by_place(stage.document.layout) for node in column]


def nearest_towards(
    stage: Stage, start: QPointF, direction: tuple[int, int], among: Iterable[str]
) -> str | None:
    """The nearest node in a direction; what lies far aside counts as farther."""
    best: tuple[float, str] | None = None
    for node in among:
        away = QPointF(*stage.document.layout[node]) - start
        ahead = away.x() * direction[0] + away.y() * direction[1]
        aside = abs(away.x() * direction[1]) + abs(away.y() * direction[0])
        if ahead < 1:
            continue
        far = ahead + 2 * aside
        if best is None or far < best[0]:
            best = (far, node)
    return None if best is None else best[1]


class Focus(QObject):
    """One node has the keyboard's focus, or none.

    Signals:
        moved: another node (or none) has it.
    """

    moved = Signal()

    def __init__(self, stage: Stage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stage = stage
        self._node: str | None = None
        self._ring = True
        stage.scene.mirrored.connect(self._follow)

    @property
    def node(self) -> str | None:
        """The node that has it."""
        return self._node

    def set_node(self, node: str | None, *, ring: bool = True) -> None:
        """Give the focus to a node; None removes it. The mouse shows no focus ring."""
        moved, self._node, self._ring = node != self._node, node, ring
        self._follow()
        if moved:
            self.moved.emit()

    def step(self, by: int) -> bool:
        """To the next (1) or previous (−1) node; False when there is none that way."""
        order = reading_order(self._stage)
        place = order.index(self._node) + by if self._node in order else (0 if by > 0 else -1)
        if not order or place == len(order) or (self._node in order and place < 0):
            return False
        self.set_node(order[place])
        return True

    def turn(self, direction: tuple[int, int]) -> None:
        """To the nearest node in a direction."""
        if self._node is None:
            self.step(1)
            return
        start = QPointF(*self._stage.document.layout[self._node])
        found = nearest_towards(self._stage, start, direction, self._stage.document.network.nodes)
        if found is not None:
            self.set_node(found)

    def _follow(self) -> None:
        if self._node is not None and self._node not in self._stage.document.network.nodes:
            self._node = None
            self.moved.emit()
        for node_id, item in self._stage.scene.node_items.items():
            item.set_focused(self._ring and node_id == self._node)
