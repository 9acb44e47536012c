"""Aiming a new link: which nodes may be its end, and why the others may not.

The mouse's and the keyboard's way of linking share this.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF

from engine import Refused
from widgets.canvas.items.node_item import Mark
from widgets.canvas.items.overlay import Overlay, Style, rubber_path
from widgets.canvas.stage import Stage


class Aim:
    """Links from some sources to a target that is still sought.

    Attributes:
        sources: where the links start.
        target: the node that is aimed at.
        rubber: the curve to draw.
    """

    def __init__(self, stage: Stage, sources: Sequence[str]) -> None:
        self._stage = stage
        self.sources = tuple(sources)
        self.target: str | None = None
        self.rubber = Overlay(stage.look, Style.RUBBER)
        self.legal = tuple(
            node for node in stage.document.network.nodes if self.refusal(node) is None
        )
        self._mark()

    def refusal(self, target: str) -> Refused | None:
        """Why no source can be linked to the target; None when at least one can."""
        first: Refused | None = None
        for source in self.sources:
            try:
                self._stage.document.rules.check_link(self._stage.document.network, source, target)
            except Refused as fault:
                first = first or fault
            else:
                return None
        return first

    def aim_at(self, target: str | None, point: QPointF) -> None:
        """Point at a node, or at an empty point of the scene."""
        if target != self.target:
            self.target = target
            self._mark()
            refused = target is not None and target not in self.legal
            self.rubber.set_style(Style.REFUSED if refused else Style.RUBBER)
        items = self._stage.scene.node_items
        end = point if target is None else items[target].in_port
        self.rubber.setPath(rubber_path([items[source].out_port for source in self.sources], end))

    def commit(self, target: str) -> None:
        """Draw the links; raises `Refused`."""
        if len(self.sources) == 1:
            self._stage.document.link(self.sources[0], target)
        else:
            self._stage.document.connect_all(self.sources, [target])

    def release(self) -> None:
        """Remove all marks."""
        for item in self._stage.scene.node_items.values():
            item.set_mark(Mark.NONE)

    def _mark(self) -> None:
        for node, item in self._stage.scene.node_items.items():
            item.set_mark(self._mark_of(node))

    def _mark_of(self, node: str) -> Mark:
        if node in self.sources:
            return Mark.REFUSED if node == self.target else Mark.NONE
        if node in self.legal:
            return Mark.AIMED if node == self.target else Mark.LEGAL
        return Mark.REFUSED if node == self.target else Mark.DIMMED
