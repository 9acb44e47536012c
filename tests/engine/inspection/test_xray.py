from __future__ import annotations

import math

import numpy as np
import pytest

from engine import ACTIVATIONS, Input, Link, Network, Neuron, Plan, TrainingSettings, xray
from engine.features import feature_values
from engine.functions.losses import loss_function
from engine.inspection.evaluate import Evaluator
from engine.kernels.numpy.backward import GradientPass
from engine.program import run


def test_one_sample_by_hand(line_data):
    """y = 2 tanh(0.5 x + 0.1) − 1, squared error against the sample's number."""
    network = Network(
        (Input("x1"),),
        (Neuron("h", "tanh"), Neuron("y", "identity", output=True)),
        (Link("x1", "h"), Link("h", "y")),
    )
    plan = Plan.compile(network)
    parameters = np.zeros(plan.size)
    parameters[plan.link_slot("x1", "h")], parameters[plan.bias_slots["h"]] = 0.5, 0.1
    parameters[plan.link_slot("h", "y")], parameters[plan.bias_slots["y"]] = 2.0, -1.0
    sample = (np.array([0.6]), np.array([0.25]))
    ray = xray(plan, parameters, line_data(), sample, TrainingSettings())
    a = math.tanh(0.4)
    y = 2 * a - 1
    by_y = 2 * (y - 0.25)
    h, link = ray.nodes["h"], ray.links[("x1", "h")]
    assert list(ray.nodes) == ["x1", "h", "y"]
    assert (h.z, h.a, h.slope) == pytest.approx((0.4, a, 1 - a * a), rel=1e-14)
    assert (h.loss_by_a, h.loss_by_z) == pytest.approx((2 * by_y, 2 * by_y * (1 - a * a)))
    assert (link.weight, link.signal) == (0.5, 0.3)
    assert link.gradient == pytest.approx(0.6 * h.loss_by_z)
    assert link.back == pytest.approx(0.5 * h.loss_by_z)
    assert ray.nodes["x1"].loss_by_a == link.back
    assert ray.loss == pytest.approx((y - 0.25) ** 2)
    assert ray.targets == {"y": 0.25}
    assert ray.biases == {"h": 0.1, "y": -1.0}


@pytest.mark.parametrize("loss", ["cross-entropy", "squared-error"])
@pytest.mark.parametrize("seed", range(12))
def test_it_agrees_with_what_trains(seed, loss, wiring, xor_data, three_kinds, random_parameters):
    dataset = xor_data() if seed % 2 else three_kinds()
    task, settings = dataset.task, TrainingSettings(loss=loss)
    network = wiring(seed, list(ACTIVATIONS), outputs=task.outputs, hidden=3 + seed)
    plan = Plan.compile(network)
    parameters = random_parameters(plan, seed)
    sample = (dataset.train.x[seed], dataset.train.y[seed])
    ray = xray(plan, parameters, dataset, sample, settings)

    function = loss_function(loss, task)
    inputs = feature_values(plan.inputs, task.columns, dataset.train.x[[seed]])
    targets = function.targets(dataset.train)[:, [seed]]
    gradient = np.zeros((2, 1, plan.size))
    backward = GradientPass(plan, parameters[np.newaxis].copy(), gradient, 1, function)
    backward.forward.head[...] = np.concatenate([targets, inputs])[:, np.newaxis]
    run(backward.program)
    for key, slot in plan.link_slots.items():
        assert ray.links[key].gradient == pytest.approx(gradient[0, 0, slot], rel=1e-9, abs=1e-12)
    for node, slot in plan.bias_slots.items():
        assert ray.nodes[node].loss_by_z == pytest.approx(gradient[0, 0, slot], rel=1e-9, abs=1e-12)
    values = Evaluator(plan, parameters[np.newaxis], inputs, every_node=True)()[:, 0, 0]
    assert [own.a for own in ray.nodes.values()] == pytest.approx(values.tolist(), rel=1e-12)
    outputs = values[-task.outputs :].reshape(-1, 1, 1)
    expected = function.value(outputs, targets[:, np.newaxis])[0]
    assert ray.loss == pytest.approx(expected, rel=1e-12)


def test_a_neuron_without_inputs_says_its_bias(dense, xor_data):
    network = dense(2, 1, 1).add_neuron(Neuron("lonely", "tanh", bias=False))
    plan = Plan.compile(network)
    sample = (np.array([0.1, 0.2]), np.array([1.0]))
    ray = xray(plan, plan.mask, xor_data(), sample, TrainingSettings())
    assert (ray.nodes["lonely"].z, ray.nodes["lonely"].loss_by_z) == (0.0, 0.0)
