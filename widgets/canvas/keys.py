"""What the canvas does with keys, as a table; `widgets.canvas.keyboard` acts on it."""

from __future__ import annotations

from typing import Final

from widgets.keys import Shortcut


def _row(name: str, text: str, *keys: str) -> Shortcut:
    return Shortcut(name, text, keys, "canvas", "Canvas")


CANVAS_KEYS: Final = (
    _row("walk", "Next, previous node", "Tab", "Shift+Tab"),
    _row("turn", "Nearest node that way", "Left", "Right", "Up", "Down"),
    _row("nudge", "Move what is selected", "Ctrl+Left", "Ctrl+Right", "Ctrl+Up", "Ctrl+Down"),
    _row("link", "Link from the node", "L"),
    _row("next-link", "Select the node’s links in turn", "X"),
    _row("connect", "Connect selected columns", "C"),
    _row("delete", "Delete", "Del", "Backspace"),
    _row("select-all", "Select all", "Ctrl+A"),
    _row("copy", "Copy", "Ctrl+C"),
    _row("cut", "Cut", "Ctrl+X"),
    _row("paste", "Paste", "Ctrl+V"),
    _row("duplicate", "Duplicate", "Ctrl+D"),
    _row("tidy", "Tidy up", "T"),
    _row("fit", "Fit", "F"),
    _row("zoom-in", "Zoom in", "+", "="),
    _row("zoom-out", "Zoom out", "-"),
    _row("life-size", "Life size", "0"),
    _row("put-down", "Put down what is held", "Return"),
    _row("give-up", "Give up, select nothing", "Esc"),
)
