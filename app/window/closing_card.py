"""The question whether to close the game although something would be lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from engine.wording import counted, listed
from widgets.controls.floating_card import SHADOW, FloatingCard
from widgets.controls.flow import height_at
from widgets.theme.buttons import LabelledButton
from widgets.theme.look import Look
from widgets.theme.style import plain_label

_EDGE: Final = 24
_WIDTH: Final = 460
_MOST_NAMED: Final = 4


class ClosingCard(FloatingCard):
    """Names what would be lost, and offers to close all the same or to keep the game open.

    Escape, Enter and the first button keep the game open.

    Args:
        look: the theme.
        floor: what it floats over.
    """

    def __init__(self, look: Look, floor: QWidget) -> None:
        super().__init__(look, floor)
        self.setObjectName("closing")
        self._lose: Callable[[], object] | None = None
        self._text = plain_label(wrap=True)
        self._keep = LabelledButton(look, "Keep open", role="primary")
        self._keep.setObjectName("keep-open")
        self._keep.clicked.connect(self.leave)
        self._close = LabelledButton(look, "")
        self._close.setObjectName("close-and-lose")
        self._close.clicked.connect(self._close_all_the_same)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addWidget(self._keep)
        buttons.addWidget(self._close)
        buttons.addStretch(1)
        self._column = column = QVBoxLayout(self)
        edge = SHADOW + _EDGE
        column.setContentsMargins(edge, edge - 4, edge, edge)
        column.setSpacing(14)
        column.addWidget(plain_label("This is not saved yet", "title"))
        column.addWidget(self._text)
        column.addLayout(buttons)

    def ask(self, lost: Sequence[str], lose: Callable[[], object]) -> None:
        """Show the question.

        Args:
            lost: what would be lost, at least one.
            lose: called when the player would rather close.
        """
        self._lose = lose
        named = list(lost[:_MOST_NAMED])
        if len(lost) > _MOST_NAMED:
            named.append(counted(len(lost) - _MOST_NAMED, "other change"))
        self._text.setText(
            f"The latest state of {listed(named)} can be written neither to your records nor to a "
            "file beside them. Make room on the disk, or end the program that uses the records; "
            "saving is tried again all the time."
        )
        what = "this change" if len(lost) == 1 else f"these {len(lost)} changes"
        self._close.setText(f"Close and lose {what}")
        self.setAccessibleName(self._text.text())
        self.place()
        self.show()
        self.raise_()
        self._keep.setFocus()

    def size_in(self, room: QSize) -> QSize:
        """As wide as a few words to a line, as high as the text needs."""
        width = min(max(_WIDTH + 2 * SHADOW, self.minimumSizeHint().width()), room.width())
        return QSize(width, min(height_at(self._column, width), room.height()))

    def minimumSizeHint(self) -> QSize:
        """Wide enough for the two buttons."""
        return QSize(super(FloatingCard, self).minimumSizeHint().width(), 160)

    def default_button(self) -> QAbstractButton | None:
        """Enter keeps the game open."""
        return self._keep

    def _close_all_the_same(self) -> None:
        self.hide()
        if self._lose is not None:
            self._lose()
