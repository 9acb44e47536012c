"""What is deleted or copied, in a few words."""

from __future__ import annotations

import pytest

from engine import LinkKey, Network, Neuron
from widgets.document.describe import listed

NETWORK = (
    Network()
    .add_input("x1")
    .add_input("x2")
    .add_neuron(Neuron("h1"))
    .add_neuron(Neuron("y", "identity", output=True))
    .add_link("x1", "h1")
    .add_link("h1", "y")
)


@pytest.mark.parametrize(
    ("nodes", "links", "words"),
    [
        (["h1"], [], "h₁"),
        ([], [LinkKey("x1", "h1")], "link x₁ to h₁"),
        (["x1", "x2"], [], "2 inputs"),
        (["x1", "h1"], [], "1 input and 1 neuron"),
        (
            ["x1", "x2", "h1"],
            [LinkKey("x1", "h1"), LinkKey("h1", "y")],
            "2 inputs, 1 neuron and 2 links",
        ),
    ],
)
def test_a_single_thing_has_its_name_and_several_are_counted(nodes, links, words) -> None:
    assert listed(NETWORK, nodes, links) == words
