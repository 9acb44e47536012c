from __future__ import annotations

import numpy as np
import pytest

from engine import ACTIVATIONS, Network, Neuron, Plan, outputs

COLUMNS = ("x1", "x2")


def by_hand(network, plan, parameters, x):
    """Every node's value for one sample, straight from the definition of a neuron."""
    values = {node.id: x[COLUMNS.index(node.id)] for node in network.inputs}
    waiting = list(network.neurons)
    while waiting:
        neuron = waiting.pop(0)
        links = list(network.incoming(neuron.id))
        if any(link.source not in values for link in links):
            waiting.append(neuron)
            continue
        slot = plan.bias_slot(neuron.id)
        z = 0.0 if slot is None else parameters[slot]
        z += sum(parameters[plan.link_slots[link.key]] * values[link.source] for link in links)
        values[neuron.id] = float(ACTIVATIONS[neuron.activation](np.array(z)))
    return values


@pytest.mark.parametrize("seed", range(20))
def test_any_wiring_computes_what_its_neurons_say(seed, wiring, random_parameters):
    network = wiring(seed, list(ACTIVATIONS), outputs=1 + seed % 3, hidden=3 + seed % 7)
    plan = Plan.compile(network)
    parameters = random_parameters(plan, seed) * 0.5
    x = np.random.default_rng(seed).uniform(-1, 1, (4, 2))
    found = outputs(plan, parameters, x, COLUMNS)
    for number, sample in enumerate(x):
        values = by_hand(network, plan, parameters, sample)
        expected = [values[neuron.id] for neuron in network.outputs]
        np.testing.assert_allclose(found[:, number], expected, rtol=1e-12, atol=1e-13)


def test_nodes_come_inputs_first_and_outputs_last(wiring):
    network = wiring(5, ["tanh", "relu"], outputs=2)
    plan = Plan.compile(network)
    assert set(plan.nodes) == set(network.nodes)
    assert plan.nodes[:2] == plan.inputs == ("x1", "x2")
    assert plan.nodes[-2:] == ("y1", "y2")
    for link in network.links:
        assert plan.index(link.source) < plan.index(link.target)


def test_every_parameter_has_a_slot_of_its_own(wiring):
    for seed in range(10):
        network = wiring(seed, ["tanh", "sine"])
        plan = Plan.compile(network)
        slots = [*plan.link_slots.values(), *plan.bias_slots.values()]
        assert len(set(slots)) == len(slots) == network.parameters == plan.mask.sum()
        assert max(slots) < plan.size
        assert plan.link_mask.sum() == len(network.links)


def test_a_layered_network_wastes_no_slot(dense):
    plan = Plan.compile(dense(2, 8, 8, 1))
    assert plan.size == plan.network.parameters == 105


def test_what_is_not_there_has_no_slot(dense):
    plan = Plan.compile(dense(2, 2, 1).with_neuron(Neuron("h1_1", bias=False)))
    assert plan.bias_slot("h1_1") is None
    with pytest.raises(KeyError):
        plan.link_slot("x1", "y")
    with pytest.raises(KeyError):
        plan.index("h9")


def test_outputs_keep_the_networks_order(dense):
    network = dense(2, 3)
    turned = Network(network.inputs, network.neurons[::-1], network.links)
    assert Plan.compile(network).nodes[-3:] == ("y1", "y2", "y3")
    assert Plan.compile(turned).nodes[-3:] == ("y3", "y2", "y1")


def test_an_empty_network_compiles():
    plan = Plan.compile(Network())
    assert plan.nodes == ()
    assert plan.size == 0
