"""A small card that opens at a button and closes when something else is pressed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from widgets.controls.flow import height_at
from widgets.controls.modal_card import ModalCard
from widgets.theme.fonts import text_room
from widgets.theme.style import plain_label

_WIDTH: Final = 288
_GAP: Final = 8
_EDGE: Final = 4


class Popover(ModalCard):
    """A titled card within the anchor's window; what is put into `body` decides what it is for.

    It is no window of its own: so its corners are round without a compositor, and it is never
    left behind. A press outside, Escape, or hiding the anchor closes it for good.

    Args:
        title: its first line; "" for none.
        explanation: one or two sentences on what is set here; "" for none.
        anchor: the button it opens at.
    """

    def __init__(self, title: str, explanation: str, anchor: QWidget) -> None:
        super().__init__(anchor.window())
        self._anchor = anchor
        self.setObjectName("popover")
        self.setProperty("role", "popover")
        self.setFixedWidth(min(text_room(anchor, _WIDTH), anchor.window().width() - 2 * _EDGE))
        inner = QWidget()
        self._body = QVBoxLayout(inner)
        self._body.setContentsMargins(16, 14, 16, 16)
        self._body.setSpacing(8)
        if title:
            self._body.addWidget(plain_label(title, "heading"))
        if explanation:
            self._body.addWidget(plain_label(explanation, "muted", wrap=True))
        # In a small window a long card is scrolled; elsewhere the area shows nothing of itself.
        self._area = area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidgetResizable(True)
        area.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    @property
    def body(self) -> QVBoxLayout:
        """Where its contents go, below title and explanation."""
        return self._body

    def open(self) -> None:
        """Open above the anchor, or below where there is no room above."""
        self.show()
        self.fit()
        self.raise_()
        self.setFocus()
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def fit(self) -> None:
        """Take the height that the contents need, and stay at the anchor within the window."""
        self._body.activate()
        frame = self.height() - self.contentsRect().height()
        wanted = height_at(self._body, self.contentsRect().width()) + frame
        window = self.parentWidget()
        if window is None:
            self.resize(self.width(), wanted)
            return
        corner = self._anchor.mapTo(window, QPoint(0, 0))
        below = corner.y() + self._anchor.height() + _GAP
        above_room, below_room = corner.y() - _GAP - _EDGE, window.height() - below - _EDGE
        above = wanted <= above_room or above_room >= below_room
        room = above_room if above else below_room
        policies = Qt.ScrollBarPolicy
        # Left to itself, a bar that is not needed takes width, so lines wrap, so it is needed.
        fits = wanted <= room
        self._area.setVerticalScrollBarPolicy(
            policies.ScrollBarAlwaysOff if fits else policies.ScrollBarAsNeeded
        )
        self.resize(self.width(), min(wanted, room))
        place = QRect(corner.x(), below, self.width(), self.height())
        if above:
            place.moveTop(corner.y() - _GAP - self.height())
        place.moveLeft(max(min(place.left(), window.width() - self.width() - _EDGE), _EDGE))
        self.move(place.topLeft())

    def dismiss(self) -> None:
        """Close for good."""
        if self.isHidden():
            return
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close on a press outside, and when the anchor is hidden; the press itself goes on."""
        if watched is self._anchor and event.type() == QEvent.Type.Hide:
            self.dismiss()
        elif event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            place = self.mapFromGlobal(event.globalPosition().toPoint())
            if isinstance(watched, QWidget) and not self.rect().contains(place):
                self.dismiss()
        return False

    def leave(self) -> None:
        """Escape closes."""
        self.dismiss()
