"""The canvas: shows the scene and hands every event to the one gesture that is alive."""

from __future__ import annotations

from collections.abc import Collection
from statistics import fmean

from PySide6.QtCore import QEvent, QMargins, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from engine import LinkKey
from widgets.canvas.actions import EditorActions
from widgets.canvas.bubble import Bubble
from widgets.canvas.camera import CameraView
from widgets.canvas.card import Card
from widgets.canvas.gestures.base import Gesture
from widgets.canvas.hand import Hand
from widgets.canvas.hover import Hover
from widgets.canvas.keyboard import Keyboard
from widgets.canvas.paper import draw_dots, draw_hint, hint_for, hint_rect
from widgets.canvas.scene import NetworkScene
from widgets.canvas.stage import Stage
from widgets.document.describe import describe
from widgets.document.document import Document
from widgets.document.layout import place_for
from widgets.palette.ingredient import Ingredient
from widgets.palette.toolbox import Toolbox
from widgets.run_model import RunModel
from widgets.selection import Selection
from widgets.theme.look import Look

_WHEEL_NOTCH = 120.0


class NetworkView(CameraView):
    """The canvas of one document.

    Args:
        document: what is edited.
        run: where weights and maps come from.
        look: the theme.
        toolbox: what the hand holds; share it with the palette.
        selection: what is selected and pointed at; share it with other views.

    Signals:
        refused: something was refused, with its reason.
        space_tapped: Space was pressed and let go without pushing the paper meanwhile.
    """

    refused = Signal(str)
    space_tapped = Signal()

    def __init__(
        self,
        document: Document,
        run: RunModel,
        look: Look,
        toolbox: Toolbox | None = None,
        selection: Selection | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.document = document
        self.toolbox = toolbox or Toolbox(self)
        self._run = run
        self._look = look
        self.selection = selection or Selection(document, self)
        self.network_scene = NetworkScene(document, look, self.selection, self)
        self.bubble = Bubble(look, self)
        self.card = Card(look, self)
        self._stage = Stage(document, self.network_scene, look, self._refuse, self.bubble.hush)
        self.commands = EditorActions(self._stage, self)
        self.keyboard = Keyboard(self._stage, self, self.commands)
        self._hand = Hand(
            self._stage,
            self.toolbox,
            self,
            self.keyboard,
            Hover(document, self.network_scene, run, self.card),
            self.selection.point_at,
        )
        self._dress()
        self._connect()
        self.network_scene.show_frame(run.frame)

    def _dress(self) -> None:
        self.setObjectName("canvas")
        self.setAccessibleName("Network canvas")
        self.setScene(self.network_scene)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheBackground)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self._retheme()

    def _connect(self) -> None:
        self._look.changed.connect(self._retheme)
        self._run.frame_changed.connect(self._take_frame)
        self.network_scene.mirrored.connect(self._after_change)
        self.keyboard.focus.moved.connect(self._tell_focus)
        self.toolbox.place_requested.connect(self._place_request)

    # -- for the window and for tests --------------------------------------------------------

    @property
    def selected_nodes(self) -> tuple[str, ...]:
        """Ids of the selected nodes."""
        return self.network_scene.selected_nodes

    @property
    def selected_links(self) -> tuple[LinkKey, ...]:
        """Keys of the selected links."""
        return self.network_scene.selected_links

    @property
    def hint(self) -> str:
        """What an empty canvas says; empty when something is on it."""
        return hint_for(self.document.network)

    @property
    def gesture(self) -> Gesture | None:
        """The gesture that is going on."""
        return self._hand.gesture

    def cancel_gesture(self, reason: str) -> None:
        """Stop what is going on and leave all as it was."""
        self._hand.cancel(reason)

    def select(self, nodes: Collection[str] = (), links: Collection[LinkKey] = ()) -> None:
        """Select exactly these nodes and links."""
        self.network_scene.select(nodes, links)

    def set_fit_margins(self, margins: QMargins) -> None:
        """Keep these edges free when fitting, because something lies on them."""
        self.camera.margins = margins
        self._fit_untouched()

    def content_rect(self) -> QRectF:
        """The network with its lettering, and the hint of an empty canvas."""
        content = self.network_scene.content_rect()
        return content.united(hint_rect(self._hint_place())) if self.hint else content

    def node_centre(self, node_id: str) -> QPoint:
        """Centre of a node in the viewport."""
        return self.mapFromScene(self.network_scene.node_items[node_id].square.center())

    def port_position(self, node_id: str) -> QPoint:
        """Where links leave a node, in the viewport."""
        return self.mapFromScene(self.network_scene.node_items[node_id].out_port)

    def link_point(self, source: str, target: str) -> QPoint:
        """The middle of a link, in the viewport."""
        return self.mapFromScene(self.network_scene.link_items[LinkKey(source, target)].point())

    # -- what it hears -----------------------------------------------------------------------

    def _take_frame(self) -> None:
        self.network_scene.show_frame(self._run.frame)

    def _retheme(self) -> None:
        self.setBackgroundBrush(self._look.theme.paper)
        self.resetCachedContent()
        self.viewport().update()

    def _after_change(self) -> None:
        self.setAccessibleDescription(self.hint)
        self.resetCachedContent()

    def _tell_focus(self) -> None:
        focused = describe(self.document.network, self.keyboard.focus.node, self.document.task)
        self.setAccessibleDescription(focused)

    def _place_request(self, ingredient: Ingredient) -> None:
        new = self.commands.place(ingredient)
        if new:
            self.keyboard.focus.set_node(new[-1])

    def _refuse(self, reason: str, at: QPoint) -> None:
        self.bubble.say(reason, at)
        self.refused.emit(reason)

    # -- what an empty canvas shows ----------------------------------------------------------

    def _hint_place(self) -> QPointF:
        layout = self.document.layout
        x, _ = place_for(self.document.network, layout, as_input=True)
        return QPointF(x, fmean(y for _, y in layout.values()) if layout else 0.0)

    def _fit_untouched(self) -> None:
        if not self.camera.touched:
            self.fit()

    # -- Qt: pointer -------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A gesture begins."""
        self._hand.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second press of two quick clicks is a press."""
        self._hand.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """It goes on."""
        self._hand.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """It ends."""
        self._hand.release(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and wheel zooms; the wheel or two fingers push the paper."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            notches = event.angleDelta().y() / _WHEEL_NOTCH
            self.camera.zoom_by(1.2**notches, event.position().toPoint())
        else:
            self.camera.push(event.pixelDelta() or event.angleDelta() / 2)
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer left."""
        self._hand.leave()
        super().leaveEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """An ingredient comes in; anything else is left to others."""
        event.setAccepted(self._hand.drag_in(event))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Its ghost follows."""
        event.setAccepted(self._hand.drag_on(event))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It goes out again."""
        self.cancel_gesture("dragged out")
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """It is put down."""
        event.setAccepted(self._hand.drop(event))
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    # -- Qt: keys ----------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keep Space from the window's shortcuts: here it may be the start of a push."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Space
            and not event.modifiers()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See `widgets.canvas.keyboard`."""
        held = self.toolbox.held
        if event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._hand.take_space()
        elif event.key() == Qt.Key.Key_Escape:
            self._hand.escape()
        elif held is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.toolbox.hold(None)
            self._place_request(held)
        elif not self.keyboard.press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Space is let go."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            if self._hand.let_go_of_space():
                self.space_tapped.emit()
        else:
            super().keyReleaseEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab walks through the nodes, then leaves the canvas."""
        if self.keyboard.step(1 if forward else -1):
            return True
        self.keyboard.focus.set_node(None)
        return super().focusNextPrevChild(forward)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A link that is being drawn by keys needs the keys."""
        self._hand.let_go_of_space()
        self.keyboard.give_up()
        super().focusOutEvent(event)

    # -- Qt: painting ------------------------------------------------------------------------

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Dotted paper, and the hint."""
        theme = self._look.theme
        painter.fillRect(rect, theme.paper)
        draw_dots(painter, theme, QRectF(rect))
        if self.hint:
            draw_hint(painter, theme, self.hint, self._hint_place())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the network in view until the player takes over."""
        super().resizeEvent(event)
        self._fit_untouched()

    def showEvent(self, event: QShowEvent) -> None:
        """Start with the whole network in view."""
        super().showEvent(event)
        self._fit_untouched()
