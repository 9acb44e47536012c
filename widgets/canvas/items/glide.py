"""Nodes slide to their new places, so that the eye can follow where something went."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation

from levels.solution import Place

MILLISECONDS: Final = 150
WORTH_SHOWING: Final = 12.0
"""Shorter moves, in scene units, are not animated: a step by keyboard must not lag."""


class Glide(QObject):
    """Animates nodes from where they are shown to where the document has them.

    Args:
        show: shows nodes at intermediate places.
    """

    def __init__(self, show: Callable[[Mapping[str, Place]], None], parent: QObject) -> None:
        super().__init__(parent)
        self._show = show
        self._ways: dict[str, tuple[Place, Place]] = {}
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(MILLISECONDS)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.valueChanged.connect(self._step)

    @property
    def running(self) -> bool:
        """Whether nodes are moving."""
        return self._animation.state() == QVariantAnimation.State.Running

    @property
    def ends(self) -> dict[str, Place]:
        """Where the nodes that are moving will come to rest."""
        return {node: end for node, (_, end) in self._ways.items()} if self.running else {}

    def start(self, ways: Mapping[str, tuple[Place, Place]]) -> None:
        """Move each node from its first to its second place; earlier moves end at once."""
        self.stop()
        if ways:
            self._ways = dict(ways)
            # Qt reports a value only when it is another one than before.
            self._step(0.0)
            self._animation.start()

    def stop(self) -> None:
        """Leave the nodes where they are."""
        self._animation.stop()
        self._ways = {}

    def let_go(self, nodes: Iterable[str]) -> None:
        """Stop moving these nodes."""
        for node in nodes:
            self._ways.pop(node, None)

    def _step(self, share: float) -> None:
        self._show(
            {
                node: (
                    start[0] + (end[0] - start[0]) * share,
                    start[1] + (end[1] - start[1]) * share,
                )
                for node, (start, end) in self._ways.items()
            }
        )
