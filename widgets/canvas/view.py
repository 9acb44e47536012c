"""The canvas: shows the scene and passes every event to the active gesture."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QEvent, QMargins, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QWidget

from engine import LinkKey
from widgets.bench import Bench
from widgets.canvas.actions import EditorActions
from widgets.canvas.bubble import Bubble
from widgets.canvas.card import Card
from widgets.canvas.gestures.base import Gesture
from widgets.canvas.hand import Hand
from widgets.canvas.hover import Hover
from widgets.canvas.keyboard import Keyboard
from widgets.canvas.lenses.chooser import LensChooser
from widgets.canvas.menus.context import ContextMenu
from widgets.canvas.scene_view import SceneView
from widgets.canvas.stage import Stage
from widgets.controls.menu_opener import asks_for_menu
from widgets.document.describe import describe
from widgets.document.document import Document
from widgets.palette.ingredient import Ingredient
from widgets.palette.toolbox import Toolbox
from widgets.run_model import RunModel
from widgets.selection import Selection
from widgets.theme.look import Look


class NetworkView(SceneView):
    """The canvas of one document.

    Args:
        document: what is edited.
        run: where weights and maps come from.
        look: the theme.
        toolbox: the tool in use; share it with the palette.
        selection: what is selected and pointed at; share it with other views.

    Signals:
        refused: something was refused, with its reason.
        space_tapped: Space was pressed and released without panning meanwhile.
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
        super().__init__(document, run, look, selection, parent)
        self.toolbox = toolbox or Toolbox(self)
        self.bubble = Bubble(look, self)
        self.steered.connect(self.bubble.hush)  # its tail would point at nothing
        self.card = Card(look, self)
        self._stage = Stage(
            document, self.network_scene, look, self._refuse, self.bubble.note, self.bubble.hush
        )
        self.commands = EditorActions(self._stage, self)
        self.keyboard = Keyboard(self._stage, self, self.commands)
        self._hand = Hand(
            self._stage,
            self.toolbox,
            self,
            self.keyboard,
            Hover(document, self.network_scene, self.card),
            self.selection.point_at,
        )
        self.context = ContextMenu(self._stage, self, self.commands, self.keyboard)
        self.keyboard.focus.moved.connect(self._describe_focus)
        self.toolbox.place_requested.connect(self._place_request)
        self.setObjectName("canvas")
        self.setAccessibleName("Network canvas")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)

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
    def gesture(self) -> Gesture | None:
        """The gesture that is going on."""
        return self._hand.gesture

    @property
    def busy(self) -> bool:
        """Whether a gesture is going on."""
        return self._hand.gesture is not None

    def cancel_gesture(self, reason: str) -> None:
        """Stop what is going on and leave all as it was."""
        self._hand.cancel(reason)

    def select(self, nodes: Collection[str] = (), links: Collection[LinkKey] = ()) -> None:
        """Select exactly these nodes and links."""
        self.network_scene.select(nodes, links)

    def set_fit_margins(self, margins: QMargins) -> None:
        """Keep these edges free when fitting, because something lies on them."""
        self.camera.margins = self.corners.margins(margins)
        self.corners.place()
        self.fit_untouched()

    def show_lenses(self, bench: Bench) -> None:
        """Let the player choose among the lenses of an open level."""
        self.corners.show_lenses(self.network_scene, bench)
        self.keyboard.bind("lens", self.corners.next_lens)

    @property
    def lenses(self) -> LensChooser | None:
        """Which lens is on; None until the canvas knows its level."""
        return self.corners.lenses

    # -- following the models ----------------------------------------------------------------

    def _describe_focus(self) -> None:
        focused = describe(self.document.network, self.keyboard.focus.node, self.document.task)
        self.setAccessibleDescription(focused)

    def _place_request(self, ingredient: Ingredient) -> None:
        new = self.commands.place(ingredient)
        if new:
            self.keyboard.focus.set_node(new[-1])

    def _refuse(self, reason: str, at: QPoint) -> None:
        self.bubble.say(reason, at)
        self.refused.emit(reason)

    # -- Qt: pointer -------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        self._hand.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second press of two quick clicks is a press."""
        self._hand.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Update the gesture."""
        self._hand.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture."""
        self._hand.release(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A menu at the pointer; by key at what is selected."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.context.open_for_selected()
        elif not self._hand.busy:
            self.context.open_at(event.pos())
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Hover over nothing."""
        self._hand.leave()
        super().leaveEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Begin a drag of an ingredient; ignore anything else."""
        event.setAccepted(self._hand.drag_in(event))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Move the ghost of the ingredient."""
        event.setAccepted(self._hand.drag_on(event))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """End the drag without a drop."""
        self.cancel_gesture("dragged out")
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put the ingredient down."""
        event.setAccepted(self._hand.drop(event))
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    # -- Qt: keys ----------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keep Space from the window's shortcuts: here it may be the start of panning."""
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
        elif asks_for_menu(event):
            self.context.open_for_selected()
        elif held is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.toolbox.hold(None)
            self._place_request(held)
        elif not self.keyboard.press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Handle the release of Space."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            if self._hand.let_go_of_space():
                self.space_tapped.emit()
        else:
            super().keyReleaseEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab walks through the nodes, then leaves the canvas.

        Qt asks here on behalf of what lies on the canvas too; from there Tab goes straight on.
        """
        if self.hasFocus() and self.keyboard.step(1 if forward else -1):
            return True
        self.keyboard.focus.set_node(None)
        return super().focusNextPrevChild(forward)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Give up a link that is drawn by keys: it needs the focus."""
        self._hand.let_go_of_space()
        self.keyboard.give_up()
        super().focusOutEvent(event)
