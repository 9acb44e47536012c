"""Drawing a link by keyboard: L starts it, arrows or Tab choose the end, Enter links."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QGraphicsView

from widgets.canvas.focus import nearest_towards, reading_order
from widgets.canvas.gestures.aim import Aim
from widgets.canvas.gestures.base import Gesture
from widgets.canvas.stage import Stage


class KeyLinkGesture(Gesture):
    """`LinkGesture` by keyboard; it starts at the first legal end."""

    def __init__(self, stage: Stage, view: QGraphicsView, sources: Sequence[str]) -> None:
        super().__init__(stage)
        self.aim = Aim(stage, sources)
        self._view = view
        self.draw(self.aim.rubber)
        first = next((node for node in self._order() if node in self.aim.legal), None)
        self._point_at(first)

    def turn(self, direction: tuple[int, int]) -> None:
        """To the nearest node in a direction; illegal ones say why they are."""
        start = QPointF(*self.stage.document.layout[self.aim.target or self.aim.sources[0]])
        others = [node for node in self._order() if node not in self.aim.sources]
        found = nearest_towards(self.stage, start, direction, others)
        if found is not None:
            self._point_at(found)

    def step(self, by: int) -> None:
        """To the next or previous legal end, in a circle."""
        legal = [node for node in self._order() if node in self.aim.legal]
        if legal:
            place = legal.index(self.aim.target) + by if self.aim.target in legal else 0
            self._point_at(legal[place % len(legal)])

    def commit(self) -> None:
        """Link to the node that is aimed at."""
        target = self.aim.target
        self.finish()
        if target is not None:
            self.stage.attempt(partial(self.aim.commit, target), self._spot(target))

    def finish(self) -> None:
        """Remove the marks too."""
        self.aim.release()
        super().finish()

    def _order(self) -> list[str]:
        return reading_order(self.stage)

    def _point_at(self, target: str | None) -> None:
        beside = self.stage.scene.node_items[self.aim.sources[0]].out_port + QPointF(60, 0)
        self.aim.aim_at(target, beside)
        refusal = None if target is None else self.aim.refusal(target)
        if refusal is None or target is None:
            self.stage.hush()
        else:
            self.stage.refuse(self.stage.reason_of(refusal), self._spot(target))

    def _spot(self, node: str) -> QPoint:
        return self._view.mapFromScene(self.stage.scene.node_items[node].square.center())
