"""The canvas with a real mouse."""

import pytest
from PySide6.QtCore import QMargins, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QNativeGestureEvent,
    QPointingDevice,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from engine import LinkKey, Network
from widgets.canvas.floating.zoom_bar import ZoomBar
from widgets.canvas.items.node_item import Mark
from widgets.document.spacing import overlap
from widgets.palette.ingredient import Ingredient, encode

LEFT = Qt.MouseButton.LeftButton
NO_KEYS = Qt.KeyboardModifier.NoModifier


def drop(view, mime, at):
    """Drag a payload in and let go of it at a point of the viewport."""
    where, port = QPointF(at), view.viewport()
    copy = Qt.DropAction.CopyAction
    for event in (
        QDragEnterEvent(at, copy, mime, LEFT, NO_KEYS),
        QDragMoveEvent(at, copy, mime, LEFT, NO_KEYS),
        QDropEvent(where, copy, mime, LEFT, NO_KEYS),
    ):
        QApplication.sendEvent(port, event)


def test_a_node_is_moved_and_snaps_to_the_grid(xor_view, hand):
    start = xor_view.node_centre("h1")
    place = xor_view.document.layout["h1"]
    hand.drag(xor_view, start, start + QPoint(43, 22))
    x, y = xor_view.document.layout["h1"]
    assert (x, y) == (place[0] + 40, place[1] + 24)
    assert xor_view.document.undo_stack.undoText() == "Move"
    assert xor_view.selected_nodes == ("h1",)


def test_a_click_selects_and_moves_nothing(xor_view, hand):
    hand.click(xor_view, xor_view.node_centre("h2"))
    hand.click(xor_view, xor_view.node_centre("y"), Qt.KeyboardModifier.ShiftModifier)
    assert xor_view.selected_nodes == ("h2", "y")
    assert xor_view.document.undo_stack.count() == 0


def test_all_selected_nodes_move_together(xor_view, hand):
    before = dict(xor_view.document.layout)
    xor_view.network_scene.select(["h1", "h2"])
    start = xor_view.node_centre("h1")
    hand.drag(xor_view, start, start + QPoint(-40, 0))
    after = xor_view.document.layout
    assert [after[n][0] - before[n][0] for n in ("h1", "h2", "h3")] == [-40, -40, 0]


def test_a_link_is_drawn_from_port_to_node(view, hand):
    view.document.add_input("x1", (-200, 0))
    hand.link(view, "x1", "y")
    assert set(view.document.network.link_by_key) == {("x1", "y")}
    assert view.document.undo_stack.undoText() == "Link x₁ to y"


def test_a_link_is_drawn_by_two_clicks(view, hand):
    view.document.add_input("x1", (-200, 0))
    hand.click(view, view.port_position("x1"))
    assert view.gesture is not None
    hand.click(view, view.node_centre("y"))
    assert set(view.document.network.link_by_key) == {("x1", "y")}
    assert view.gesture is None


def test_the_link_tool_draws_from_anywhere_on_a_node(view, hand):
    view.document.add_input("x1", (-200, 0))
    view.toolbox.choose("link")
    hand.drag(view, view.node_centre("x1"), view.node_centre("y"))
    assert set(view.document.network.link_by_key) == {("x1", "y")}


@pytest.mark.parametrize(
    ("source", "target", "reason"),
    [
        ("h1", "x2", "“x₂” is an input: links only leave it."),
        ("h1", "y", "“h₁” and “y” are linked already."),
        ("h2", "h1", "This link would make a cycle: signals only flow forward."),
    ],
)
def test_a_refused_link_says_why_beside_the_pointer(xor_view, hand, source, target, reason):
    xor_view.document.link("h1", "h2")
    before = xor_view.document.solution
    heard = []
    xor_view.refused.connect(heard.append)
    hand.link(xor_view, source, target)
    assert xor_view.bubble.isVisible()
    assert xor_view.bubble.text == reason
    assert heard[-1] == reason
    assert xor_view.document.solution is before
    hand.click(xor_view, hand.free(xor_view))
    assert not xor_view.bubble.isVisible()


