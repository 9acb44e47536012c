"""A short message that floats over its parent for a while and takes no focus."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from widgets.theme.look import Look
from widgets.theme.style import icon_pixmap, plain_label, set_role

_MS_PER_CHARACTER: Final = 60
_SHORTEST_MS: Final = 3000
_OFFER_MS: Final = 10_000
_WIDEST: Final = 560
_MARGIN: Final = 24


class Toast(QFrame):
    """A message strip near the bottom of ``parent``, above the bar that lies there.

    Long messages and offers stay longer.

    Args:
        look: the theme.
        parent: what it floats over.
    """

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._floor = parent
        self._warning = False
        self.setObjectName("toast")
        self.setProperty("role", "notice")
        self._icon = QLabel()
        self._label = plain_label(wrap=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 16, 8)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._label, stretch=1)
        self._act: Callable[[], object] | None = None
        self._button = QPushButton()
        self._button.setObjectName("toast-action")
        self._button.setProperty("role", "chip")
        self._button.setCursor(Qt.CursorShape.PointingHandCursor)
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._button.clicked.connect(self._accept)
        row.addWidget(self._button)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        look.changed.connect(self._follow_look)
        self.hide()

    @property
    def text(self) -> str:
        """The message that is shown; empty when there is none."""
        return "" if self.isHidden() else self._label.text()

    def say(self, text: str, *, warning: bool = False) -> None:
        """Show a message in place of the one before."""
        self._show(text, warning=warning)

    def offer(self, text: str, label: str, act: Callable[[], object]) -> None:
        """Show a message with a button, which does something once and closes the message."""
        self._show(text, warning=False, label=label, act=act)

    def _show(
        self,
        text: str,
        *,
        warning: bool,
        label: str = "",
        act: Callable[[], object] | None = None,
    ) -> None:
        self._warning = warning
        self._act = act
        self._label.setText(text)
        self._button.setText(label)
        self._button.setVisible(act is not None)
        set_role(self, "notice-warn" if warning else "notice")
        self._tint()
        self._place()
        self.show()
        self.raise_()
        shortest = _SHORTEST_MS if act is None else _OFFER_MS
        self._timer.start(max(shortest, _MS_PER_CHARACTER * len(text)))

    def withdraw(self) -> None:
        """Withdraw an offer that can no longer be accepted. Other messages stay."""
        if self._act is not None:
            self._act = None
            self.hide()

    def _accept(self) -> None:
        act, self._act = self._act, None
        self.hide()
        if act is not None:
            act()

    def _tint(self) -> None:
        theme = self._look.theme
        name, color = ("warning", theme.warn) if self._warning else ("leaf", theme.moss)
        side = theme.icon_room(18)
        self._icon.setPixmap(icon_pixmap(name, color.name(), side, self.devicePixelRatioF()))

    def _follow_look(self) -> None:
        self._tint()
        if not self.isHidden():
            self._place()

    def _place(self) -> None:
        parent = self._floor
        room = min(parent.width() - 2 * _MARGIN, self._look.theme.room(_WIDEST))
        self._label.setWordWrap(False)
        wanted = self.sizeHint().width()
        self._label.setWordWrap(wanted > room)
        width = min(wanted, room)
        height = self.heightForWidth(width) if wanted > room else self.sizeHint().height()
        bottom = self._floor_level() - _MARGIN
        self.setGeometry((parent.width() - width) // 2, bottom - height, width, height)

    def _floor_level(self) -> int:
        """The lower end of the room for messages: they must not cover a bar of controls."""
        bars = (
            frame.mapTo(self._floor, QPoint(0, 0)).y()
            for frame in self._floor.findChildren(QFrame)
            if frame.property("role") == "bottom-bar" and frame.isVisible()
        )
        return min(bars, default=self._floor.height())

    def mousePressEvent(self, event: object) -> None:
        """Hide when pressed."""
        del event
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in place when the parent changes its size."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)
