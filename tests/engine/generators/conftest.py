"""Draws that the tests of the generators look at."""

import pytest

from engine.generators import Recipe, generate


@pytest.fixture(scope="session")
def drawn():
    """``drawn(name, count, ...)``: the training set of a recipe."""

    def draw(name, count=4000, noise=0.0, seed=0, **options):
        return generate(
            Recipe(name, count, 300, 200, noise=noise, seed=seed, options=options)
        ).train

    return draw


@pytest.fixture(scope="session")
def table():
    """``table(name, ...)``: the training set of a recipe that lists all points."""

    def draw(name, noise=0.0, **options):
        return generate(Recipe(name, noise=noise, options=options)).train

    return draw
