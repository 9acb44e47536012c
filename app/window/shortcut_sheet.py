"""Every key on one sheet, read from the tables that define them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.window.keys import EVERY_KEY
from widgets.controls.modal_card import ModalCard
from widgets.keys import Shortcut
from widgets.theme.buttons import IconButton
from widgets.theme.look import Look
from widgets.theme.style import plain_label

_MARGIN: Final = 16
_EDGE: Final = 28
_ON_THE_RIGHT: Final = ("Canvas", "Map of levels", "Everywhere")


class ShortcutSheet(ModalCard):
    """A card over the window; Escape or the cross hides it. In a low window it scrolls.

    Args:
        look: the theme.
        window: what it floats over.
    """

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("shortcuts")
        self.setProperty("role", "card")
        self._window = window
        cross = IconButton(look, "cross", "Close (Esc)")
        cross.setObjectName("shortcuts-close")
        cross.clicked.connect(self.hide)
        head = QHBoxLayout()
        head.setContentsMargins(_EDGE, 20, _EDGE - 8, 8)
        head.addWidget(plain_label("Keys", "title"))
        head.addStretch(1)
        head.addWidget(cross)
        self._tables = _Tables()
        self._area = area = QScrollArea()
        area.setWidget(self._tables)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        area.setFrameShape(QFrame.Shape.NoFrame)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 8)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(area)
        window.installEventFilter(self)
        self.hide()

    def toggle(self) -> None:
        """Show or hide the sheet."""
        if self.isVisible():
            self.hide()
            return
        self.show()
        self._place()  # once it is shown: only then its letters have their size
        self.raise_()
        self.setFocus()

    def _place(self) -> None:
        room = self._window.size() - QSize(2 * _MARGIN, 2 * _MARGIN)
        bar = self._area.verticalScrollBar().sizeHint().width() + _MARGIN
        inside = self._tables.size_in(room.width() - bar)
        head = self.sizeHint().height() - self._area.sizeHint().height()
        wanted = QSize(inside.width() + bar, inside.height() + head + 4)
        self.resize(wanted.boundedTo(room))
        self.move(self._window.rect().center() - self.rect().center())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the sheet centred."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)


class _Tables(QWidget):
    """Two columns of tables, one table a group; below one another where that is too wide."""

    def __init__(self) -> None:
        super().__init__()
        left, right = QVBoxLayout(), QVBoxLayout()
        ordered = sorted(EVERY_KEY, key=lambda own: _GROUPS.index(own.group))
        for group, rows in groupby(ordered, key=lambda own: own.group):
            side = right if group in _ON_THE_RIGHT else left
            side.addLayout(_table(group, tuple(rows)))
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._sides.setContentsMargins(_EDGE, 8, _EDGE, 16)
        for side in (left, right):
            side.setSpacing(16)
            side.addStretch(1)
            self._sides.addLayout(side)

    def size_in(self, width: int) -> QSize:
        """The size that it takes where there is that much room."""
        directions = QBoxLayout.Direction
        for direction, spacing in ((directions.LeftToRight, 40), (directions.TopToBottom, 16)):
            self._sides.setDirection(direction)
            self._sides.setSpacing(spacing)
            if self.sizeHint().width() <= width:
                break
        return self.sizeHint()


_GROUPS: Final = list(dict.fromkeys(own.group for own in EVERY_KEY))


def _table(title: str, rows: tuple[Shortcut, ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(6)
    grid.addWidget(plain_label(title, "label"), 0, 0, 1, 2)
    for line, (keys, text) in enumerate(listed_once(rows), start=1):
        grid.addWidget(plain_label(text), line, 0)
        grid.addWidget(plain_label(keys, "muted"), line, 1, Qt.AlignmentFlag.AlignRight)
    return grid


def listed_once(rows: Sequence[Shortcut]) -> list[tuple[str, str]]:
    """Keys and what they do; rows with the same keys, which never meet in one level, are one."""
    texts: dict[str, list[str]] = {}
    for row in rows:
        texts.setdefault(row.shown, []).append(row.text)
    return [(keys, "\nor: ".join(own)) for keys, own in texts.items()]
