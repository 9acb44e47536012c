"""What a word means, on a small card beside it, and the way to it by pointer and keyboard."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from widgets.glossary.terms import Picture, Term
from widgets.theme.look import Look
from widgets.theme.style import plain_label

HOVER_MS: Final = 450
_WIDTH: Final = 292
_PICTURE: Final = 84
_GAP: Final = 8
_EDGE: Final = 6


class PictureBox(QWidget):
    """A small picture of a term, as wide as there is room."""

    def __init__(self, look: Look, picture: Picture, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._picture = picture
        self.setFixedHeight(_PICTURE)
        look.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._picture(painter, QRectF(self.rect()).adjusted(2, 4, -2, -4), self._look.theme)


class ExplanationCard(QFrame):
    """A card with a term; it takes no focus and never covers the word it explains.

    A press anywhere else, Escape, or hiding the word closes it for good.

    Signals:
        closed: it was closed.

    Args:
        look: the theme.
        term: what is explained.
        note: a further sentence, about the level that is open; may be empty.
        anchor: the widget that holds the word.
        word: the word's place within the anchor.
    """

    closed = Signal()

    def __init__(self, look: Look, term: Term, note: str, anchor: QWidget, word: QRect) -> None:
        super().__init__(anchor.window())
        self._anchor, self._word = anchor, word
        self.setObjectName("explanation")
        self.setProperty("role", "popover")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(spoken(term, note))
        self.setFixedWidth(min(look.theme.room(_WIDTH), anchor.window().width() - 2 * _EDGE))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(6)
        column.addWidget(plain_label(term.title, "heading"))
        column.addWidget(plain_label(term.text, wrap=True))
        if term.picture is not None:
            column.addWidget(PictureBox(look, term.picture))
        if note:
            column.addWidget(plain_label(note, "note", wrap=True))
        self._column = column
        self._place()
        self.show()
        self.raise_()
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    @property
    def text(self) -> str:
        """All that it says."""
        return self.accessibleName()

    def dismiss(self) -> None:
        """Close for good."""
        if not self.isHidden():
            QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
            self.hide()
            self.deleteLater()
            self.closed.emit()

    def _place(self) -> None:
        """Below the word where there is room, else above it, wholly within the window."""
        self._column.activate()
        self.ensurePolished()
        height = self._column.totalHeightForWidth(self.width())
        height = max(height, self._column.totalSizeHint().height() if height < 0 else 0)
        window = self._anchor.window()
        word = QRect(self._anchor.mapTo(window, self._word.topLeft()), self._word.size())
        below = word.bottom() + _GAP
        top = below if below + height <= window.height() - _EDGE else word.top() - _GAP - height
        left = min(max(word.left() - 12, _EDGE), window.width() - self.width() - _EDGE)
        self.setGeometry(left, max(top, _EDGE), self.width(), height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close on a press, on Escape, and when the word moves; only Escape is used up."""
        kind = event.type()
        if watched is self._anchor:
            if kind in (QEvent.Type.Hide, QEvent.Type.Move):
                self.dismiss()
        elif kind in (QEvent.Type.MouseButtonPress, QEvent.Type.Wheel) or (
            kind == QEvent.Type.Resize and watched is self.parent()
        ):
            self.dismiss()
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if kind == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if kind == QEvent.Type.KeyPress:
                self.dismiss()
                return True
        return False


class Explainer(QObject):
    """Lets a widget explain a word: after a short rest of the pointer, and with Shift+F1.

    Args:
        look: the theme.
        anchor: the widget; the explainer belongs to it.
        term: what is explained; `set_term` changes it.
        on_press: whether a press explains it too, as for a word; a button has other uses for it.
    """

    def __init__(
        self, look: Look, anchor: QWidget, term: Term | None = None, *, on_press: bool = False
    ) -> None:
        super().__init__(anchor)
        self._look, self._anchor = look, anchor
        self._term: Term | None = None
        self._note, self._word = "", QRect()
        self._on_press, self._pinned = on_press, False
        self._card: ExplanationCard | None = None
        self._timer = QTimer(self, singleShot=True, interval=HOVER_MS)
        self._timer.timeout.connect(self.open)
        anchor.installEventFilter(self)
        self.set_term(term)

    @property
    def card(self) -> ExplanationCard | None:
        """The open card; None while there is none."""
        return self._card

    @property
    def term(self) -> Term | None:
        """What is explained."""
        return self._term

    def set_term(self, term: Term | None, word: QRect | None = None) -> None:
        """Explain another term, which is at ``word`` within the widget; None: all of it."""
        self._word = QRect() if word is None else QRect(word)
        if term != self._term:
            self._term = term
            self.close()
            self._describe()

    def set_note(self, note: str) -> None:
        """Add a sentence about the level that is open; empty for none."""
        self._note = note
        self._describe()

    def open(self) -> None:
        """Show the card; nothing happens while it is open or there is nothing to explain."""
        self._timer.stop()
        if self._term is None or self.card is not None or not self._anchor.isVisible():
            return
        word = self._anchor.rect() if self._word.isNull() else self._word
        self._card = ExplanationCard(self._look, self._term, self._note, self._anchor, word)
        self._card.closed.connect(self._forget)

    def close(self) -> None:
        """Close the card."""
        self._timer.stop()
        if self._card is not None:
            self._card.dismiss()

    def toggle(self) -> None:
        """Show the card until something else is pressed, or close it."""
        if self.card is None:
            self.open()
            self._pinned = self.card is not None
        else:
            self.close()

    def rest(self) -> None:
        """The pointer has come to rest on the word; the card opens when it stays."""
        if self._term is not None:
            self._timer.start()

    def _forget(self) -> None:
        self._card, self._pinned = None, False

    def _describe(self) -> None:
        said = "" if self._term is None else spoken(self._term, self._note)
        self._anchor.setAccessibleDescription(said)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the pointer and the key."""
        del watched
        kind, types = event.type(), QEvent.Type
        if kind == types.Enter:
            self.rest()
        elif kind in (types.Hide, types.FocusOut) or (kind == types.Leave and not self._pinned):
            self.close()
        elif kind == types.MouseButtonPress and self._on_press and _is_left(event):
            self.toggle()
            return True
        elif kind == types.MouseButtonPress:
            self.close()
        elif kind == types.ToolTip and self._term is not None:
            return True  # the card says it
        elif kind == types.KeyPress and _is_help(event):
            self.toggle()
            return True
        return False


def spoken(term: Term, note: str = "") -> str:
    """A term in words only, for screen readers."""
    return f"{term.title}: {term.text} {note}".rstrip()


def _is_left(event: QEvent) -> bool:
    return isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.LeftButton


def _is_help(event: QEvent) -> bool:
    if not isinstance(event, QKeyEvent):
        return False
    return event.key() == Qt.Key.Key_F1 and bool(
        event.modifiers() & Qt.KeyboardModifier.ShiftModifier
    )
