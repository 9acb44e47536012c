"""Putting one node onto another: what that means, and how it is shown before it is done.

Inputs feed hidden neurons and outputs, hidden neurons feed outputs: between two kinds only one
link can be meant, and it is drawn. Two nodes of one kind are set beside each other.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from PySide6.QtCore import QPointF

from engine import LinkKey, Refused
from levels.solution import Place
from widgets.canvas.items.node_item import Mark, NodeItem
from widgets.canvas.items.overlay import Overlay, Style, rubber_path
from widgets.canvas.stage import Pointer, Stage
from widgets.document.names import node_title

BESIDE: Final = 144.0
"""How far from the other node's centre a new node is put that is linked with it."""

_ON: Final = 36.0


def node_under(
    stage: Stage, pointer: Pointer, centre: Place | None = None, besides: Collection[str] = ()
) -> NodeItem | None:
    """The node onto which something is held.

    Args:
        stage: where to look.
        pointer: the pointer.
        centre: centre of what is held, where that is not the pointer.
        besides: nodes that are being held and do not count.
    """
    for node, item in stage.scene.node_items.items():
        if node in besides:
            continue
        away = QPointF(*centre) - item.pos() if centre is not None else None
        if away is not None and max(abs(away.x()), abs(away.y())) < _ON:
            return item
        if item.square.contains(pointer.scene):
            return item
    return None


def refusal(stage: Stage, key: LinkKey) -> Refused | None:
    """Why the link cannot be drawn; None when it can."""
    try:
        stage.document.rules.check_link(stage.document.network, *key)
    except Refused as fault:
        return fault
    return None


def linked_note(stage: Stage, key: LinkKey) -> str:
    """What a bubble reports after two nodes were linked: "x₁ → y linked"."""
    network, task = stage.document.network, stage.document.task
    source, target = (node_title(network, end, task) for end in (key.source, key.target))
    return f"{source} → {target} linked"


class LinkPreview:
    """A link that would be drawn on letting go: a rubber curve, and both ends marked."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.rubber = Overlay(stage.look, Style.RUBBER)

    def show(self, start: QPointF, end: QPointF, aimed: str) -> None:
        """Show it from port to port; ``aimed`` is the node that rests."""
        self.rubber.setPath(rubber_path([start], end))
        self.rubber.setVisible(True)
        for node, item in self._stage.scene.node_items.items():
            item.set_mark(Mark.AIMED if node == aimed else Mark.NONE)

    def hide(self) -> None:
        """Show none."""
        self.rubber.setVisible(False)
        for item in self._stage.scene.node_items.values():
            item.set_mark(Mark.NONE)
