"""The scene follows the document and shows what training says."""

import numpy as np
from PySide6.QtCore import QPointF

from engine import LinkKey
from tests.calls import calls_of
from widgets.canvas.items.geometry import link_width
from widgets.canvas.lenses.weights import weight_look
from widgets.canvas.scene import NetworkScene
from widgets.selection import Selection
from widgets.theme.look import Look


def test_items_follow_every_change(xor_document):
    scene = NetworkScene(xor_document, Look(), Selection(xor_document))
    kept = scene.node_items["h1"]
    xor_document.remove(["h2"])
    xor_document.add_neuron("relu", (0, 300))
    assert set(scene.node_items) == set(xor_document.network.nodes)
    assert set(scene.link_items) == set(xor_document.network.link_by_key)
    assert scene.node_items["h1"] is kept
    assert len(scene.items()) == len(scene.node_items) + len(scene.link_items)


def test_links_end_at_the_ports(xor_document):
    scene = NetworkScene(xor_document, Look(), Selection(xor_document))
    xor_document.move({"h1": (8.0, 320.0)})
    link = scene.link_items[LinkKey("x1", "h1")]
    assert link.point(0.0) == scene.node_items["x1"].out_port
    assert link.point(1.0) == QPointF(8.0 - 26.0, 320.0)


def test_a_preview_leaves_the_document_alone(xor_document):
    scene = NetworkScene(xor_document, Look(), Selection(xor_document))
    before = xor_document.solution
    scene.preview({"h1": (500.0, 500.0)})
    assert scene.node_items["h1"].pos() == QPointF(500.0, 500.0)
    scene.settle()
    assert xor_document.solution is before
    assert scene.node_items["h1"].pos() == QPointF(*before.layout["h1"])


def test_a_frame_gives_weights_and_maps(xor_document, make_frame):
    scene = NetworkScene(xor_document, Look(), Selection(xor_document))
    assert scene.link_items[LinkKey("x1", "h1")].shown.tone == "faint"
    frame = make_frame(xor_document.network)
    scene.show_frame(frame)
    key = LinkKey("h1", "y")
    assert scene.weight_of(key) == frame.snapshot.weight(*key)
    assert scene.bias_of("h1") == frame.snapshot.bias("h1")
    assert scene.link_items[key].shown == weight_look(frame.snapshot.weight(*key), 9)
    assert all(item.map_image is not None for item in scene.node_items.values())


def test_an_input_shows_its_whole_range_of_colour(xor_document, make_frame):
    look = Look()
    scene = NetworkScene(xor_document, look, Selection(xor_document))
    scene.show_frame(make_frame(xor_document.network))
    image = scene.node_items["x1"].map_image
    assert image.pixelColor(0, 8) == look.theme.orangebg
    assert image.pixelColor(image.width() - 1, 8) == look.theme.bluebg


def test_a_frame_of_another_network_is_taken_as_far_as_it_goes(xor_document, make_frame):
    scene = NetworkScene(xor_document, Look(), Selection(xor_document))
    scene.show_frame(make_frame(xor_document.network))
    xor_document.add_neuron("tanh", (0, 400))
    xor_document.link("x1", "h4")
    xor_document.remove(["h1"])
    assert scene.node_items["h4"].map_image is None
    assert scene.weight_of(LinkKey("x1", "h4")) is None
    assert scene.weight_of(LinkKey("x1", "h2")) is not None


def test_links_grow_with_the_weight_and_saturate():
    widths = [link_width(weight) for weight in (0.0, 0.5, -1.0, 3.0, 1e9)]
    assert widths == sorted(widths)
    assert widths[0] == 1.2
    assert np.isclose(widths[-1], 7.0)
    assert link_width(float("nan")) == link_width(None)


def test_items_show_what_the_selection_model_says(qtbot, xor_document):
    selection = Selection(xor_document)
    scene = NetworkScene(xor_document, Look(), selection)
    selection.select(["h2", "x1"])
    assert [node for node, item in scene.node_items.items() if item.isSelected()] == ["x1", "h2"]
    xor_document.remove(["h2"])
    assert scene.selected_nodes == ("x1",)


def test_a_port_is_asked_for_once_however_many_links_meet_there(xor_document):
    counts = calls_of(lambda: NetworkScene(xor_document, Look(), Selection(xor_document)))
    assert counts["out_port"] == counts["in_port"] == len(xor_document.network.nodes)
    assert len(xor_document.network.links) > len(xor_document.network.nodes)


def test_no_frame_after_no_frame_changes_no_look(xor_document, make_frame):
    scene = NetworkScene(xor_document, Look(), Selection(xor_document))
    assert calls_of(lambda: scene.show_frame(None))["set_look"] == 0
    scene.show_frame(make_frame(xor_document.network))
    scene.show_frame(None)
    assert scene.link_items[LinkKey("x1", "h1")].shown.tone == "faint"


def test_a_frame_is_read_once_for_all_links(xor_document, make_frame):
    scene = NetworkScene(xor_document, Look(), Selection(xor_document))
    frame = make_frame(xor_document.network)
    assert calls_of(lambda: scene.show_frame(frame))["tolist"] == 1
