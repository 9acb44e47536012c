"""Typing another name on a tab: what takes it, and what gives it up."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QToolTip, QVBoxLayout, QWidget

from widgets.solutions.name_editor import NameEditor


@pytest.fixture
def page(qtbot):
    """A page with something else that takes the keys, and the editor on it."""
    page = QWidget()
    other = QWidget(objectName="other", focusPolicy=Qt.FocusPolicy.StrongFocus)
    column = QVBoxLayout(page)
    column.addWidget(other)
    column.addWidget(NameEditor("skip"))
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


@pytest.fixture
def editor(page):
    editor = page.findChild(NameEditor)
    editor.setFocus()
    return editor


@pytest.fixture
def closed(editor):
    """The names that the editor was closed with."""
    names: list[str] = []
    editor.closed.connect(names.append)
    return names


def test_enter_takes_the_name_once(editor, closed, qtbot):
    qtbot.keyClicks(editor, "  straight through ")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    editor.clearFocus()
    assert closed == ["straight through"]


def test_escape_gives_it_up_also_when_the_keys_go_elsewhere_afterwards(editor, closed, qtbot):
    qtbot.keyClicks(editor, "another")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    editor.clearFocus()
    assert closed == [""]


def test_giving_the_keys_to_something_else_takes_the_name(page, editor, closed, qtbot):
    qtbot.keyClicks(editor, "another")
    page.findChild(QWidget, "other").setFocus()
    assert closed == ["another"]


@pytest.mark.parametrize("typed", ["skip", "   "])
def test_the_same_name_and_none_are_no_other_name(editor, closed, qtbot, typed):
    qtbot.keyClicks(editor, typed)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert closed == [""]


def test_giving_the_keys_to_something_else_without_typing_closes_it(page, editor, closed):
    page.findChild(QWidget, "other").setFocus()
    assert closed == [""]


@pytest.mark.parametrize(
    "reason", [Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason]
)
def test_its_own_menu_and_another_window_leave_it_open(editor, closed, reason):
    QApplication.sendEvent(editor, QFocusEvent(QEvent.Type.FocusOut, reason))
    assert closed == []


@pytest.mark.parametrize("character", ["n", "😀"])
def test_what_is_pasted_beyond_the_limit_is_cut_and_that_is_told(editor, closed, qtbot, character):
    QApplication.clipboard().setText(character * 100_000)
    editor.setText("ab")
    editor.setCursorPosition(1)
    editor.paste()
    assert editor.text() == "a" + character * 78 + "b"
    assert QToolTip.isVisible()
    assert "at most 80 characters" in QToolTip.text()
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert closed == ["a" + character * 78 + "b"]
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_a_long_name_of_wide_characters_stays_as_it_was(qtbot):
    editor = NameEditor("😀" * 80)
    qtbot.addWidget(editor)
    assert editor.text() == "😀" * 80
