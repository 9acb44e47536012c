"""Renamings that leave the links alone decide which colourings count as one."""

from __future__ import annotations

from itertools import permutations, product

import pytest

from engine.search.symmetry import Symmetry

# Twins h1, h2; then h3 and h4, which may change places; then a single h5.
MIXED = Symmetry(twins=(2, 1, 1, 1), turns=((0, 1, 2, 3), (0, 2, 1, 3)))
TWO_PAIRS = Symmetry(twins=(2, 2), turns=((0, 1), (1, 0)))
RING = Symmetry(twins=(1, 1, 1), turns=((0, 1, 2), (1, 2, 0), (2, 0, 1)))


def renamings(symmetry: Symmetry) -> list[tuple[int, ...]]:
    """Every automorphism written out: which neuron comes in the place of each."""
    starts = [sum(symmetry.twins[:group]) for group in range(len(symmetry.twins))]
    found = []
    for turn in symmetry.turns:
        groups = [range(starts[group], starts[group] + symmetry.twins[group]) for group in turn]
        found += [sum(parts, ()) for parts in product(*map(permutations, groups))]
    return found


def all_colourings(symmetry: Symmetry, activations: str):
    kinds = list(product(activations, (False, True)))
    return product(kinds, repeat=sum(symmetry.twins))


EACH = pytest.mark.parametrize("symmetry", [MIXED, TWO_PAIRS, RING, Symmetry((), ((),))])


@EACH
def test_the_least_colouring_is_the_least_of_all_renamings(symmetry):
    for colours in all_colourings(symmetry, "ab" if len(symmetry.twins) < 4 else "a"):
        all_ways = [tuple(colours[place] for place in way) for way in renamings(symmetry)]
        assert symmetry.least(colours) == min(all_ways)


@EACH
@pytest.mark.parametrize("activations", ["a", "ab"])
def test_colourings_are_counted_as_when_all_are_made(symmetry, activations):
    classes = {symmetry.least(colours) for colours in all_colourings(symmetry, activations)}
    by_biases = [0] * (sum(symmetry.twins) + 1)
    for colours in classes:
        by_biases[sum(bias for _, bias in colours)] += 1
    assert symmetry.colourings(len(activations)) == by_biases


def test_without_activations_only_no_neurons_can_be_coloured():
    assert Symmetry((), ((),)).colourings(0) == [1]
    assert Symmetry((1,), ((0,),)).colourings(0) == [0, 0]


@EACH
def test_the_order_is_the_number_of_renamings(symmetry):
    assert symmetry.order == len(set(renamings(symmetry)))


def test_a_colouring_of_sorted_groups_is_least_when_no_turn_makes_a_lesser_one():
    low, high = ("abs", False), ("tanh", True)
    assert TWO_PAIRS.is_least([(low, low), (low, high)])
    assert not TWO_PAIRS.is_least([(low, high), (low, low)])
