"""What is selected and pointed at."""

import pytest

from engine import LinkKey, Network, Neuron, TrainingSettings
from levels.solution import Solution
from widgets.document.document import Document
from widgets.selection import Selection

LINK = LinkKey("x1", "h1")


@pytest.fixture
def selection(qapp, xor):
    network = Network().add_input("x1").add_neuron(Neuron("h1")).add_link("x1", "h1")
    network = network.add_neuron(Neuron("y", "identity", output=True))
    solution = Solution("mine", network, TrainingSettings())
    document = Document(solution, xor.task, xor.rules)
    return Selection(document, document)


@pytest.fixture
def edit(selection):
    return selection.parent()


def test_selecting_reports_once_and_in_the_order_of_the_network(qtbot, selection):
    heard = []
    selection.changed.connect(lambda: heard.append(selection.nodes))
    selection.select(["h1", "x1", "unknown"])
    selection.select(["x1", "h1"])
    assert heard == [("x1", "h1")]


def test_what_an_edit_removes_is_not_selected_any_more(qtbot, selection, edit):
    selection.select(["x1", "h1"], [LINK])
    selection.point_at(LINK)
    with qtbot.waitSignals([selection.changed, selection.pointed_changed]):
        edit.remove(["h1"])
    assert (selection.nodes, selection.links, selection.pointed) == (("x1",), (), None)


def test_a_single_node_is_one_without_links(selection):
    selection.select(["h1"])
    assert selection.single_node == "h1"
    selection.select(["h1"], [LINK])
    assert selection.single_node is None
