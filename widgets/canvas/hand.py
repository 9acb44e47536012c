"""Turns pointer and drag events of the canvas into gestures, one at a time.

It begins, updates and ends the gesture that is active.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDropEvent, QMouseEvent

from engine import LinkKey
from levels.solution import Solution
from widgets.canvas.camera import CameraView
from widgets.canvas.gestures.base import Gesture
from widgets.canvas.gestures.choose import gesture_for
from widgets.canvas.gestures.pan import PanGesture
from widgets.canvas.gestures.place import PlaceGesture
from widgets.canvas.hover import Hover
from widgets.canvas.keyboard import Keyboard
from widgets.canvas.stage import Pointer, Stage
from widgets.palette.ingredient import decode
from widgets.palette.toolbox import Toolbox


class Hand:
    """At most one gesture at a time.

    Attributes:
        gesture: the one that is going on; None when there is none.
        space: whether Space is down, so that the next drag pans.
        busy: whether the last press of the right button gave something up, and so opens no menu.
    """

    def __init__(
        self,
        stage: Stage,
        toolbox: Toolbox,
        view: CameraView,
        keyboard: Keyboard,
        hover: Hover,
        point_at: Callable[[str | LinkKey | None], None],
    ) -> None:
        self._stage = stage
        self._toolbox = toolbox
        self._view = view
        self._keyboard = keyboard
        self._hover = hover
        self._point_at = point_at
        self.gesture: Gesture | None = None
        self.space = False
        self.busy = False
        self._pushed = False
        stage.document.changed.connect(self._stop_if_changed)
        toolbox.changed.connect(self._change_tool)

    # -- the life of a gesture ---------------------------------------------------------------

    def begin(self, gesture: Gesture, pointer: Pointer) -> None:
        """Make a gesture the active one."""
        self.cancel("another gesture")
        self._hover.clear()
        self.gesture = gesture
        gesture.start(pointer)

    def cancel(self, reason: str) -> bool:
        """Stop what is going on and leave all as it was; False when nothing was."""
        gesture, self.gesture = self.gesture, None
        if gesture is not None:
            gesture.cancel(reason)
        return self._keyboard.give_up() or gesture is not None

    def escape(self) -> None:
        """Give up, else put back what is held, else select nothing."""
        if not self._put_back():
            self._stage.scene.select()

    def _put_back(self) -> bool:
        """Give up what is going on, else put back what is held; False when there was nothing."""
        self._stage.hush()
        if self.cancel("given up"):
            return True
        held = self._toolbox.held is not None or self._toolbox.tool != "select"
        if held:
            self._toolbox.choose("select")
        return held

    def take_space(self) -> None:
        """Space went down."""
        self.space, self._pushed = True, False

    def let_go_of_space(self) -> bool:
        """Space came up; whether it was a mere tap."""
        tapped = self.space and not self._pushed
        self.space = False
        return tapped

    def leave(self) -> None:
        """The pointer left: clear hover and ghost."""
        self._hover.clear()
        self._point_at(None)
        if self._toolbox.held is not None:
            self.cancel("left the canvas")

    def _end(self, pointer: Pointer) -> None:
        gesture = self.gesture
        if gesture is None:
            return
        gesture.end(pointer)
        if not gesture.alive:
            self.gesture = None
            if isinstance(gesture, PlaceGesture) and not pointer.extends:
                self._toolbox.hold(None)

    def _stop_if_changed(self, before: Solution, after: Solution) -> None:
        same = before.network is after.network and before.layout == after.layout
        if not same and (self.gesture is None or self.gesture.alive):
            # An edit from elsewhere (an undo in mid-drag): what was held may be gone.
            self.cancel("the network changed")

    def _change_tool(self) -> None:
        self.cancel("another tool")
        self._stage.hush()
        idle = self._toolbox.tool == "select" and self._toolbox.held is None
        shape = Qt.CursorShape.ArrowCursor if idle else Qt.CursorShape.CrossCursor
        self._view.viewport().setCursor(shape)

    # -- the mouse ---------------------------------------------------------------------------

    def press(self, event: QMouseEvent) -> None:
        """Begin a gesture, unless one waits for its second click."""
        pointer = self._pointer(event)
        self._stage.hush()
        if event.button() == Qt.MouseButton.RightButton:
            self.busy = self._put_back()
        elif event.button() == Qt.MouseButton.MiddleButton or self.space:
            self._pushed = True
            self.begin(PanGesture(self._stage, self._view.camera), pointer)
        elif event.button() == Qt.MouseButton.LeftButton and self.gesture is None:
            item = self._stage.scene.node_at(pointer.scene)
            self.begin(gesture_for(self._stage, self._toolbox, pointer), pointer)
            self._keyboard.focus.set_node(None if item is None else item.node_id, ring=False)

    def move(self, event: QMouseEvent) -> None:
        """Update the gesture, or hover over what is under the pointer."""
        pointer = self._pointer(event)
        if self.gesture is not None:
            self.gesture.update(pointer)
        elif self._toolbox.held is not None:
            self.begin(PlaceGesture(self._stage, self._toolbox.held), pointer)
        else:
            self._hover.follow(pointer)
            self._point_at(self._hover.what)

    def release(self, event: QMouseEvent) -> None:
        """End the gesture."""
        if event.button() != Qt.MouseButton.RightButton:
            self._end(self._pointer(event))

    # -- drag and drop -----------------------------------------------------------------------

    def drag_in(self, event: QDropEvent) -> bool:
        """Begin a drag from the palette; False when it carries no ingredient."""
        ingredient = decode(event.mimeData())
        if ingredient is not None:
            self.begin(PlaceGesture(self._stage, ingredient), self._pointer(event))
        return ingredient is not None

    def drag_on(self, event: QDropEvent) -> bool:
        """Move the ghost of the drag; False when there is none."""
        if self.gesture is not None:
            self.gesture.update(self._pointer(event))
        return self.gesture is not None

    def drop(self, event: QDropEvent) -> bool:
        """Put the dragged ingredient down; False when there was none."""
        held = self.gesture is not None
        self._end(self._pointer(event))
        return held

    def _pointer(self, event: QMouseEvent | QDropEvent) -> Pointer:
        where: QPoint = event.position().toPoint()
        return Pointer(self._view.mapToScene(where), where, event.modifiers())
