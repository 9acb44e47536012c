"""The space of a search is what the rules of the level allow."""

import json
from dataclasses import replace

import pytest

from engine.search.enumeration import candidates
from levels import campaign, parse_level
from levels.limits import MAX_NEURONS
from levels.reading.recipe import search_settings
from levels.search_space import recipe_hash, search_seeds, search_space
from levels.sturdiness import further_seeds
from tests.quick_levels import FOUR_POINTS, quick


def level(**changes):
    return parse_level(json.dumps(json.loads(FOUR_POINTS) | changes))


def test_it_holds_what_the_palette_offers():
    space = search_space(campaign().level("xor").rules)
    assert space.inputs == ("x1", "x2")
    assert space.outputs == ("y",)
    assert set(space.activations) == {"tanh", "sigmoid", "relu", "abs"}
    assert space.output_activations == ("identity",)
    assert space.max_neurons == 8
    assert space.skip_links
    assert not space.every_input
    assert search_space(level().rules).max_neurons == MAX_NEURONS


@pytest.mark.parametrize("skip_links", [True, False])
def test_every_network_of_it_is_legal_on_the_level(skip_links):
    palette = {"activations": ["abs", "relu"], "max_neurons": 2, "skip_links": skip_links}
    own = level(palette=palette)
    space = search_space(own.rules)
    found = [one.network() for size in range(1, 7) for one in candidates(space, size)]
    assert len(found) > 200
    assert not [one for one in found if own.rules.network_faults(one)]


def test_starts_of_a_search_are_those_of_nothing_else():
    own = campaign().level("xor")
    seeds = search_seeds(own, 100)
    assert len({*seeds, *own.terms.seeds, *further_seeds(own, own.author_solution)}) == 205
    assert search_seeds(own, 8) == seeds[:8]
    first = search_seeds(level(), 1)
    assert search_seeds(level(**{"pass": {"metric": "accuracy", "at_least": 0.5}}), 1) != first


def test_the_author_decides_how_a_search_trains():
    own = campaign().level("xor")
    assert search_settings(replace(own, author_solution=quick(own))).epochs == 20
    assert search_settings(level()) == level().training


def test_another_training_or_kernel_is_another_recipe():
    own = campaign().level("xor")
    hashes = {
        recipe_hash(own, "numba"),
        recipe_hash(own, "numpy"),
        recipe_hash(replace(own, author_solution=quick(own)), "numba"),
        recipe_hash(campaign().level("first-line"), "numba"),
    }
    assert len(hashes) == 4
    assert recipe_hash(replace(own, title="Another"), "numba") == recipe_hash(own, "numba")
