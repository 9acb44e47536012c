"""A solution comes back from its text exactly as it went in; faults are told with their place."""

import itertools
import json
import random
import time
from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Link, Network, Neuron, Task, TrainingSettings
from engine.functions.activations import ACTIVATIONS
from engine.settings import INITIALIZERS, LOSSES, OPTIMIZERS
from engine.state import LARGEST_PARAMETER
from levels import (
    LevelErrors,
    NotWritable,
    Solution,
    level_of_solution,
    read_solution,
    write_solution,
)
from levels.errors import UNSAFE
from levels.limits import MAX_COORDINATE
from levels.reading.files import MAX_BYTES

PLANE = Task("classification", ("x1", "x2"), classes=2)
INPUTS = ["x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "cos(x2)", "x12"]
weights = st.none() | st.floats(-LARGEST_PARAMETER, LARGEST_PARAMETER)
places = st.floats(-MAX_COORDINATE, MAX_COORDINATE)
names = st.text(min_size=1, max_size=80).map(lambda text: UNSAFE.sub("", text).replace("\n", ""))
settings = st.builds(
    TrainingSettings,
    optimizer=st.sampled_from(OPTIMIZERS),
    learning_rate=st.floats(1e-300, 1e6),
    batch_size=st.none() | st.integers(1, 100_000),
    epochs=st.integers(1, 1_000_000),
    l2=st.floats(0, 1e6),
    loss=st.sampled_from(LOSSES),
    initializer=st.sampled_from(INITIALIZERS),
    l1=st.floats(0, 1e6),
    early_stopping=st.none() | st.integers(1, 1_000_000),
    gradient_clipping=st.none() | st.floats(1e-300, 1e6),
)


@st.composite
def networks(draw):
    network = Network()
    for name in draw(st.lists(st.sampled_from(INPUTS), unique=True)):
        network = network.add_input(name)
    hidden = [f"h{number}" for number in range(draw(st.integers(0, 5)))]
    for node in draw(st.permutations([*hidden, *draw(st.sampled_from([["y"], ["y1", "y2"]]))])):
        bias = draw(st.booleans())
        neuron = Neuron(
            node,
            draw(st.sampled_from(sorted(ACTIVATIONS))),
            bias,
            node.startswith("y"),
            draw(weights) if bias else None,
            frozen=draw(st.booleans()),
            frozen_bias=bias and draw(st.booleans()),
        )
        network = network.add_neuron(neuron)
    ends = st.sampled_from(list(network.nodes))
    for source, target in draw(st.lists(st.tuples(ends, ends), max_size=15)):
        if network.can_link(source, target):
            network = network.add_link(source, target, draw(weights), frozen=draw(st.booleans()))
    return network


@st.composite
def solutions(draw):
    network = draw(networks())
    placed = draw(st.sets(st.sampled_from(sorted(network.nodes))))
    layout = {node: (draw(places), draw(places)) for node in placed}
    name = draw(names.filter(bool))
    return Solution(name, network, draw(settings), MappingProxyType(layout))


@given(solutions(), st.sampled_from(["", "xor"]))
def test_a_solution_comes_back_the_same(solution, level):
    text = write_solution(solution, level)
    assert read_solution(text) == solution
    assert read_solution(text.encode()) == solution
    assert write_solution(read_solution(text), level) == text
    assert level_of_solution(text) == level


def test_names_tell_inputs_outputs_and_hidden_neurons():
    told = {"nodes": [{"id": "h1"}], "links": [["x1*x2", "h1"], ["h1", "y"]]}
    text = json.dumps({"format": 1, "network": told})
    network = read_solution(text).network
    assert [node.id for node in network.inputs] == ["x1*x2"]
    assert [(node.id, node.activation) for node in network.hidden] == [("h1", "tanh")]
    assert [(node.id, node.activation) for node in network.outputs] == [("y", "identity")]
    assert network.parameters == 4


def test_outputs_that_are_left_out_come_from_the_task():
    text = '{"format": 1, "network": {}}'
    assert read_solution(text).network == Network()
    assert [own.id for own in read_solution(text, task=PLANE).network.outputs] == ["y"]


def test_settings_that_are_left_out_come_from_the_level():
    base = TrainingSettings(optimizer="sgd", batch_size=10, epochs=7)
    plain = '{"format": 1, "network": {}}'
    assert read_solution(plain, training=base).training == base
    told = '{"format": 1, "network": {}, "training": {"batch_size": null, "epochs": 9}}'
    assert read_solution(told, training=base).training == TrainingSettings(
        optimizer="sgd", batch_size=None, epochs=9
    )


def test_early_stopping_can_be_switched_off_and_left_as_it_is():
    base = TrainingSettings(early_stopping=50)
    plain = '{"format": 1, "network": {}, "training": {"l1": 0.5}}'
    assert read_solution(plain, training=base).training == TrainingSettings(
        early_stopping=50, l1=0.5
    )
    told = '{"format": 1, "network": {}, "training": {"early_stopping": null}}'
    assert read_solution(told, training=base).training == TrainingSettings()


def test_a_frozen_link_may_leave_its_weight_to_the_initializer():
    told = {"links": [["x1", "y", None, "frozen"], ["x2", "y", 0.5, "frozen"]]}
    text = json.dumps({"format": 1, "network": told})
    links = read_solution(text).network.links
    assert [(link.start_weight, link.frozen) for link in links] == [(None, True), (0.5, True)]


def test_the_text_is_small_and_readable():
    network = Network().add_input("x1").add_neuron(Neuron("y", "identity", output=True))
    solution = Solution("Ein Strich – 線", network.add_link("x1", "y"), TrainingSettings())
    text = write_solution(solution, "first-line")
    assert text.isprintable() or text.count("\n") < 40
    assert "Ein Strich – 線" in text
    assert json.loads(text)["network"]["links"] == [["x1", "y"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"format": 1}', "mine:1:1: network: “network” is missing."),
        (
            '{"format": 9, "network": {}}',
            (
                "mine:1:12: format: This file has format 9, and this game reads up to 1: "
                "a newer Neural Bonsai is needed."
            ),
        ),
        (
            '{"format": 1, "netwrok": {}, "network": {}}',
            "mine:1:15: netwrok: Unknown key “netwrok”; did you mean “network”?",
        ),
        (
            '{"format": 1, "network": {"links": [["h1", "y"]]}}',
            "mine:1:37: network.links[0]: There is no node “h1”.",
        ),
        (
            '{"format":1, "network":{"nodes":[{"id": "y", "bias": false, "frozen_bias": true}]}}',
            (
                "mine:1:76: network.nodes[0].frozen_bias: “y” has no bias, "
                "so there is none to freeze."
            ),
        ),
        (
            '{"format": 1, "network": {"links": [["x1", "y", 1, "frozn"]]}}',
            (
                "mine:1:52: network.links[0][3]: Expected one of “frozen”, found “frozn”; "
                "did you mean “frozen”?"
            ),
        ),
        (
            '{"format": 1, "network": {"links": [["x1", "y", 1e9]]}}',
            "mine:1:49: network.links[0][2]: Must be at most 100,000, found 1,000,000,000.",
        ),
        (
            '{"format": 1, "network": {"nodes": [{"id": "h1", "bias": false, "start_bias": 1}]}}',
            (
                "mine:1:79: network.nodes[0].start_bias: “h1” has no bias, "
                "so it can have no start_bias."
            ),
        ),
        (
            '{"format": 1, "name": "a\\u202eb", "network": {}}',
            "mine:1:23: name: The text holds U+202E, a character that cannot be shown safely.",
        ),
        (
            '{"format": 1, "network": {"nodes": [{"id": "_"}]}}',
            (
                "mine:1:44: network.nodes[0].id: “_” is neither an input (as x1, x1^2, sin(x1)) "
                "nor a name of letters, digits and _."
            ),
        ),
    ],
)
def test_faults_have_their_place(text, expected):
    with pytest.raises(LevelErrors) as caught:
        read_solution(text, "mine")
    assert str(caught.value) == expected


