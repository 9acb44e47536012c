"""Names as they are written by hand."""

import pytest

from engine import Input, LinkRefused, Network, Neuron
from widgets.document.names import counted, node_title, pretty, reason_of


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


def test_a_refusal_calls_nodes_as_the_canvas_does():
    network = Network((Input("x1^2"),), (Neuron("h1"),)).add_link("x1^2", "h1")
    with pytest.raises(LinkRefused) as refusal:
        network.check_link("x1^2", "h1")
    assert refusal.value.reason == "“x1^2” and “h1” are linked already."
    assert reason_of(network, refusal.value) == "“x₁²” and “h₁” are linked already."


def test_counted():
    assert counted(1, "link") == "1 link"
    assert counted(0, "link") == "0 links"
