"""Names as they are written by hand."""

import pytest

from engine import Input, LinkKey, Network, Neuron, Task
from engine.titles import link_title, node_title, pretty


@pytest.mark.parametrize(
    ("node_id", "written"),
    [
        ("x1", "x₁"),
        ("x12", "x₁₂"),
        ("x1^2", "x₁²"),
        ("x1*x2", "x₁·x₂"),
        ("sin(x1)", "sin x₁"),
        ("y", "y"),
        ("y10", "y₁₀"),
        ("width", "width"),
    ],
)
def test_pretty(node_id, written):
    assert pretty(node_id) == written


@pytest.mark.parametrize(
    ("node_id", "title"),
    [("x1", "x₁"), ("h12", "h₁₂"), ("a*b", "a*b"), ("left 2", "left 2"), ("y", "y"), ("h9", "h₉")],
)
def test_every_node_has_one_title(node_id, title):
    hidden = [Neuron("h12"), Neuron("a*b"), Neuron("left 2")]
    network = Network((Input("x1"),), (*hidden, Neuron("y", output=True)))
    assert node_title(network, node_id) == title


FLOWERS = Task("regression", ("x1", "x2"), labels=("petal length", "1st (new) *width*"))


@pytest.mark.parametrize(
    ("node_id", "written"),
    [
        ("x1", "petal length"),
        ("x2", "1st (new) *width*"),
        ("x1^2", "petal length²"),
        ("x1*x2", "petal length·1st (new) *width*"),
        ("sin(x1)", "sin petal length"),
        ("y", "y"),
        ("x3", "x₃"),
    ],
)
def test_columns_are_called_by_their_labels(node_id, written):
    assert pretty(node_id, FLOWERS) == written


def test_links_from_labelled_columns_are_called_by_them():
    network = Network().add_input("x1").add_neuron(Neuron("y", "identity", output=True))
    network = network.add_link("x1", "y")
    assert isinstance(network.nodes["x1"], Input)
    assert link_title(network, LinkKey("x1", "y"), FLOWERS) == "petal length to y"