@pytest.mark.parametrize("steer", ["wheel", "pan"])
def test_a_bubble_goes_when_what_it_points_at_moves_away(xor_view, hand, steer):
    xor_view.document.link("h1", "h2")
    hand.link(xor_view, "h2", "h1")
    assert xor_view.bubble.isVisible()
    middle = xor_view.viewport().rect().center()
    if steer == "wheel":
        turn_wheel(xor_view, middle, QPoint(0, 120))
    else:
        hand.drag(xor_view, middle, middle + QPoint(40, 0), Qt.MouseButton.MiddleButton)
    assert not xor_view.bubble.isVisible()


def test_escape_gives_a_link_up(qtbot, xor_view, hand):
    start, end = xor_view.port_position("h1"), xor_view.node_centre("h2")
    hand.press(xor_view, start)
    hand.move(xor_view, start, end)
    qtbot.keyClick(xor_view, Qt.Key.Key_Escape)
    hand.release(xor_view, end)
    assert LinkKey("h1", "h2") not in xor_view.document.network.link_by_key
    assert len(xor_view.network_scene.items()) == 6 + 9


def test_several_selected_nodes_are_linked_at_once(xor_view, hand):
    xor_view.document.remove(links=[LinkKey("h1", "y"), LinkKey("h2", "y")])
    xor_view.network_scene.select(["h1", "h2"])
    hand.link(xor_view, "h1", "y")
    assert {("h1", "y"), ("h2", "y")} <= set(xor_view.document.network.link_by_key)
    assert xor_view.document.undo_stack.undoText() == "Draw 2 links"


def test_a_marquee_selects_and_delete_deletes(qtbot, xor_view, hand):
    corner = xor_view.node_centre("h1") - QPoint(50, 50)
    hand.drag(xor_view, corner, xor_view.node_centre("h2") + QPoint(40, 40))
    assert xor_view.selected_nodes == ("h1", "h2")
    qtbot.keyClick(xor_view, Qt.Key.Key_Delete)
    assert [neuron.id for neuron in xor_view.document.network.hidden] == ["h3"]
    assert xor_view.document.undo_stack.undoText() == "Delete 2 neurons"


def test_the_output_cannot_be_deleted(qtbot, xor_view, hand):
    hand.click(xor_view, xor_view.node_centre("y"))
    qtbot.keyClick(xor_view, Qt.Key.Key_Delete)
    assert xor_view.bubble.text == "“y” is the answer: it cannot be removed."


