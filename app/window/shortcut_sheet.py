"""Every key on one sheet, read from the tables that define them."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.window.keys import SPECS
from widgets.theme.buttons import IconButton
from widgets.theme.look import Look
from widgets.theme.style import plain_label

CANVAS_KEYS: Final = (
    ("Next, previous node", "Tab, Shift+Tab"),
    ("Nearest node that way", "Arrows"),
    ("Move what is selected", "Ctrl+Arrows"),
    ("Link from the node", "L, Arrows, Enter"),
    ("Select the node’s links in turn", "X"),
    ("Connect selected columns", "C"),
    ("Delete", "Del"),
    ("Select all, copy, cut, paste", "Ctrl+A, C, X, V"),
    ("Duplicate", "Ctrl+D"),
    ("Tidy up", "T"),
    ("Fit, zoom, life size", "F, +, −, 0"),
    ("Put down what is held", "Enter"),
    ("Give up", "Esc"),
)
"""Keys of `widgets.canvas.keyboard`, in words."""


class ShortcutSheet(QFrame):
    """A card over the window; Escape or the cross puts it away.

    Args:
        look: the theme.
        window: what it floats over.
    """

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("shortcuts")
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._window = window
        cross = IconButton(look, "cross", "Close (Esc)")
        cross.clicked.connect(self.hide)
        head = QHBoxLayout()
        head.addWidget(plain_label("Keys", "title"))
        head.addStretch(1)
        head.addWidget(cross)
        left, right = QVBoxLayout(), QVBoxLayout()
        for group, specs in groupby(SPECS, key=lambda spec: spec.group):
            left.addLayout(_table(group, [(spec.text, _keys(spec.keys)) for spec in specs]))
        right.addLayout(_table("Canvas", CANVAS_KEYS))
        for side in (left, right):
            side.setSpacing(16)
            side.addStretch(1)
        sides = QHBoxLayout()
        sides.setSpacing(40)
        sides.addLayout(left)
        sides.addLayout(right)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 20, 28, 28)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(sides)
        window.installEventFilter(self)
        self.hide()

    def toggle(self) -> None:
        """Show the sheet, or put it away."""
        if self.isVisible():
            self.hide()
            return
        self._place()
        self.show()
        self.raise_()
        self.setFocus()

    def _place(self) -> None:
        self.adjustSize()
        middle = self._window.rect().center()
        self.move(middle - self.rect().center())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts it away."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)


def _keys(keys: tuple[str, ...]) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(QKeySequence(key).toString(native) for key in keys)


def _table(title: str, rows: list[tuple[str, str]] | tuple[tuple[str, str], ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(6)
    grid.addWidget(plain_label(title, "label"), 0, 0, 1, 2)
    for line, (text, keys) in enumerate(rows, start=1):
        grid.addWidget(plain_label(text), line, 0)
        grid.addWidget(plain_label(keys, "muted"), line, 1, Qt.AlignmentFlag.AlignRight)
    return grid
