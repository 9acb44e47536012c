"""Refusals in the words of the screen."""

import pytest

from engine import Input, LinkRefused, Network, Neuron
from widgets.document.names import reason_of


def test_a_refusal_calls_nodes_as_the_canvas_does():
    network = Network((Input("x1^2"),), (Neuron("h1"),)).add_link("x1^2", "h1")
    with pytest.raises(LinkRefused) as refusal:
        network.check_link("x1^2", "h1")
    assert refusal.value.reason == "“x1^2” and “h1” are linked already."
    assert reason_of(network, refusal.value) == "“x₁²” and “h₁” are linked already."