def test_select_all_and_delete_leaves_just_the_outputs(qtbot, xor_view):
    qtbot.keyClick(xor_view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(xor_view, Qt.Key.Key_Delete)
    assert set(xor_view.document.network.nodes) == {"y"}
    assert not xor_view.document.network.links
    assert xor_view.document.undo_stack.undoText() == "Delete 2 inputs and 3 neurons"
    assert xor_view.document.undo_stack.count() == 1
    xor_view.document.undo_stack.undo()
    assert len(xor_view.document.network.links) == 9


def test_the_shears_cut_what_they_cross(xor_view, hand):
    xor_view.toolbox.choose("cut")
    x = (xor_view.port_position("h1").x() + xor_view.node_centre("y").x()) // 2 - 30
    hand.drag(xor_view, QPoint(x, 60), QPoint(x, 600))
    assert {link.target for link in xor_view.document.network.links} == {"h1", "h2", "h3"}
    assert xor_view.document.undo_stack.undoText() == "Delete 3 links"


def test_the_shears_cut_a_link_by_a_click(xor_view, hand):
    xor_view.toolbox.choose("cut")
    hand.click(xor_view, xor_view.link_point("h2", "y"))
    assert LinkKey("h2", "y") not in xor_view.document.network.link_by_key


def test_a_click_selects_a_link_and_delete_deletes_it(qtbot, xor_view, hand):
    hand.click(xor_view, xor_view.link_point("h1", "y"))
    assert xor_view.selected_links == (LinkKey("h1", "y"),)
    qtbot.keyClick(xor_view, Qt.Key.Key_Delete)
    assert xor_view.document.undo_stack.undoText() == "Delete link h₁ to y"


def test_an_ingredient_is_dropped_where_the_pointer_is(view):
    mime = encode(Ingredient("input", "x1"))
    at = view.mapFromScene(QPointF(-160, 40))
    drop(view, mime, at)
    assert view.document.layout["x1"] == (-160.0, 40.0)
    assert view.selected_nodes == ("x1",)


def test_a_neuron_dropped_on_a_link_goes_into_it(view):
    view.document.add_input("x1", (-200, 0))
    view.document.link("x1", "y")
    mime = encode(Ingredient("neuron", "tanh"))
    drop(view, mime, view.link_point("x1", "y"))
    assert set(view.document.network.link_by_key) == {("x1", "h1"), ("h1", "y")}
    assert view.document.undo_stack.undoText() == "Insert tanh neuron"


def test_a_neuron_on_the_canvas_is_put_into_a_link(view, hand):
    view.document.add_input("x1", (-200, 0))
    view.document.link("x1", "y")
    view.document.add_neuron("tanh", (0, 200))
    hand.drag(view, view.node_centre("h1"), view.link_point("x1", "y"))
    assert set(view.document.network.link_by_key) == {("x1", "h1"), ("h1", "y")}


def test_an_input_dropped_on_a_node_is_set_beside_it_and_linked(view):
    place = view.document.layout["y"]
    drop(view, encode(Ingredient("input", "x1")), view.node_centre("y"))
    assert set(view.document.network.link_by_key) == {("x1", "y")}
    assert view.document.layout["y"] == place
    assert view.document.layout["x1"] == (place[0] - 144, place[1])
    assert (view.bubble.text, view.bubble.refuses) == ("x₁ → y linked", False)
    view.document.undo_stack.undo()
    assert set(view.document.network.nodes) == {"y"}


def test_an_input_dropped_on_an_input_is_set_beside_it(view):
    view.document.add_input("x1", (-200, 0))
    drop(view, encode(Ingredient("input", "x2")), view.node_centre("x1"))
    assert not view.document.network.links
    assert not overlap(view.document.layout["x1"], view.document.layout["x2"])


def test_a_neuron_dropped_on_an_input_is_fed_by_it(view):
    view.document.add_input("x1", (-200, 0))
    drop(view, encode(Ingredient("neuron", "tanh")), view.node_centre("x1"))
    assert set(view.document.network.link_by_key) == {("x1", "h1")}
    assert view.document.layout["h1"] == (-56, 0)


def test_an_input_dropped_where_no_link_is_allowed_is_only_set_beside(make_view, make_document):
    view = make_view(make_document(skip_links=False))
    view.document.add_input("x2", (-200, 0))
    view.document.add_neuron("tanh", (0, 0))
    view.document.link("x2", "h1")
    view.document.link("h1", "y")
    drop(view, encode(Ingredient("input", "x1")), view.node_centre("y"))
    assert "x1" in view.document.network.nodes
    assert LinkKey("x1", "y") not in view.document.network.link_by_key


def test_an_input_dragged_onto_the_output_is_linked_and_goes_back(view, hand):
    view.document.add_input("x1", (-200, 0))
    steps = view.document.undo_stack.count()
    hand.drag(view, view.node_centre("x1"), view.node_centre("y"))
    assert set(view.document.network.link_by_key) == {("x1", "y")}
    assert view.document.layout["x1"] == (-200, 0)
    assert view.network_scene.node_items["x1"].pos() == QPointF(-200, 0)
    assert view.bubble.text == "x₁ → y linked"
    assert view.document.undo_stack.count() == steps + 1
    assert view.selected_nodes == ()  # the map goes on showing the output


def test_a_link_is_shown_before_a_node_is_let_go_on_another(view, hand):
    view.document.add_input("x1", (-200, 0))
    start, end = view.node_centre("x1"), view.node_centre("y")
    hand.press(view, start)
    hand.move(view, start, end)
    assert view.network_scene.node_items["y"].mark is Mark.AIMED
    hand.move(view, end, start)
    assert view.network_scene.node_items["y"].mark is Mark.NONE
    hand.release(view, start)
    assert not view.document.network.links


def test_the_paper_stays_below_the_hand_when_the_window_changes(view, hand):
    view.document.add_input("x1", (-200, 0))
    view.fit()
    start, end = view.node_centre("x1"), view.node_centre("y")
    hand.press(view, start)
    hand.move(view, start, end)
    view.resize(view.width() - 40, view.height() - 40)
    assert view.node_centre("y") == end
    hand.release(view, end)
    assert set(view.document.network.link_by_key) == {("x1", "y")}


def test_a_linked_input_dragged_onto_its_output_is_set_beside_it(view, hand):
    view.document.add_input("x1", (-200, 0))
    view.document.link("x1", "y")
    hand.drag(view, view.node_centre("x1"), view.node_centre("y"))
    assert not overlap(view.document.layout["x1"], view.document.layout["y"])
    assert view.bubble.text == "“x₁” and “y” are linked already."


def test_a_neuron_dragged_onto_a_neuron_is_set_beside_it(xor_view, hand):
    h2 = xor_view.document.layout["h2"]
    hand.drag(xor_view, xor_view.node_centre("h1"), xor_view.node_centre("h2"))
    assert xor_view.document.layout["h2"] == h2
    assert not overlap(xor_view.document.layout["h1"], h2)
    assert len(xor_view.document.network.links) == 9


def test_a_node_that_yields_slides_to_its_place(qtbot, xor_view, hand):
    xor_view.network_scene.look.set_reduced_motion(False)
    hand.drag(xor_view, xor_view.node_centre("h1"), xor_view.node_centre("h2"))
    item, place = xor_view.network_scene.node_items["h1"], xor_view.document.layout["h1"]
    assert (item.x(), item.y()) != place
    qtbot.waitUntil(lambda: (item.x(), item.y()) == place, timeout=2000)


def test_the_camera_looks_at_where_nodes_slide_to(qtbot, view, hand):
    view.network_scene.look.set_reduced_motion(False)
    view.document.add_input("x1", (-200, 0))
    item = view.network_scene.node_items["x1"]
    qtbot.waitUntil(lambda: (item.x(), item.y()) == (-200, 0), timeout=2000)
    view.fit()
    output = view.node_centre("y")
    hand.drag(view, view.node_centre("x1"), output)
    assert (item.x(), item.y()) != (-200, 0)  # it is on its way back
    view.fit()
    assert view.node_centre("y").x() == output.x()


def test_a_drop_that_is_refused_says_why(make_view, make_document):
    view = make_view(make_document(max_neurons=0))
    mime = encode(Ingredient("neuron", "tanh"))
    drop(view, mime, QPoint(100, 100))
    assert view.bubble.text == "This level allows no hidden neurons."
    assert view.document.undo_stack.count() == 0


def test_a_foreign_drag_is_left_alone(view):
    mime = QMimeData()
    mime.setText("hello")
    event = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, mime, LEFT, NO_KEYS)
    QApplication.sendEvent(view.viewport(), event)
    assert not event.isAccepted()
    assert view.gesture is None


