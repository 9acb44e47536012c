"""What a slider turned, and everything else that is more than that."""

from __future__ import annotations

from dataclasses import replace

from levels import Solution, campaign
from widgets.document.turned import Turned, turned


def solution() -> Solution:
    return campaign().level("xor").author_solution


def test_a_start_value_is_all_that_differs() -> None:
    before = solution()
    network = before.network
    link, neuron = network.links[2].key, network.hidden[0]
    weight = before.with_network(network.with_start_weight(link, 0.5))
    assert turned(before, weight) == Turned((link,), ())
    bias = before.with_network(network.with_neuron(replace(neuron, start_bias=0.5)))
    assert turned(before, bias) == Turned((), (neuron.id,))
    assert turned(weight, before.with_network(weight.network.with_start_weight(link, None))) == (
        Turned((link,), ())
    )


def test_whatever_else_differs_is_more() -> None:
    before = solution()
    network = before.network
    link, neuron = network.links[2], network.hidden[0]
    turned_too = network.with_start_weight(link.key, 0.5)
    others = [
        before,
        before.with_network(turned_too.remove(links=[network.links[0].key])),
        before.with_network(turned_too.with_link(replace(link, frozen=True, start_weight=0.5))),
        before.with_network(turned_too.with_neuron(replace(neuron, bias=False))),
        replace(before.with_network(turned_too), layout={**before.layout, "y": (9.0, 9.0)}),
        replace(before.with_network(turned_too), training=replace(before.training, epochs=7)),
    ]
    assert [turned(before, after) for after in others] == [None] * len(others)
