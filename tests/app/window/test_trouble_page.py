"""The page that says why the game cannot start: what it offers, by mouse and by keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from app.storage.repair.choices import Backup
from app.window.main_window import MainWindow
from app.window.trouble_page import TroublePage
from widgets.theme.look import Look

BACKUPS = [Backup(Path(f"/b/{n}.db"), 1.79e9 - n * 86400, 7 - n) for n in range(7)]


@pytest.fixture
def show(dressed, qtbot):
    """``show(replaceable, backups)``: the page in the window."""

    def make(replaceable=True, backups=(), theme="light"):
        look = Look(theme)
        window = MainWindow(look)
        qtbot.addWidget(window)
        page = TroublePage(look, "<b>a</b> reason", replaceable=replaceable, backups=backups)
        window.show_question(page)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        page.take_focus()
        return window, page

    return make


def button(page, name):
    return page.findChild(QPushButton, name)


def test_the_reason_is_shown_as_it_is(show):
    _, page = show()
    label = page.findChild(QLabel, "trouble-reason")
    assert label.text() == "<b>a</b> reason"
    assert label.textFormat() == Qt.TextFormat.PlainText


@pytest.mark.parametrize(
    ("name", "signal"),
    [
        ("try-again", "tried_again"),
        ("begin-anew", "began_anew"),
        ("open-folder", "folder_wanted"),
        ("quit", "left"),
    ],
)
def test_a_click_asks_for_what_is_written(show, qtbot, name, signal):
    _, page = show()
    with qtbot.waitSignal(getattr(page, signal), timeout=1000):
        qtbot.mouseClick(button(page, name), Qt.MouseButton.LeftButton)


def test_every_backup_can_be_chosen(show, qtbot):
    _, page = show(backups=BACKUPS)
    for number, backup in enumerate(BACKUPS):
        with qtbot.waitSignal(page.chosen, timeout=1000) as told:
            qtbot.mouseClick(button(page, f"use-backup-{number}"), Qt.MouseButton.LeftButton)
        assert told.args == [backup.path]
    names = [button(page, f"use-backup-{n}").accessibleName() for n in (0, 6)]
    assert names[0].endswith("with 7 solutions")
    assert names[1].endswith("with 1 solution")


def test_records_that_may_not_be_replaced_are_not_offered_to_be(show):
    _, page = show(replaceable=False)
    assert button(page, "begin-anew") is None
    assert {one.objectName() for one in page.findChildren(QPushButton)} == {
        "try-again",
        "open-folder",
        "quit",
    }


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_tab_reaches_every_button_and_enter_presses_it(show, qtbot, theme):
    window, page = show(backups=BACKUPS[:2], theme=theme)
    wanted = {one.objectName() for one in page.findChildren(QPushButton)}
    seen = set()
    for _ in range(2 * len(wanted)):
        seen.add(window.focusWidget().objectName())
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert wanted <= seen
    button(page, "quit").setFocus()
    with qtbot.waitSignal(page.left, timeout=1000):
        qtbot.keyClick(button(page, "quit"), Qt.Key.Key_Return)
