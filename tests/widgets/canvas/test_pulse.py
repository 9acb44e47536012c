"""The port that is to be used first calls until something is linked."""

import pytest

from widgets.canvas.pulse import PortPulse


@pytest.fixture
def pulse(view):
    view.document.add_input("x2", (-200, 80))
    view.document.add_input("x1", (-200, -80))
    return view.findChild(PortPulse)


def calls(view):
    return {node for node, item in view.network_scene.node_items.items() if item.call is not None}


def test_the_first_input_calls_until_the_first_link(view, pulse):
    assert calls(view) == {"x1"}
    view.document.link("x2", "y")
    assert calls(view) == set()
    assert pulse.node is None
    view.document.undo_stack.undo()
    assert calls(view) == {"x1"}


def test_it_moves_only_where_motion_is_wanted_and_seen(qtbot, view, pulse):
    look, item = view.network_scene.look, view.network_scene.node_items["x1"]
    assert not pulse.moving
    steady = item.call
    look.set_reduced_motion(False)
    assert pulse.moving
    qtbot.waitUntil(lambda: item.call != steady, timeout=2000)
    view.hide()
    assert not pulse.moving
    view.show()
    assert pulse.moving
    look.set_reduced_motion(True)
    assert not pulse.moving
    assert item.call == steady
