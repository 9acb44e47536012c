"""A small search that takes a second, and a way to carry it out."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

from app.search.executors import Workers
from app.search.recipe import Recipe
from app.search.runner import Runner
from app.search.store import SearchStore
from engine.search.board import Board, Entry
from engine.search.exhaustive import Exhaustive
from engine.search.halving import Halving, Round
from engine.search.heuristic import Heuristic
from levels import Level, parse_level
from tests.quick_levels import FOUR_POINTS

HALVING = Halving((Round(8, 0), Round(16, 3), Round(24, -1)))
PALETTE = {"activations": ["abs", "tanh"], "max_neurons": 2}
UP_TO = 5
ROUNDS = 3


@pytest.fixture(scope="session")
def small_level() -> Level:
    """Four points; a few of its small networks learn them."""
    training = {"epochs": 40, "optimizer": "adam", "learning_rate": 0.1}
    fields = {"palette": PALETTE, "training": training}
    return parse_level(json.dumps(json.loads(FOUR_POINTS) | fields))


@pytest.fixture(scope="session")
def numpy_recipe(small_level: Level) -> Recipe:
    """How it is trained without Numba."""
    return Recipe.of(small_level, HALVING.starts, "numpy")


@pytest.fixture(scope="session")
def recipe(small_level: Level) -> Recipe:
    """How it is trained as fast as can be."""
    kernel = "numba" if find_spec("numba") else "numpy"
    return Recipe.of(small_level, HALVING.starts, kernel)


class _FewRounds(Heuristic):
    """A heuristic search that ends after some rounds, and not by the clock."""

    def ask(self):
        asked = super().ask()
        return asked if self._round <= ROUNDS else iter(())


@dataclass(frozen=True)
class Result:
    """What a search found, and how."""

    tried: tuple
    best: list[Entry]
    runner: Runner


@pytest.fixture
def carry_out(tmp_path: Path) -> Callable[..., Result]:
    """Carries out the small search with some workers, in a store of that name."""

    def search(
        recipe: Recipe, workers: Workers, name: str = "one", report=lambda progress: None
    ) -> Result:
        try:
            with closing(SearchStore.open(tmp_path / f"{name}.db", recipe.key)) as store:
                board, runner = Board(), Runner(recipe, store, workers, report)
                exhaustive = Exhaustive(recipe.space, UP_TO, HALVING, board)
                assert runner.run(exhaustive)
                heuristic = _FewRounds(
                    recipe.space, board, HALVING, needed=0.99, tried_up_to=UP_TO, seed=3
                )
                assert runner.run(heuristic)
                best = [entry for size in board.sizes for entry in board.top(size)]
                return Result(exhaustive.tried, best, runner)
        finally:
            workers.stop()

    return search
