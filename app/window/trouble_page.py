"""The page that is shown when the game cannot start because of its data: why, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.storage.repair.choices import Backup
from engine.wording import counted
from widgets.controls.flow import FlowLayout
from widgets.theme.buttons import LabelledButton
from widgets.theme.look import Look
from widgets.theme.scroll_area import scroll_area
from widgets.theme.style import plain_label
from widgets.theme.tooltips import set_tooltip

_WIDTH: Final = 620
_EDGE: Final = 32
_LIST_ROOM: Final = 196
_KEPT: Final = "The file that is there now is kept beside it, whatever you choose."


class TroublePage(QWidget):
    """A card in the middle of the window; every button can be reached by Tab.

    Args:
        look: the theme.
        reason: the sentence that says why.
        replaceable: whether the records may be replaced: by a backup, or by new ones.
        backups: what can be put in their place, the newest first.

    Signals:
        tried_again, left: that is wanted.
        began_anew: new records are wanted; the old file is kept.
        folder_wanted: the data folder is to be shown.
        chosen: a backup is wanted (its path).
    """

    tried_again = Signal()
    began_anew = Signal()
    folder_wanted = Signal()
    left = Signal()
    chosen = Signal(object)

    def __init__(
        self, look: Look, reason: str, *, replaceable: bool, backups: Sequence[Backup] = ()
    ) -> None:
        super().__init__()
        self.setObjectName("trouble")
        self.setProperty("role", "paper")
        self._look = look
        card = QFrame()
        card.setProperty("role", "card")
        card.setMaximumWidth(look.theme.room(_WIDTH))
        column = QVBoxLayout(card)
        column.setContentsMargins(_EDGE, 28, _EDGE, 28)
        column.setSpacing(12)
        column.addWidget(plain_label("The game cannot start yet", "title"))
        self._reason = plain_label(reason, wrap=True)
        self._reason.setObjectName("trouble-reason")
        self._reason.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self._reason)
        if replaceable:
            column.addSpacing(4)
            self._add_backups(column, backups)
        column.addSpacing(8)
        self._first = self._add_buttons(column, replaceable=replaceable)
        # Large text in a small window: the page scrolls.
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(24, 24, 24, 24)
        row.addStretch(1)
        row.addWidget(card, 1000, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        area = scroll_area(middle)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def take_focus(self) -> None:
        """Give the keys to the button that helps most likely and changes least."""
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_backups(self, column: QVBoxLayout, backups: Sequence[Backup]) -> None:
        if not backups:
            column.addWidget(plain_label("There is no backup with a solution in it.", "muted"))
            column.addWidget(plain_label(_KEPT, "note", wrap=True))
            return
        column.addWidget(plain_label("Backups, the newest first", "label"))
        rows = QWidget()
        grid = QVBoxLayout(rows)
        grid.setContentsMargins(16, 4, 8, 4)
        grid.setSpacing(0)
        for number, backup in enumerate(backups):
            grid.addLayout(self._row(backup, number))
        area = scroll_area(rows)
        height = min(rows.sizeHint().height() + 2, self._look.theme.room(_LIST_ROOM))
        area.setFixedHeight(height)
        frame = QFrame()
        frame.setProperty("role", "inset")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(area)
        column.addWidget(frame)
        column.addWidget(plain_label(_KEPT, "note", wrap=True))

    def _row(self, backup: Backup, number: int) -> QHBoxLayout:
        when = QDateTime.fromSecsSinceEpoch(int(backup.made))
        made = QLocale(QLocale.Language.English).toString(when, "d MMMM yyyy, HH:mm")
        solutions = counted(backup.solutions, "solution")
        button = self._button("Use this backup", f"use-backup-{number}", role="chip")
        button.setAccessibleName(f"Use the backup of {made} with {solutions}")
        button.clicked.connect(partial(self.chosen.emit, backup.path))
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 4)
        row.addWidget(plain_label(made))
        row.addSpacing(12)
        row.addWidget(plain_label(solutions, "muted"))
        row.addStretch(1)
        row.addWidget(button)
        return row

    def _add_buttons(self, column: QVBoxLayout, *, replaceable: bool) -> QPushButton:
        row = FlowLayout(8)
        again = self._button("Try again", "try-again", role="primary")
        again.clicked.connect(self.tried_again)
        row.addWidget(again)
        if replaceable:
            anew = self._button("Begin anew", "begin-anew")
            set_tooltip(anew, "Start with empty records; the old file is kept")
            anew.clicked.connect(self.began_anew)
            row.addWidget(anew)
        folder = self._button("Open the folder", "open-folder")
        folder.clicked.connect(self.folder_wanted)
        row.addWidget(folder)
        leave = self._button("Quit", "quit")
        leave.clicked.connect(self.left)
        row.addWidget(leave)
        column.addLayout(row)
        return again

    def _button(self, text: str, name: str, *, role: str = "plain") -> QPushButton:
        button = LabelledButton(self._look, text, role=role)
        button.setObjectName(name)
        return button
