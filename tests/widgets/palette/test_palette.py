"""The palette: what it offers, and its three ways to the canvas."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QDrag, QFontMetricsF
from PySide6.QtWidgets import QApplication, QMenu, QToolTip

from engine import Network, Neuron, Task
from levels import Solution
from widgets.controls.menu import find_entry
from widgets.document.document import Document
from widgets.palette.ingredient import Ingredient, decode
from widgets.palette.palette import Palette
from widgets.palette.tile import Tile
from widgets.theme.style import font

LEFT = Qt.MouseButton.LeftButton


def test_it_offers_what_the_level_allows(palette):
    names = {tile.objectName() for tile in palette.findChildren(Tile)}
    assert names == {
        *(f"palette-{name}" for name in ("x1", "x2", "x1*x2", "tanh", "relu", "sine", "abs")),
        *(f"palette-block-{count}" for count in (2, 4, 8)),
        *(f"palette-{tool}" for tool in ("select", "link", "cut")),
    }


def test_what_is_used_up_is_greyed_and_says_why(palette, view):
    view.document.add_input("x1", (0, 0))
    tile = palette.tile("x1")
    assert not tile.isEnabled()
    assert tile.toolTip() == "The input “x₁” is there already."
    view.document.undo_stack.undo()
    assert tile.isEnabled()


def test_a_greyed_tile_says_why_as_soon_as_it_is_pressed(qtbot, palette, view):
    view.document.add_input("x1", (0.0, 0.0))
    palette.show()
    tile = palette.tile("x1")
    qtbot.mousePress(palette, Qt.MouseButton.LeftButton, pos=tile.geometry().center())
    assert QToolTip.text() == tile.toolTip()
    assert "x₁" in QToolTip.text()
    QToolTip.hideText()


def test_a_block_that_finds_no_room_is_greyed(palette, view):
    view.document.add_neuron("tanh", (0, 0))
    assert palette.tile("block-4").isEnabled()
    assert not palette.tile("block-8").isEnabled()
    assert "8 neurons" in palette.tile("block-8").toolTip()


def test_a_drag_carries_the_ingredient(qtbot, monkeypatch, palette):
    carried = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, _: carried.append(decode(drag.mimeData())))
    tile = palette.tile("tanh")
    qtbot.mousePress(tile, LEFT, pos=QPoint(20, 20))
    qtbot.mouseMove(tile, QPoint(24, 20))
    qtbot.mouseMove(tile, QPoint(60, 40))
    qtbot.mouseRelease(tile, LEFT, pos=QPoint(60, 40))
    assert carried == [Ingredient("neuron", "tanh")]
    assert palette.toolbox.held is None


def test_click_then_click(qtbot, palette, view, hand):
    qtbot.mouseClick(palette.tile("x2"), LEFT)
    assert view.toolbox.held == Ingredient("input", "x2")
    assert palette.tile("x2").isChecked()
    hand.click(view, QPoint(200, 200))
    assert "x2" in view.document.network.nodes
    assert not palette.tile("x2").isChecked()
    assert palette.tile("select").isChecked()


def test_a_second_click_puts_it_back(qtbot, palette):
    for _ in range(2):
        qtbot.mouseClick(palette.tile("tanh"), LEFT)
    assert palette.toolbox.held is None


def test_enter_puts_it_at_a_free_place(qtbot, palette, view):
    for name in ("x1", "x2", "tanh", "tanh", "block-2"):
        qtbot.keyClick(palette.tile(name), Qt.Key.Key_Return)
    layout = view.document.layout
    assert len(set(layout.values())) == 7
    assert layout["x1"][0] == layout["x2"][0] < layout["h1"][0] < layout["y"][0]


@pytest.mark.parametrize("tool", ["link", "cut", "select"])
def test_tools_are_chosen(qtbot, palette, tool):
    qtbot.mouseClick(palette.tile(tool), LEFT)
    assert palette.toolbox.tool == tool
    assert [name for name in ("select", "link", "cut") if palette.tile(name).isChecked()] == [tool]


def test_another_level_offers_other_things(palette, view, rules):
    view.document.reset(view.document.solution, rules=replace(rules, activations=("relu",)))
    assert palette.tile("relu").isEnabled()
    with pytest.raises(KeyError):
        palette.tile("tanh")


def test_every_tile_has_a_name_for_screen_readers(palette):
    assert palette.tile("x1*x2").accessibleName() == "Add input x₁·x₂"
    assert all(tile.accessibleName() for tile in palette.findChildren(Tile))


def test_a_right_click_offers_both_ways(qtbot, palette, view):
    tile = palette.tile("tanh")
    at = QPoint(20, 20)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, tile.mapToGlobal(at))
    QApplication.sendEvent(tile, event)
    menu = tile.findChild(QMenu)
    assert menu.isVisible()
    menu.close()
    find_entry(palette.entries(tile), "Add tanh neuron").act()
    assert "h1" in view.document.network.nodes
    find_entry(palette.entries(tile), "Take it, then click where it goes").act()
    assert view.toolbox.held == Ingredient("neuron", "tanh")


FLOWERS = Task("classification", ("x1", "x2"), outputs=1, classes=2, labels=("petal length", "hue"))


def test_inputs_are_called_by_the_labels_of_their_columns(make_view, rules, look, qtbot):
    output = Neuron("y", activation="identity", output=True)
    solution = Solution("Mine", Network().add_neuron(output), rules.training)
    offered = replace(rules, task=FLOWERS, inputs=FLOWERS.columns)
    view = make_view(Document(solution, FLOWERS, offered))
    palette = Palette(view.document, look, view.toolbox)
    qtbot.addWidget(palette)
    tile = palette.tile("x1")
    assert tile.accessibleName() == "Add input petal length"
    assert tile.label_lines == ("petal", "length")
    assert tile.sizeHint().height() > palette.tile("x2").sizeHint().height()
    view.document.add_input("x1", (0, 0))
    assert view.document.undo_stack.undoText() == "Add input petal length"


def test_a_label_that_two_lines_cannot_hold_is_cut(look, qtbot):
    tile = Tile(look, "an uncommonly long-winded label", lambda *_: None)
    qtbot.addWidget(tile)
    first, second = tile.label_lines
    assert second.endswith("…")
    wide = QFontMetricsF(font(11)).horizontalAdvance
    assert max(wide(first), wide(second)) <= tile.sizeHint().width()
