"""Draws that the tests of the laws look at."""

import pytest

from engine.generators import Recipe, generate


@pytest.fixture(scope="session")
def drawn():
    """``drawn(name, count, ...)``: the training set of a recipe."""

    def draw(name, count=4000, **told):
        return generate(Recipe(name, count, 300, 200, **told)).train

    return draw


@pytest.fixture(scope="session")
def table():
    """``table(name, ...)``: the training set of a recipe that lists all points."""
    return lambda name, **told: generate(Recipe(name, **told)).train
