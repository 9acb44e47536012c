"""Networks built link by link obey the same rules as networks edited link by link."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Link, LinkKey, LinkRefused, Network, Neuron, Refused
from engine.network_builder import NetworkBuilder
from tests.calls import lines_of

IDS = ("x1", "a", "b", "c", "d", "y", "missing")


def started():
    """The same nodes as an edited network and in a builder."""
    network, builder = Network().add_input("x1"), NetworkBuilder()
    builder.add_input("x1")
    for name in "abcd":
        network = network.add_neuron(Neuron(name))
        builder.add_neuron(Neuron(name))
    builder.add_neuron(Neuron("y", output=True))
    return network.add_neuron(Neuron("y", output=True)), builder


def outcome(edit):
    """What an edit returns, and the code of its refusal."""
    try:
        return edit(), None
    except LinkRefused as refused:
        return None, refused.code


@given(st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)), max_size=40))
def test_it_accepts_and_refuses_what_edits_do(keys):
    network, builder = started()
    for source, target in keys:
        edited, reason = outcome(lambda: network.add_link(source, target))  # noqa: B023 (at once)
        _, same = outcome(lambda: builder.add_link(Link(source, target)))  # noqa: B023
        assert same == reason
        network = network if edited is None else edited
    assert builder.network() == network


def test_an_id_is_taken_once():
    _, builder = started()
    with pytest.raises(Refused, match="a node “a” already"):
        builder.add_neuron(Neuron("a"))
    with pytest.raises(Refused, match="a node “x1” already"):
        builder.add_input("x1")
    assert "a" in builder
    assert "e" not in builder


def test_weights_and_freezes_are_kept():
    _, builder = started()
    builder.add_link(Link("x1", "a", 0.5, frozen=True))
    assert builder.network().link_by_key[LinkKey("x1", "a")] == Link("x1", "a", 0.5, frozen=True)


def test_a_link_concerns_only_the_nodes_that_it_connects():
    _, builder = started()
    alone = lines_of(lambda: builder.add_link(Link("x1", "a")))
    _, crowded = started()
    for number in range(200):
        crowded.add_neuron(Neuron(f"idle{number}"))
    assert lines_of(lambda: crowded.add_link(Link("x1", "a"))) == alone
