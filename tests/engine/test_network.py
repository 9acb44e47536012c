from __future__ import annotations

import pytest

from engine import Input, Link, LinkKey, LinkRefused, Network, Neuron, Refused


@pytest.fixture
def network() -> Network:
    """x1, x2 -> h1 -> h2 -> y, and x1 -> y as a skip link."""
    return Network(
        (Input("x1"), Input("x2")),
        (Neuron("h1"), Neuron("h2", bias=False), Neuron("y", "identity", output=True)),
        (
            Link("x1", "h1"),
            Link("x2", "h1"),
            Link("h1", "h2"),
            Link("h2", "y"),
            Link("x1", "y", 0.5),
        ),
    )


@pytest.mark.parametrize(
    ("source", "target", "code", "reason"),
    [
        ("h9", "y", "no-such-node", "There is no node “h9”."),
        ("x1", "h9", "no-such-node", "There is no node “h9”."),
        ("h1", "h1", "self-link", "A neuron cannot feed itself."),
        ("h1", "x1", "into-input", "“x1” is an input: links only leave it."),
        ("x2", "x1", "into-input", "“x1” is an input: links only leave it."),
        ("y", "h1", "from-output", "“y” is an output: links only enter it."),
        ("x1", "h1", "duplicate-link", "“x1” and “h1” are linked already."),
        ("h2", "h1", "cycle", "This link would make a cycle: signals only flow forward."),
    ],
)
def test_each_illegal_link_is_refused_with_its_reason(network, source, target, code, reason):
    with pytest.raises(LinkRefused) as refusal:
        network.add_link(source, target)
    assert (refusal.value.code, str(refusal.value)) == (code, reason)
    assert not network.can_link(source, target)


def test_a_legal_link_is_allowed_and_added(network):
    assert network.can_link("x2", "h2")
    grown = network.add_link("x2", "h2", 1.5)
    assert grown.link_by_key["x2", "h2"].start_weight == 1.5
    assert ("x2", "h2") not in network.link_by_key


def test_parameters_are_links_plus_biases(network):
    assert network.parameters == 5 + 2


@pytest.mark.parametrize(
    ("edit", "code", "reason"),
    [
        (lambda n: n.add_input("x1"), "duplicate-node", "There is a node “x1” already."),
        (lambda n: n.add_neuron(Neuron("h1")), "duplicate-node", "There is a node “h1” already."),
        (lambda n: n.remove(["y"]), "output-stays", "“y” is the answer: it cannot be removed."),
        (lambda n: n.with_neuron(Neuron("x1")), "no-such-neuron", "There is no neuron “x1”."),
        (lambda n: n.neuron("nobody"), "no-such-neuron", "There is no neuron “nobody”."),
        (
            lambda n: n.insert(Neuron("h3"), LinkKey("x2", "y")),
            "no-such-link",
            "“x2” and “y” are not linked.",
        ),
        (
            lambda n: n.with_start_weight(LinkKey("x2", "y"), 1.0),
            "no-such-link",
            "“x2” and “y” are not linked.",
        ),
    ],
)
def test_each_illegal_edit_is_refused_with_its_reason(network, edit, code, reason):
    with pytest.raises(Refused) as refusal:
        edit(network)
    assert (refusal.value.code, refusal.value.reason) == (code, reason)


def test_removing_a_node_takes_its_links(network):
    rest = network.remove(["h1"])
    assert [neuron.id for neuron in rest.neurons] == ["h2", "y"]
    assert set(rest.link_by_key) == {("h2", "y"), ("x1", "y")}


def test_removing_links_alone(network):
    rest = network.remove(links=[LinkKey("x1", "y")])
    assert len(rest.links) == 4
    assert rest.neurons == network.neurons


def test_inserting_a_neuron_splits_the_link(network):
    grown = network.insert(Neuron("h3", "relu"), LinkKey("h2", "y"))
    assert ("h2", "y") not in grown.link_by_key
    assert {("h2", "h3"), ("h3", "y")} <= set(grown.link_by_key)


def test_changing_a_neuron_keeps_the_rest(network):
    changed = network.with_neuron(Neuron("h1", "relu", bias=False))
    assert changed.neuron("h1").activation == "relu"
    assert changed.links == network.links
    assert changed.parameters == network.parameters - 1


def test_start_weights_are_set_and_cleared(network):
    key = LinkKey("x1", "y")
    assert network.with_start_weight(key, -2.0).link_by_key[key].start_weight == -2.0
    assert network.with_start_weight(key, None).link_by_key[key].start_weight is None


def test_reaching_follows_links_forward_only(network):
    assert network.reaches("x2", "y")
    assert network.reaches("h1", "h1")
    assert not network.reaches("h2", "h1")


def test_fresh_ids_fill_gaps(network):
    assert network.fresh_id() == "h3"
    assert network.remove(["h1"]).fresh_id() == "h1"


def test_equal_networks_are_equal_values(network):
    assert network == network.remove()
    assert hash(network) == hash(network.remove())


def test_incoming_and_outgoing(network):
    assert [link.source for link in network.incoming("y")] == ["h2", "x1"]
    assert [link.target for link in network.outgoing("x1")] == ["h1", "y"]
    assert [neuron.id for neuron in network.hidden] == ["h1", "h2"]
    assert [neuron.id for neuron in network.outputs] == ["y"]


def test_an_output_goes_only_where_that_is_said():
    network = Network().add_input("x1").add_neuron(Neuron("y", output=True)).add_link("x1", "y")
    assert network.remove(["y"], outputs=True) == Network().add_input("x1")
