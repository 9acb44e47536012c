"""What is offered for a solution that cannot be read."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from widgets.solutions.unreadable_card import UnreadableCard


@pytest.fixture
def card(qtbot):
    window = QWidget()
    window.resize(500, 500)
    qtbot.addWidget(window)
    anchor = QPushButton("anchor", window)
    window.show()
    card = UnreadableCard("hand-made", "network.links[0][2]: Must be at most 100,000.", anchor)
    card.open()
    yield card
    window.close()  # kept until here


def test_it_says_what_is_wrong(card):
    words = " ".join(label.text() for label in card.findChildren(QLabel))
    assert "“hand-made” stays here as it is" in words
    assert "Must be at most 100,000." in words


@pytest.mark.parametrize(
    ("button", "signal"), [("copy", "copied"), ("save", "saved"), ("delete", "deleted")]
)
def test_each_button_asks_for_one_thing_and_closes_the_card(card, qtbot, button, signal):
    with qtbot.waitSignal(getattr(card, signal)):
        qtbot.mouseClick(card.findChild(QPushButton, button), Qt.MouseButton.LeftButton)
    assert card.isHidden()
