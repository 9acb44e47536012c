"""What a level asks for in words, and its hints, shown one after another when asked for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from widgets.theme.buttons import LabelledButton
from widgets.theme.look import Look
from widgets.theme.style import plain_label


class BriefPanel(QWidget):
    """The brief, and a button that reveals the next hint. Asking for hints costs nothing.

    Signals:
        hint_revealed: a hint was revealed; carries how many are now.
    """

    hint_revealed = Signal(int)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("brief")
        self._hints: tuple[str, ...] = ()
        self._shown: list[QFrame] = []
        self._brief = plain_label(wrap=True)
        self._brief.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._button = LabelledButton(look, "", "bulb", role="hint")
        self._button.setObjectName("hint")
        self._button.clicked.connect(self.reveal_next)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._column.addWidget(self._brief)
        self._column.addWidget(self._button)
        self._column.addStretch()

    @property
    def revealed(self) -> tuple[str, ...]:
        """The hints that are shown."""
        return self._hints[: len(self._shown)]

    @property
    def button_text(self) -> str:
        """What the button offers."""
        return self._button.text()

    @property
    def more(self) -> bool:
        """Whether there are hints that are not shown yet."""
        return len(self._shown) < len(self._hints)

    def set_brief(self, brief: str, hints: Sequence[str] = (), revealed: int = 0) -> None:
        """Show another level's brief, with that many of its hints revealed already."""
        for frame in self._shown:
            self._column.removeWidget(frame)
            frame.deleteLater()
        self._shown.clear()
        self._brief.setText(brief)
        self._hints = tuple(hints)
        for _ in range(min(revealed, len(self._hints))):
            self._reveal()
        self._offer()

    def reveal_next(self) -> None:
        """Show one more hint; nothing happens when all are shown."""
        if len(self._shown) < len(self._hints):
            self._reveal()
            self._offer()
            self.hint_revealed.emit(len(self._shown))

    def _reveal(self) -> None:
        frame = QFrame()
        frame.setProperty("role", "inset")
        column = QVBoxLayout(frame)
        column.setContentsMargins(12, 8, 12, 8)
        label: QLabel = plain_label(self._hints[len(self._shown)], wrap=True)
        column.addWidget(label)
        # Hints are above the button, in their order.
        self._column.insertWidget(1 + len(self._shown), frame)
        self._shown.append(frame)

    def _offer(self) -> None:
        following = len(self._shown) + 1
        self._button.setText(f"Hint {following} of {len(self._hints)}")
        self._button.setVisible(following <= len(self._hints))
