"""Menus as values: what they offer can be read and tried without opening one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from widgets.theme.tooltips import set_tooltip


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a menu.

    Attributes:
        text: what it does.
        act: does it; None for a line that only opens ``children``.
        key: its key, as it is written on this machine; it is shown, and works without the menu.
        refusal: why it cannot be done now; it is greyed and the reason is its tooltip.
        checked: whether it is on, for a line that switches something; None for all others.
        children: the lines of its submenu.
    """

    text: str
    act: Callable[[], object] | None = None
    key: str = ""
    refusal: str = ""
    checked: bool | None = None
    children: tuple[Entry | None, ...] = ()


Entries = Sequence[Entry | None]
"""The lines of a menu from the top; None is a line between two groups."""


def find_entry(entries: Entries, *path: str) -> Entry:
    """The entry at the end of a path of texts ("Activation", "ReLU").

    Raises:
        LookupError: when there is none.
    """
    for entry in entries:
        if entry is not None and entry.text == path[0]:
            return find_entry(entry.children, *path[1:]) if path[1:] else entry
    raise LookupError(f"no “{path[0]}” in the menu")


def menu_of(entries: Entries, parent: QWidget) -> QMenu:
    """A menu with these lines; it deletes itself when it closes."""
    menu = QMenu(parent)
    menu.setObjectName("context-menu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    _fill(menu, entries)
    return menu


def open_menu(entries: Entries, parent: QWidget, at: QPoint) -> QMenu:
    """Open a menu at a point of the screen; it does not block."""
    menu = menu_of(entries, parent)
    menu.popup(at)
    return menu


def _fill(menu: QMenu, entries: Entries) -> None:
    menu.setToolTipsVisible(True)
    for entry in entries:
        if entry is None:
            menu.addSeparator()
        elif entry.children:
            under = menu.addMenu(_label(entry.text))
            under.setEnabled(not entry.refusal)
            _explain(under.menuAction(), entry)
            _fill(under, entry.children)
        else:
            menu.addAction(_action(menu, entry))


def _action(menu: QMenu, entry: Entry) -> QAction:
    # After a tab Qt shows a key at the right without making it a second shortcut.
    label = _label(entry.text)
    action = QAction(f"{label}\t{entry.key}" if entry.key else label, menu)
    action.setEnabled(not entry.refusal)
    if entry.checked is not None:
        action.setCheckable(True)
        action.setChecked(entry.checked)
    _explain(action, entry)
    if entry.act is not None:
        action.triggered.connect(partial(_act, entry.act))
    return action


def _label(text: str) -> str:
    """The text as a menu shows it: names may hold "&", which would underline the next letter."""
    return text.replace("&", "&&")


def _act(act: Callable[[], object], _checked: bool = False) -> None:
    act()


def _explain(action: QAction, entry: Entry) -> None:
    set_tooltip(action, entry.refusal)
    action.setStatusTip(entry.refusal)
