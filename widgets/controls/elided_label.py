"""One line of text that ends in … where there is no room for all of it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from widgets.theme.tooltips import set_tooltip


class ElidedLabel(QLabel):
    """A label that shortens its text; the whole text is then its tooltip.

    Args:
        text: what it says.
        role: its style (see `widgets.theme.style.stylesheet`).
    """

    def __init__(self, text: str = "", role: str = "text") -> None:
        super().__init__()
        self._full = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)

    @property
    def full_text(self) -> str:
        """All of the text."""
        return self._full

    def setText(self, text: str) -> None:  # the name is Qt's
        """Set another text."""
        self._full = text
        self._elide()
        self.updateGeometry()

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(
            self._full, Qt.TextElideMode.ElideRight, max(self.width(), 0)
        )
        super().setText(shown)
        set_tooltip(self, self._full if shown != self._full else "")
        self.setAccessibleName(self._full)

    def sizeHint(self) -> QSize:
        """Room for all of it."""
        hint = super().sizeHint()
        return QSize(self.fontMetrics().horizontalAdvance(self._full) + 2, hint.height())

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the text to the width."""
        super().resizeEvent(event)
        self._elide()
