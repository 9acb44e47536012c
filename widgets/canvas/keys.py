"""What the canvas does with keys, as a table; `widgets.canvas.keyboard` acts on it."""

from __future__ import annotations

from typing import Final

from widgets.keys import Shortcut


def _row(name: str, text: str, *keys: str, said: str = "") -> Shortcut:
    return Shortcut(name, text, keys, "canvas", "Canvas", said=said)


_ARROWS: Final = ("Left", "Right", "Up", "Down")


CANVAS_KEYS: Final = (
    _row("walk", "Next, previous node", "Tab", "Shift+Tab"),
    _row("turn", "Nearest node that way", *_ARROWS, said="Arrows"),
    _row(
        "nudge",
        "Move what is selected",
        *(f"Ctrl+{arrow}" for arrow in _ARROWS),
        said="Ctrl+Arrows",
    ),
    _row("link", "Link from the node", "L"),
    _row("next-link", "Select the node’s links in turn", "X"),
    _row("connect", "Connect selected columns", "C"),
    _row("delete", "Delete", "Del", "Backspace"),
    _row("select-all", "Select all", "Ctrl+A"),
    _row("copy", "Copy", "Ctrl+C"),
    _row("cut", "Cut", "Ctrl+X"),
    _row("paste", "Paste", "Ctrl+V"),
    _row("duplicate", "Duplicate", "Ctrl+D"),
    _row("freeze", "Freeze or release", "Z"),
    _row("tidy", "Tidy up", "T"),
    _row("menu", "Menu of what is selected", "Menu", "Shift+F10"),
    _row("lens", "Show the next lens", "W"),
    _row("fit", "Fit", "F"),
    _row("zoom-in", "Zoom in", "+", "=", said="+"),
    _row("zoom-out", "Zoom out", "-", said="−"),
    _row("life-size", "Life size", "0"),
    _row("put-down", "Put down what is held", "Return"),
    _row("give-up", "Give up, select nothing", "Esc"),
)
_BY_NAME: Final = {row.name: row for row in CANVAS_KEYS}


def key_of(name: str) -> str:
    """The first key of a row as it is written on this machine; KeyError when there is no row."""
    return _BY_NAME[name].first
