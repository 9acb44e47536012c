from __future__ import annotations

import numpy as np
import pytest

from engine import (
    ACCURACY,
    MSE,
    Dataset,
    Network,
    Neuron,
    Plan,
    Samples,
    Task,
    Terms,
    TrainingSettings,
)
from engine.judging.diagnosis import (
    Evidence,
    cause_of_seed,
    cause_of_verdict,
    dead_neurons,
    unlinked_outputs,
    untaught_neurons,
)

TERMS = Terms(ACCURACY, 0.95, (1, 2, 3, 4), 3)


@pytest.fixture
def evidence(dense, xor_data, random_parameters):
    """Evidence of four starts with the given scores, of a healthy 2-3-1 network."""

    def build(
        train,
        test,
        diverged=(None,) * 4,
        network=None,
        terms=TERMS,
        weights=None,
        settings=TrainingSettings(),  # noqa: B008 - frozen
    ):
        plan = Plan.compile(network or dense(2, 3, 1))
        if weights is None:
            weights = np.stack([random_parameters(plan, seed) for seed in range(4)])
        passed = tuple(
            terms.reached(score) and epoch is None
            for score, epoch in zip(test, diverged, strict=True)
        )
        return Evidence(
            plan,
            weights,
            xor_data(),
            terms,
            np.array(train),
            np.array(test),
            passed,
            diverged,
            settings,
        )

    return build


def test_overfitting(evidence):
    found = evidence([0.99, 1.0, 0.99, 0.99], [0.97, 0.71, 0.72, 0.72])
    cause = cause_of_seed(found, 3)
    assert cause.name == "overfit"
    assert cause.text == (
        "Start 4 learnt the training points (99\u00a0%) but not the rule (72\u00a0%): it overfits."
    )
    whole = cause_of_verdict(found)
    assert whole.name == "overfit"
    assert whole.text == (
        "1 of 4 starts passed and 3 are needed: 3 learnt the training points (99.3\u00a0%) "
        "but not the rule (71.6\u00a0%)."
    )


def test_overfitting_below_the_threshold_shows_in_the_gap(evidence):
    assert cause_of_seed(evidence([0.9] * 4, [0.8] * 4), 0).name == "overfit"
    assert cause_of_seed(evidence([0.6] * 4, [0.5] * 4), 0).name == "underfit"


def test_underfitting(evidence):
    found = evidence([0.7] * 4, [0.71] * 4)
    assert cause_of_seed(found, 0).text == (
        "Start 1 reaches 70\u00a0% in training and 71\u00a0% on new points; 95\u00a0% is asked "
        "for: it underfits."
    )
    assert cause_of_verdict(found).text == (
        "0 of 4 starts passed and 3 are needed: it reaches 70\u00a0% in training and 71\u00a0% on "
        "new points; 95\u00a0% is asked for."
    )


def test_an_unlucky_start(evidence):
    found = evidence([0.98, 0.98, 0.74, 0.76], [0.97, 0.97, 0.75, 0.75])
    assert cause_of_seed(found, 2).text == (
        "Start 3 got stuck at 74\u00a0% in training, where 2 of 4 passed: an unlucky start."
    )
    assert cause_of_verdict(found).text == (
        "2 of 4 starts passed and 3 are needed: the network can do it, but 2 starts got stuck "
        "(75\u00a0% in training)."
    )


def test_divergence(evidence):
    found = evidence([0.5] * 4, [0.5] * 4, diverged=(3, 5, None, 4))
    assert cause_of_seed(found, 0).text == (
        "Start 1 diverged in epoch 3: its weights left all bounds."
    )
    assert cause_of_verdict(found).text == (
        "0 of 4 starts passed and 3 are needed: 3 diverged, the first in epoch 3; a smaller "
        "learning rate helps."
    )


def test_dead_neurons(evidence, dense):
    network = dense(2, 3, 1, activation="relu")
    plan = Plan.compile(network)
    weights = np.ones((4, plan.size))
    weights[:, plan.bias_slots["h1_2"]] = -50.0
    found = evidence([0.6] * 4, [0.6] * 4, network=network, weights=weights)
    assert cause_of_seed(found, 1).text == (
        "Start 2 stays at 60\u00a0% in training: “h1_2” is the same everywhere and cannot learn."
    )
    assert cause_of_verdict(found).text == (
        "0 of 4 starts passed and 3 are needed: in 4 some neurons (“h1_2”) never change and "
        "cannot learn."
    )


def test_saturated_neurons_are_dead_too_and_unfed_ones_are_not(dense, xor_data):
    network = dense(2, 2, 1).add_neuron(Neuron("lonely", "relu"))
    plan = Plan.compile(network)
    parameters = 0.5 * plan.mask
    parameters[plan.bias_slots["h1_1"]] = 40.0
    assert dead_neurons(plan, parameters, xor_data()) == ("h1_1",)


def test_an_output_that_nothing_reaches(evidence):
    network = Network().add_input("x1").add_neuron(Neuron("h1"))
    network = network.add_neuron(Neuron("y", "identity", output=True)).add_link("h1", "y")
    assert unlinked_outputs(network) == ("y",)
    weights = np.zeros((4, Plan.compile(network).size))
    found = evidence([0.5] * 4, [0.5] * 4, network=network, weights=weights)
    text = "No path of links leads from an input to “y”, so it cannot learn."
    assert cause_of_seed(found, 0).text == text
    assert cause_of_verdict(found).text == text


