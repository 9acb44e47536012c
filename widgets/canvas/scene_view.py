"""A network on dotted paper, to look at: the canvas without editing."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QHideEvent, QPainter, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from engine import LinkKey
from widgets.canvas.camera import CameraView
from widgets.canvas.floating.corners import Corners
from widgets.canvas.paper import FirstHint, draw_dots
from widgets.canvas.pulse import PortPulse
from widgets.canvas.scene import NetworkScene
from widgets.document.document import Document
from widgets.run_model import RunModel
from widgets.selection import Selection
from widgets.theme.look import Look


class SceneView(CameraView):
    """Shows a document's network and what training makes of it.

    Args:
        document: whose network is shown.
        run: where weights and maps come from.
        look: the theme.
        selection: what is selected.

    Attributes:
        document: as given.
        network_scene: the items.
    """

    def __init__(
        self,
        document: Document,
        run: RunModel,
        look: Look,
        selection: Selection | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.document = document
        self.selection = selection or Selection(document, self)
        self.network_scene = NetworkScene(document, look, self.selection, self)
        self.corners = Corners(look, self)
        self.camera.margins = self.corners.margins(QMargins())
        self._run = run
        self._look = look
        self._first = FirstHint(document, self.network_scene)
        self._pulse = PortPulse(document, self.network_scene, self)
        self._dress()
        look.changed.connect(self._retheme)
        run.frame_changed.connect(self._take_frame)
        self.network_scene.mirrored.connect(self._after_change)
        self.network_scene.show_frame(run.frame)

    def _dress(self) -> None:
        self.setScene(self.network_scene)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheBackground)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self._retheme()

    # -- what is where -----------------------------------------------------------------------

    @property
    def hint(self) -> str:
        """What to do first; empty once something is linked."""
        return self._first.text

    def content_rect(self) -> QRectF:
        """The network with its lettering, and what says what to do first."""
        return self.network_scene.content_rect().united(self._first.rect)

    def landmarks(self) -> list[QRect]:
        """The squares of all nodes, in the viewport."""
        items = self.network_scene.node_items.values()
        return [self.mapFromScene(item.square).boundingRect() for item in items]

    def node_centre(self, node_id: str) -> QPoint:
        """Centre of a node in the viewport."""
        return self.mapFromScene(self.network_scene.node_items[node_id].square.center())

    def port_position(self, node_id: str) -> QPoint:
        """Where links leave a node, in the viewport."""
        return self.mapFromScene(self.network_scene.node_items[node_id].out_port)

    def link_point(self, source: str, target: str) -> QPoint:
        """The middle of a link, in the viewport."""
        return self.mapFromScene(self.network_scene.link_items[LinkKey(source, target)].point())

    # -- following the models ----------------------------------------------------------------

    def _take_frame(self) -> None:
        self.network_scene.show_frame(self._run.frame)

    def _retheme(self) -> None:
        self.setBackgroundBrush(self._look.theme.paper)
        self.resetCachedContent()
        self.viewport().update()

    def _after_change(self) -> None:
        self.setAccessibleDescription(self.hint)
        self.resetCachedContent()
        self.corners.refresh()

    # -- Qt ----------------------------------------------------------------------------------

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Dotted paper, and what to do first."""
        theme = self._look.theme
        painter.fillRect(rect, theme.paper)
        draw_dots(painter, theme, QRectF(rect))
        self._first.draw(painter, theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what lies in the corners there."""
        super().resizeEvent(event)
        self.corners.place()

    def showEvent(self, event: QShowEvent) -> None:
        """Start with the whole network in view."""
        super().showEvent(event)
        self.fit_untouched()
        self._pulse.refresh()
        self.corners.set_seen(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop animations and measurements while hidden."""
        super().hideEvent(event)
        self._pulse.refresh()
        self.corners.set_seen(False)
