"""Menus show their entries as they are."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from widgets.controls.menu import Entry, menu_of


def test_an_ampersand_in_a_name_is_shown_and_is_no_key(qtbot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    entries = [Entry("Open &File"), Entry("A && B", children=(Entry("<b>"),))]
    actions = menu_of(entries, parent).actions()
    assert [own.text() for own in actions] == ["Open &&File", "A &&&& B"]
