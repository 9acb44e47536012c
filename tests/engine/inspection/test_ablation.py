from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from engine import AblationJob, LinkKey, Plan, TrainingSettings, ablate, outputs
from engine.job import result_of

SETTINGS = TrainingSettings()


def cross_entropy(network, weights, dataset):
    """Validation loss of a network with these weights by name, compiled on its own."""
    plan = Plan.compile(network)
    parameters = np.zeros(plan.size)
    for key, slot in plan.link_slots.items():
        parameters[slot] = weights[key]
    for node, slot in plan.bias_slots.items():
        parameters[slot] = weights[node]
    logits = outputs(plan, parameters, dataset.validation.x, dataset.task.columns)[0]
    signs = 2.0 * dataset.validation.labels - 1.0
    return np.log1p(np.exp(-signs * logits)).mean(), ((logits > 0) == (signs > 0)).mean()


@pytest.mark.parametrize("seed", range(6))
def test_each_part_is_worth_what_the_network_loses_without_it(
    seed, wiring, xor_data, random_parameters
):
    dataset = xor_data()
    network = wiring(seed, ["tanh", "relu", "gaussian"])
    plan = Plan.compile(network)
    parameters = random_parameters(plan, seed)
    weights = {key: parameters[slot] for key, slot in plan.link_slots.items()}
    weights |= {node: parameters[slot] for node, slot in plan.bias_slots.items()}
    found = ablate(plan, parameters, dataset, SETTINGS)
    loss, score = cross_entropy(network, weights, dataset)
    assert found.loss == pytest.approx(loss, rel=1e-12)
    assert found.score == score
    smaller = [(found.links[link.key], network.remove(links=[link.key])) for link in network.links]
    for node in plan.bias_slots:
        bare = network.with_neuron(replace(network.neuron(node), bias=False))
        smaller.append((found.biases[node], bare))
    heard = (*network.inputs, *network.hidden)
    smaller += [(found.nodes[node.id], network.remove([node.id])) for node in heard]
    for worth, without in smaller:
        loss_without, score_without = cross_entropy(without, weights, dataset)
        assert worth.loss_rise == pytest.approx(loss_without - loss, rel=1e-9, abs=1e-12)
        assert worth.score_loss == pytest.approx(score - score_without, abs=1e-12)
        assert worth.saves == network.parameters - without.parameters


def test_squared_error_rises_where_numbers_are_told_worse(dense, line_data):
    plan = Plan.compile(dense(1, 1))
    parameters = np.zeros(plan.size)
    parameters[plan.link_slot("x1", "y")], parameters[plan.bias_slots["y"]] = 0.7, 0.3
    found = ablate(plan, parameters, line_data(), SETTINGS)
    assert found.loss == pytest.approx(0.0, abs=1e-30)
    assert found.biases["y"].loss_rise == pytest.approx(0.09)
    assert found.biases["y"].score_loss == pytest.approx(0.09)
    assert found.links[LinkKey("x1", "y")].saves == 1


def test_a_part_that_does_nothing_is_worth_nothing(dense, xor_data, random_parameters):
    plan = Plan.compile(dense(2, 3, 1))
    parameters = random_parameters(plan, 1)
    parameters[plan.link_slot("h1_2", "y")] = 0.0
    found = ablate(plan, parameters, xor_data(), SETTINGS)
    assert found.nodes["h1_2"].loss_rise == 0.0
    assert found.links[LinkKey("x1", "h1_2")].loss_rise == 0.0


def test_more_variants_than_one_pass_takes(dense, three_kinds, random_parameters):
    plan = Plan.compile(dense(2, 20, 20, 3))
    parameters = random_parameters(plan, 2)
    begun = time.perf_counter()
    found = ablate(plan, parameters, three_kinds(), SETTINGS)
    assert time.perf_counter() - begun < 5.0
    assert len(found.links) == 2 * 20 + 20 * 20 + 20 * 3
    assert all(np.isfinite(worth.loss_rise) for worth in found.links.values())


def test_a_job_works_in_slices_and_finds_the_same(dense, xor_data, random_parameters):
    plan, dataset = Plan.compile(dense(2, 20, 20, 1)), xor_data(validation=4000)
    parameters = random_parameters(plan, 3)
    shares, slices, begun = [], [], time.perf_counter()
    steps = AblationJob(plan, parameters, dataset, SETTINGS).begin()
    for share in steps:
        shares.append(share)
        slices.append(time.perf_counter() - begun)
        begun = time.perf_counter()
    assert shares == sorted(shares)
    assert (len(shares) > 20, shares[-1]) == (True, 1.0)
    assert np.median(slices) < 0.1
    few = xor_data(validation=50)
    assert result_of(AblationJob(plan, parameters, few, SETTINGS).begin()) == ablate(
        plan, parameters, few, SETTINGS
    )


def test_numbers_without_bound_are_no_warning(dense, xor_data):
    plan = Plan.compile(dense(2, 2, 2, 2, 2, 1, activation="square"))
    found = ablate(plan, 1e60 * plan.mask, xor_data(), SETTINGS)
    assert not np.isfinite(found.loss)
