from __future__ import annotations

import numpy as np
import pytest

from engine import Dataset, Network, Neuron, Plan, Samples, Task, neuron_health


@pytest.fixture
def ramp():
    """x1 = −1, −0.98, ..., 1: 101 samples."""
    x = np.linspace(-1, 1, 101)[:, np.newaxis]
    samples = Samples(x, np.zeros((101, 1)))
    return Dataset(Task("classification", ("x1",), 1, 2), samples, samples, samples)


def health_of(activation, weight, bias, dataset):
    network = Network().add_input("x1").add_neuron(Neuron("h", activation))
    network = network.add_neuron(Neuron("y", "identity", output=True))
    plan = Plan.compile(network.add_link("x1", "h").add_link("h", "y"))
    parameters = np.zeros(plan.size)
    parameters[plan.link_slot("x1", "h")] = weight
    parameters[plan.bias_slots["h"]] = bias
    (health,) = neuron_health(plan, parameters, dataset)
    return health


def test_a_tanh_is_measured_by_hand(ramp):
    health = health_of("tanh", 2.0, 0.5, ramp)
    z = 2.0 * ramp.train.x[:, 0] + 0.5
    slopes = 1 - np.tanh(z) ** 2
    assert health.span == pytest.approx(np.tanh(2.5) - np.tanh(-1.5))
    assert health.slope == pytest.approx(slopes.mean())
    assert health.responsive == (slopes >= 0.01).mean()
    assert (health.id, health.state) == ("h", "alive")


@pytest.mark.parametrize(
    ("activation", "weight", "bias", "state"),
    [
        ("relu", 1.0, -2.0, "dead"),
        ("relu", 1.0, -0.99, "alive"),
        ("leaky-relu", 1.0, -2.0, "alive"),
        ("elu", 1.0, -30.0, "dead"),
        ("softplus", 1.0, -30.0, "dead"),
        ("silu", 1.0, -40.0, "dead"),
        ("silu", 1.0, -2.0, "alive"),
        ("tanh", 1.0, 30.0, "dead"),
        ("tanh", 400.0, 0.0, "saturated"),
        ("sigmoid", 400.0, 0.0, "saturated"),
        ("gaussian", 400.0, 0.0, "saturated"),
        ("tanh", 4.0, 0.0, "alive"),
        ("identity", 0.0, 1.0, "alive"),
        ("sine", 1000.0, 0.0, "alive"),
    ],
)
def test_states(activation, weight, bias, state, ramp):
    assert health_of(activation, weight, bias, ramp).state == state


def test_neurons_that_no_input_reaches_are_left_out(dense, xor_data):
    network = dense(2, 2, 1).add_neuron(Neuron("lonely", "relu"))
    plan = Plan.compile(network)
    found = neuron_health(plan, plan.mask, xor_data())
    assert [own.id for own in found] == ["h1_1", "h1_2"]
