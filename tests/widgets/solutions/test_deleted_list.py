"""The list of deleted solutions: what they were, and a button for each."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from widgets.solutions.deleted_list import DeletedList, DeletedSolution


@pytest.fixture
def anchor(qtbot):
    window = QWidget()
    window.resize(500, 400)
    qtbot.addWidget(window)
    button = QPushButton("anchor", window)
    window.show()
    yield button
    window.close()  # kept until here


def words(card):
    return " ".join(label.text() for label in card.findChildren(QLabel))


def test_each_is_shown_with_its_size_and_can_be_chosen(anchor, qtbot):
    card = DeletedList(
        [DeletedSolution("7", "Two lines", 9, 1.7e9), DeletedSolution("3", "One", 1, 1.6e9)], anchor
    )
    card.open()
    assert "9 parameters, 14 Nov" in words(card) or "9 parameters, 15 Nov" in words(card)
    assert "1 parameter, " in words(card)
    with qtbot.waitSignal(card.chosen) as told:
        qtbot.mouseClick(card.findChild(QPushButton, "restore-3"), Qt.MouseButton.LeftButton)
    assert told.args == ["3"]
    assert card.isHidden()


def test_without_any_it_says_so(anchor):
    card = DeletedList([], anchor)
    card.open()
    assert "Nothing was deleted here." in words(card)
    card.dismiss()


def test_names_of_any_length_and_kind_leave_room_for_the_button(anchor):
    name = "<b>" + "n" * 77
    card = DeletedList([DeletedSolution("1", name, 9, 1.7e9)], anchor)
    card.open()
    button = card.findChild(QPushButton, "restore-1")
    place = button.mapTo(card, button.rect().bottomRight())
    assert card.rect().contains(place)
    assert "<b>nnn" in words(card)
    card.dismiss()
