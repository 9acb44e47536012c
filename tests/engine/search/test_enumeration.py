"""Every wiring is there, once: by brute force, by published counts, by a level's rules."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import chain, combinations, permutations, product

import pytest

from engine import Input, Link, Network, Neuron, Task, TrainingSettings
from engine.search.candidate import Candidate, Kind
from engine.search.enumeration import candidates, count, skeletons
from engine.search.skeleton import Skeleton
from engine.search.space import SearchSpace
from levels import Rules

Edges = frozenset[tuple[str, str]]


def enumerated(space: SearchSpace, parameters: int) -> list[Candidate]:
    """All of at most so many parameters."""
    return [one for size in range(parameters + 1) for one in candidates(space, size)]


# -- counts that others made ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inputs", "counts"), [(1, [1, 1, 2, 5, 14, 44]), (2, [0, 1, 3, 10, 36, 139, 572])]
)
def test_as_many_skeletons_as_were_measured_before(space, inputs, counts):
    own = space(inputs, every_input=True)
    found = [len(list(skeletons(own, links))) for links in range(1, len(counts) + 1)]
    assert found == counts


def test_skeletons_with_one_input_are_the_digraphs_with_one_source_and_one_sink(space):
    """OEIS A345258."""
    own = space(1, max_neurons=3)
    found = Counter(
        len(skeleton.hidden) for links in range(1, 11) for skeleton in skeletons(own, links)
    )
    assert [found[hidden] for hidden in range(4)] == [1, 2, 10, 98]


@pytest.mark.parametrize(
    ("activations", "counts"),
    [(1, [362, 1_597, 7_416]), (2, [2_087, 13_894, 96_755]), (4, [15_356, 160_110, 1_730_418])],
)
def test_as_many_candidates_as_were_measured_before(space, activations, counts):
    own = space(2, activations, every_input=True)
    found = [sum(count(own, size) for size in range(most + 1)) for most in (6, 7, 8)]
    assert found == counts


def test_xor_has_as_many_wirings_as_were_trained_before(space):
    """Two inputs of which one may be left out, and at most two hidden neurons."""
    own = space(2, 4, max_neurons=2)
    assert [count(own, size) for size in range(7)] == [0, 2, 11, 69, 372, 1_284, 2_770]
    assert len(enumerated(own, 6)) == 4_508


# -- brute force: all sets of links, all names ---------------------------------------------------


def all_edges(inputs: list[str], hidden: list[str], outputs: list[str]) -> list[tuple[str, str]]:
    """Every link that leads forward when hidden neurons stand in a row."""
    row = [(source, target) for source, target in combinations(hidden, 2)]
    return [*product(inputs, hidden), *row, *product(inputs + hidden, outputs)]


def legal(edges: Edges, inputs: list[str], hidden: list[str], outputs: list[str]) -> bool:
    fed, used = {target for _, target in edges}, {source for source, _ in edges}
    return {*hidden, *outputs} <= fed and {*hidden} <= used and bool(used & {*inputs})


def lengths(edges: Edges, node: str) -> set[int]:
    """Lengths of all paths to a node."""
    sources = [source for source, target in edges if target == node]
    return {1 + length for own in sources for length in lengths(edges, own)} or {0}


def least_edges(edges: Edges, hidden: list[str]) -> tuple[tuple[str, str], ...]:
    namings = (dict(zip(hidden, order, strict=True)) for order in permutations(hidden))
    return min(
        tuple(sorted((names.get(a, a), names.get(b, b)) for a, b in edges)) for names in namings
    )


def brute_force(inputs: int, hidden: int, outputs: int) -> set[tuple[tuple[str, str], ...]]:
    """Each legal skeleton once, as its links."""
    nodes = [
        [f"{stem}{number + 1}" for number in range(own)]
        for stem, own in (("x", inputs), ("h", hidden), ("y", outputs))
    ]
    links = all_edges(*nodes)
    subsets = chain.from_iterable(combinations(links, size) for size in range(len(links) + 1))
    return {least_edges(frozenset(own), nodes[1]) for own in subsets if legal(own, *nodes)}


def edges_of(skeleton: Skeleton, space: SearchSpace) -> tuple[tuple[str, str], ...]:
    kinds = (Kind("tanh", bias=False),) * len(skeleton.hidden)
    answers = (Kind("identity", bias=False),) * len(space.outputs)
    network = Candidate(space, skeleton, kinds, answers).network()
    links = frozenset((link.source, link.target) for link in network.links)
    return least_edges(links, [neuron.id for neuron in network.hidden])


SHAPES = [
    *((1, 3, 1), (2, 2, 1), (2, 2, 2), (1, 2, 3)),
    pytest.param((2, 3, 1), marks=pytest.mark.long),
]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("every_input", [False, True])
@pytest.mark.parametrize("skip_links", [False, True])
def test_the_skeletons_are_those_of_brute_force(space, shape, every_input, skip_links):
    inputs, hidden, outputs = shape
    rules = {"max_neurons": hidden, "every_input": every_input, "skip_links": skip_links}
    own = space(inputs, 1, outputs, **rules)
    expected = set.union(*(brute_force(inputs, number, outputs) for number in range(hidden + 1)))
    if every_input:
        names = {*own.inputs}
        expected = {edges for edges in expected if names <= {source for source, _ in edges}}
    if not skip_links:
        expected = {
            edges
            for edges in expected
            if all(len(lengths(frozenset(edges), target)) == 1 for _, target in edges)
        }
    most = max(map(len, expected))
    found = [skeleton for links in range(most + 3) for skeleton in skeletons(own, links)]
    assert len(found) == len(expected)
    assert {edges_of(skeleton, own) for skeleton in found} == expected


@pytest.mark.parametrize("inputs", [1, 2])
def test_the_candidates_are_those_of_brute_force(space, least_facts, inputs):
    """Each skeleton of brute force in all colours, again told apart by all names."""
    own = space(inputs, 2, max_neurons=2)
    expected = set()
    for edges in chain.from_iterable(brute_force(inputs, number, 1) for number in range(3)):
        hidden = sorted({source for source, _ in edges if source.startswith("h")})
        kinds = product(product(own.activations, (False, True)), repeat=len(hidden))
        for colours, bias in product(kinds, (False, True)):
            neurons = [Neuron(node, *kind) for node, kind in zip(hidden, colours, strict=True)]
            answer = Neuron("y1", "identity", bias, output=True)
            network = Network(
                tuple(Input(name) for name in own.inputs),
                (*neurons, answer),
                tuple(Link(*ends) for ends in edges),
            )
            if network.parameters <= 6:
                expected.add(least_facts(network))
    found = enumerated(own, 6)
    assert len(found) == len(expected)
    assert {least_facts(one.network()) for one in found} == expected


# -- what holds in any space ---------------------------------------------------------------------

SPACES: list[tuple[dict[str, object], int]] = [
    ({"inputs": 2, "activations": 3}, 5),
    ({"inputs": 2, "activations": 2, "every_input": True}, 6),
    ({"inputs": 2, "activations": 2, "max_neurons": 1}, 6),
    ({"inputs": 2, "activations": 2, "skip_links": False}, 7),
    ({"inputs": 4, "activations": 1}, 5),
    ({"inputs": 2, "activations": 2, "outputs": 2}, 5),
    ({"inputs": 1, "activations": 1, "outputs": 3, "skip_links": False}, 7),
    ({"inputs": 3, "activations": 0, "outputs": 2}, 5),
    ({"inputs": 2, "activations": 2, "outputs": 2, "answers": 2}, 4),
    ({"inputs": 1, "activations": 1}, 9),  # pairs of chains that change places
]
EVERY_SPACE = pytest.mark.parametrize(("what", "most"), SPACES)


@EVERY_SPACE
def test_the_count_is_that_of_the_candidates(space, what, most):
    own = space(**what)
    for size in range(most + 1):
        assert count(own, size) == sum(1 for _ in candidates(own, size))


@EVERY_SPACE
def test_no_two_candidates_have_the_same_key_and_all_are_canonical(space, what, most):
    own = space(**what)
    found = enumerated(own, most)
    assert len({one.key for one in found}) == len(found)
    assert all(Candidate.of(one.network(), own) == one for one in found)


@EVERY_SPACE
def test_candidates_of_a_size_have_that_size(space, what, most):
    own = space(**what)
    assert {one.network().parameters for one in candidates(own, most)} == {most}


def rules_of(space: SearchSpace) -> Rules:
    """The rules of a level with that space."""
    outputs = len(space.outputs)
    return Rules(
        task=Task("regression", space.inputs, outputs=outputs),
        inputs=space.inputs,
        activations=space.activations,
        output_activations=space.output_activations,
        max_neurons=space.max_neurons,
        skip_links=space.skip_links,
        locked=frozenset(),
        training=TrainingSettings(),
    )


@EVERY_SPACE
def test_every_candidate_passes_the_rules_of_a_level(space, what, most):
    own = space(**what)
    if own.outputs == ("y1",):
        own = replace(own, outputs=("y",))
    rules = rules_of(own)
    assert [one.key for one in enumerated(own, most) if rules.network_faults(one.network())] == []


@pytest.mark.parametrize("outputs", [1, 2])
def test_without_skip_links_there_are_just_those_that_the_rules_of_a_level_allow(space, outputs):
    free = replace(space(2, 1, outputs), outputs=("y1", "y2") if outputs == 2 else ("y",))
    layered = replace(free, skip_links=False)
    rules = rules_of(layered)
    allowed = {one.key for one in enumerated(free, 6) if not rules.network_faults(one.network())}
    assert {one.key for one in enumerated(layered, 6)} == allowed


def test_the_order_is_fixed(space):
    own = space(1, 2)
    assert [one.key for one in candidates(own, 2)] == [
        "y1=identity(x1,+b)",
        "h1=sigmoid(x1) y1=identity(h1)",
        "h1=tanh(x1) y1=identity(h1)",
    ]
    assert [one.key for one in candidates(space(1, answers=2), 1)] == [
        "y1=abs(x1)",
        "y1=identity(x1)",
    ]
    assert [one.key for one in candidates(space(1, 1), 3)] == [
        "h1=tanh(x1) y1=identity(h1,+b)",
        "h1=tanh(x1,+b) y1=identity(h1)",
        "h1=tanh(x1) y1=identity(x1,h1)",
        "h1=tanh(x1) h2=tanh(h1) y1=identity(h2)",
    ]


def test_too_few_parameters_make_no_network(space):
    assert list(candidates(space(2, every_input=True), 1)) == []
    assert count(space(2, every_input=True), 1) == 0
    assert list(skeletons(space(), 0)) == []
    assert list(candidates(space(), -1)) == []


@pytest.mark.long
def test_all_160_110_wirings_of_seven_parameters_have_their_own_key(space):
    own = space(2, 4, every_input=True)
    assert len({one.key for one in enumerated(own, 7)}) == 160_110
