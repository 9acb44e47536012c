"""The port that a newcomer is to drag from: it pulses until the first link is drawn."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QVariantAnimation

from engine import Network
from widgets.canvas.scene import NetworkScene
from widgets.document.document import Document
from widgets.document.layout import columns_by_place

MILLISECONDS: Final = 1600
_STEPS: Final = 32
STEADY: Final = 0.5
"""The phase that is shown when nothing may move."""


class PortPulse(QObject):
    """Lets the port of the first input call for attention while the network has no link.

    Args:
        document: whose network is watched.
        scene: its mirror; nothing pulses while none of its views is shown.
    """

    def __init__(self, document: Document, scene: NetworkScene, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._scene = scene
        self._animation = QVariantAnimation(self)
        self._animation.setStartValue(0)
        self._animation.setEndValue(_STEPS)
        self._animation.setDuration(MILLISECONDS)
        self._animation.setLoopCount(-1)
        self._animation.valueChanged.connect(self._beat)
        scene.mirrored.connect(self.refresh)
        scene.look.changed.connect(self.refresh)
        self.refresh()

    @property
    def node(self) -> str | None:
        """The node whose port calls; None when none does."""
        return calling_node(self._document.network, self._columns())

    @property
    def moving(self) -> bool:
        """Whether it pulses, rather than being shown steadily or not at all."""
        return self._animation.state() == QVariantAnimation.State.Running

    def refresh(self) -> None:
        """Follow the network, the look, and whether it is visible."""
        seen = any(view.isVisible() for view in self._scene.views())
        if self.node is None or not seen or self._scene.look.reduced_motion:
            self._animation.stop()
            self._show(STEADY)
        elif not self.moving:
            self._animation.start()

    def _columns(self) -> list[list[str]]:
        return columns_by_place(self._document.layout)

    def _beat(self, step: int) -> None:
        self._show(step / _STEPS)

    def _show(self, phase: float) -> None:
        calling = self.node
        for node, item in self._scene.node_items.items():
            item.set_call(phase if node == calling else None)


def calling_node(network: Network, columns: list[list[str]]) -> str | None:
    """The first input in reading order, while nothing is linked; else None."""
    inputs = {node.id for node in network.inputs}
    if network.links:
        return None
    return next((node for column in columns for node in column if node in inputs), None)
