"""What every test gets: an offscreen Qt, a data folder of its own, and nothing left behind.

A test fails when it logs a warning that it did not announce (`expected_log`), and when it leaves a
thread, a timer, an animation or a window behind. Qt's own warnings fail it through pytest-qt
(`qt_log_level_fail` in pyproject.toml).
"""

from __future__ import annotations

import gc
import logging
import os
import re
import threading
import traceback
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

# Tests marked `xvfb` start the game in its own process and choose the platform there.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
# What is compiled for the tests stays in the clone, beside what else was built.
os.environ["NEURAL_BONSAI_CACHE"] = str(Path(__file__).parents[1] / "build" / "machine-code")

import pytest
import shiboken6
from hypothesis import settings
from PySide6.QtCore import (
    QAbstractAnimation,
    QCoreApplication,
    QEvent,
    QObject,
    QThread,
    QTimer,
)
from PySide6.QtWidgets import QApplication, QWidget

# How long an example takes says more about the machine than about the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

OUTCOME = pytest.StashKey[bool]()
GRACE_MS = 500
QT_OWN_WINDOWS = frozenset({"QTipLabel", "QComboBoxPrivateContainer", "QRollEffect"})


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Remember whether the test itself passed: a failed one may leave anything behind."""
    report = yield
    if report.when == "call":
        item.stash[OUTCOME] = report.passed
    return report


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for what the game keeps; no test sees a player's records."""
    folder = tmp_path / "data"
    monkeypatch.setenv("NEURAL_BONSAI_DATA", str(folder))
    return folder


# -- logs ------------------------------------------------------------------------------------------


class LogWatch(logging.Handler):
    """Collects what is logged at WARNING or above, and what the test said it expects."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []
        self.expected: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def unexpected(self) -> list[str]:
        return [line for line in self.lines if not any(re.search(e, line) for e in self.expected)]

    def missing(self) -> list[str]:
        return [e for e in self.expected if not any(re.search(e, line) for line in self.lines)]


@pytest.fixture(autouse=True)
def log_watch(request: pytest.FixtureRequest) -> Iterator[LogWatch]:
    """Fail the test on a warning in the log that it did not announce."""
    watch = LogWatch()
    logging.getLogger().addHandler(watch)
    yield watch
    logging.getLogger().removeHandler(watch)
    if request.node.stash.get(OUTCOME, False):
        wrong = [f"logged unexpectedly: {line}" for line in watch.unexpected()]
        wrong += [f"expected in the log, but not there: {line}" for line in watch.missing()]
        if wrong:
            pytest.fail("\n".join(wrong), pytrace=False)


@pytest.fixture
def expected_log(log_watch: LogWatch) -> Callable[[str], None]:
    """``expected_log("pattern")``: this warning (a regular expression) must be logged."""
    return log_watch.expected.append


# -- leftovers -------------------------------------------------------------------------------------


class Started:
    """Qt objects of one kind that were started, and where."""

    def __init__(self, kind: type[QObject], running: Callable[[QObject], bool]) -> None:
        self.kind, self.running = kind, running
        self.places: weakref.WeakKeyDictionary[QObject, str] = weakref.WeakKeyDictionary()

    def watch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Note the place of every ``start``."""
        start = self.kind.start

        def noted_start(this: QObject, *arguments: object) -> None:
            self.places[this] = "".join(traceback.format_stack(limit=4)[:-1])
            start(this, *arguments)

        monkeypatch.setattr(self.kind, "start", noted_start)

    def left(self) -> list[str]:
        """What still runs, with its place."""
        alive = [(one, place) for one, place in self.places.items() if shiboken6.isValid(one)]
        return [
            f"{type(one).__name__} “{one.objectName()}” still runs, started at\n{place}"
            for one, place in alive
            if self.running(one)
        ]


def _runs_on(thread: QThread) -> bool:
    return thread.isRunning() and not thread.wait(GRACE_MS)


def _threads_left(before: set[threading.Thread]) -> list[str]:
    fresh = [one for one in threading.enumerate() if one not in before]
    for thread in fresh:
        if not isinstance(thread, threading._DummyThread):
            thread.join(GRACE_MS / 1000)
    return [
        f"thread “{one.name}” still runs"
        for one in fresh
        if one.is_alive() and not isinstance(one, threading._DummyThread)
    ]


def _windows_left(before: set[QWidget]) -> list[str]:
    def fresh() -> list[QWidget]:
        windows = QApplication.topLevelWidgets()
        known = (w for w in windows if w.metaObject().className() in QT_OWN_WINDOWS)
        return [w for w in windows if w not in before and w not in set(known)]

    if fresh():
        gc.collect()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return [
        f"window {type(window).__name__} “{window.objectName()}” is still there "
        "(give it to qtbot.addWidget)"
        for window in fresh()
    ]


@pytest.fixture(autouse=True)
def nothing_left_behind(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Fail a test that leaves threads, timers, animations or windows behind."""
    threads = set(threading.enumerate())
    windows = set(QApplication.topLevelWidgets()) if QApplication.instance() else set()
    kinds = [
        Started(QThread, _runs_on),
        Started(QTimer, QTimer.isActive),
        Started(QAbstractAnimation, lambda one: one.state() == QAbstractAnimation.State.Running),
    ]
    for kind in kinds:
        kind.watch(monkeypatch)
    yield
    if not request.node.stash.get(OUTCOME, False):
        return
    left = []
    if QApplication.instance():
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        left += _windows_left(windows)
    left += [text for kind in kinds for text in kind.left()]
    left += _threads_left(threads)
    if left:
        pytest.fail("left behind:\n" + "\n".join(left), pytrace=False)