def test_what_is_held_is_put_down_by_a_click(view, hand):
    view.toolbox.hold(Ingredient("block", "tanh", 2))
    at = view.mapFromScene(QPointF(-40, 0))
    hand.click(view, at)
    assert len(view.document.network.hidden) == 2
    assert view.toolbox.held is None
    hand.click(view, QPoint(60, 60))
    assert len(view.document.network.hidden) == 2


def test_what_is_held_is_put_back_by_the_right_button(qtbot, view):
    view.toolbox.hold(Ingredient("neuron", "tanh"))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.RightButton, pos=QPoint(80, 80))
    assert view.toolbox.held is None
    assert view.document.network.hidden == ()


def test_space_and_drag_pushes_the_paper(qtbot, xor_view, hand):
    before = xor_view.node_centre("h1")
    qtbot.keyPress(xor_view, Qt.Key.Key_Space)
    hand.drag(xor_view, QPoint(100, 100), QPoint(160, 130))
    qtbot.keyRelease(xor_view, Qt.Key.Key_Space)
    assert xor_view.node_centre("h1") - before == QPoint(60, 30)
    assert xor_view.document.undo_stack.count() == 0


def test_a_tap_of_space_is_reported_and_a_push_is_not(qtbot, xor_view, hand):
    with qtbot.waitSignal(xor_view.space_tapped):
        qtbot.keyClick(xor_view, Qt.Key.Key_Space)
    with qtbot.assertNotEmitted(xor_view.space_tapped):
        qtbot.keyPress(xor_view, Qt.Key.Key_Space)
        hand.drag(xor_view, QPoint(100, 100), QPoint(160, 130))
        qtbot.keyRelease(xor_view, Qt.Key.Key_Space)


def test_the_middle_button_pushes_the_paper(xor_view, hand):
    before = xor_view.node_centre("h1")
    start = xor_view.node_centre("y")
    hand.drag(xor_view, start, start + QPoint(-30, 10), Qt.MouseButton.MiddleButton)
    assert xor_view.node_centre("h1") - before == QPoint(-30, 10)


