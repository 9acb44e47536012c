"""Everything the pointer can do, by keys.

=====================  ======================================================================
Tab, Shift+Tab         next, previous node; after the last one the focus leaves the canvas
arrows                 nearest node that way; with Shift it is added to the selection
Ctrl+arrows            move the selected nodes
L                      link from the focused (or each selected) node; arrows or Tab choose the
                       end, Enter links, Esc gives up
X                      select the links of the focused node one after the other
Delete, Backspace      delete what is selected
C                      connect: all of each selected column to all of the next
Z                      freeze what is selected, or release it
W                      the next lens
T, F, +, −, 0          tidy, fit, zoom in, zoom out, life size
Menu, Shift+F10        the menu of what is selected
Ctrl+A, C, X, V, D     select all, copy, cut, paste, duplicate
Enter                  put down what is held
Esc                    give up, put back, select nothing
=====================  ======================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from widgets.canvas.actions import EditorActions
from widgets.canvas.camera import CameraView
from widgets.canvas.focus import DIRECTIONS, Focus
from widgets.canvas.gestures.key_link import KeyLinkGesture
from widgets.canvas.stage import Stage

_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier


def asks_for_menu(event: QKeyEvent) -> bool:
    """Whether the key is the one of menus, or Shift+F10 where a keyboard lacks it."""
    if event.key() == Qt.Key.Key_F10:
        return bool(event.modifiers() & _SHIFT)
    return event.key() == Qt.Key.Key_Menu


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
        self._plain: dict[int, Callable[[], None]] = {
            Qt.Key.Key_L: self.start_link,
            Qt.Key.Key_X: self.next_link,
            Qt.Key.Key_C: actions.connect_columns,
            Qt.Key.Key_T: actions.tidy,
            Qt.Key.Key_Z: actions.toggle_frozen,
            Qt.Key.Key_F: view.fit,
            Qt.Key.Key_0: view.camera.life_size,
            Qt.Key.Key_Plus: view.camera.zoom_in,
            Qt.Key.Key_Equal: view.camera.zoom_in,
            Qt.Key.Key_Minus: view.camera.zoom_out,
            Qt.Key.Key_Delete: actions.delete,
            Qt.Key.Key_Backspace: actions.delete,
        }
        keys = QKeySequence.StandardKey
        self._standard: Mapping[QKeySequence.StandardKey, Callable[[], None]] = {
            keys.SelectAll: actions.select_all,
            keys.Copy: actions.copy,
            keys.Cut: actions.cut,
            keys.Paste: actions.paste,
        }

    def bind(self, key: Qt.Key, act: Callable[[], None]) -> None:
        """Let a key do something that can be done only from now on."""
        self._plain[key] = act

    def press(self, event: QKeyEvent) -> bool:
        """Do what the key asks; False when it asks nothing of the canvas."""
        if self.linking is not None:
            return self._press_linking(self.linking, event)
        if event.key() in DIRECTIONS:
            self._arrow(DIRECTIONS[event.key()], event.modifiers())
            return True
        for key, action in self._standard.items():
            if event.matches(key):
                action()
                return True
        if event.modifiers() & _CTRL:
            return self._press_with_ctrl(event.key())
        plain = self._plain.get(event.key())
        if plain is not None:
            plain()
        return plain is not None

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

    def _press_with_ctrl(self, key: int) -> bool:
        actions = {
            Qt.Key.Key_D: self._actions.duplicate,
            Qt.Key.Key_Plus: self._view.camera.zoom_in,
            Qt.Key.Key_Equal: self._view.camera.zoom_in,
            Qt.Key.Key_Minus: self._view.camera.zoom_out,
            Qt.Key.Key_0: self._view.camera.life_size,
        }
        action = actions.get(Qt.Key(key))
        if action is not None:
            action()
        return action is not None

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
