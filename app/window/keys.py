"""The actions of the window: what has a key while nothing else has the focus.

An action is enabled while something is bound to it: the window binds what it can do at any moment,
the workbench what it can do while a level is open. The keys are in `widgets.keys`, those of the
views in their registry.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from widgets.canvas.keys import CANVAS_KEYS
from widgets.keys import SHORTCUTS, Scope, Shortcut
from widgets.views.registry import VIEWS

VIEW_KEYS: Final = tuple(
    Shortcut(f"view-{view.name}", view.explanation, (view.key,), "level", "Views")
    for view in VIEWS
    if view.key
)
EVERY_KEY: Final = (*SHORTCUTS, *VIEW_KEYS, *CANVAS_KEYS)
"""Every key of the game, scope by scope."""


class Actions:
    """The actions of one window, one for each row with the scope "window" or "level".

    Views that never meet in one level may share a key; only the one that suits the
    level is bound.

    Args:
        window: where the keys work.
    """

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._bound: dict[str, Callable[[], object]] = {}
        self._scopes: dict[str, Scope] = {}
        self._actions: dict[str, QAction] = {}
        for shortcut in (*SHORTCUTS, *VIEW_KEYS):
            if shortcut.scope in ("window", "level"):
                self._scopes[shortcut.name] = shortcut.scope
                self._actions[shortcut.name] = self._made(shortcut)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def bind(self, slots: Mapping[str, Callable[[], object]]) -> None:
        """Connect each of these actions with its function, and enable it.

        Raises:
            KeyError: when there is no action of a name.
        """
        for name, slot in slots.items():
            self._actions[name].setEnabled(True)
            self._bound[name] = slot

    def unbind(self, scope: Scope) -> None:
        """Disconnect and disable the actions of a scope."""
        for name, own in self._scopes.items():
            if own == scope:
                self._bound.pop(name, None)
                self._actions[name].setEnabled(False)

    def _made(self, shortcut: Shortcut) -> QAction:
        action = QAction(shortcut.text, self._window)
        action.setObjectName(f"action-{shortcut.name}")
        action.setShortcuts([QKeySequence(key) for key in shortcut.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setAutoRepeat(shortcut.repeats)
        action.setEnabled(False)
        action.triggered.connect(partial(self._run, shortcut.name))
        self._window.addAction(action)
        return action

    def _run(self, name: str, _checked: bool = False) -> None:
        slot = self._bound.get(name)
        if slot is not None:
            slot()
