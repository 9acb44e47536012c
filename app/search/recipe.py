"""What a chunk of a search is trained with: all that its scores depend on, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from engine import Dataset, TrainingSettings
from engine.metrics.terms import Terms
from engine.search.space import SearchSpace
from levels import Level
from levels.data.source import DataSource
from levels.reading.recipe import search_settings
from levels.search_space import recipe_hash, search_seeds, search_space


@dataclass(frozen=True, slots=True, eq=False)
class Recipe:
    """How the candidates of a level are trained; may cross processes and machines.

    Attributes:
        key: hash of all the rest; recipes of the same key are equal.
        space: what may be built.
        data: where the samples come from.
        terms: what passes.
        settings: how to train.
        seeds: the starts of the search.
        kernel: name of the kernel that trains.
    """

    key: str
    space: SearchSpace
    data: DataSource
    terms: Terms
    settings: TrainingSettings
    seeds: tuple[int, ...]
    kernel: str

    @classmethod
    def of(cls, level: Level, starts: int, kernel: str) -> Recipe:
        """The recipe of a level, for so many starts of each candidate at most."""
        return cls(
            key=recipe_hash(level, kernel),
            space=search_space(level.rules),
            data=level.data,
            terms=level.terms,
            settings=search_settings(level),
            seeds=search_seeds(level, starts),
            kernel=kernel,
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Recipe) and other.key == self.key

    def __hash__(self) -> int:
        return hash(self.key)

    def dataset(self) -> Dataset:
        """The samples, made once in each process."""
        return _dataset(self)


@lru_cache(maxsize=4)
def _dataset(recipe: Recipe) -> Dataset:
    return recipe.data.dataset()
