"""Guards the bound on PySide6: some versions lose a reference to None or True at every call.

PySide6 6.12.0 does so on CPython 3.10 and 3.11; after some thousand calls the interpreter aborts.
From Python 3.12 on these objects are immortal and nothing can be lost.
"""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor

CALLS = 1000
SLACK = 50  # references that come and go for other reasons

pytestmark = pytest.mark.skipif(sys.version_info >= (3, 12), reason="None and True are immortal")


class Bell(QObject):
    rung = Signal(bool)


def counts() -> list[int]:
    return [sys.getrefcount(one) for one in (None, True, False)]


def assert_same_counts(before: list[int]) -> None:
    assert counts() == pytest.approx(before, abs=SLACK)


def test_calls_that_return_nothing_lose_no_reference():
    color = QColor("black")
    before = counts()
    for _ in range(CALLS):
        color.setAlpha(100)
    assert_same_counts(before)


@pytest.mark.usefixtures("qapp")
def test_signals_lose_no_reference():
    bell = Bell()
    heard = []
    bell.rung.connect(heard.append)
    before = counts()
    for _ in range(CALLS):
        bell.rung.emit(True)
    heard.clear()
    assert_same_counts(before)
