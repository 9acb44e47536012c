"""The text size: by key and by menu, live, remembered."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolButton

from app.storage.paths import Paths
from app.storage.preferences import load_preferences
from app.window.text_size_menu import TextSizeMenu

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def _menu(page) -> TextSizeMenu:
    """The menu for the text size, as the button of settings on a page offers it."""
    return page.findChild(QToolButton, "menu").menu().findChild(TextSizeMenu)


def _checked(menu: TextSizeMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.isChecked()]


def test_keys_change_the_text_size_and_not_the_zoom(start_window, qtbot) -> None:
    game, window = start_window()
    game.open_id("xor")
    view = window.workbench.view
    qtbot.waitUntil(view.hasFocus)
    QApplication.processEvents()  # the first layout fits the network
    zoom = view.transform().m11()
    for key, scale in ((Key.Key_Plus, 1.1), (Key.Key_Equal, 1.25), (Key.Key_Minus, 1.1)):
        qtbot.keyClick(view, key, CTRL)
        assert game.look.theme.text_scale == scale
    qtbot.keyClick(view, Key.Key_0, CTRL)
    assert game.look.theme.text_scale == 1.0
    QApplication.processEvents()
    assert view.transform().m11() == pytest.approx(zoom, rel=0.02)  # fitted anew, not zoomed


def test_the_menu_offers_every_size_and_shows_the_present_one(
    start_window, data_folder, qtbot
) -> None:
    game, window = start_window()
    menu = _menu(window.home)
    offered = {action.text(): action for action in menu.actions() if action.isCheckable()}
    assert list(offered) == [
        *("80 %", "90 %", "100 %", "110 %", "125 %", "150 %", "175 %", "200 %"),
    ]
    assert _checked(menu) == ["100 %"]
    offered["150 %"].trigger()
    assert game.look.theme.text_scale == 1.5
    assert _checked(menu) == ["150 %"]
    path = Paths.named(Path(data_folder)).preferences
    qtbot.waitUntil(path.exists)
    assert load_preferences(path)[0].text_scale == 1.5


def test_the_menu_follows_the_keys(start_window, qtbot) -> None:
    game, window = start_window()
    window.actions_table["larger-text"].trigger()
    assert _checked(_menu(window.home)) == ["110 %"]
    game.open_id("xor")
    assert _checked(_menu(window.workbench)) == ["110 %"]
