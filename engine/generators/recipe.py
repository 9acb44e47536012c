"""From a generator and a seed to the three sets of a level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import numpy as np

from engine.data import Dataset, Floats, Samples, Task
from engine.errors import DataError
from engine.generators.areas import AREAS
from engine.generators.clouds import CLOUDS
from engine.generators.curves import CURVES
from engine.generators.draws import normal
from engine.generators.generator import Generator
from engine.generators.patterns import PATTERNS
from engine.generators.spirals import SPIRALS
from engine.generators.surfaces import SURFACES

MAX_SAMPLES: Final = 20_000
MAX_NOISE: Final = 10.0
MAX_FLIP: Final = 0.5

GENERATORS: Final[Mapping[str, Generator]] = MappingProxyType(
    {own.name: own for own in (*CURVES, *SURFACES, *CLOUDS, *AREAS, *SPIRALS, *PATTERNS)}
)
"""Every generator by its name."""

_NO_OPTIONS: Final[Mapping[str, float]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides the three sets of a level whose data are drawn.

    Attributes:
        generator: a name of `GENERATORS`.
        train, validation, test: samples in each set, 2 to 20,000. All three are None for a table
            (parity, the 194 points of the two spirals): then each set is the whole table.
        seed: 0 ≤ seed < 2**53; another seed, another draw.
        noise: how far points move, 0 to 10; see `Generator.noise`.
        flip: share of labels flipped, 0 to 0.5; 0 for regression.
        clean_test: validation and test keep the correct targets: no flipped labels, and no noise
            on y in regression. Points that ``noise`` moves are moved in all three sets.
        options: values of the generator's options by name; the others have their defaults.

    Raises:
        DataError: when a value is out of range, or the generator has no use for it.
    """

    generator: str
    train: int | None = None
    validation: int | None = None
    test: int | None = None
    seed: int = 0
    noise: float = 0.0
    flip: float = 0.0
    clean_test: bool = False
    options: Mapping[str, float] = field(default_factory=lambda: _NO_OPTIONS)

    def __post_init__(self) -> None:
        if self.generator not in GENERATORS:
            raise DataError(f"There is no generator “{self.generator}”.")
        for name, value in self.options.items():
            fault = option_fault(self.generator, name, value)
            if fault:
                raise DataError(fault)
        for count in self.counts:
            if not 2 <= count <= MAX_SAMPLES:
                raise DataError(f"A set needs 2 to {MAX_SAMPLES:,} samples, not {count:,}.")
        if not 0 <= self.noise <= MAX_NOISE:
            raise DataError("The noise must be 0 to 10.")
        if not 0 <= self.flip <= MAX_FLIP:
            raise DataError("The share of flipped labels must be 0 to 0.5.")
        if self.flip and self.task.kind == "regression":
            raise DataError("Only labels can be flipped; regression has none.")

    @property
    def is_table(self) -> bool:
        """Whether each set is the whole table."""
        return self.train is self.validation is self.test is None

    @property
    def counts(self) -> tuple[int, int, int]:
        """Samples in train, validation and test."""
        generator = GENERATORS[self.generator]
        if self.is_table and generator.table:
            rows = generator.table.rows(**self.values)
            if rows > MAX_SAMPLES:
                raise DataError(
                    f"The whole table has more than {MAX_SAMPLES:,} points: set how many to draw "
                    "for train, validation and test."
                )
            return rows, rows, rows
        if self.train is None or self.validation is None or self.test is None:
            raise DataError("How many samples are for train, validation and test? Set all three.")
        if generator.draw is None:
            raise DataError(
                f"“{generator.name}” is one whole table of points. Leave out train, validation "
                "and test."
            )
        return self.train, self.validation, self.test

    @property
    def values(self) -> dict[str, float]:
        """The value of every option of the generator."""
        return GENERATORS[self.generator].values(self.options)

    @property
    def task(self) -> Task:
        """What a network is asked with these data."""
        return GENERATORS[self.generator].task(**self.values)


def option_fault(generator: str, name: str, value: float) -> str | None:
    """What is wrong with this value of an option of a generator; None when nothing is."""
    option = GENERATORS[generator].option(name)
    if option is None:
        takers = ", ".join(f"“{own.name}”" for own in GENERATORS.values() if own.option(name))
        rest = f"that is for {takers}" if takers else "nor has any other generator"
        return f"“{generator}” takes no {name}; {rest}."
    if not option.allows(value):
        return f"The {name} of “{generator}” must be {option.allowed}, not {value:g}."
    return None


def generate(recipe: Recipe) -> Dataset:
    """Draw the three sets of a recipe; the same recipe gives the same numbers.

    Everything comes from ``PCG64(SeedSequence([seed, set]))`` with set 0, 1, 2 for train,
    validation and test.

    Raises:
        DataError: when nothing can be learnt from a set (one class only, all points the same).
    """
    sets = [_draw_set(recipe, index, count) for index, count in enumerate(recipe.counts)]
    for samples in sets:
        check_samples(recipe.task, samples)
    check_training(recipe.task, sets[0])
    return Dataset(recipe.task, *sets)


def check_samples(task: Task, samples: Samples) -> None:
    """Raise `DataError` when samples have one class only, or all lie on one point."""
    if task.kind == "classification" and (samples.labels == samples.labels[:1]).all():
        raise DataError("All samples are of one class: there is nothing to classify.")
    if len(samples) > 1 and (samples.x == samples.x[0]).all():
        raise DataError("All samples lie on one point: there is nothing to learn from.")


def check_training(task: Task, samples: Samples) -> None:
    """Raise `DataError` when a class has no sample, or all values are the same number."""
    if task.kind == "regression":
        if len(samples) > 1 and (samples.y == samples.y[0]).all():
            raise DataError("All answers are the same: there is nothing to learn.")
        return
    missing = sorted(set(range(task.classes)) - set(samples.labels.tolist()))
    if missing:
        raise DataError(f"No training sample is of class {missing[0]}; classes count from 0.")


def _draw_set(recipe: Recipe, index: int, count: int) -> Samples:
    generator, task = GENERATORS[recipe.generator], recipe.task
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence([recipe.seed, index])))
    clean = recipe.clean_test and index > 0
    noise = 0.0 if clean and task.kind == "regression" else recipe.noise
    if recipe.is_table and generator.table:
        x, y = generator.table.points(**recipe.values)
        error = noise * normal(rng, x.shape)
        x = x + error if noise else x
    elif generator.draw:
        x, y = generator.draw(count, rng, noise, **recipe.values)
    if recipe.flip and not clean:
        _flip(y, round(recipe.flip * count), task.classes, rng)
    return Samples(x, y)


def _flip(y: Floats, wrong: int, classes: int, rng: np.random.Generator) -> None:
    """Change exactly that many labels, each to any other class with equal chances."""
    places = np.argsort(rng.random(len(y)), kind="stable")[:wrong]
    step = 1.0 if classes == 2 else 1.0 + np.floor(rng.random((wrong, 1)) * (classes - 1))
    y[places] = (y[places] + step) % classes
