"""A label whose word explains itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from widgets.controls.explanation import Explainer
from widgets.glossary.terms import Term
from widgets.theme.look import Look, Theme

Mark = Callable[[QPainter, QRectF, Theme], None]
"""Paints what a legend shows before its word."""
_KEYS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_GAP: Final = 3


class ExplainedLabel(QLabel):
    """A text with a quiet dotted line below a word of it, which explains that word.

    The explanation opens when the pointer rests on the label, on a press, and with Enter, Space or
    Shift+F1 when the label has the focus.

    Args:
        look: the theme.
        text: what it says.
        term: what is explained.
        role: as for `widgets.theme.style.plain_label`.
        word: the part of the text that is underlined; empty for all of it.
    """

    def __init__(
        self,
        look: Look,
        text: str,
        term: Term,
        role: str = "text",
        *,
        word: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._word = word
        self._mark: Mark | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setText(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.explainer = Explainer(look, self, term, on_press=True)
        look.changed.connect(self.update)

    def set_term(self, term: Term) -> None:
        """Explain another word from now on."""
        self.explainer.set_term(term)

    def set_note(self, note: str) -> None:
        """Add a sentence about the level that is open; empty for none."""
        self.explainer.set_note(note)

    def set_mark(self, mark: Mark, width: int) -> None:
        """Paint a mark of that width before the text, as a legend does."""
        self._mark = mark
        self.setContentsMargins(width + _GAP, 0, 0, 0)

    @property
    def word_rect(self) -> QRect:
        """Where the explained word is, in pixels of the label."""
        metrics, content = self.fontMetrics(), self.contentsRect()
        text, word = self.text(), self._word if self._word in self.text() else ""
        before = text.partition(word)[0] if word else ""
        left = content.left() + metrics.horizontalAdvance(before)
        width = min(metrics.horizontalAdvance(word or text), max(content.right() - left, 0))
        top = content.center().y() - metrics.height() // 2
        return QRect(left, top, width, metrics.height())

    def event(self, event: QEvent) -> bool:
        """Keep Space from the window's shortcuts while the label has the focus."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() in _KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space open the explanation, or close it."""
        if event.key() in _KEYS:
            self.explainer.toggle()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Update the place of the word."""
        super().resizeEvent(event)
        self.explainer.set_term(self.explainer.term, self.word_rect)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, the mark before it, and the line below the word."""
        super().paintEvent(event)
        theme, word = self._look.theme, QRectF(self.word_rect)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._mark is not None:
            width = self.contentsMargins().left() - _GAP
            self._mark(painter, QRectF(0, 0, width, self.height()), theme)
        if self.hasFocus():
            painter.setPen(QPen(theme.moss, 1.5))
            painter.drawRoundedRect(word.adjusted(-2.5, 0.5, 2.5, -0.5), 4, 4)
            return
        colour = theme.moss if self.underMouse() else theme.faint
        painter.setPen(QPen(colour, 1.4, Qt.PenStyle.DotLine))
        y = min(word.bottom() + 0.5, self.height() - 1.0)
        painter.drawLine(QPointF(word.left(), y), QPointF(word.right(), y))
