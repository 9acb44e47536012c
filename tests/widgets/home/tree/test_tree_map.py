"""The map: choosing a level by mouse and keyboard, and what the markers say."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from levels.medals import Medal
from widgets.home.tree.tree_map import TreeChapter, TreeLevel, TreeMap
from widgets.theme.look import Look


def chapters(first_medal=None):
    return (
        TreeChapter("One neuron", (TreeLevel("line", "First line", first_medal),)),
        TreeChapter(
            "The bend", (TreeLevel("xor", "Either"), TreeLevel("ring", "Ring", None, False))
        ),
    )


@pytest.fixture
def tree(qtbot):
    widget = TreeMap(Look())
    qtbot.addWidget(widget)
    widget.resize(800, 720)
    widget.set_chapters(chapters())
    widget.show()
    return widget


def colours_around(widget, level_id, reach=16):
    image = widget.grab().toImage()
    centre = widget.spot(level_id).toPoint()
    return {
        image.pixelColor(centre + QPoint(dx, dy)).name()
        for dx in range(-reach, reach)
        for dy in range(-reach, reach)
    }


def test_a_click_selects_a_level_and_a_double_click_plays_it(tree, qtbot):
    place = tree.spot("xor").toPoint()
    with qtbot.waitSignal(tree.selected) as chosen:
        qtbot.mouseClick(tree, Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == ["xor"]
    with qtbot.waitSignal(tree.activated) as played:
        qtbot.mouseDClick(tree, Qt.MouseButton.LeftButton, pos=place)
    assert played.args == ["xor"]


def test_arrows_walk_the_tree_and_stop_at_its_ends(tree, qtbot):
    assert tree.current == "line"
    seen = []
    for _ in range(4):
        qtbot.keyClick(tree, Qt.Key.Key_Right)
        seen.append(tree.current)
    assert seen == ["xor", "ring", "ring", "ring"]
    qtbot.keyClick(tree, Qt.Key.Key_Left)
    with qtbot.waitSignal(tree.activated) as played:
        qtbot.keyClick(tree, Qt.Key.Key_Return)
    assert played.args == ["xor"]


def test_a_click_beside_the_markers_changes_nothing(tree, qtbot):
    qtbot.mouseClick(tree, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert tree.current == "line"


@pytest.mark.parametrize("medal", [Medal.BLOSSOM, Medal.BONSAI])
def test_only_blossoms_and_bonsais_show_a_flower(tree, medal):
    blossom = QColor(Look().theme.blossom).name()
    assert blossom not in colours_around(tree, "line")
    tree.set_chapters(chapters(medal))
    assert blossom in colours_around(tree, "line")


def test_the_smallest_possible_size_wears_a_mark_of_its_own(tree):
    def below(least):
        own = TreeLevel("line", "First line", Medal.BONSAI, least=least)
        tree.set_chapters((TreeChapter("One neuron", (own,)), *chapters()[1:]))
        return tree.grab().toImage().pixelColor(tree.spot("line").toPoint() + QPoint(0, 14)).name()

    theme = Look().theme
    assert below("") == theme.moss.name()
    assert below("smallest possible: 2, reached") == theme.blossom.name()


def test_the_tooltip_of_a_level_says_its_mark(tree, qtbot):
    own = TreeLevel("line", "First line", Medal.BONSAI, least="smallest possible: 2, reached")
    tree.set_chapters((TreeChapter("One neuron", (own,)), *chapters()[1:]))
    for level_id, said in (
        ("line", "First line · smallest possible: 2, reached"),
        ("xor", "Either"),
    ):
        place = tree.spot(level_id).toPoint()
        event = QHelpEvent(QEvent.Type.ToolTip, place, tree.mapToGlobal(place))
        QApplication.sendEvent(tree, event)
        assert QToolTip.text() == said
    QToolTip.hideText()


def test_a_passed_level_greens_its_foliage(tree):
    green = Look().theme.foliage.name()
    assert green not in colours_around(tree, "line", reach=60)
    tree.set_chapters(chapters(Medal.LEAF))
    assert green in colours_around(tree, "line", reach=60)


def test_the_theme_changes_the_tree_at_once(qtbot):
    look = Look("light")
    widget = TreeMap(look)
    qtbot.addWidget(widget)
    widget.resize(400, 360)
    widget.set_chapters(chapters())
    before = widget.grab().toImage()
    look.set_theme("dark")
    assert widget.grab().toImage() != before


def test_the_menu_of_a_level_plays_it_once_it_is_open(tree, qtbot):
    (play,) = tree.entries("xor")
    assert (play.text, play.refusal) == ("Play “Either”", "")
    with qtbot.waitSignal(tree.activated) as played:
        play.act()
    assert played.args == ["xor"]
    (later,) = tree.entries("ring")
    assert later.refusal == "Pass a level before it first."