def turn_wheel(view, at, turn, pixels=None, keys=NO_KEYS):
    """Turn a wheel, or move two fingers on a touchpad when there are pixels."""
    phase = Qt.ScrollPhase.ScrollUpdate if pixels else Qt.ScrollPhase.NoScrollPhase
    where = QPointF(view.viewport().mapToGlobal(at))
    button = Qt.MouseButton.NoButton
    event = QWheelEvent(QPointF(at), where, pixels or QPoint(), turn, button, keys, phase, False)
    QApplication.sendEvent(view.viewport(), event)


@pytest.mark.parametrize("keys", [NO_KEYS, Qt.KeyboardModifier.ControlModifier])
def test_the_wheel_zooms_towards_the_pointer(xor_view, keys):
    at = xor_view.node_centre("h1")
    zoom = xor_view.camera.zoom
    turn_wheel(xor_view, at, QPoint(0, 120), keys=keys)
    assert xor_view.camera.zoom == pytest.approx(zoom * 1.2)
    assert (xor_view.node_centre("h1") - at).manhattanLength() <= 2
    turn_wheel(xor_view, at, QPoint(0, -240), keys=keys)
    assert xor_view.camera.zoom == pytest.approx(zoom / 1.2)


def test_zooming_to_and_fro_does_not_drift(xor_view):
    at = xor_view.node_centre("h1")
    for turn in (120, -120) * 20:
        turn_wheel(xor_view, at, QPoint(0, turn))
    assert (xor_view.node_centre("h1") - at).manhattanLength() <= 2


def test_shift_and_wheel_pans_sideways(xor_view):
    before, zoom = xor_view.node_centre("h1"), xor_view.camera.zoom
    turn_wheel(xor_view, before, QPoint(0, -120), keys=Qt.KeyboardModifier.ShiftModifier)
    assert xor_view.node_centre("h1") - before == QPoint(-60, 0)
    assert xor_view.camera.zoom == zoom


def test_two_fingers_pan(xor_view):
    before, zoom = xor_view.node_centre("h1"), xor_view.camera.zoom
    turn_wheel(xor_view, before, QPoint(20, -46), pixels=QPoint(10, -23))
    assert xor_view.node_centre("h1") - before == QPoint(10, -23)
    assert xor_view.camera.zoom == zoom


def test_pinching_zooms_towards_the_fingers(xor_view):
    at, zoom = xor_view.node_centre("h1"), xor_view.camera.zoom
    where = QPointF(xor_view.viewport().mapToGlobal(at))
    pinch = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        QPointF(at),
        where,
        where,
        0.1,
        QPointF(),
    )
    QApplication.sendEvent(xor_view.viewport(), pinch)
    assert xor_view.camera.zoom == pytest.approx(zoom * 1.1)
    assert (xor_view.node_centre("h1") - at).manhattanLength() <= 2


@pytest.mark.parametrize("way", [QPoint(-900, 0), QPoint(900, 0), QPoint(0, -900), QPoint(0, 900)])
def test_the_network_cannot_be_pushed_out_of_view(xor_view, hand, way):
    middle = xor_view.viewport().rect().center()
    for _ in range(4):
        hand.drag(xor_view, middle, middle + way, Qt.MouseButton.MiddleButton)
    seen = xor_view.mapFromScene(xor_view.content_rect()).boundingRect()
    shown = seen.intersected(xor_view.viewport().rect())
    assert min(shown.width(), shown.height()) >= 64


@pytest.mark.parametrize("raised", [0, 160])
def test_a_tiny_network_cannot_hide_behind_the_buttons(xor_view, hand, raised):
    xor_view.set_fit_margins(QMargins(0, 0, 0, raised))
    xor_view.corners.set_lift(raised)
    for _ in range(3):
        turn_wheel(xor_view, xor_view.viewport().rect().center(), QPoint(0, -1200))
    middle = xor_view.viewport().rect().center()
    for _ in range(4):
        hand.drag(xor_view, middle, middle + QPoint(300, 300), Qt.MouseButton.MiddleButton)
    bar = xor_view.corners.zoom_bar.geometry()
    assert not any(bar.intersects(square) for square in xor_view.landmarks())


def test_zooming_at_an_empty_corner_keeps_the_network_in_view(xor_view):
    for _ in range(30):
        turn_wheel(xor_view, QPoint(5, 5), QPoint(0, 120))
    seen = xor_view.mapFromScene(xor_view.content_rect()).boundingRect()
    assert xor_view.viewport().rect().intersects(seen)
    assert xor_view.camera.zoom == 3.0


