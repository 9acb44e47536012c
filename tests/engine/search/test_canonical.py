"""The canonical form forgets the names of hidden neurons, and nothing else."""

from __future__ import annotations

import random
from itertools import permutations
from math import factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.search.canonical import canonical
from engine.search.skeleton import Skeleton, bits


def legal_orders(skeleton: Skeleton) -> list[tuple[int, ...]]:
    """All orders of the hidden neurons in which sources stand before their followers."""
    inputs = skeleton.inputs
    return [
        order
        for order in permutations(range(len(skeleton.hidden)))
        if all(
            order.index(source) < order.index(neuron)
            for neuron, mask in enumerate(skeleton.hidden)
            for source in bits(mask >> inputs)
        )
    ]


@st.composite
def skeletons(draw, most: int = 5) -> Skeleton:
    inputs = draw(st.integers(1, 2))
    hidden = draw(st.integers(0, most))
    masks = [draw(st.integers(0, (1 << inputs + place) - 1)) for place in range(hidden)]
    outputs = draw(st.lists(st.integers(0, (1 << inputs + hidden) - 1), min_size=1, max_size=2))
    return Skeleton(inputs, tuple(masks), tuple(outputs))


@given(skeletons())
def test_every_order_of_the_neurons_has_the_same_form(skeleton):
    form = canonical(skeleton)
    for order in legal_orders(skeleton):
        other = canonical(skeleton.reordered(order))
        assert (other.skeleton, other.symmetry.order) == (form.skeleton, form.symmetry.order)


@given(skeletons())
def test_the_order_makes_the_form(skeleton):
    form = canonical(skeleton)
    assert skeleton.reordered(form.order) == form.skeleton
    assert canonical(form.skeleton).skeleton == form.skeleton


@given(skeletons(most=4), skeletons(most=4))
def test_equal_forms_mean_that_some_renaming_makes_them_equal(one, other):
    renamed = {one.reordered(order) for order in legal_orders(one)}
    assert (canonical(one).skeleton == canonical(other).skeleton) == (other in renamed)


@given(skeletons())
def test_as_many_automorphisms_are_found_as_orders_that_change_nothing(skeleton):
    same = [order for order in legal_orders(skeleton) if skeleton.reordered(order) == skeleton]
    assert canonical(skeleton).symmetry.order == len(same)


def ring(lengths: list[int]) -> Skeleton:
    """Two layers in rings: each neuron of the second listens to two neighbours of the first."""
    first, masks = 0, []
    for length in lengths:
        pairs = [(first + place, first + (place + 1) % length) for place in range(length)]
        masks += [1 << 1 + one | 1 << 1 + other for one, other in pairs]
        first += length
    last = sum(1 << 1 + first + place for place in range(first))
    return Skeleton(1, (*[1] * first, *masks), (last,))


def test_rings_that_look_alike_from_every_neuron_are_told_apart():
    one, two = canonical(ring([6])), canonical(ring([3, 3]))
    assert one.skeleton != two.skeleton
    assert one.symmetry.order == 6 * 2  # turned and mirrored
    assert two.symmetry.order == (3 * 2) ** 2 * 2


def test_rings_of_several_lengths_have_one_form_in_any_order():
    """No neuron looks different from another, and yet not each can take the place of each."""
    whole = ring([3, 6, 3])
    form = canonical(whole)
    assert form.symmetry.order == 6 * 2 * (3 * 2) ** 2 * 2
    draw = random.Random(0)
    for _ in range(2):
        order = (*draw.sample(range(12), 12), *draw.sample(range(12, 24), 12))
        other = canonical(whole.reordered(order))
        assert (other.skeleton, other.symmetry.order) == (form.skeleton, form.symmetry.order)


@pytest.mark.parametrize("width", [1, 8, 40])
def test_wide_layers_are_one_group_of_twins(width):
    layer = ((1 << width) - 1) << 2
    form = canonical(Skeleton(2, (0b11,) * width, (layer,)))
    assert form.symmetry.twins == (width,)
    assert form.symmetry.order == factorial(width)
