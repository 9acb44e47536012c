"""The canvas and the palette by keys alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from engine import LinkKey
from widgets.palette.palette import Palette
from widgets.theme.look import Look

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def bench(qtbot, view):
    """Palette and canvas side by side."""
    page = QWidget()
    row = QHBoxLayout(page)
    row.addWidget(Palette(view.document, Look(parent=view), view.toolbox))
    row.addWidget(view)
    qtbot.addWidget(page)
    page.resize(1000, 640)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def tab_to(qtbot, page, name):
    """Press Tab until the widget of that name has the focus."""
    for _ in range(40):
        focused = page.focusWidget()
        if focused is not None and focused.objectName() == name:
            return focused
        qtbot.keyClick(focused or page, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never came to {name}")


def walk_to(qtbot, view, where, goal):
    """Tab forth until ``where()`` is the goal."""
    for _ in range(20):
        if where() == goal:
            return
        qtbot.keyClick(view, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never came to {goal}")


def test_two_three_one_is_built_by_keys_alone(qtbot, bench, view):
    for name in ("palette-x1", "palette-x2", "palette-tanh", "palette-tanh", "palette-tanh"):
        qtbot.keyClick(tab_to(qtbot, bench, name), Qt.Key.Key_Return)
    tab_to(qtbot, bench, "canvas")
    pairs = [(x, h) for x in ("x1", "x2") for h in ("h1", "h2", "h3")]
    for source, target in [*pairs, ("h1", "y"), ("h2", "y"), ("h3", "y")]:
        view.keyboard.focus.set_node(None)
        walk_to(qtbot, view, lambda: view.keyboard.focus.node, source)
        qtbot.keyClick(view, Qt.Key.Key_L)
        walk_to(qtbot, view, lambda: view.keyboard.linking.aim.target, target)
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert view.document.network.parameters == 13
    assert set(view.document.network.link_by_key) == {
        *pairs,
        ("h1", "y"),
        ("h2", "y"),
        ("h3", "y"),
    }


def test_tab_walks_through_the_nodes_and_then_leaves(qtbot, xor_view):
    seen = []
    for _ in range(6):
        qtbot.keyClick(xor_view, Qt.Key.Key_Tab)
        seen.append(xor_view.keyboard.focus.node)
    assert seen == ["x1", "x2", "h1", "h2", "h3", "y"]
    assert xor_view.selected_nodes == ("y",)
    qtbot.keyClick(xor_view, Qt.Key.Key_Tab)
    assert xor_view.keyboard.focus.node is None
    assert not xor_view.hasFocus()
    xor_view.setFocus()
    qtbot.keyClick(xor_view, Qt.Key.Key_Tab, SHIFT)
    assert xor_view.keyboard.focus.node == "y"


def test_tab_goes_straight_through_the_buttons_on_the_canvas(qtbot, xor_view):
    stops = ["canvas-zoom-out", "zoom-life-size", "canvas-zoom-in", "canvas-fit"]
    xor_view.findChild(QWidget, stops[0]).setFocus()
    for name in stops[1:]:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget().objectName() == name
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab, SHIFT)
    assert QApplication.focusWidget().objectName() == stops[-2]
    assert xor_view.keyboard.focus.node is None


def test_arrows_go_to_the_nearest_node_that_way(qtbot, xor_view):
    xor_view.keyboard.focus.set_node("x1")
    for key, node in (("Right", "h1"), ("Down", "h2"), ("Right", "y"), ("Left", "h2")):
        qtbot.keyClick(xor_view, getattr(Qt.Key, f"Key_{key}"))
        assert xor_view.keyboard.focus.node == node
    qtbot.keyClick(xor_view, Qt.Key.Key_Up, SHIFT)
    assert xor_view.selected_nodes == ("h1", "h2")


def test_ctrl_and_arrows_move_what_is_selected(qtbot, xor_view):
    before = xor_view.document.layout["h1"]
    xor_view.network_scene.select(["h1"])
    for _ in range(3):
        qtbot.keyClick(xor_view, Qt.Key.Key_Right, CTRL)
    assert xor_view.document.layout["h1"] == (before[0] + 24, before[1])
    assert xor_view.document.undo_stack.count() == 1


def test_ctrl_and_arrows_go_past_a_node_that_is_in_the_way(qtbot, xor_view):
    h1, h2 = (xor_view.document.layout[node] for node in ("h1", "h2"))
    xor_view.document.move({"h1": (h2[0], h2[1] - 80)})
    xor_view.network_scene.select(["h1"])
    qtbot.keyClick(xor_view, Qt.Key.Key_Down, CTRL)
    assert xor_view.document.layout["h1"] == (h2[0], h2[1] + 224)
    assert xor_view.document.layout["h2"] == h2
    assert h1 != h2


def test_an_illegal_end_says_why_and_escape_gives_up(qtbot, xor_view):
    xor_view.keyboard.focus.set_node("h1")
    qtbot.keyClick(xor_view, Qt.Key.Key_L)
    qtbot.keyClick(xor_view, Qt.Key.Key_Left)
    assert "is an input" in xor_view.bubble.text
    qtbot.keyClick(xor_view, Qt.Key.Key_Return)
    assert "is an input" in xor_view.bubble.text
    assert xor_view.document.undo_stack.count() == 0
    qtbot.keyClick(xor_view, Qt.Key.Key_L)
    qtbot.keyClick(xor_view, Qt.Key.Key_Escape)
    assert xor_view.keyboard.linking is None
    assert not xor_view.bubble.isVisible()


def test_x_walks_through_the_links_of_a_node(qtbot, xor_view):
    xor_view.keyboard.focus.set_node("y")
    qtbot.keyClick(xor_view, Qt.Key.Key_X)
    qtbot.keyClick(xor_view, Qt.Key.Key_X)
    assert xor_view.selected_links == (LinkKey("h2", "y"),)
    qtbot.keyClick(xor_view, Qt.Key.Key_Delete)
    assert LinkKey("h2", "y") not in xor_view.document.network.link_by_key


def test_c_connects_the_selected_columns(qtbot, xor_view):
    xor_view.document.remove(links=list(xor_view.document.network.link_by_key))
    qtbot.keyClick(xor_view, Qt.Key.Key_A, CTRL)
    qtbot.keyClick(xor_view, Qt.Key.Key_C)
    assert len(xor_view.document.network.links) == 9
    assert xor_view.document.undo_stack.undoText() == "Draw 9 links"


def test_duplicate_tidy_and_zoom(qtbot, xor_view):
    xor_view.network_scene.select(["h1"])
    qtbot.keyClick(xor_view, Qt.Key.Key_D, CTRL)
    assert xor_view.selected_nodes == ("h4",)
    qtbot.keyClick(xor_view, Qt.Key.Key_T)
    assert xor_view.document.undo_stack.undoText() == "Tidy up"
    zoom = xor_view.camera.zoom
    qtbot.keyClick(xor_view, Qt.Key.Key_Plus)
    assert xor_view.camera.zoom > zoom


def test_the_focused_node_is_described_to_screen_readers(qtbot, xor_view):
    xor_view.keyboard.focus.set_node("h1")
    assert xor_view.accessibleDescription() == "h₁, tanh neuron; fed by x₁, x₂; feeds y"


def test_the_focus_leaves_a_node_that_goes(xor_view):
    xor_view.keyboard.focus.set_node("h1")
    xor_view.document.remove(["h1"])
    assert xor_view.keyboard.focus.node is None
