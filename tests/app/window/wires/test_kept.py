"""Nothing that was made is lost: deleted solutions and unreadable ones, by mouse and key."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPushButton

from app.session.game import Game
from app.window.main_window import MainWindow
from widgets.controls.menu import find_entry
from widgets.controls.toast import Toast
from widgets.solutions.unreadable_card import UnreadableCard

LEFT = Qt.MouseButton.LeftButton
TEXT = '{"format": 1, "name": "hand-made", "network": {"links": [["x1", "y", 500000]]}}'


@pytest.fixture
def playing(start_window: Callable[[], tuple[Game, MainWindow]]) -> tuple[Game, MainWindow]:
    game, window = start_window()
    game.open_id("xor")
    return game, window


def names(window: MainWindow) -> tuple[str, ...]:
    return window.workbench.tabs.names


def choose(window: MainWindow, tab: int, entry: str) -> None:
    """Take an entry of the menu of a tab."""
    find_entry(window.workbench.tabs.entries(str(tab)), entry).act()


def store_unreadable(data_folder: Path) -> None:
    """A solution as an older game could have saved it."""
    with closing(sqlite3.connect(data_folder / "records.db", isolation_level=None)) as database:
        database.execute("UPDATE solutions SET text = ?, name = 'hand-made'", (TEXT,))


def test_a_deletion_is_undone_on_the_notice(playing: tuple[Game, MainWindow], qtbot) -> None:
    game, window = playing
    shelf, document = game.session.shelf, game.session.document
    document.load(game.session.level.author_solution)
    document.rename("Seven")
    seven = shelf.open_entry.id
    built = document.solution
    choose(window, seven, "Delete")
    assert names(window) == ("Solution 1",)
    assert document.network.parameters == 1
    toast = window.findChild(Toast)
    assert toast.text == "“Seven” was deleted."
    qtbot.mouseClick(toast.findChild(QPushButton, "toast-action"), LEFT)
    assert names(window) == ("Seven",)
    assert document.solution == built


def test_a_deletion_is_taken_back_after_a_restart(
    playing: tuple[Game, MainWindow], start_window, qtbot
) -> None:
    game, window = playing
    shelf = game.session.shelf
    shelf.create()
    game.session.document.rename("Gone")
    gone = shelf.open_entry.id
    choose(window, gone, "Delete")
    game, window = start_window()
    game.open_id("xor")
    assert names(window) == ("Solution 1",)
    choose(window, game.session.shelf.open_entry.id, "Deleted solutions…")
    qtbot.mouseClick(window.findChild(QPushButton, f"restore-{gone}"), LEFT)
    assert names(window) == ("Solution 1", "Gone")
    assert game.session.document.solution.name == "Gone"


def test_the_offer_goes_with_the_level(playing: tuple[Game, MainWindow]) -> None:
    game, window = playing
    choose(window, game.session.shelf.open_entry.id, "Delete")
    game.leave()
    assert window.findChild(Toast).text == ""


def test_a_solution_that_cannot_be_read_is_a_tab_with_what_to_do(
    playing: tuple[Game, MainWindow], start_window, data_folder: Path, tmp_path: Path, qtbot
) -> None:
    game, _ = playing
    unreadable = game.session.shelf.open_entry.id
    assert game.shut_down()
    store_unreadable(data_folder)
    game, window = start_window()
    game.open_id("xor")
    assert names(window) == ("hand-made", "Solution 2")
    qtbot.mouseClick(window.workbench.tabs.pill(str(unreadable)), LEFT)
    card = window.findChild(UnreadableCard)
    qtbot.mouseClick(card.findChild(QPushButton, "copy"), LEFT)
    assert QGuiApplication.clipboard().text() == TEXT
    choose(window, unreadable, "Save as a file…")
    dialog = window.findChild(QFileDialog)
    dialog.selectFile(str(tmp_path / "mine.json"))
    dialog.accept()
    assert (tmp_path / "mine.json").read_text(encoding="utf-8") == TEXT
    choose(window, unreadable, "Delete")
    assert names(window) == ("Solution 2",)
    choose(window, game.session.shelf.open_entry.id, "Deleted solutions…")
    qtbot.mouseClick(window.findChild(QPushButton, f"restore-{unreadable}"), LEFT)
    assert names(window) == ("hand-made", "Solution 2")


def test_a_file_that_cannot_be_written_is_said(
    playing: tuple[Game, MainWindow], start_window, data_folder: Path, tmp_path: Path
) -> None:
    game, _ = playing
    unreadable = game.session.shelf.open_entry.id
    assert game.shut_down()
    store_unreadable(data_folder)
    game, window = start_window()
    game.open_id("xor")
    choose(window, unreadable, "Save as a file…")
    dialog = window.findChild(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "none" / "mine.json"))
    assert "cannot be written" in window.findChild(Toast).text
    dialog.reject()
