from __future__ import annotations

from benchmarks.atlas.puzzles import MOST_WIRINGS, names, puzzle
from engine.search.enumeration import count
from levels.search_space import search_seeds


def test_the_recipe_knows_level_and_kernel():
    recipes = {puzzle(name).recipe(kernel) for name in names() for kernel in ("numba", "numpy")}
    assert len(recipes) == 2 * len(names())


def test_the_largest_size_is_the_last_that_is_not_too_many():
    one = puzzle("moons")
    size = one.largest()
    assert count(one.space, size) <= MOST_WIRINGS < count(one.space, size + 1)


def test_rounds_take_the_starts_of_the_search_one_after_the_other():
    one = puzzle("and")
    seeds = search_seeds(one.level, 20)
    assert (*one.trials([], 0, 16).seeds, *one.trials([], 16, 20).seeds) == seeds
