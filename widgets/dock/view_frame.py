"""A view with its header: what it is called, what it shows, and where it should be."""

from __future__ import annotations

from typing import Final, Protocol, runtime_checkable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from widgets.controls.elided_label import ElidedLabel
from widgets.controls.menu import Entries, Entry
from widgets.controls.menu_opener import MenuOpener
from widgets.theme.buttons import IconButton
from widgets.theme.look import Look
from widgets.theme.style import plain_label

HEADER: Final = 44
SIDE: Final = 16
FOOT: Final = 12


@runtime_checkable
class HasMenu(Protocol):
    """A view with a menu of its own."""

    def menu_entries(self) -> Entries:
        """Its lines."""
        ...


class ViewFrame(QFrame):
    """A header above a view; the view's ``windowTitle`` says what it shows.

    Args:
        title: what the view is called.
        view: the view itself.
        look: the theme.
        key: what opens and closes it, as it is written on this machine; "" for none.

    Signals:
        pin_toggled: whether a newly opened view does not replace this one.
        up_requested: it is to be moved above the view that is over it.
        throw_requested: to the large place on the left, or back.
        close_requested: the view is to be closed.
    """

    pin_toggled = Signal(bool)
    up_requested = Signal()
    throw_requested = Signal()
    close_requested = Signal()

    def __init__(self, title: str, view: QWidget, look: Look, key: str = "") -> None:
        super().__init__()
        self.view = view
        self._title = title
        self._key = key
        self._below = False
        MenuOpener(self, self.entries)
        self._subject = ElidedLabel(role="muted")
        self._thrown = False
        self._pin = IconButton(look, "pin", "", px=18)
        self._pin.setCheckable(True)
        self._throw = IconButton(look, "throw", "", px=18)
        self._close = IconButton(look, "cross", f"Close {title}", px=18)
        for button, name in ((self._pin, "pin"), (self._throw, "throw"), (self._close, "close")):
            button.setObjectName(f"{view.objectName()}-{name}")
        self._pin.toggled.connect(self._pinned)
        self._throw.clicked.connect(self.throw_requested)
        self._close.clicked.connect(self.close_requested)
        self._lay_out()
        view.windowTitleChanged.connect(self._show_subject)
        self._show_subject(view.windowTitle())
        self.set_state(pinned=False, thrown=False)

    @property
    def title(self) -> str:
        """What the view is called, and what it shows: "Map: Output y"."""
        return self.accessibleName()

    @property
    def grows(self) -> bool:
        """Whether the view makes good use of more height than it asks for."""
        return not self.view.hasHeightForWidth()

    def natural_height(self, width: int) -> int:
        """The height at which the view looks best, px. Qt's own layouts would not ask the view."""
        if self.grows:
            return self.sizeHint().height()
        return self._bar.sizeHint().height() + self.view.heightForWidth(width - 2 * SIDE) + FOOT

    def set_state(self, *, pinned: bool, thrown: bool, below: bool = False) -> None:
        """Show where the view is; ``below`` says that another one is over it."""
        self._below = below
        self._pin.setVisible(not thrown)
        if self._pin.isChecked() is not pinned:
            self._pin.blockSignals(True)  # noqa: FBT003 (Qt's own signature)
            self._pin.setChecked(pinned)
            self._pin.blockSignals(False)  # noqa: FBT003
        kept = f"Let another view replace {self._title}"
        self._pin.set_tooltip(kept if pinned else f"Keep {self._title} when another view opens")
        self._thrown = thrown
        self._throw.set_icon_name("dock" if thrown else "throw")
        self._throw.set_tooltip(
            f"{self._title} back to the right" if thrown else f"Show {self._title} large"
        )

    def entries(self) -> Entries:
        """What the view offers, then where it can be, as lines of a menu."""
        own = tuple(self.view.menu_entries()) if isinstance(self.view, HasMenu) else ()
        upward = Entry("Move up", self.up_requested.emit)
        pinned, thrown = self._pin.isChecked(), self._thrown
        keep = Entry("Keep when another view opens", self._pin.toggle, checked=pinned)
        return (
            *((*own, None) if own else ()),
            *(() if thrown else (keep,)),
            *((upward,) if self._below else ()),
            Entry("Back to the right" if thrown else "Show large", self.throw_requested.emit),
            None,
            Entry(f"Close {self._title}", self.close_requested.emit, self._key),
        )

    def _pinned(self, pinned: bool) -> None:
        self.pin_toggled.emit(pinned)

    def _show_subject(self, subject: str) -> None:
        self._subject.setText(subject)
        self.setAccessibleName(f"{self._title}: {subject}" if subject else self._title)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(SIDE, 0, 8, 0)
        head.setSpacing(2)
        title = plain_label(self._title, "heading")
        head.addWidget(title)
        head.addSpacing(8)
        head.addWidget(self._subject, stretch=1)
        for button in (self._pin, self._throw, self._close):
            head.addWidget(button)
        self._bar = bar = QWidget()
        bar.setLayout(head)
        bar.setMinimumHeight(HEADER)
        bar.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        inside = QVBoxLayout()
        inside.setContentsMargins(SIDE, 0, SIDE, FOOT)
        inside.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addLayout(inside, stretch=1)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
