"""Stray exceptions and Qt messages: in the log, and once to the player."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import qWarning

from app.start import crash
from app.start.crash import OWN_PACKAGES, CrashWatch
from app.storage.paths import Paths
from tests.app.hindered import hindered


@pytest.fixture
def watch(qtbot, tmp_path: Path) -> Iterator[CrashWatch]:
    watch = CrashWatch(Paths(tmp_path))
    yield watch
    watch.release()


@pytest.fixture
def notices(watch: CrashWatch) -> list[str]:
    said: list[str] = []
    watch.noticed.connect(said.append)
    return said


def hook(error: Exception) -> None:
    sys.excepthook(type(error), error, None)


def test_an_exception_is_logged_and_said_once(
    watch: CrashWatch, notices: list[str], tmp_path: Path, expected_log
) -> None:
    expected_log("Something went wrong inside the game")
    for number in range(20):
        hook(ValueError(f"number {number}"))
    assert len(notices) == 1
    assert notices[0].endswith("Details are in neural-bonsai.log.")
    assert "saved" not in notices[0]  # that is not known here
    text = (tmp_path / "neural-bonsai.log").read_text(encoding="utf-8")
    assert all(f"ValueError: number {number}" in text for number in range(20))


def test_the_log_is_named_once_there_is_one(
    qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected_log
) -> None:
    expected_log("Something went wrong inside the game")
    monkeypatch.setattr(crash, "QUIET_SECONDS", 0.0)
    paths = Paths(tmp_path / "data")
    watch = CrashWatch(paths)
    told: list[str] = []
    watch.noticed.connect(told.append)
    hook(ValueError("while the folder is missing"))
    paths.folder.mkdir()
    hook(ValueError("once it is there"))
    watch.release()
    assert told == [
        "Something went wrong inside the game.",
        "Something went wrong inside the game. Details are in neural-bonsai.log.",
    ]
    assert "ValueError: once it is there" in paths.log.read_text(encoding="utf-8")


def test_an_exception_in_a_thread_reaches_the_player(
    watch: CrashWatch, notices: list[str], qtbot, expected_log
) -> None:
    expected_log("Something went wrong in the background")

    def fail() -> None:
        raise KeyError("lost")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(notices) == 1)


def test_qt_messages_are_logged(watch: CrashWatch, tmp_path: Path, expected_log) -> None:
    expected_log("Qt: a message of Qt")
    qWarning("a message of Qt")
    assert "Qt: a message of Qt" in (tmp_path / "neural-bonsai.log").read_text(encoding="utf-8")


def test_the_log_holds_what_our_packages_say_and_only_warnings_of_others(
    watch: CrashWatch, tmp_path: Path, expected_log
) -> None:
    expected_log("a warning of another")
    logging.getLogger("app.storage.backups").info("no backup was made: %s", "the disk is full")
    logging.getLogger("engine.judging").info("a word of the engine")
    logging.getLogger("app.training").debug("a detail")
    logging.getLogger("numba.core").info("a word of another")
    logging.getLogger("numba.core").warning("a warning of another")
    lines = (tmp_path / "neural-bonsai.log").read_text(encoding="utf-8").splitlines()
    assert [line.split(maxsplit=2)[2] for line in lines] == [
        "INFO app.storage.backups: no backup was made: the disk is full",
        "INFO engine.judging: a word of the engine",
        "WARNING numba.core: a warning of another",
    ]


def test_everything_is_given_back(qtbot, tmp_path: Path) -> None:
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    handlers = list(logging.getLogger().handlers)
    levels = [logging.getLogger(name).level for name in OWN_PACKAGES]
    watch = CrashWatch(Paths(tmp_path))
    assert sys.excepthook != before[0]
    watch.release()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before
    assert logging.getLogger().handlers == handlers
    assert [logging.getLogger(name).level for name in OWN_PACKAGES] == levels


def test_a_full_disk_is_not_told_on_stderr_and_not_called_a_log(
    watch: CrashWatch,
    notices: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    expected_log,
) -> None:
    expected_log("Something went wrong inside the game")
    monkeypatch.setattr(crash, "QUIET_SECONDS", 0.0)
    hook(ValueError("while there was room"))
    with hindered(tmp_path, "full"):
        for _ in range(3):
            hook(ValueError("while the disk was full"))
        assert notices[1:] == 3 * ["Something went wrong inside the game."]
    hook(ValueError("while there was room again"))
    assert notices[-1].endswith("Details are in neural-bonsai.log.")
    assert capsys.readouterr() == ("", "")
    text = (tmp_path / "neural-bonsai.log").read_text(encoding="utf-8")
    assert "while there was room again" in text


def test_the_log_of_a_disk_that_stays_full_is_closed(
    qtbot, tmp_path: Path, capsys: pytest.CaptureFixture[str], expected_log
) -> None:
    expected_log("of a file")
    with hindered(tmp_path, "full"):
        watch = CrashWatch(Paths(tmp_path))
        logging.getLogger("app").warning("of a file that does not fit")
        watch.release()
    assert capsys.readouterr() == ("", "")


def test_a_name_that_is_no_text_is_logged(
    watch: CrashWatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    watch._handler.handle(logging.makeLogRecord({"msg": "bad\udcff.json cannot be read"}))
    logged = (tmp_path / "neural-bonsai.log").read_text(encoding="utf-8")
    assert "bad\\udcff.json cannot be read" in logged
    assert capsys.readouterr() == ("", "")


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
def test_pipes_in_the_place_of_the_logs_are_not_waited_for(
    qtbot, tmp_path: Path, expected_log
) -> None:
    expected_log("a message")
    paths = Paths(tmp_path)
    for path in (paths.log, paths.crash_log):
        os.mkfifo(path)
    watch = CrashWatch(paths)
    logging.getLogger("app").warning("a message")
    watch.release()
    assert paths.log.is_fifo()
    assert paths.crash_log.is_fifo()
