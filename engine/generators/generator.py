"""What a generator is: a law that data are drawn from, and what the law may be told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from engine.data import Floats, Task

Pair = tuple[Floats, Floats]
"""x (samples, columns) and y (samples, 1)."""

NOISE_OF_Y: Final = "standard deviation of a normal error of y"
NORMAL_NOISE: Final = "standard deviation of a normal error of each coordinate"
EVEN_NOISE: Final = "each coordinate moves by a uniform −noise..noise"


@dataclass(frozen=True, slots=True)
class Shape:
    """What a law is told beside the noise; each law reads what it has an `Option` for.

    Attributes:
        turns: how often a spiral winds.
        twist: how much the arms of a pinwheel bend.
        periods: of a wave between −1 and 1.
        bits: inputs of a truth table.
        arms: of a pinwheel, each a class.
        rings: around each other.
        cells: of a checkerboard along each side.
    """

    turns: float = 0.0
    twist: float = 0.0
    periods: float = 0.0
    bits: int = 0
    arms: int = 0
    rings: int = 0
    cells: int = 0


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that a law may be told.

    Attributes:
        name: a field of `Shape`.
        default: its value when nothing is told.
        least, most: its range, both included.
        only: the values that are allowed, where not all of the range are.
    """

    name: str
    default: float
    least: float
    most: float
    only: tuple[int, ...] = ()

    def allows(self, value: float) -> bool:
        """Whether the value is one of those allowed; never for NaN."""
        return self.least <= value <= self.most and (not self.only or value in self.only)

    @property
    def allowed(self) -> str:
        """The values that are allowed, in words."""
        if self.only and len(self.only) <= 6:
            return ", ".join(map(str, self.only[:-1])) + f" or {self.only[-1]}"
        parity = "odd, " if self.only else ""
        return f"{parity}{self.least:g} to {self.most:g}"


Draw = Callable[[int, np.random.Generator, float, Shape], Pair]
"""From (count, rng, noise, shape); flipping labels is not its business."""


@dataclass(frozen=True, slots=True)
class Table:
    """All points of a law that has only so many.

    Attributes:
        rows: how many there are, without making them.
        points: all of them, in an order that the law tells; noise is not its business.
    """

    rows: Callable[[Shape], int]
    points: Callable[[Shape], Pair]


@dataclass(frozen=True, slots=True)
class Generator:
    """A law that data are drawn from.

    Attributes:
        name: as levels call it.
        law: the law in one sentence for people.
        noise: what ``noise`` means here.
        task: what a network is asked with these data.
        draw: how samples are drawn; None where there is nothing but the table.
        table: all points, where they can be listed; None where they are drawn only.
        options: what it may be told.
    """

    name: str
    law: str
    noise: str
    task: Callable[[Shape], Task]
    draw: Draw | None = None
    table: Table | None = None
    options: tuple[Option, ...] = ()

    def option(self, name: str) -> Option | None:
        """The option of that name, if it has one."""
        return next((own for own in self.options if own.name == name), None)

    def shape(self, told: Mapping[str, float]) -> Shape:
        """What is told of its options, and its defaults for the others."""
        values = {own.name: told.get(own.name, own.default) for own in self.options}
        return Shape(**values)  # type: ignore[arg-type]  # whole numbers where they must be


def asks_for_values(*columns: str) -> Callable[[Shape], Task]:
    """Regression from these columns, whatever the shape."""
    return lambda _shape: Task("regression", columns)


def asks_for_two_classes(*columns: str) -> Callable[[Shape], Task]:
    """Two classes from these columns, whatever the shape."""
    return lambda _shape: Task("classification", columns, outputs=1, classes=2)
