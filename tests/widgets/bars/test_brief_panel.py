"""Brief and hints: one after another, and as plain text."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from widgets.bars.brief_panel import BriefPanel

HINTS = ("Look where the two kinds lie.", "One neuron draws one line.", "Two lines.")


@pytest.fixture
def panel(look, qtbot):
    widget = BriefPanel(look)
    qtbot.addWidget(widget)
    widget.set_brief("One straight line cannot part these.", HINTS)
    widget.show()
    return widget


def test_hints_come_one_after_another(panel, qtbot):
    button = panel.findChild(QPushButton, "hint")
    for count in (1, 2, 3):
        assert panel.button_text == f"Hint {count} of 3"
        with qtbot.waitSignal(panel.hint_revealed) as told:
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert told.args == [count]
        assert panel.revealed == HINTS[:count]
    assert not button.isVisible()
    with qtbot.assertNotEmitted(panel.hint_revealed):
        panel.reveal_next()


def test_hints_that_were_seen_are_there_again(panel):
    panel.set_brief("The same.", HINTS, revealed=2)
    assert panel.revealed == HINTS[:2]
    assert panel.button_text == "Hint 3 of 3"


def test_a_level_without_hints_offers_none(panel):
    panel.set_brief("Just do it.")
    assert panel.revealed == ()
    assert not panel.findChild(QPushButton, "hint").isVisible()


def test_texts_of_levels_are_never_read_as_html(panel):
    panel.set_brief("<b>bold</b>", ["<img src='file:///etc/hosts'>"], revealed=1)
    formats = {label.textFormat() for label in panel.findChildren(QLabel)}
    assert formats == {Qt.TextFormat.PlainText}
