"""Where the view looks: zoom, pan, fit."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QMargins, QPoint, QPointF, QRectF
from PySide6.QtWidgets import QGraphicsView, QWidget

CLOSEST: Final = 3.0
FARTHEST: Final = 0.1
_STEP: Final = 1.2
_AIR: Final = 28.0


class Camera:
    """Zooms and moves a view. Until the player touches it, it keeps the whole network in view.

    Attributes:
        margins: room at the edges of the view that other things lie on.
        touched: whether the player has zoomed or moved since the last fit.
    """

    def __init__(self, view: QGraphicsView) -> None:
        self._view = view
        self.margins = QMargins()
        self.touched = False

    @property
    def zoom(self) -> float:
        """Pixels per scene unit."""
        return self._view.transform().m11()

    def zoom_by(self, factor: float, anchor: QPoint | None = None) -> None:
        """Zoom; the point of the viewport under ``anchor`` (else the middle) stays in place."""
        self.touched = True
        wanted = min(max(self.zoom * factor, FARTHEST), CLOSEST)
        point = self._view.viewport().rect().center() if anchor is None else anchor
        before = self._view.mapToScene(point)
        self._view.resetTransform()
        self._view.scale(wanted, wanted)
        shift = self._view.mapToScene(point) - before
        middle = self._view.mapToScene(self._view.viewport().rect().center())
        self._view.centerOn(middle - shift)

    def zoom_in(self) -> None:
        """One step closer."""
        self.zoom_by(_STEP)

    def zoom_out(self) -> None:
        """One step away."""
        self.zoom_by(1 / _STEP)

    def push(self, way: QPoint) -> None:
        """Move the paper by so many pixels."""
        self.touched = True
        across, down = self._view.horizontalScrollBar(), self._view.verticalScrollBar()
        across.setValue(across.value() - way.x())
        down.setValue(down.value() - way.y())

    def fit(self, content: QRectF) -> None:
        """Show all of the content, never larger than life."""
        free = self._view.viewport().rect().marginsRemoved(self.margins)
        if free.width() < 1 or free.height() < 1 or content.isEmpty():
            return
        wanted = content.adjusted(-_AIR, -_AIR, _AIR, _AIR)
        zoom = min(free.width() / wanted.width(), free.height() / wanted.height(), 1.0)
        zoom = max(zoom, FARTHEST)
        self._view.resetTransform()
        self._view.scale(zoom, zoom)
        off = QPointF(self._view.viewport().rect().center() - free.center()) / zoom
        self._view.centerOn(content.center() + off)
        self.touched = False


class CameraView(QGraphicsView):
    """A view with a camera; what keys need of the canvas."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.camera = Camera(self)

    def content_rect(self) -> QRectF:
        """What is to be seen when all is; in scene coordinates."""
        return self.sceneRect()

    def fit(self) -> None:
        """Show all of it."""
        self.camera.fit(self.content_rect())
