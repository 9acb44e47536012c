"""A game that cannot start asks in its window, and starts once the trouble is gone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QWidget

from app.start.data_lock import DataLock
from app.start.trouble import StartTrouble
from app.storage.errors import RecordsError
from app.storage.paths import Paths
from app.storage.records import Records
from app.window.main_window import MainWindow
from levels import Address
from tests.app.hindered import hindered
from widgets.theme.look import Look

XOR = Address("campaign", "xor")


class Start:
    """Opens the records as the game does, until it works."""

    def __init__(self, paths: Paths, qtbot) -> None:
        look = Look("light")
        self.window = MainWindow(look)
        qtbot.addWidget(self.window)
        self.window.show()
        self.trouble = StartTrouble(paths, look, self.window, self.window, asks=True)
        self.trouble.settled.connect(self.open)
        self._paths, self._qtbot = paths, qtbot
        self._lock = DataLock(paths)
        self.names: list[str] | None = None
        self.open()

    def open(self) -> None:
        try:
            self._lock.take()
            with closing(Records(self._paths.records)) as records:
                self.names = [own.name for own in records.solutions(XOR)]
        except RecordsError as error:
            self.trouble.show(error)
            return
        self.trouble.close()
        self.window.withdraw_question()

    def press(self, name: str) -> None:
        found = self.window.findChild(QPushButton, name)
        self._qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path)


def write(paths: Paths, *names: str) -> None:
    for name in names:
        with closing(Records(paths.records)) as records:
            records.add_solution(XOR, name, "{}", 1)


def make_foreign(path: Path) -> bytes:
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE songs (name TEXT)")
        database.execute("PRAGMA user_version = 3")
    return path.read_bytes()


def test_a_file_in_the_place_of_the_data_folder_is_asked_about(
    tmp_path: Path, qtbot, capsys, monkeypatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    paths = Paths(tmp_path / "data" / "mine")
    paths.folder.parent.write_text("someone's")
    start = Start(paths, qtbot)
    assert start.trouble.is_open
    assert f"{paths.folder.parent} is a file; move it away" in capsys.readouterr().err
    assert start.window.findChild(QPushButton, "begin-anew") is None
    start.press("open-folder")  # the nearest one that there is
    assert opened == [str(tmp_path)]
    paths.folder.parent.rename(tmp_path / "kept")
    start.press("try-again")
    qtbot.waitUntil(lambda: start.names is not None)
    assert not start.trouble.is_open
    assert (tmp_path / "kept").read_text() == "someone's"


def test_a_lock_is_waited_out_by_trying_again(paths: Paths, qtbot, capsys) -> None:
    write(paths, "a")
    with hindered(paths.records, "exclusive"):
        start = Start(paths, qtbot)
        assert start.trouble.is_open
        assert "in use by another program" in capsys.readouterr().err
        assert start.window.findChild(QPushButton, "begin-anew") is None
    start.press("try-again")
    qtbot.waitUntil(lambda: start.names is not None)
    assert start.names == ["a"]
    assert not start.trouble.is_open


def test_a_backup_takes_the_place_of_a_foreign_file_which_is_kept(paths: Paths, qtbot) -> None:
    write(paths, "a", "b", "c")  # each start backs up what the one before has added
    foreign = make_foreign(paths.records)
    start = Start(paths, qtbot)
    assert paths.records.read_bytes() == foreign
    start.press("use-backup-0")
    qtbot.waitUntil(lambda: start.names is not None)
    assert start.names == ["a", "b"]
    assert paths.records.with_name("records.damaged-1.db").read_bytes() == foreign


@pytest.mark.parametrize("kind", ["foreign", "garbage", "folder"])
def test_beginning_anew_keeps_what_was_there(paths: Paths, qtbot, kind: str) -> None:
    aside = paths.records.with_name("records.damaged-1.db")
    if kind == "folder":
        paths.records.mkdir()
        (paths.records / "mine.txt").write_text("mine")
    elif kind == "foreign":
        before = make_foreign(paths.records)
    else:
        before = b"no database" * 1000
        paths.records.write_bytes(before)
    start = Start(paths, qtbot)
    assert start.names is None
    start.press("begin-anew")
    qtbot.waitUntil(lambda: start.names is not None)
    assert start.names == []
    if kind == "folder":
        assert (aside / "mine.txt").read_text() == "mine"
    else:
        assert aside.read_bytes() == before


@pytest.mark.parametrize("choice", ["begin-anew", "use-backup-0"])
def test_a_choice_that_fails_is_said_and_can_be_made_again(
    paths: Paths, qtbot, capsys, choice: str
) -> None:
    write(paths, "a", "b")
    make_foreign(paths.records)
    start = Start(paths, qtbot)
    in_the_way = paths.records.with_name("records.db.part")
    in_the_way.mkdir()
    button = start.window.findChild(QPushButton, choice)
    windows: list[QWidget] = []
    button.clicked.connect(lambda: windows.append(button.window()))
    capsys.readouterr()
    start.press(choice)
    assert windows == [start.window]  # its page stays until the press is over
    qtbot.waitUntil(lambda: start.window.findChild(QPushButton, choice) is not button)
    assert start.trouble.is_open
    assert start.names is None
    said = capsys.readouterr().err
    assert said.startswith("neural-bonsai: ")
    assert said.count("\n") == 1
    in_the_way.rmdir()
    start.press(choice)
    qtbot.waitUntil(lambda: start.names is not None)
    assert not start.trouble.is_open


def test_without_anyone_to_ask_the_start_is_given_up(paths: Paths, qtbot, capsys) -> None:
    look = Look("light")
    window = MainWindow(look)
    qtbot.addWidget(window)
    trouble = StartTrouble(paths, look, window, window, asks=False)
    with qtbot.waitSignal(trouble.left, timeout=1000):
        trouble.show(RecordsError("No."))
    assert capsys.readouterr().err == "neural-bonsai: No.\n"
    assert trouble.is_open
