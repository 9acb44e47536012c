from __future__ import annotations

import numpy as np
import pytest

from engine import Network, Neuron, Plan, TrainingSettings, find_twins

SETTINGS = TrainingSettings()


def with_weights(network, weights):
    plan = Plan.compile(network)
    parameters = np.zeros(plan.size)
    for key, value in weights.items():
        slot = plan.bias_slots[key] if isinstance(key, str) else plan.link_slots[key]
        parameters[slot] = value
    return plan, parameters


def test_a_mirrored_neuron_is_found_and_its_merger_costs_nothing(dense, xor_data):
    network = dense(2, 3, 1)
    weights = {("x1", "h1_1"): 1.5, ("x2", "h1_1"): -0.5, "h1_1": 0.2, ("h1_1", "y"): 0.7}
    weights |= {("x1", "h1_2"): -1.5, ("x2", "h1_2"): 0.5, "h1_2": -0.2, ("h1_2", "y"): 0.4}
    weights |= {("x1", "h1_3"): 0.3, ("x2", "h1_3"): 1.0, "h1_3": 0.1, ("h1_3", "y"): -1.0}
    plan, parameters = with_weights(network, weights)
    (twin,) = find_twins(plan, parameters, xor_data(), SETTINGS)
    assert (twin.kept, twin.gone) == ("h1_1", "h1_2")
    assert twin.factor == pytest.approx(-1.0)
    assert twin.deviation < 1e-12
    assert twin.saves == 4  # two links in, one out, one bias
    assert twin.loss_rise == pytest.approx(0.0, abs=1e-12)


def test_scaled_relus_are_twins_and_shifted_ones_are_not(dense, xor_data):
    network = dense(2, 3, 1, activation="relu")
    weights = {("x1", "h1_1"): 1.0, ("x2", "h1_1"): 0.5, "h1_1": 0.1, ("h1_1", "y"): 1.0}
    weights |= {("x1", "h1_2"): 3.0, ("x2", "h1_2"): 1.5, "h1_2": 0.3, ("h1_2", "y"): 1.0}
    weights |= {("x1", "h1_3"): 1.0, ("x2", "h1_3"): 0.5, "h1_3": 0.4, ("h1_3", "y"): 1.0}
    (twin,) = find_twins(*with_weights(network, weights), xor_data(), SETTINGS)
    assert (twin.kept, twin.gone, twin.factor) == ("h1_1", "h1_2", pytest.approx(3.0))


def test_near_twins_tell_what_their_merger_costs(dense, xor_data):
    network = dense(2, 2, 1)
    weights = {("x1", "h1_1"): 1.0, ("x2", "h1_1"): 1.0, ("h1_1", "y"): 2.0}
    weights |= {("x1", "h1_2"): 1.05, ("x2", "h1_2"): 0.95, ("h1_2", "y"): 2.0}
    plan, parameters = with_weights(network, weights)
    assert find_twins(plan, parameters, xor_data(), SETTINGS) == ()
    (twin,) = find_twins(plan, parameters, xor_data(), SETTINGS, tolerance=0.2)
    assert 0.01 < twin.deviation < 0.2
    assert 0.0 < abs(twin.loss_rise) < 0.05


def test_an_identity_neuron_may_give_way_to_its_input(xor_data):
    network = Network().add_input("x1").add_input("x2").add_neuron(Neuron("h", "identity", False))
    network = network.add_neuron(Neuron("y", "identity", output=True))
    network = network.add_link("x1", "h", 2.0).add_link("h", "y").add_link("x2", "y")
    plan, parameters = with_weights(network, {("x1", "h"): 2.0, ("h", "y"): 0.5, ("x2", "y"): 1.0})
    (twin,) = find_twins(plan, parameters, xor_data(), SETTINGS)
    assert (twin.kept, twin.gone, twin.saves) == ("x1", "h", 1)
    assert twin.factor == pytest.approx(2.0)
    assert twin.loss_rise is None  # x1 has no link to y yet


def test_no_merger_makes_a_cycle(xor_data):
    """h2 reads h1 and says the same: only h1 can be kept, since h2 comes after it."""
    network = Network().add_input("x1").add_neuron(Neuron("h1", "relu"))
    network = network.add_neuron(Neuron("h2", "relu")).add_neuron(
        Neuron("y", "identity", output=True)
    )
    for ends in (("x1", "h1"), ("h1", "h2"), ("h1", "y"), ("h2", "y")):
        network = network.add_link(*ends)
    weights = {("x1", "h1"): 1.0, ("h1", "h2"): 0.5, ("h1", "y"): 1.0, ("h2", "y"): 1.0}
    (twin,) = find_twins(*with_weights(network, weights), xor_data(), SETTINGS)
    assert (twin.kept, twin.gone, twin.saves) == ("h1", "h2", 3)
    assert twin.loss_rise == pytest.approx(0.0, abs=1e-12)


def test_dead_neurons_are_no_twins(dense, xor_data):
    plan = Plan.compile(dense(2, 2, 1, activation="relu"))
    parameters = plan.mask.copy()
    for node in ("h1_1", "h1_2"):
        parameters[plan.bias_slots[node]] = -50.0
    assert find_twins(plan, parameters, xor_data(), SETTINGS) == ()


def test_a_network_without_hidden_neurons_has_none(dense, xor_data):
    plan = Plan.compile(dense(2, 1))
    assert find_twins(plan, plan.mask, xor_data(), SETTINGS) == ()


def test_of_many_alike_each_goes_once(dense, xor_data):
    plan = Plan.compile(dense(2, 64, 1))
    found = find_twins(plan, 0.3 * plan.mask, xor_data(), SETTINGS)
    assert len({twin.gone for twin in found}) == len(found) == 63
    assert all(twin.loss_rise == pytest.approx(0.0, abs=1e-9) for twin in found)
