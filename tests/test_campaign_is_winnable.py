"""Every level of the campaign can be won as its author says, and teaches what it should."""

import pytest

from engine import Network, Neuron, Verdict, judge
from levels import campaign


def verdict(level, network, training=None):
    told = judge(network, level.dataset(), training or level.training, level.terms)
    last = list(told)[-1]
    assert isinstance(last, Verdict)
    return last


def dense(*sizes):
    """A layered tanh network of these sizes."""
    layers = [[f"x{number}" for number in range(1, sizes[0] + 1)]]
    network = Network()
    for name in layers[0]:
        network = network.add_input(name)
    for depth, size in enumerate(sizes[1:-1]):
        layers.append([f"h{depth}n{number}" for number in range(size)])
        for name in layers[-1]:
            network = network.add_neuron(Neuron(name))
    network = network.add_neuron(Neuron("y", "identity", output=True))
    for before, after in zip(layers, [*layers[1:], ["y"]], strict=True):
        for source in before:
            for target in after:
                network = network.add_link(source, target)
    return network


@pytest.mark.parametrize("level", campaign().levels, ids=lambda level: level.id)
def test_the_author_wins(level):
    proof = level.author_solution
    told = verdict(level, proof.network, proof.training)
    assert told.passed
    assert told.seeds_passed == len(level.terms.seeds)
    assert told.parameters == level.medals.bonsai


@pytest.mark.parametrize("level", campaign().levels, ids=lambda level: level.id)
def test_the_smallest_that_was_found_passes_and_all_below_were_tried(level):
    found = level.frontier.smallest
    assert verdict(level, found.network).passed
    assert found.parameters == level.frontier.least <= level.medals.bonsai


@pytest.mark.parametrize(
    ("level_id", "sizes", "parameters"),
    [
        ("xor", (2, 3, 1), 13),
        ("xor", (2, 4, 1), 17),
        ("noisy-spiral", (2, 5, 1), 21),
        ("noisy-spiral", (2, 6, 1), 25),
        ("noisy-spiral", (2, 8, 1), 33),
    ],
)
def test_these_sizes_pass(level_id, sizes, parameters):
    told = verdict(campaign().level(level_id), dense(*sizes))
    assert told.parameters == parameters
    assert told.passed


@pytest.mark.parametrize(
    ("level_id", "sizes", "cause"),
    [
        ("xor", (2, 1), "underfit"),
        ("noisy-spiral", (2, 2, 1), "underfit"),
        ("noisy-spiral", (2, 16, 16, 1), "overfit"),
    ],
)
def test_these_sizes_fail_and_the_judge_knows_why(level_id, sizes, cause):
    told = verdict(campaign().level(level_id), dense(*sizes))
    assert not told.passed
    assert told.seeds_passed == 0
    assert told.cause.name == cause


def test_a_line_needs_its_bias():
    level = campaign().level("first-line")
    network = level.author_solution.network
    bare = network.with_neuron(Neuron("y", "identity", bias=False, output=True))
    assert not verdict(level, bare).passed
