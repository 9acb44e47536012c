"""Everything the pointer can do, by keys.

Which key does what is in `widgets.canvas.keys`. Tab walks from node to node and leaves the
canvas after the last one; while a link is drawn by keys, arrows and Tab choose its end, Enter
links and Esc gives up.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from widgets.canvas.actions import EditorActions
from widgets.canvas.camera import CameraView
from widgets.canvas.focus import DIRECTIONS, Focus
from widgets.canvas.gestures.key_link import KeyLinkGesture
from widgets.canvas.keys import CANVAS_KEYS
from widgets.canvas.stage import Stage

_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier


class Keyboard:
    """Turns key presses into actions.

    Attributes:
        focus: the node that has the keyboard.
        linking: the link that is being drawn by keys; None when none is.
    """

    def __init__(self, stage: Stage, view: CameraView, actions: EditorActions) -> None:
        self._stage = stage
        self._view = view
        self._actions = actions
        self.focus = Focus(stage, view)
        self.linking: KeyLinkGesture | None = None
        acts: dict[str, Callable[[], None]] = {
            "link": self.start_link,
            "next-link": self.next_link,
            "connect": actions.connect_columns,
            "delete": actions.delete,
            "select-all": actions.select_all,
            "copy": actions.copy,
            "cut": actions.cut,
            "paste": actions.paste,
            "duplicate": actions.duplicate,
            "freeze": actions.toggle_frozen,
            "tidy": actions.tidy,
            "fit": view.fit,
            "zoom-in": view.camera.zoom_in,
            "zoom-out": view.camera.zoom_out,
            "life-size": view.camera.life_size,
        }
        self._acts: dict[str, Callable[[], None]] = {}
        for name, act in acts.items():
            self.bind(name, act)

    def bind(self, name: str, act: Callable[[], None]) -> None:
        """Connect the keys of that row of `CANVAS_KEYS` with an action."""
        keys = next(row.keys for row in CANVAS_KEYS if row.name == name)
        self._acts |= {QKeySequence(key).toString(): act for key in keys}

    def press(self, event: QKeyEvent) -> bool:
        """Carry out the action of a key; False when the canvas has none for it."""
        if self.linking is not None:
            return self._press_linking(self.linking, event)
        if event.key() in DIRECTIONS:
            self._arrow(DIRECTIONS[event.key()], event.modifiers())
            return True
        act = self._acts.get(_written(event))
        if act is not None:
            act()
        return act is not None

    def step(self, by: int) -> bool:
        """Tab: to the next or previous node (or legal end); False to leave the canvas."""
        if self.linking is not None:
            self.linking.step(by)
            return True
        moved = self.focus.step(by)
        if moved:
            self._select_focused()
        return moved

    def start_link(self) -> None:
        """Begin a link from the focused node, or from each of the selected ones."""
        chosen = self._stage.scene.selected_nodes
        node = self.focus.node
        sources = chosen if node is None or (len(chosen) > 1 and node in chosen) else (node,)
        if sources:
            self.linking = KeyLinkGesture(self._stage, self._view, sources)

    def next_link(self) -> None:
        """Select the next link of the focused node."""
        keys = [key for key in self._stage.scene.link_items if self.focus.node in key]
        if keys:
            chosen = self._stage.scene.selected_links
            place = keys.index(chosen[0]) + 1 if len(chosen) == 1 and chosen[0] in keys else 0
            self._stage.scene.select(links=[keys[place % len(keys)]])

    def give_up(self) -> bool:
        """End the link that is being drawn by keys; False when there is none."""
        linking, self.linking = self.linking, None
        if linking is not None:
            linking.cancel("given up")
        return linking is not None

    def _press_linking(self, linking: KeyLinkGesture, event: QKeyEvent) -> bool:
        if event.key() in DIRECTIONS:
            linking.turn(DIRECTIONS[event.key()])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.linking = None
            linking.commit()
        elif event.key() == Qt.Key.Key_Escape:
            self.give_up()
            self._stage.hush()
        else:
            return False
        return True

    def _arrow(self, direction: tuple[int, int], modifiers: Qt.KeyboardModifier) -> None:
        if modifiers & _CTRL:
            self._actions.nudge(direction)
            return
        before = self._stage.scene.selected_nodes
        self.focus.turn(direction)
        if modifiers & _SHIFT and self.focus.node is not None:
            self._stage.scene.select({*before, self.focus.node})
        else:
            self._select_focused()

    def _select_focused(self) -> None:
        node = self.focus.node
        if node is not None:
            self._stage.scene.select([node])
            self._view.ensureVisible(self._stage.scene.node_items[node])


def _written(event: QKeyEvent) -> str:
    """The key in the notation of the table; Shift alone is left out, as "+" needs it on some."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if modifiers == _SHIFT:
        modifiers = Qt.KeyboardModifier.NoModifier
    return QKeySequence(QKeyCombination(modifiers, Qt.Key(event.key()))).toString()
