"""Wirings are told apart, and their symmetries counted, as nauty does (McKay and Piperno 2014)."""

from __future__ import annotations

import random
from itertools import product

import pytest

from engine import Network
from engine.search.candidate import Candidate
from engine.search.canonical import canonical
from engine.search.enumeration import candidates, skeletons
from engine.search.skeleton import Skeleton, bits
from engine.search.space import SearchSpace

nauty = pytest.importorskip("pynauty")
pytestmark = pytest.mark.peer


def graph(colours: list[object], links: list[tuple[int, int]]):
    """A directed graph of nauty's; nodes of one colour may change places."""
    classes = [
        {node for node, own in enumerate(colours) if own == colour}
        for colour in sorted(set(colours), key=repr)
    ]
    followers: dict[int, list[int]] = {}
    for source, target in links:
        followers.setdefault(source, []).append(target)
    return nauty.Graph(
        len(colours), directed=True, adjacency_dict=followers, vertex_coloring=classes
    )


def graph_of_skeleton(skeleton: Skeleton):
    first = skeleton.inputs + len(skeleton.hidden)
    colours = [*range(skeleton.inputs), *["hidden"] * len(skeleton.hidden)]
    colours += [("output", place) for place in range(len(skeleton.outputs))]
    links = [
        (source, skeleton.inputs + place)
        for place, mask in enumerate((*skeleton.hidden, *skeleton.outputs))
        for source in bits(mask)
    ]
    assert len(colours) == first + len(skeleton.outputs)
    return graph(colours, links)


def name_of(network: Network, inputs: tuple[str, ...]) -> tuple[object, ...]:
    """Equal for networks that differ in names of hidden neurons only, says nauty.

    Certificates know colours by their order alone, so colours and their numbers go with them.
    """
    colours: list[object] = list(inputs)
    colours += [(own.activation, own.bias, own.id if own.output else "") for own in network.neurons]
    nodes = (*inputs, *(own.id for own in network.neurons))
    place = {node: number for number, node in enumerate(nodes)}
    links = [(place[link.source], place[link.target]) for link in network.links]
    return nauty.certificate(graph(colours, links)), *sorted(map(repr, colours))


def all_skeletons(inputs: int, hidden: int) -> list[Skeleton]:
    """Every legal way to link so many hidden neurons and one output, under all names."""
    sources = [range(1, 1 << inputs + place) for place in range(hidden + 1)]
    made = (Skeleton(inputs, masks[:-1], masks[-1:]) for masks in product(*sources))
    return [skeleton for skeleton in made if not skeleton.idle]


@pytest.mark.parametrize(("inputs", "hidden"), [(1, 3), (2, 3), (3, 2), (1, 4)])
def test_there_are_as_many_skeletons_as_nauty_tells_apart(inputs, hidden):
    names = tuple(f"x{number}" for number in range(inputs))
    space = SearchSpace(names, ("y",), ("tanh",), ("identity",), max_neurons=hidden)
    raw = all_skeletons(inputs, hidden)
    classes = {nauty.certificate(graph_of_skeleton(skeleton)) for skeleton in raw}
    most = max(skeleton.links for skeleton in raw)
    found = [one for links in range(most + 1) for one in skeletons(space, links)]
    own = [one for one in found if len(one.hidden) == hidden]
    assert {nauty.certificate(graph_of_skeleton(skeleton)) for skeleton in own} == classes
    assert len(own) == len(classes)


SIZES = [6, pytest.param(7, marks=pytest.mark.long)]


@pytest.mark.parametrize("most", SIZES)
def test_nauty_tells_all_candidates_apart(most):
    space = SearchSpace(
        ("x1", "x2"), ("y",), ("tanh", "sigmoid", "relu", "abs"), ("identity",), every_input=True
    )
    found = [one for size in range(most + 1) for one in candidates(space, size)]
    assert len(found) == {6: 15_356, 7: 160_110}[most]
    assert len({name_of(one.network(), space.inputs) for one in found}) == len(found)


def drawn_skeleton(draw: random.Random, hidden: int) -> Skeleton:
    """Few links, so that many neurons are alike."""
    masks = [1 << draw.randrange(1 + place) for place in range(hidden)]
    for _ in range(draw.randrange(3)):
        place = draw.randrange(1, hidden)
        masks[place] |= 1 << draw.randrange(1 + place)
    bare = Skeleton(1, tuple(masks), (0,))
    return Skeleton(1, tuple(masks), (bare.idle,))


def test_the_symmetries_of_large_skeletons_are_as_many_as_nautys():
    draw = random.Random(0)
    for _ in range(2_000):
        skeleton = drawn_skeleton(draw, draw.randrange(2, 12))
        _, mantissa, exponent, *_ = nauty.autgrp(graph_of_skeleton(skeleton))
        assert canonical(skeleton).symmetry.order == round(mantissa * 10**exponent)


def test_large_skeletons_have_one_form_when_nauty_says_so():
    draw = random.Random(1)
    made = [drawn_skeleton(draw, 6) for _ in range(2_000)]
    pairs = {
        (canonical(skeleton).skeleton, nauty.certificate(graph_of_skeleton(skeleton)))
        for skeleton in made
    }
    assert len({form for form, _ in pairs}) == len({name for _, name in pairs}) == len(pairs)
    assert len(pairs) < len(made)  # some were alike


def test_small_candidates_that_are_alike_to_nauty_have_one_key():
    draw = random.Random(2)
    space = SearchSpace(("x1",), ("y",), ("tanh", "abs"), ("identity",))
    pairs = set()
    for _ in range(2_000):
        skeleton = drawn_skeleton(draw, draw.randrange(2, 5))
        words = [
            f"n{place}={draw.choice(space.activations)}({sources_of(mask)})"
            for place, mask in enumerate(skeleton.hidden)
        ]
        own = Candidate.parse(
            f"{' '.join(words)} y=identity({sources_of(*skeleton.outputs)})", space
        )
        pairs.add((own.key, name_of(own.network(), space.inputs)))
    assert len({key for key, _ in pairs}) == len({name for _, name in pairs}) == len(pairs)


def sources_of(mask: int) -> str:
    return ",".join("x1" if not place else f"n{place - 1}" for place in bits(mask))