def test_a_network_that_is_nearly_out_can_be_brought_back(qtbot, xor_view, hand):
    back = xor_view.findChild(QWidget, "canvas-return")
    assert not back.isVisible()
    middle = xor_view.viewport().rect().center()
    hand.drag(xor_view, middle, middle + QPoint(-700, 0), Qt.MouseButton.MiddleButton)
    hand.drag(xor_view, middle, middle + QPoint(-700, 0), Qt.MouseButton.MiddleButton)
    assert back.isVisible()
    qtbot.mouseClick(back, LEFT)
    assert not back.isVisible()
    area = xor_view.viewport().rect()
    assert all(area.contains(xor_view.node_centre(node)) for node in ("x1", "h1", "y"))


def test_buttons_zoom_and_fit(qtbot, xor_view):
    bar = xor_view.findChild(ZoomBar)
    zoom = xor_view.camera.zoom
    qtbot.mouseClick(bar.findChild(QWidget, "canvas-zoom-in"), LEFT)
    assert xor_view.camera.zoom == pytest.approx(zoom * 1.2)
    assert bar.figure == f"{xor_view.camera.zoom * 100:.0f} %"
    qtbot.mouseClick(bar.findChild(QWidget, "zoom-life-size"), LEFT)
    assert xor_view.camera.zoom == pytest.approx(1.0)
    qtbot.mouseClick(bar.findChild(QWidget, "canvas-fit"), LEFT)
    assert not xor_view.camera.touched
    assert xor_view.rect().contains(bar.geometry())


def test_fit_shows_everything(qtbot, xor_view):
    xor_view.document.move({"h1": (3000.0, 2000.0)})
    qtbot.keyClick(xor_view, Qt.Key.Key_F)
    area = xor_view.viewport().rect()
    assert all(area.contains(xor_view.node_centre(node)) for node in ("x1", "h1", "y"))


def test_the_pointer_on_a_link_shows_its_weight(qtbot, xor_view, make_frame):
    frame = make_frame(xor_view.document.network)
    xor_view._run.set_frame(frame)
    with qtbot.waitSignal(xor_view.selection.pointed_changed):
        qtbot.mouseMove(xor_view.viewport(), xor_view.link_point("h1", "y"))
    assert xor_view.selection.pointed == LinkKey("h1", "y")
    weight = f"{frame.snapshot.weight('h1', 'y'):+.2f}".replace("-", "−")
    assert ("weight", weight) in xor_view.card.rows
    qtbot.mouseMove(xor_view.viewport(), QPoint(5, 5))
    assert not xor_view.card.isVisible()


def test_an_empty_canvas_says_what_to_do(view):
    assert view.hint == "Drag an input here, then link it to y"
    assert view.accessibleDescription() == view.hint or not view.accessibleDescription()
    view.document.add_input("x1", (0, 0))
    assert view.hint == "Drag from the green dot to y"
    view.document.add_neuron("tanh", (100, 0))
    assert view.hint == "Drag from the green dot to a neuron or y"
    view.document.link("x1", "y")
    assert view.hint == ""


def test_copy_and_paste_go_through_the_clipboard(qtbot, xor_view):
    xor_view.network_scene.select(["x1", "h1"])
    xor_view.commands.copy()
    xor_view.commands.paste()
    assert LinkKey("x1", "h4") in xor_view.document.network.link_by_key
    assert xor_view.selected_nodes == ("h4",)
    QApplication.clipboard().setText("hello")
    xor_view.commands.paste()
    assert xor_view.bubble.text == "The clipboard holds no part of a network."


def test_undo_in_mid_drag_leaves_the_scene_in_step(xor_view, hand):
    xor_view.document.add_neuron("tanh", (0, 300))
    start = xor_view.node_centre("h4")
    hand.press(xor_view, start)
    hand.move(xor_view, start, start + QPoint(60, 0))
    xor_view.document.undo_stack.undo()
    hand.move(xor_view, start + QPoint(60, 0), start + QPoint(90, 0))
    hand.release(xor_view, start + QPoint(90, 0))
    assert set(xor_view.network_scene.node_items) == set(xor_view.document.network.nodes)


def test_an_empty_network_can_be_shown(make_view, make_document):
    view = make_view(make_document(Network()))
    assert set(view.network_scene.node_items) == {"y"}