def test_causes_call_nodes_as_the_screen_does(evidence):
    network = Network().add_input("x1").add_neuron(Neuron("h1", "step"))
    for output in ("y1", "y2"):
        network = network.add_neuron(Neuron(output, "identity", output=True))
    weights = np.ones((4, 20))
    found = evidence([0.5] * 4, [0.5] * 4, network=network, weights=weights)
    assert "to “y₁” and “y₂”, so" in cause_of_seed(found, 0).text
    linked = network.add_link("x1", "h1").add_link("h1", "y1").add_link("h1", "y2")
    found = evidence([0.5] * 4, [0.5] * 4, network=linked, weights=weights)
    assert ": “h₁” is a step, which" in cause_of_seed(found, 0).text


def test_of_many_nodes_three_are_named(evidence, dense):
    found = evidence([0.5] * 4, [0.5] * 4, network=dense(2, 5, 1))
    nodes = ["h1_1", "h1_2", "h1_3", "h1_4", "h1_5"]
    assert found.listed(nodes[:1]) == "“h1_1”"
    assert found.listed(nodes[:3]) == "“h1_1”, “h1_2” and “h1_3”"
    assert found.listed(nodes) == "“h1_1”, “h1_2”, “h1_3” and 2 more"


def test_errors_of_numbers(evidence, line_data, dense):
    terms = Terms(MSE, 0.06, (1, 2, 3, 4), 3)
    found = evidence([0.01] * 4, [0.4] * 4, terms=terms)
    assert cause_of_seed(found, 0).text == (
        "Start 1 learnt the training points (error 0.01) but not the rule (error 0.4): it overfits."
    )
    assert cause_of_seed(evidence([0.3] * 4, [0.31] * 4, terms=terms), 0).name == "underfit"


def test_data_without_spread_is_no_crash(dense):
    samples = Samples(np.zeros((3, 2)), np.zeros((3, 1)))
    dataset = Dataset(Task("classification", ("x1", "x2"), 1, 2), samples, samples, samples)
    plan = Plan.compile(dense(2, 2, 1))
    assert dead_neurons(plan, np.ones(plan.size), dataset) == ("h1_1", "h1_2")


# -- the numbers behind it ------------------------------------------------------------------------


def test_a_cause_holds_the_numbers_that_led_to_it(evidence):
    found = evidence([0.99, 1.0, 0.9, 0.99], [0.97, 0.71, 0.72, 0.72])
    figures = dict(cause_of_seed(found, 2).figures)
    assert figures == {
        "score in training": 0.9,
        "score on new points": 0.72,
        "asked for": 0.95,
        "missing in training": pytest.approx(0.05),
        "lost on new points": pytest.approx(0.18),
        "starts that passed": 1.0,
        "starts": 4.0,
    }
    assert dict(cause_of_verdict(found).figures)["starts that failed so"] == 3.0


def test_a_diverged_start_tells_epoch_and_learning_rate(evidence):
    settings = TrainingSettings(learning_rate=3.0)
    found = evidence([0.5] * 4, [0.5] * 4, diverged=(3, 5, None, 4), settings=settings)
    assert dict(cause_of_seed(found, 1).figures) == {"epoch": 5, "learning rate": 3.0}


def test_dead_neurons_come_with_their_spans(evidence, dense):
    network = dense(2, 3, 1, activation="relu")
    plan = Plan.compile(network)
    weights = np.ones((4, plan.size))
    weights[:, plan.bias_slots["h1_2"]] = -50.0
    found = evidence([0.6] * 4, [0.6] * 4, network=network, weights=weights)
    assert dict(cause_of_seed(found, 1).figures)["span of h1_2"] == 0.0


def test_saturated_neurons(evidence, dense):
    network = dense(2, 2, 1)
    plan = Plan.compile(network)
    weights = np.tile(plan.mask, (4, 1))
    for slot in plan.link_slots.values():
        weights[:, slot] = 4000.0
    found = evidence([0.6] * 4, [0.6] * 4, network=network, weights=weights)
    cause = cause_of_seed(found, 1)
    assert cause.name == "saturated-neurons"
    assert cause.text == (
        "Start 2 stays at 60\u00a0% in training: “h1_1” and “h1_2” are saturated and hardly learn "
        "any more."
    )
    assert dict(cause.figures)["responsive samples of h1_1"] < 0.05
    assert cause_of_verdict(found).text == (
        "0 of 4 starts passed and 3 are needed: in 4 most neurons are saturated and hardly learn "
        "any more."
    )


def test_steps_are_named_where_the_optimizer_cannot_teach_them(evidence, dense):
    network = dense(2, 2, 1, activation="step")
    weights = np.ones((4, Plan.compile(network).size))
    found = evidence([0.6] * 4, [0.6] * 4, network=network, weights=weights)
    cause = cause_of_seed(found, 0)
    assert cause.name == "step-neurons"
    assert cause.text == (
        "Start 1 stays at 60\u00a0% in training: “h1_1” and “h1_2” are steps, which only the "
        "random nudge can train."
    )
    assert cause_of_verdict(found).text == (
        "0 of 4 starts passed and 3 are needed: only the random nudge can train step neurons "
        "(“h1_1” and “h1_2”)."
    )
    nudged = TrainingSettings("random-nudge", 0.1)
    assert untaught_neurons(network, nudged) == ()
    guessed = evidence([0.6] * 4, [0.6] * 4, network=network, weights=weights, settings=nudged)
    assert cause_of_seed(guessed, 0).name == "underfit"