def test_all_faults_come_at_once():
    text = (
        '{"format": 1, "name": "", "network": {"links": [["h1", "y"], ["y", "x1"]]},'
        ' "training": {"epochs": 0}}'
    )
    with pytest.raises(LevelErrors) as caught:
        read_solution(text)
    assert [error.path for error in caught.value.errors] == [
        "name",
        "network.links[0]",
        "network.links[1]",
        "training.epochs",
    ]


def straight(weight=None, name="a", place=(0.0, 0.0)):
    network = Network().add_input("x1").add_neuron(Neuron("y", "identity", output=True))
    network = network.add_link("x1", "y", weight)
    return Solution(name, network, TrainingSettings(), MappingProxyType({"y": place}))


@pytest.mark.parametrize(
    "solution",
    [
        straight(weight=500_000.0),
        straight(weight=float("nan")),
        straight(name="right\u200fto left"),
        straight(name=""),
        straight(name="n" * 81),
        straight(place=(0.0, 2e6)),
        replace(straight(), network=straight().network.add_neuron(Neuron("not a name"))),
        replace(straight(), layout={"gone": (0.0, 0.0)}),
    ],
    ids=["weight", "nan", "mark", "no-name", "long-name", "place", "node", "layout"],
)
def test_what_could_not_be_read_again_is_not_written(solution):
    with pytest.raises(NotWritable):
        write_solution(solution)


def large_network(hidden=256, links=10_000):
    """As many links as are allowed, with long weights, from each neuron to the later ones."""
    draws = random.Random(3)
    neurons = [Neuron(f"h{number}", frozen=True) for number in range(hidden)]
    pairs = itertools.islice(itertools.combinations(range(hidden), 2), links)
    return Network(
        neurons=(*neurons, Neuron("y", "identity", output=True)),
        links=tuple(Link(f"h{a}", f"h{b}", draws.uniform(-1e5, 1e5), True) for a, b in pairs),
    )


def test_the_largest_network_is_written_and_read_in_linear_time():
    solution = Solution("large", large_network(), TrainingSettings())
    began = time.process_time()
    text = write_solution(solution)
    # One link after the other takes minutes; linear is some tenths of a second.
    assert time.process_time() - began < 5
    assert len(text.encode()) < MAX_BYTES
