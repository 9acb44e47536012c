"""What the menus of the canvas offer, refuse and do."""

import pytest
from PySide6.QtGui import QGuiApplication

from engine import LinkKey
from widgets.controls.menu import find_entry


@pytest.fixture
def menu(xor_view):
    """``menu("Activation", "ReLU")``: an entry of the menu of what is selected."""

    def find(*path):
        return find_entry(xor_view.context.menus.selected((0.0, 0.0)), *path)

    return find


def texts(entries):
    return [entry.text for entry in entries if entry is not None]


def test_a_hidden_neuron_offers_what_can_be_done_to_it(xor_view, menu):
    xor_view.select(["h1"])
    assert texts(xor_view.context.menus.selected((0, 0))) == [
        "Link from here",
        "Activation",
        "Bias",
        "Freeze",
        "Cut its links",
        "Copy",
        "Cut",
        "Duplicate",
        "Delete",
    ]
    menu("Activation", "ReLU").act()
    assert xor_view.document.network.neuron("h1").activation == "relu"
    assert menu("Activation", "ReLU").checked
    menu("Bias").act()
    assert not xor_view.document.network.neuron("h1").bias
    menu("Cut its links").act()
    assert not any("h1" in key for key in xor_view.document.network.link_by_key)
    assert menu("Cut its links").refusal == "Nothing is linked here."
    menu("Delete").act()
    assert "h1" not in xor_view.document.network.nodes


def test_only_what_the_level_offers_can_be_chosen(xor_view, menu):
    xor_view.select(["h1"])
    offered = {entry.text for entry in menu("Activation").children}
    assert offered == {"tanh", "ReLU", "Sine", "|x|"}


def test_the_output_says_why_it_stays(xor_view, menu):
    xor_view.select(["y"])
    assert menu("Delete").refusal == "“y” is the answer: it cannot be removed."
    assert menu("Duplicate").refusal == "Only hidden neurons can be there twice."


def test_a_link_is_begun_from_a_menu(qtbot, xor_view, menu):
    xor_view.select(["h1"])
    menu("Link from here").act()
    assert xor_view.keyboard.linking is not None
    xor_view.keyboard.give_up()


def test_a_neuron_is_inserted_into_a_link(xor_view, menu):
    xor_view.select(links=[LinkKey("h1", "y")])
    menu("Insert neuron", "ReLU").act()
    assert {("h1", "h4"), ("h4", "y")} <= set(xor_view.document.network.link_by_key)
    assert xor_view.selected_nodes == ("h4",)


def test_freezing_holds_the_weight_that_training_has(xor_view, menu, make_frame):
    frame = make_frame(xor_view.document.network)
    xor_view._run.set_frame(frame)
    key = LinkKey("h1", "y")
    xor_view.select(links=[key])
    menu("Freeze").act()
    link = xor_view.document.network.link_by_key[key]
    assert link.frozen
    assert link.start_weight == frame.snapshot.weight(*key)
    assert xor_view.document.undo_stack.undoText() == "Freeze link h₁ to y"
    assert menu("Freeze").checked
    menu("Freeze").act()
    link = xor_view.document.network.link_by_key[key]
    assert (link.frozen, link.start_weight) == (False, None)


def test_freezing_a_neuron_holds_its_bias_and_the_links_into_it(xor_view, menu, make_frame):
    frame = make_frame(xor_view.document.network)
    xor_view._run.set_frame(frame)
    xor_view.select(["h2"])
    menu("Freeze").act()
    network = xor_view.document.network
    assert network.neuron("h2").frozen
    assert network.neuron("h2").start_bias == frame.snapshot.bias("h2")
    for link in network.incoming("h2"):
        assert link.start_weight == frame.snapshot.weight(*link.key)
        assert network.is_frozen(link)


def test_the_paper_adds_where_it_was_clicked(view):
    entries = view.context.menus.selected((-160.0, 40.0))
    find_entry(entries, "Add", "Input x₁").act()
    assert view.document.layout["x1"] == (-160.0, 40.0)
    view.select()
    entries = view.context.menus.selected((0.0, 0.0))
    assert find_entry(entries, "Add", "Input x₁").refusal == "The input “x₁” is there already."
    find_entry(entries, "Add", "tanh neuron").act()
    assert view.document.layout["h1"] == (0.0, 0.0)


def test_pasting_is_refused_while_the_clipboard_holds_no_network(xor_view, menu):
    QGuiApplication.clipboard().setText("hello")
    assert menu("Paste").refusal == "The clipboard holds no part of a network."
    xor_view.select(["h1"])
    menu("Copy").act()
    xor_view.select()
    assert menu("Paste").refusal == ""
    menu("Paste").act()
    assert xor_view.selected_nodes == ("h4",)


def test_several_neurons_are_changed_at_once(xor_view, menu):
    xor_view.select(["h1", "h2"])
    menu("Activation", "ReLU").act()
    assert {own.activation for own in xor_view.document.network.hidden} == {"relu", "tanh"}
    assert not menu("Freeze").checked
    menu("Freeze").act()
    assert menu("Freeze").checked
    assert xor_view.document.undo_stack.undoText() == "Freeze 2 neurons"


def test_inputs_alone_have_no_activation(xor_view, menu):
    xor_view.select(["x1", "x2"])
    assert menu("Activation").refusal == "There is no neuron among what is selected."
