"""The home page: looking at a level, playing it, and what the garden counts."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QScrollArea

from levels.medals import Medal
from levels.thumbnail import Thumbnail
from widgets.home.level_card import LevelCard
from widgets.home.level_list import LevelList
from widgets.theme.look import Look

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
def look(qapp):
    return Look()


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


def test_a_bonsai_counts_as_a_blossom_too(home):
    assert home.garden.counts == (2, 2, 1)


def test_the_level_looked_at_survives_a_new_medal(home):
    home.select("ring")
    home.set_levels(CARDS)
    assert home.current == "ring"


def test_the_map_groups_levels_by_chapter(home):
    assert home.tree.spot("xor").y() - home.tree.spot("ring").y() < 40
    assert home.tree.spot("line").y() > home.tree.spot("xor").y() > home.tree.spot("late").y()


@pytest.mark.parametrize("level", ["xor", "ring"])
def test_in_a_low_window_the_button_is_in_sight_at_once(home, level):
    home.select(level)
    home.resize(960, 459)  # what a screen of 540 leaves below its title bar and the bar of the game
    QApplication.processEvents()
    area, button = home.findChild(QScrollArea), play_button(home)
    top = button.mapTo(area.viewport(), QPoint(0, 0))
    assert area.viewport().rect().contains(QRect(top, button.size()))


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_in_a_low_window_the_card_scrolls_to_its_button(home, look, scale):
    look.set_text_scale(scale)
    home.resize(960, 491)
    area = home.findChild(QScrollArea)
    button = play_button(home)
    area.ensureWidgetVisible(button)
    top = button.mapTo(area.viewport(), QPoint(0, 0))
    assert area.viewport().rect().contains(QRect(top, button.size()))
    assert area.widget().width() <= area.viewport().width()
