"""The puzzles of the atlas: levels, what may be built for them, and the starts of each wiring."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from engine import Network
from engine.search.enumeration import count
from engine.search.space import SearchSpace
from engine.search.trials import TrialsJob
from levels import Level, read_level
from levels.keys import score_key
from levels.reading.recipe import search_settings
from levels.search_space import recipe_hash, search_seeds, search_space

FOLDER: Final = Path(__file__).parents[2] / "levels" / "atlas"
SUFFIX: Final = ".tsv.xz"

FIRST: Final = 16
"""Starts of every wiring."""

STARTS: Final = 100
"""Starts of a wiring that passed from one of the first."""

FURTHER: Final = 100
"""More starts of a wiring that passed from `RELIABLE` of `STARTS`: among thousands of wirings some
are lucky, and these starts had no part in choosing it."""

RELIABLE: Final = 90
"""A wiring learns reliably that passes from so many of `STARTS`, and again of `FURTHER`."""

MOST_WIRINGS: Final = 400_000
"""A size with more wirings than this is not made, unless asked for."""


@dataclass(frozen=True, slots=True, eq=False)
class Puzzle:
    """One puzzle.

    Attributes:
        level: what is learned, and how.
        space: what may be built.
    """

    level: Level
    space: SearchSpace

    @property
    def name(self) -> str:
        """Its id, and the name of its files."""
        return self.level.id

    @property
    def path(self) -> Path:
        """Where its rows are kept."""
        return FOLDER / f"{self.name}{SUFFIX}"

    def recipe(self, kernel: str) -> str:
        """SHA-256 of all that its rows depend on: level, training, kernel, and numbers of starts.

        Args:
            kernel: name of the kernel.
        """
        rounds = [FIRST, STARTS, FURTHER, RELIABLE]
        return score_key({"search": recipe_hash(self.level, kernel), "rounds": rounds})

    def trials(self, networks: list[Network], first: int, last: int) -> TrialsJob:
        """Train networks from starts ``first`` to ``last`` (not included), looking for marks."""
        level = self.level
        seeds = search_seeds(level, last)[first:]
        settings = search_settings(level)
        return TrialsJob(networks, level.dataset(), settings, level.terms, seeds, marks=True)

    def largest(self) -> int:
        """The last size that has at most `MOST_WIRINGS` wirings."""
        size = 1
        while count(self.space, size + 1) <= MOST_WIRINGS:
            size += 1
        return size


def names() -> list[str]:
    """Ids of all puzzles, in the order of the alphabet."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


@lru_cache
def puzzle(name: str) -> Puzzle:
    """The puzzle of that id, one of `names`."""
    level = read_level(FOLDER / f"{name}.json")
    return Puzzle(level, search_space(level.rules))
