"""Where menus open: at the pointer, or by key at what is selected."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QMenu

from engine import LinkKey
from widgets.controls.menu import find_entry
from widgets.controls.popover import Popover
from widgets.palette.ingredient import Ingredient


def right_click(qtbot, view, at):
    """Press and release, with the event that a window system sends on a right press."""
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.RightButton, pos=at)
    where = view.viewport().mapToGlobal(at)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, where)
    QApplication.sendEvent(view.viewport(), event)


def open_menu_of(view):
    return next((menu for menu in view.findChildren(QMenu) if menu.isVisible()), None)


def texts(menu):
    return [action.text().split("\t")[0] for action in menu.actions() if action.text()]


@pytest.mark.parametrize(
    ("spot", "first"),
    [
        (lambda view: view.node_centre("h1"), "Link from here"),
        (lambda view: view.node_centre("y"), "Activation"),
        (lambda view: view.link_point("h2", "y"), "Set weight…"),
        (lambda view: QPoint(20, 20), "Add"),
    ],
)
def test_a_right_click_opens_the_menu_of_what_it_is_on(qtbot, xor_view, spot, first):
    right_click(qtbot, xor_view, spot(xor_view))
    menu = open_menu_of(xor_view)
    assert texts(menu)[0] == first
    menu.close()


def test_it_selects_what_it_is_on_and_keeps_a_selection_it_is_in(qtbot, xor_view):
    right_click(qtbot, xor_view, xor_view.node_centre("h1"))
    open_menu_of(xor_view).close()
    assert xor_view.selected_nodes == ("h1",)
    xor_view.select(["h1", "h2"])
    right_click(qtbot, xor_view, xor_view.node_centre("h2"))
    menu = open_menu_of(xor_view)
    assert texts(menu)[0] == "Connect the columns"
    menu.close()
    assert xor_view.selected_nodes == ("h1", "h2")


def test_what_is_held_is_put_back_and_no_menu_opens(qtbot, view):
    view.toolbox.hold(Ingredient("neuron", "tanh"))
    right_click(qtbot, view, QPoint(80, 80))
    assert view.toolbox.held is None
    assert open_menu_of(view) is None


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_Menu, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier),
    ],
)
def test_a_key_opens_the_menu_of_the_focused_node(qtbot, xor_view, key, modifier):
    xor_view.keyboard.focus.set_node("h3")
    qtbot.keyClick(xor_view, key, modifier)
    menu = open_menu_of(xor_view)
    assert xor_view.selected_nodes == ("h3",)
    assert texts(menu)[0] == "Link from here"
    menu.close()


def test_keys_and_reasons_are_shown(qtbot, xor_view):
    right_click(qtbot, xor_view, xor_view.node_centre("y"))
    menu = open_menu_of(xor_view)
    delete = next(action for action in menu.actions() if action.text().startswith("Delete"))
    assert delete.text() == "Delete\tDel"
    assert not delete.isEnabled()
    assert delete.toolTip() == "“y” is the answer: it cannot be removed."
    menu.close()


def test_a_weight_is_set_on_a_card(qtbot, xor_view):
    entries = xor_view.context.entries_at(xor_view.link_point("h2", "y"))
    find_entry(entries, "Set weight…").act()
    card = xor_view.window().findChild(Popover)
    field = card.findChild(QDoubleSpinBox)
    assert field.hasFocus() or not xor_view.isActiveWindow()
    field.setValue(1.25)
    key = LinkKey("h2", "y")
    assert xor_view.document.network.link_by_key[key].start_weight == 1.25
    card.dismiss()
