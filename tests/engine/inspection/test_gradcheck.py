from __future__ import annotations

import itertools

import numpy as np
import pytest

from engine import ACTIVATIONS, Network, Neuron, Plan, TrainingSettings
from engine.inspection.gradcheck import check_gradient

SMOOTH = [name for name, activation in ACTIVATIONS.items() if activation.smooth]
LOSSES = ["squared-error", "binary", "softmax", "regression", "several-numbers"]


def case(loss, xor_data, three_kinds, line_data):
    """Data, number of outputs and the settings' name of a loss."""
    if loss == "squared-error":
        return xor_data(train=17), "squared-error"
    if loss == "binary":
        return xor_data(train=17), "cross-entropy"
    if loss == "softmax":
        return three_kinds(train=17), "cross-entropy"
    return line_data(train=17, noise=0.3, columns=2, outputs=1 + (loss != "regression")), (
        "squared-error"
    )


@pytest.mark.parametrize("l2", [0.0, 0.3])
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", list(ACTIVATIONS))
def test_every_activation_loss_and_regularizer(
    activation, loss, l2, wiring, random_parameters, xor_data, three_kinds, line_data
):
    dataset, name = case(loss, xor_data, three_kinds, line_data)
    for seed in range(3):
        network = wiring(seed, [activation], outputs=dataset.task.outputs)
        plan = Plan.compile(network)
        parameters = random_parameters(plan, seed)
        report = check_gradient(plan, parameters, dataset, TrainingSettings(loss=name, l2=l2))
        assert len(report.names) == network.parameters
        # With the real part deciding, the complex step sees one side of a kink, as training does.
        assert report.complex_error <= 1e-12
        assert report.difference_error <= 1e-7


@pytest.mark.parametrize("seed", range(25))
def test_random_wirings_with_mixed_activations(
    seed, wiring, random_parameters, xor_data, three_kinds
):
    dataset = xor_data(train=13) if seed % 2 else three_kinds(train=13)
    network = wiring(seed, SMOOTH, outputs=dataset.task.outputs, hidden=4 + seed % 9)
    plan = Plan.compile(network)
    parameters = random_parameters(plan, seed)
    report = check_gradient(plan, parameters, dataset, TrainingSettings(l2=0.01 * (seed % 3)))
    assert report.complex_error <= 1e-12
    assert report.difference_error <= 1e-7


def test_activations_on_the_outputs(wiring, random_parameters, three_kinds):
    dataset = three_kinds(train=11)
    network = wiring(4, ["tanh"], outputs=3)
    for first, second in itertools.pairwise(SMOOTH):
        changed = network
        for node, activation in (("y1", first), ("y3", second)):
            changed = changed.with_neuron(Neuron(node, activation, output=True))
        plan = Plan.compile(changed)
        report = check_gradient(plan, random_parameters(plan, 5), dataset, TrainingSettings())
        assert report.complex_error <= 1e-12


def test_extreme_outputs_still_agree(dense, xor_data):
    plan = Plan.compile(dense(2, 3, 1))
    parameters = 40.0 * np.random.default_rng(1).standard_normal(plan.size)
    report = check_gradient(plan, parameters, xor_data(train=9), TrainingSettings())
    assert report.complex_error <= 1e-12


def test_the_report_is_readable(dense, xor_data, random_parameters):
    plan = Plan.compile(dense(2, 1, 1))
    text = str(check_gradient(plan, random_parameters(plan, 1), xor_data(), TrainingSettings()))
    assert "x1 → h1_1" in text
    assert "bias of y" in text
    assert "largest relative deviation" in text.splitlines()[-1]


def test_a_network_without_parameters_of_its_own_has_an_empty_report(xor_data):
    network = Network().add_neuron(Neuron("y", "identity", bias=False, output=True))
    plan = Plan.compile(network)
    report = check_gradient(plan, np.zeros(plan.size), xor_data(), TrainingSettings())
    assert report.names == ()
    assert report.complex_error == 0.0


def test_what_is_frozen_is_left_out_and_the_rest_agrees(dense, xor_data, random_parameters):
    network = dense(2, 3, 1)
    network = network.with_neuron(Neuron("h1_2", "tanh", frozen=True))
    plan = Plan.compile(network)
    report = check_gradient(plan, random_parameters(plan, 1), xor_data(), TrainingSettings(l2=0.1))
    assert len(report.names) == network.parameters - 3
    assert report.complex_error <= 1e-12
