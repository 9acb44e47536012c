"""The home page: looking at a level, playing it, and what the garden counts."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel, QScrollArea

from levels.medals import Medal
from levels.thumbnail import Thumbnail
from widgets.home.level_card import LevelCard
from widgets.home.level_list import LevelList
from widgets.theme.style import stylesheet

SIZES = (("leaf", None), ("branch", 13), ("blossom", 9), ("bonsai", 7))
DATA = Thumbnail(((0.0, 0.0, 0), (1.0, 0.0, 1), (0.5, 1.0, 1)), aspect=1.0)
CARDS = (
    LevelCard("line", "First line", "One neuron", medal=Medal.BONSAI, best=2),
    LevelCard(
        "xor",
        "Either",
        "The bend",
        sizes=SIZES,
        medal=Medal.BLOSSOM,
        best=9,
        thumbnail=DATA,
    ),
    LevelCard("ring", "Ring", "The bend", sizes=SIZES),
    LevelCard("late", "Late", "The end", open=False),
)


@pytest.fixture
def home(qtbot, look):
    page = LevelList(look)
    qtbot.addWidget(page)
    page.resize(1280, 752)
    page.set_levels(CARDS)
    page.show()
    return page


def play_button(page):
    return page.panel.findChild(object, "play")


def test_the_button_plays_the_level_that_is_looked_at(home, qtbot):
    home.select("xor")
    with qtbot.waitSignal(home.level_chosen) as chosen:
        qtbot.mouseClick(play_button(home), Qt.MouseButton.LeftButton)
    assert chosen.args == ["xor"]


def test_a_closed_level_says_how_it_opens_and_does_not_play(home, qtbot):
    home.select("late")
    assert home.panel.standing == "Pass a level before it, and this one opens."
    assert not play_button(home).isEnabled()
    with qtbot.assertNotEmitted(home.level_chosen):
        qtbot.keyClick(home.tree, Qt.Key.Key_Return)


def test_enter_on_the_map_plays(home, qtbot):
    home.select("ring")
    with qtbot.waitSignal(home.level_chosen) as chosen:
        qtbot.keyClick(home.tree, Qt.Key.Key_Return)
    assert chosen.args == ["ring"]


@pytest.mark.parametrize(
    ("level", "standing"),
    [("xor", "Your smallest: 9 parameters."), ("ring", "Not passed yet.")],
)
def test_the_card_says_where_the_player_stands(home, level, standing):
    home.select(level)
    assert home.panel.standing == standing


def test_the_smallest_possible_size_is_said_once_it_was_reached(home):
    known = [replace(card, least=2) for card in CARDS]
    home.set_levels(known)
    home.select("xor")
    assert home.panel.standing == "Your smallest: 9 parameters."
    assert home.tree.accessibleDescription() == "Either"
    home.select("line")
    assert home.panel.standing == "Your smallest: 2 parameters, the smallest possible."
    assert home.tree.accessibleDescription() == "First line · smallest possible: 2, reached"


def test_a_bonsai_counts_as_a_blossom_too(home):
    assert home.garden.counts == (2, 2, 1)


def test_the_level_looked_at_survives_a_new_medal(home):
    home.select("ring")
    home.set_levels(CARDS)
    assert home.current == "ring"


def test_the_map_groups_levels_by_chapter(home):
    assert home.tree.spot("xor").y() - home.tree.spot("ring").y() < 40
    assert home.tree.spot("line").y() > home.tree.spot("xor").y() > home.tree.spot("late").y()


@pytest.fixture
def show_at(home, look, qtbot):
    """``show_at(scale, (width, height))``: the page at that text size; the area that scrolls."""

    def show(scale, size):
        look.set_text_scale(scale)
        home.setStyleSheet(stylesheet(look.theme))
        home.resize(*size)
        home.select("xor")
        area, medals = home.findChild(QScrollArea), home.panel.medals
        qtbot.waitUntil(lambda: medals.width() == medals.sizeHint().width())
        qtbot.waitUntil(lambda: area.widget().width() <= area.viewport().width())
        return area

    return show


def place(widget, area):
    """Where a widget lies in what is shown of the area that scrolls it."""
    return QRect(widget.mapTo(area.viewport(), QPoint(0, 0)), widget.size())


# Of a screen of 540 and of 768 this is left below title bar and top bar.
@pytest.mark.parametrize("size", [(960, 459), (960, 491), (1366, 690)])
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_button_is_in_sight_at_once(home, show_at, size, scale):
    area, button = show_at(scale, size), play_button(home)
    assert area.viewport().rect().contains(place(button, area))
    middle = button.rect().center()
    assert home.childAt(button.mapTo(home, middle)) in (button, button.childAt(middle))


def test_what_the_button_covers_can_be_scrolled_above_it(home, show_at):
    area, button = show_at(2.0, (960, 459)), play_button(home)
    labels = home.panel.findChildren(QLabel)
    standing = next(one for one in labels if one.text() == home.panel.standing)
    assert place(standing, area).bottom() > place(button, area).top()
    bar = area.verticalScrollBar()
    bar.setValue(standing.mapTo(area.widget(), QPoint(0, 0)).y() - 20)
    assert place(standing, area).bottom() < place(button, area).top()
    assert area.viewport().rect().contains(place(standing, area))
    # At the end the card is whole, with the button at its own lower edge, and the garden below it.
    bar.setValue(bar.maximum())
    assert place(button, area).bottom() < place(home.panel, area).bottom()
    assert place(home.garden, area).top() > place(home.panel, area).bottom()


def test_tab_scrolls_the_medals_out_from_under_the_button(home, show_at, qtbot):
    area, medals = show_at(2.0, (960, 459)), home.panel.medals
    home.activateWindow()
    qtbot.waitUntil(home.isActiveWindow)
    home.tree.setFocus()
    qtbot.keyClick(home.tree, Qt.Key.Key_Tab)
    qtbot.waitUntil(medals.hasFocus)
    assert area.viewport().rect().contains(place(medals, area))
    assert place(medals, area).bottom() < place(play_button(home), area).top()
