"""Before anything is lost the player is asked, and nothing is lost by accident."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from app.window.closing_card import ClosingCard
from widgets.theme.look import Look


@pytest.fixture
def card(qtbot) -> ClosingCard:
    floor = QWidget()
    floor.resize(1000, 600)
    qtbot.addWidget(floor)
    floor.show()
    qtbot.waitActive(floor)
    return ClosingCard(Look("light"), floor)


def button(card: ClosingCard, name: str) -> QPushButton:
    return card.findChild(QPushButton, name)


def test_it_names_what_would_be_lost(card: ClosingCard) -> None:
    card.ask(["“One”"], lambda: None)
    assert "The latest state of “One” can be written neither" in card.accessibleName()
    assert button(card, "close-and-lose").text() == "Close and lose this change"
    card.ask(["“One”", "“Two”", "a verdict"], lambda: None)
    assert "“One”, “Two” and a verdict" in card.accessibleName()
    assert button(card, "close-and-lose").text() == "Close and lose these 3 changes"
    card.ask([f"“{number}”" for number in range(9)], lambda: None)
    assert "“2”, “3” and 5 other changes" in card.accessibleName()


@pytest.mark.parametrize("how", ["click", "enter", "escape"])
def test_what_is_pressed_first_keeps_the_game_open(card: ClosingCard, how: str, qtbot) -> None:
    lost: list[bool] = []
    card.ask(["“One”"], lambda: lost.append(True))
    keep = button(card, "keep-open")
    assert keep.hasFocus()
    if how == "click":
        qtbot.mouseClick(keep, Qt.MouseButton.LeftButton)
    else:
        qtbot.keyClick(card, Qt.Key.Key_Return if how == "enter" else Qt.Key.Key_Escape)
    assert card.isHidden()
    assert lost == []


def test_closing_all_the_same_is_one_press(card: ClosingCard, qtbot) -> None:
    lost: list[bool] = []
    card.ask(["“One”"], lambda: lost.append(True))
    qtbot.mouseClick(button(card, "close-and-lose"), Qt.MouseButton.LeftButton)
    assert card.isHidden()
    assert lost == [True]


def test_all_of_it_is_seen_in_the_smallest_window(card: ClosingCard) -> None:
    card.parentWidget().resize(900, 500)
    card.ask([f"“{40 * 'n'}{number}”" for number in range(9)], lambda: None)
    room = card.parentWidget().rect()
    assert room.contains(card.geometry())
    for own in (button(card, "keep-open"), button(card, "close-and-lose")):
        assert card.rect().contains(own.geometry())
