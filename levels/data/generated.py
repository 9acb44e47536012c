"""Data that a generator draws."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from engine import DataError, Dataset, Task
from engine.generators import GENERATORS, Recipe, generate, option_fault
from levels.data.source import Noise
from levels.errors import AddFault, Path, nearest, shown
from levels.formats.data import GeneratedFormat

DEFAULT_COUNTS: Final = {"train": 200, "validation": 400, "test": 1000}
_DATA: Final[Path] = ("data",)
_MOST_DRAWS: Final = 1000


@dataclass(frozen=True, slots=True, eq=False)
class GeneratedData:
    """Samples drawn by the recipe."""

    recipe: Recipe

    @property
    def task(self) -> Task:
        """What is asked of a network with these data."""
        return self.recipe.task

    @property
    def counts(self) -> tuple[int, int, int]:
        """Samples in train, validation and test."""
        return self.recipe.counts

    @property
    def noise(self) -> Noise:
        """What was added at random."""
        return Noise(self.recipe.noise, self.recipe.flip, self.recipe.clean_test)

    def dataset(self) -> Dataset:
        """The three sets; the same numbers every time."""
        return generate(self.recipe)

    @property
    def redraw(self) -> Callable[[int], Dataset] | None:
        """The three sets of another seed; None for a whole table without noise."""
        recipe = self.recipe
        is_random = not recipe.is_table or recipe.noise > 0 or recipe.flip > 0
        return self._redrawn if is_random else None

    def _redrawn(self, seed: int) -> Dataset:
        """The three sets as that seed draws them, or the next one from which can be learnt."""
        for another in range(seed, seed + _MOST_DRAWS):
            with suppress(DataError):
                return generate(replace(self.recipe, seed=another))
        raise DataError("Nothing can be learnt from any draw of the data.")

    def scoring_key(self) -> dict[str, Any]:
        """The recipe without what is at its default."""
        recipe = self.recipe
        set_out = {
            own.name: getattr(recipe, own.name)
            for own in fields(recipe)
            if own.name != "options" and getattr(recipe, own.name) != own.default
        }
        options = GENERATORS[recipe.generator].options
        return set_out | {
            own.name: recipe.values[own.name]
            for own in options
            if recipe.values[own.name] != own.default
        }


def read_generated(source: GeneratedFormat, add_fault: AddFault) -> GeneratedData | None:
    """The data of a file; None when there was a fault."""
    generator = GENERATORS.get(source.generator)
    if generator is None:
        known = nearest(source.generator, GENERATORS)
        name = shown(source.generator)
        add_fault((*_DATA, "generator"), f"There is no generator “{name}”{known}")
        return None
    faults = {
        name: option_fault(generator.name, name, value) for name, value in source.options.items()
    }
    for name, fault in faults.items():
        if fault:
            add_fault((*_DATA, name), fault)
    if any(faults.values()):
        return None
    if source.flip and generator.task(**generator.values({})).kind == "regression":
        add_fault((*_DATA, "flip"), "Only labels can be flipped, and values have none.")
        return None
    try:
        recipe = _recipe(source)
        generate(recipe)
    except DataError as error:
        add_fault(_DATA, str(error))
        return None
    return GeneratedData(recipe)


def _recipe(source: GeneratedFormat) -> Recipe:
    """The recipe of a file, with the usual counts where it leaves them out."""
    given = source.model_dump(exclude_none=True, exclude=set(source.options))
    counted = not DEFAULT_COUNTS.keys().isdisjoint(given)
    if GENERATORS[source.generator].table is None:
        given = DEFAULT_COUNTS | given
    elif counted:
        given = dict.fromkeys(DEFAULT_COUNTS) | given
    return Recipe(**given, options=source.options)
