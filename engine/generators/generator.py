"""What a generator is: a distribution that samples are drawn from, and its options."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from engine.data import Floats, Task

Pair = tuple[Floats, Floats]
"""x (samples, columns) and y (samples, 1)."""

NOISE_OF_Y: Final = "standard deviation of a normal error of y"
NORMAL_NOISE: Final = "standard deviation of a normal error of each coordinate"
EVEN_NOISE: Final = "each coordinate moves by a uniform −noise..noise"


@dataclass(frozen=True, slots=True)
class Option:
    """One number that shapes a distribution, beside the noise.

    A default never changes once levels use the generator: an option at its default is not part of
    a level's key, so other data would pass for the same.

    Attributes:
        name: as level files call it, and the name of the keyword that the functions of the
            generator take it by.
        default: its value where a level sets none.
        least, most: its range, both included.
        description: what it does, in words that go after its name; no full stop.
        kind: whether only whole numbers are allowed.
        only: the values that are allowed, where not all of the range are.
    """

    name: str
    default: float
    least: float
    most: float
    description: str
    kind: Literal["integer", "number"] = "number"
    only: tuple[int, ...] = ()

    def allows(self, value: float) -> bool:
        """Whether the value is one of those allowed; never for NaN."""
        whole = self.kind == "number" or float(value).is_integer()
        return whole and self.least <= value <= self.most and (not self.only or value in self.only)

    @property
    def allowed(self) -> str:
        """The values that are allowed, in words."""
        if self.only and len(self.only) <= 6:
            return ", ".join(map(str, self.only[:-1])) + f" or {self.only[-1]}"
        parity = "odd, " if self.only else ""
        return f"{parity}{self.least:g} to {self.most:g}"


Draw = Callable[..., Pair]
"""From (count, rng, noise) and the options as keywords; it flips no labels."""


@dataclass(frozen=True, slots=True)
class Table:
    """All points of a distribution that has only so many.

    Attributes:
        rows: how many there are, without making them; takes the options as keywords.
        points: all of them, in an order that its docstring gives; takes the options as keywords.
            It adds no noise.
    """

    rows: Callable[..., int]
    points: Callable[..., Pair]


@dataclass(frozen=True, slots=True)
class Generator:
    """A distribution that samples are drawn from.

    Attributes:
        name: as levels call it.
        summary: the distribution in one sentence for people.
        noise: what ``noise`` means here.
        task: what a network is asked with these data; takes the options as keywords.
        draw: how samples are drawn; None where there is nothing but the table.
        table: all points, where they can be listed; None where they are drawn only.
        options: what shapes it.
    """

    name: str
    summary: str
    noise: str
    task: Callable[..., Task]
    draw: Draw | None = None
    table: Table | None = None
    options: tuple[Option, ...] = ()

    def option(self, name: str) -> Option | None:
        """The option of that name, if it has one."""
        return next((own for own in self.options if own.name == name), None)

    def values(self, given: Mapping[str, float]) -> dict[str, float]:
        """The value of each option: as given, or its default; whole where it must be."""
        values = {own.name: given.get(own.name, own.default) for own in self.options}
        whole = {own.name for own in self.options if own.kind == "integer"}
        return {name: int(own) if name in whole else own for name, own in values.items()}


def asks_for_values(*columns: str) -> Callable[..., Task]:
    """Regression from these columns, whatever the options."""
    return lambda **_options: Task("regression", columns)


def asks_for_two_classes(*columns: str) -> Callable[..., Task]:
    """Two classes from these columns, whatever the options."""
    return lambda **_options: Task("classification", columns, outputs=1, classes=2)
