"""Everything that has a key, as one table; sheet, menus and tooltips are read from it.

What the canvas does with keys is in `widgets.canvas.keys`, the keys of views in
`widgets.views.registry`; both are rows of the same kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtGui import QKeyEvent, QKeySequence

Scope = Literal["window", "level", "tab", "canvas", "map", "card"]


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One thing that can be done by a key.

    Attributes:
        name: what it is called in the code, once in its scope.
        text: what it does, in words.
        keys: the keys, in the notation of `QKeySequence`; the first is the one that is shown.
        scope: where the keys work: in the whole window, while a level is open, on the tab of a
            solution, on the canvas, on the map of levels, on a card that lies over them.
        group: the heading under which the sheet lists it.
        repeats: whether holding the key down does it again and again.
        said: how its keys are written where a list of them would be long.
    """

    name: str
    text: str
    keys: tuple[str, ...]
    scope: Scope
    group: str
    repeats: bool = False
    said: str = ""

    @property
    def first(self) -> str:
        """The first of its keys as it is written on this machine."""
        return native(self.keys[0])

    @property
    def shown(self) -> str:
        """Its keys as they are written on this machine: "Ctrl+Y, Ctrl+Shift+Z"."""
        return self.said or ", ".join(map(native, self.keys))


SHORTCUTS: Final = (
    Shortcut("train", "Train or pause", ("Space",), "level", "Training"),
    Shortcut("step", "Train one epoch", (".",), "level", "Training", repeats=True),
    Shortcut("reset", "Back to the same start", ("R",), "level", "Training"),
    Shortcut("new-start", "Another random start", ("N",), "level", "Training"),
    Shortcut("judge", "Judge the solution", ("J", "Ctrl+J"), "level", "Training"),
    Shortcut("undo", "Undo", ("Ctrl+Z",), "level", "Solution", repeats=True),
    Shortcut("redo", "Redo", ("Ctrl+Y", "Ctrl+Shift+Z"), "level", "Solution", repeats=True),
    Shortcut("new-solution", "New solution", ("Ctrl+N",), "level", "Solution"),
    Shortcut("copy-solution", "Copy of this solution", ("Ctrl+Shift+D",), "level", "Solution"),
    Shortcut("next-solution", "Next solution", ("Ctrl+Tab",), "level", "Solution"),
    Shortcut("rename", "Rename, on a tab", ("F2",), "tab", "Solution"),
    Shortcut("build", "Arrange to build", ("Ctrl+1",), "level", "Views"),
    Shortcut("look", "Arrange to look", ("Ctrl+2",), "level", "Views"),
    Shortcut("stage", "Show a view large", ("Ctrl+3",), "level", "Views"),
    Shortcut("fold", "Fold the palette", ("P",), "level", "Views"),
    Shortcut("hint", "Next hint", ("H",), "level", "Level"),
    Shortcut("back", "Back to the levels", ("Alt+Left",), "level", "Level"),
    Shortcut("theme", "Light or dark", ("Ctrl+T",), "window", "Game"),
    Shortcut("larger-text", "Larger text", ("Ctrl++", "Ctrl+="), "window", "Game"),
    Shortcut("smaller-text", "Smaller text", ("Ctrl+-",), "window", "Game"),
    Shortcut("usual-text", "Text as usual", ("Ctrl+0",), "window", "Game"),
    Shortcut("shortcuts", "All keys", ("?", "F1"), "window", "Game"),
    Shortcut("quit", "Close the game", ("Ctrl+Q",), "window", "Game"),
    Shortcut(
        "walk",
        "Next, previous level",
        ("Right", "Left", "Up", "Down"),
        "map",
        "Map of levels",
        said="Arrows",
    ),
    Shortcut("play", "Play the level", ("Return",), "map", "Map of levels"),
    Shortcut("close", "Close a card, leave a mode", ("Esc",), "card", "Everywhere"),
    Shortcut("press", "Press the button", ("Return", "Space"), "card", "Everywhere"),
    Shortcut("next", "Next, previous control", ("Tab", "Shift+Tab"), "card", "Everywhere"),
)
_BY_NAME: Final = {shortcut.name: shortcut for shortcut in SHORTCUTS}


def native(key: str) -> str:
    """A key as it is written on this machine's keyboard."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def key_of(name: str) -> str:
    """The first key of a row of `SHORTCUTS` as it is written on this machine.

    Raises:
        KeyError: when there is no such row.
    """
    return _BY_NAME[name].first


def is_key(name: str, event: QKeyEvent) -> bool:
    """Whether a press is one of the keys of a row of `SHORTCUTS`.

    Raises:
        KeyError: when there is no such row.
    """
    pressed = QKeySequence(event.keyCombination())
    return any(pressed == QKeySequence(key) for key in _BY_NAME[name].keys)


def tip(name: str, text: str = "") -> str:
    """A tooltip with its key: "Undo (Ctrl+Z)".

    Args:
        name: of a row of `SHORTCUTS`.
        text: what is said in place of the row's own words.

    Raises:
        KeyError: when there is no such row.
    """
    shortcut = _BY_NAME[name]
    return f"{text or shortcut.text} ({shortcut.first})"
