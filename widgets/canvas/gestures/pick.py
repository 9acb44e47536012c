"""Selecting a link by a click."""

from __future__ import annotations

from engine import LinkKey
from widgets.canvas.gestures.base import Gesture
from widgets.canvas.stage import Pointer, Stage


class PickLinkGesture(Gesture):
    """A click on a link selects it; with Shift or Ctrl it is added or taken out."""

    def __init__(self, stage: Stage, key: LinkKey) -> None:
        super().__init__(stage)
        self._key = key

    def start(self, pointer: Pointer) -> None:
        """Select at once."""
        scene = self.stage.scene
        if not pointer.extends:
            scene.select(links=[self._key])
            return
        chosen = set(scene.selected_links)
        scene.select(scene.selected_nodes, chosen ^ {self._key})
