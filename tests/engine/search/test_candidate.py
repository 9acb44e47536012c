"""A candidate is a wiring under one key, whatever its hidden neurons are called."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Input, Link, Network, Neuron, Refused
from engine.search.candidate import Candidate, Kind
from engine.search.space import SearchSpace

SPACE = SearchSpace(
    inputs=("x1", "x2", "x1*x2", "sin(x1)"),
    outputs=("y1", "y2"),
    activations=("tanh", "abs", "leaky-relu"),
    output_activations=("identity", "sigmoid"),
)
ACTIVATIONS = st.sampled_from(SPACE.activations)
OUTPUT_ACTIVATIONS = st.sampled_from(SPACE.output_activations)


@st.composite
def networks(draw, most: int = 6, inputs: int = 4) -> Network:
    """Any network of the space without idle neurons."""
    inputs = SPACE.inputs[:inputs]
    hidden = [f"n{number}" for number in range(draw(st.integers(0, most)))]
    links = set[tuple[str, str]]()
    for place, node in enumerate((*hidden, *SPACE.outputs)):
        known = [*inputs, *hidden[: min(place, len(hidden))]]
        sources = draw(st.lists(st.sampled_from(known), min_size=1, max_size=4, unique=True))
        links |= {(source, node) for source in sources}
    links |= {(node, "y1") for node in hidden if node not in {source for source, _ in links}}
    neurons = [Neuron(node, draw(ACTIVATIONS), draw(st.booleans())) for node in hidden]
    neurons += [
        Neuron(node, draw(OUTPUT_ACTIVATIONS), draw(st.booleans()), output=True)
        for node in SPACE.outputs
    ]
    used = {source for source, _ in links}
    return Network(
        tuple(Input(name) for name in inputs if name in used),
        tuple(neurons),
        tuple(Link(*ends) for ends in sorted(links)),
    )


def renamed(network: Network, names: dict[str, str]) -> Network:
    return Network(
        network.inputs,
        tuple(replace(own, id=names.get(own.id, own.id)) for own in network.neurons),
        tuple(
            Link(names.get(link.source, link.source), names.get(link.target, link.target))
            for link in network.links
        ),
    )


@given(networks(), st.data())
def test_renaming_and_reordering_never_change_a_key(network, data):
    ids = [neuron.id for neuron in network.hidden]
    names = dict(zip(ids, data.draw(st.permutations([f"m{own}" for own in ids])), strict=True))
    other = renamed(network, names)
    other = Network(
        tuple(data.draw(st.permutations(other.inputs))),
        tuple(data.draw(st.permutations(other.neurons))),
        tuple(data.draw(st.permutations(other.links))),
    )
    one, two = Candidate.of(network, SPACE), Candidate.of(other, SPACE)
    assert one == two
    assert one.key == two.key


@given(networks())
def test_a_key_gives_back_its_candidate_and_its_network(network):
    candidate = Candidate.of(network, SPACE)
    assert Candidate.parse(candidate.key, SPACE) == candidate
    assert Candidate.of(candidate.network(), SPACE) == candidate
    assert candidate.parameters == candidate.network().parameters == network.parameters


@given(networks(most=4), st.data())
def test_the_network_differs_from_the_given_one_in_names_only(least_facts, network, data):
    assert least_facts(Candidate.of(network, SPACE).network()) == least_facts(network)


@given(networks(most=3, inputs=1), networks(most=3, inputs=1))
def test_equal_keys_mean_networks_that_differ_in_names_only(least_facts, one, other):
    same_key = Candidate.of(one, SPACE).key == Candidate.of(other, SPACE).key
    assert same_key == (least_facts(one) == least_facts(other))


def test_every_symmetric_colouring_of_two_chains_has_one_key(least_facts):
    """Two equal chains: their neurons are no twins, and may change places in pairs only."""
    space = SearchSpace(("x1",), ("y",), ("tanh", "abs"), ("identity",))
    ids = ("a1", "a2", "b1", "b2")
    links = [("x1", "a1"), ("a1", "a2"), ("a2", "y"), ("x1", "b1"), ("b1", "b2"), ("b2", "y")]
    by_key: dict[str, set[object]] = {}
    for kinds in product(product(space.activations, (False, True)), repeat=4):
        neurons = [Neuron(node, *kind) for node, kind in zip(ids, kinds, strict=True)]
        network = Network(
            (Input("x1"),),
            (*neurons, Neuron("y", "identity", output=True)),
            tuple(Link(*ends) for ends in links),
        )
        key = Candidate.of(network, space).key
        by_key.setdefault(key, set()).add(least_facts(network))
    assert len(by_key) == 16 * 17 // 2
    assert {len(classes) for classes in by_key.values()} == {1}


def test_a_key_says_each_neuron_with_its_sources():
    network = Network(
        (Input("x1"), Input("x2"), Input("sin(x1)")),
        (
            Neuron("late", "leaky-relu", bias=False),
            Neuron("early", "abs"),
            Neuron("y1", "identity", bias=False, output=True),
            Neuron("y2", "sigmoid", output=True),
        ),
        (
            Link("early", "late", 0.5, frozen=True),
            Link("sin(x1)", "late"),
            Link("x1", "early"),
            Link("late", "y1"),
            Link("x1", "y2"),
        ),
    )
    candidate = Candidate.of(network, SPACE)
    assert candidate.key == (
        "h1=abs(x1,+b) h2=leaky-relu(sin(x1),h1) y1=identity(h2) y2=sigmoid(x1,+b)"
    )
    assert candidate.hidden == (Kind("abs", bias=True), Kind("leaky-relu", bias=False))
    assert candidate.network().inputs == (Input("x1"), Input("sin(x1)"))


def test_keys_may_name_hidden_neurons_in_any_way():
    mine = "b=tanh(a) a=abs(x1) y1=identity(b) y2=sigmoid(b,+b)"
    own = Candidate.parse(mine, SPACE)
    assert own.key == "h1=abs(x1) h2=tanh(h1) y1=identity(h2) y2=sigmoid(h2,+b)"


def test_ids_that_look_like_biases_or_neurons_are_read_as_what_they_are():
    space = SearchSpace(("b", "h1"), ("y",), ("tanh",), ("identity",))
    own = Candidate.parse("h2=tanh(b,h1) y=identity(b,h2,+b)", space)
    assert own.key == "h2=tanh(b,h1) y=identity(b,h2,+b)"
    assert own.parameters == 5


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("", "unreadable-key"),
        ("y1=identity(x1)  y2=identity(x1)", "unreadable-key"),
        ("y1=identity(+b) y2=identity(x1)", "unreadable-key"),
        ("y1=identity(x1+b) y2=identity(x1)", "unreadable-key"),
        ("y1={x1} y2=identity(x1)", "unreadable-key"),
        ("y1=identity(x1,) y2=identity(x1)", "no-such-node"),
        ("y1=identity(x9) y2=identity(x1)", "no-such-node"),
        ("y1=identity(x1,x1) y2=identity(x1)", "duplicate-link"),
        ("x1=tanh(x2) y1=identity(x1) y2=identity(x1)", "duplicate-node"),
        ("a=tanh(b) b=tanh(a) y1=identity(a) y2=identity(b)", "cycle"),
        ("y1=identity(x1)", "wrong-outputs"),
        ("y1=tanh(x1) y2=identity(x1)", "activation-not-allowed"),
        ("a=sigmoid(x1) y1=identity(a) y2=identity(x1)", "activation-not-allowed"),
        ("a=tanh(x1) y1=identity(x1) y2=identity(x1)", "leads-nowhere"),
    ],
)
def test_what_is_no_key_of_the_space_is_refused(key, code):
    with pytest.raises(Refused) as refusal:
        Candidate.parse(key, SPACE)
    assert refusal.value.code == code


XOR = "h1=tanh(x1,x2) h2=tanh(x1) y1=identity(x1,h1,h2) y2=sigmoid(h1)"


@pytest.mark.parametrize(
    ("changes", "code", "reason"),
    [
        (
            {"max_neurons": 1},
            "too-many-neurons",
            "Hidden neurons allowed: 1, and there are 2.",
        ),
        ({"activations": ()}, "too-many-neurons", "Hidden neurons allowed: 0, and there are 2."),
        ({"skip_links": False}, "skip-link", "All paths to a neuron must be equally long here."),
        ({"every_input": True}, "input-unused", "No link leaves “x1*x2”."),
        (
            {"activations": ("abs", "relu")},
            "activation-not-allowed",
            "“h1” may use abs, relu, not tanh.",
        ),
    ],
)
def test_a_network_that_breaks_a_rule_of_the_space_is_refused(changes, code, reason):
    network = Candidate.parse(XOR, SPACE).network()
    with pytest.raises(Refused) as refusal:
        Candidate.of(network, replace(SPACE, **changes))
    assert (refusal.value.code, str(refusal.value)) == (code, reason)


def test_a_neuron_or_an_output_without_links_is_refused():
    whole = Candidate.parse(XOR, SPACE).network()
    for target in ("h1", "y2"):
        own = whole.remove(links=[link.key for link in whole.incoming(target)])
        with pytest.raises(Refused, match=f"No link leads to “{target}”") as refusal:
            Candidate.of(own, SPACE)
        assert refusal.value.code == "not-fed"


def test_an_input_of_another_level_is_refused():
    network = Candidate.parse(XOR, SPACE).network().add_input("cos(x2)")
    with pytest.raises(Refused, match="There is no input “cos\\(x2\\)” here"):
        Candidate.of(network, SPACE)


def test_an_input_without_links_is_left_out():
    candidate = Candidate.parse(XOR, SPACE)
    assert Candidate.of(candidate.network().add_input("sin(x1)"), SPACE) == candidate
