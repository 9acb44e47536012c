"""What can be done with a solution whose text cannot be read."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from widgets.controls.popover import Popover
from widgets.theme.style import plain_label


class UnreadableCard(Popover):
    """A card that says why, and offers to keep the text or to delete the solution.

    Args:
        name: what the player called it.
        reason: what is wrong with its text.
        anchor: its tab.

    Signals:
        copied, saved, deleted: that is wanted.
    """

    copied = Signal()
    saved = Signal()
    deleted = Signal()

    def __init__(self, name: str, reason: str, anchor: QWidget) -> None:
        super().__init__(
            "This solution cannot be read",
            f"“{name}” stays here as it is; a newer version of the game may read it. You can keep "
            "its text elsewhere, or delete it.",
            anchor,
        )
        self.setObjectName("unreadable-solution")
        self.body.addWidget(plain_label(reason, "warn", wrap=True))
        for text, signal in (
            ("Copy its text", self.copied),
            ("Save as a file…", self.saved),
            ("Delete", self.deleted),
        ):
            button = QPushButton(text)
            button.setObjectName(text.split()[0].lower())
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(self.dismiss)
            button.clicked.connect(signal)
            self.body.addWidget(button)
