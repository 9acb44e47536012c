"""The canvas: shows the scene and hands every event to the one gesture that is alive."""

from __future__ import annotations

from statistics import fmean

from PySide6.QtCore import QEvent, QMargins, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QEnterEvent,
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
from levels.solution import Solution
from widgets.editor.actions import EditorActions
from widgets.editor.bubble import Bubble
from widgets.editor.camera import CameraView
from widgets.editor.card import Card
from widgets.editor.describe import describe
from widgets.editor.document import Document
from widgets.editor.gestures.base import Gesture
from widgets.editor.gestures.choose import gesture_for
from widgets.editor.gestures.pan import PanGesture
from widgets.editor.gestures.place import PlaceGesture
from widgets.editor.hover import Hover
from widgets.editor.ingredient import Ingredient, decode
from widgets.editor.keyboard import Keyboard
from widgets.editor.layout import place_for
from widgets.editor.paper import draw_dots, draw_hint, hint_for, hint_rect
from widgets.editor.scene import NetworkScene
from widgets.editor.stage import Pointer, Stage
from widgets.editor.toolbox import Toolbox
from widgets.look import Look
from widgets.run_model import RunModel

_WHEEL_NOTCH = 120.0


class NetworkView(CameraView):
    """The canvas of one document.

    Args:
        document: what is edited.
        run: where weights and maps come from.
        look: the theme.
        toolbox: what the hand holds; share it with the palette.

    Signals:
        selection_changed: other nodes (tuple of ids) or links (tuple of keys) are selected.
        refused: something was refused, with its reason.
        hovered: the pointer is on another node (id), link (key) or on none (None).
    """

    selection_changed = Signal(object, object)
    refused = Signal(str)
    hovered = Signal(object)

    def __init__(
        self,
        document: Document,
        run: RunModel,
        look: Look,
        toolbox: Toolbox | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.document = document
        self.toolbox = toolbox or Toolbox(self)
        self._run = run
        self._look = look
        self._gesture: Gesture | None = None
        self._space = False
        self._selection: tuple[tuple[str, ...], tuple[LinkKey, ...]] = ((), ())
        self.network_scene = NetworkScene(document, look, self)
        self.bubble = Bubble(look, self)
        self.card = Card(look, self)
        self._stage = Stage(document, self.network_scene, look, self._refuse, self.bubble.hush)
        self.commands = EditorActions(self._stage, self)
        self.keyboard = Keyboard(self._stage, self, self.commands)
        self._hover = Hover(document, self.network_scene, run, self.card)
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
        self.document.changed.connect(self._stop_if_changed)
        self._look.changed.connect(self._retheme)
        self._run.frame_changed.connect(self._take_frame)
        self.network_scene.selection_changed.connect(self._tell_selection)
        self.network_scene.mirrored.connect(self._after_change)
        self.keyboard.focus.moved.connect(self._tell_focus)
        self.toolbox.changed.connect(self._change_tool)
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
        return self._gesture

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

    def _stop_if_changed(self, before: Solution, after: Solution) -> None:
        same = before.network is after.network and before.layout == after.layout
        if not same and (self._gesture is None or self._gesture.alive):
            # Somebody else's edit (an undo in mid-drag): what was held may be gone.
            self.cancel_gesture("the network changed")

    def _after_change(self) -> None:
        self.setAccessibleDescription(self.hint)
        self.resetCachedContent()
        self._tell_selection()

    def _tell_selection(self) -> None:
        selection = (self.selected_nodes, self.selected_links)
        if selection != self._selection:
            self._selection = selection
            self.selection_changed.emit(*selection)

    def _tell_focus(self) -> None:
        self.setAccessibleDescription(describe(self.document.network, self.keyboard.focus.node))

    def _change_tool(self) -> None:
        self.cancel_gesture("another tool")
        self.bubble.hush()
        idle = self.toolbox.tool == "select" and self.toolbox.held is None
        shape = Qt.CursorShape.ArrowCursor if idle else Qt.CursorShape.CrossCursor
        self.viewport().setCursor(shape)

    def _place_request(self, ingredient: Ingredient) -> None:
        new = self.commands.place(ingredient)
        if new:
            self.keyboard.focus.set_node(new[-1])

    def _refuse(self, reason: str, at: QPoint) -> None:
        self.bubble.say(reason, at)
        self.refused.emit(reason)

    # -- gestures ----------------------------------------------------------------------------

    def begin(self, gesture: Gesture, pointer: Pointer) -> None:
        """Let a gesture have the pointer from now on."""
        self.cancel_gesture("another gesture")
        self._hover.clear()
        self._gesture = gesture
        gesture.start(pointer)

    def cancel_gesture(self, reason: str) -> bool:
        """Stop what is going on and leave all as it was; False when nothing was."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.cancel(reason)
        return self.keyboard.give_up() or gesture is not None

    def _end_gesture(self, pointer: Pointer) -> None:
        gesture = self._gesture
        if gesture is None:
            return
        gesture.end(pointer)
        if not gesture.alive:
            self._gesture = None
            if isinstance(gesture, PlaceGesture) and not pointer.extends:
                self.toolbox.hold(None)

    def _pointer(self, event: QMouseEvent | QDropEvent) -> Pointer:
        where = event.position().toPoint()
        return Pointer(self.mapToScene(where), where, event.modifiers())

    def _hint_place(self) -> QPointF:
        layout = self.document.layout
        x, _ = place_for(self.document.network, layout, as_input=True)
        return QPointF(x, fmean(y for _, y in layout.values()) if layout else 0.0)

    def _fit_untouched(self) -> None:
        if not self.camera.touched:
            self.fit()

    # -- Qt: pointer -------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture, unless one waits for its second click."""
        pointer = self._pointer(event)
        self.bubble.hush()
        if event.button() == Qt.MouseButton.RightButton:
            self._escape()
        elif event.button() == Qt.MouseButton.MiddleButton or self._space:
            self.camera.touched = True
            self.begin(PanGesture(self._stage, self), pointer)
        elif event.button() == Qt.MouseButton.LeftButton and self._gesture is None:
            self.begin(gesture_for(self._stage, self.toolbox, pointer), pointer)
            item = self.network_scene.node_at(pointer.scene)
            self.keyboard.focus.set_node(None if item is None else item.node_id, ring=False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second press of two quick clicks is a press."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Lead the gesture on, or look at what is under the pointer."""
        pointer = self._pointer(event)
        if self._gesture is not None:
            self._gesture.update(pointer)
        elif self.toolbox.held is not None:
            self.begin(PlaceGesture(self._stage, self.toolbox.held), pointer)
        else:
            before = self._hover.what
            self._hover.follow(pointer)
            if self._hover.what != before:
                self.hovered.emit(self._hover.what)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture."""
        if event.button() != Qt.MouseButton.RightButton:
            self._end_gesture(self._pointer(event))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and wheel zooms; the wheel or two fingers push the paper."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            notches = event.angleDelta().y() / _WHEEL_NOTCH
            self.camera.zoom_by(1.2**notches, event.position().toPoint())
        else:
            self.camera.push(event.pixelDelta() or event.angleDelta() / 2)
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Look at nothing; a ghost that is only held goes too."""
        self._hover.clear()
        if self.toolbox.held is not None:
            self.cancel_gesture("left the canvas")
        super().leaveEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Keep Qt from starting anything of its own."""
        event.accept()

    # -- Qt: drag and drop -------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """An ingredient comes in."""
        ingredient = decode(event.mimeData())
        if ingredient is None:
            event.ignore()
            return
        event.acceptProposedAction()
        self.begin(PlaceGesture(self._stage, ingredient), self._pointer(event))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Its ghost follows."""
        if self._gesture is not None:
            self._gesture.update(self._pointer(event))
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It goes out again."""
        self.cancel_gesture("dragged out")
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """It is put down."""
        if self._gesture is not None:
            self._end_gesture(self._pointer(event))
            event.acceptProposedAction()
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    # -- Qt: keys ----------------------------------------------------------------------------

    def _escape(self) -> None:
        self.bubble.hush()
        if self.cancel_gesture("given up"):
            return
        if self.toolbox.held is not None or self.toolbox.tool != "select":
            self.toolbox.choose("select")
        else:
            self.network_scene.select()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See `widgets.editor.keyboard`."""
        if event.key() == Qt.Key.Key_Space:
            self._space = True
        elif event.key() == Qt.Key.Key_Escape:
            self._escape()
        elif self.toolbox.held is not None and event.key() in (
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
        ):
            held = self.toolbox.held
            self.toolbox.hold(None)
            self._place_request(held)
        elif not self.keyboard.press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Space is let go."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
        super().keyReleaseEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab walks through the nodes, then leaves the canvas."""
        if self.keyboard.step(1 if forward else -1):
            return True
        self.keyboard.focus.set_node(None)
        return super().focusNextPrevChild(forward)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A link that is being drawn by keys needs the keys."""
        self._space = False
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
