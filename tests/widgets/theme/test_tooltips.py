"""Names are shown as they were typed, whatever Qt would make of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from widgets.theme.tooltips import hide_tooltip, set_tooltip, show_own_tooltip, show_tooltip

ROOT = Path(__file__).parents[3]
NAMES = [
    "Mine",
    "<img src=x>",
    "<b>",
    "<b>bold</b>",
    "a < b & c > d",
    "&File",
    "&lt;b&gt;",
    "<table><tr><td>1",
    "two  spaces <i>",
    "<u>two\nlines</u>",
]


def seen() -> str:
    """The letters that the tooltip on the screen shows."""
    (tip,) = (own for own in QApplication.topLevelWidgets() if own.inherits("QTipLabel"))
    assert isinstance(tip, QLabel)
    if not tip.text().startswith("<span"):
        return tip.text()
    document = QTextDocument()
    document.setHtml(tip.text())
    return document.toPlainText()


@pytest.mark.parametrize("name", NAMES)
def test_a_tooltip_shows_what_was_typed(qtbot, name: str) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    button.show()
    set_tooltip(button, f"“{name}”")
    show_own_tooltip(QPoint(5, 5), button)
    assert seen() == f"“{name}”"
    show_tooltip(QPoint(8, 8), name, button)
    assert seen() == name
    hide_tooltip()


def test_no_other_file_sets_or_shows_a_tooltip() -> None:
    files = [path for room in ("widgets", "app") for path in (ROOT / room).rglob("*.py")]
    others = [path for path in files if path.name != "tooltips.py"]
    assert len(others) > 100
    calls = ("setToolTip(", "QToolTip.")
    assert not [path for path in others if any(call in path.read_text("utf-8") for call in calls)]
