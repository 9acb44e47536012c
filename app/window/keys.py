"""Everything that has a key, as one table; the shortcut sheet is read from it.

An action is enabled while something is bound to it: the window binds what it can do at the moment,
the workbench what it can do while a level is open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Spec:
    """One action: its name in the code, what it does in words, its keys, and its group."""

    name: str
    text: str
    keys: tuple[str, ...]
    group: str


SPECS: Final = (
    Spec("train", "Train or pause", ("Space",), "Training"),
    Spec("step", "Train one epoch", (".",), "Training"),
    Spec("reset", "Back to the same start", ("R",), "Training"),
    Spec("new-start", "Another random start", ("N",), "Training"),
    Spec("judge", "Judge the solution", ("Ctrl+J", "J"), "Training"),
    Spec("undo", "Undo", ("Ctrl+Z",), "Solution"),
    Spec("redo", "Redo", ("Ctrl+Y", "Ctrl+Shift+Z"), "Solution"),
    Spec("new-solution", "New solution", ("Ctrl+N",), "Solution"),
    Spec("copy-solution", "Copy of this solution", ("Ctrl+Shift+D",), "Solution"),
    Spec("next-solution", "Next solution", ("Ctrl+Tab",), "Solution"),
    Spec("list", "Network as a list", ("Ctrl+L",), "Level"),
    Spec("hint", "Next hint", ("H",), "Level"),
    Spec("back", "Back to the levels", ("Alt+Left",), "Level"),
    Spec("theme", "Light or dark", ("Ctrl+T",), "Game"),
    Spec("larger-text", "Larger text", ("Ctrl++", "Ctrl+="), "Game"),
    Spec("smaller-text", "Smaller text", ("Ctrl+-",), "Game"),
    Spec("usual-text", "Text as usual", ("Ctrl+0",), "Game"),
    Spec("shortcuts", "This sheet", ("F1",), "Game"),
    Spec("quit", "Close the game", ("Ctrl+Q",), "Game"),
)


class Actions:
    """The actions of one window.

    Args:
        window: where the keys work.
    """

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._bound: dict[str, Callable[[], object]] = {}
        self._actions = {spec.name: self._made(spec) for spec in SPECS}

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def bind(self, slots: Mapping[str, Callable[[], object]]) -> None:
        """Let these actions do that, and enable them."""
        for name, slot in slots.items():
            self._bound[name] = slot
            self._actions[name].setEnabled(True)

    def unbind(self, slots: Mapping[str, object]) -> None:
        """Let these actions do nothing, and disable them."""
        for name in slots:
            self._bound.pop(name, None)
            self._actions[name].setEnabled(False)

    def _made(self, spec: Spec) -> QAction:
        action = QAction(spec.text, self._window)
        action.setObjectName(f"action-{spec.name}")
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setAutoRepeat(spec.name in ("step", "undo", "redo"))
        action.setEnabled(False)
        action.triggered.connect(partial(self._run, spec.name))
        self._window.addAction(action)
        return action

    def _run(self, name: str, _checked: bool = False) -> None:
        slot = self._bound.get(name)
        if slot is not None:
            slot()
