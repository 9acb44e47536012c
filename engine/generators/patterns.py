"""Truth tables: patterns of bits, each bit −1 or 1, and their classes.

A table lists all patterns as a binary counter counts, −1 for 0, with x1 as the first digit. Where
there are too many to list, patterns are drawn: each bit is −1 or 1 with equal chances, and a
pattern may come twice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from engine.data import Floats, Task
from engine.generators.draws import below, normal
from engine.generators.generator import NORMAL_NOISE, Draw, Generator, Option, Pair, Table

MAX_BITS: Final = 64

Rule = Callable[[Floats], Floats]
"""From patterns (patterns, bits) of ±1 to whether each is of class 1; shape (patterns,)."""


def is_odd(x: Floats) -> Floats:
    """Parity: 1 where an odd number of bits is 1."""
    return np.asarray((x > 0).sum(axis=1) % 2, dtype=np.float64)


def is_symmetric(x: Floats) -> Floats:
    """Symmetry: 1 where a pattern is the same reversed."""
    return np.asarray((x == x[:, ::-1]).all(axis=1), dtype=np.float64)


def is_majority(x: Floats) -> Floats:
    """Majority: 1 where more bits are 1 than −1 (their number is odd)."""
    return np.asarray(x.sum(axis=1) > 0, dtype=np.float64)


def is_chosen_one(x: Floats) -> Floats:
    """Multiplexer: the first a bits are a binary number n; 1 where data bit n, from 0, is 1.

    There are 2^a data bits after the a address bits: 3, 6, 11, 20 or 37 bits in all.
    """
    address = next(a for a in range(1, 6) if a + 2**a == x.shape[1])
    number = (x[:, :address] > 0) @ 2 ** np.arange(address - 1, -1, -1)
    return np.asarray(x[np.arange(len(x)), address + number] > 0, dtype=np.float64)


def all_patterns(bits: int) -> Floats:
    """Every pattern of that many bits; shape (2^bits, bits)."""
    digits = np.arange(2**bits)[:, np.newaxis] >> np.arange(bits - 1, -1, -1)
    return np.where(digits & 1, 1.0, -1.0)


def one_of_each(*, bits: int) -> Pair:
    """Encoder: pattern i has its bit i at 1 and all others at −1, and is class i."""
    return 2.0 * np.eye(bits) - 1.0, np.arange(bits, dtype=np.float64)[:, np.newaxis]


def _table(rule: Rule) -> Table:
    def points(*, bits: int) -> Pair:
        x = all_patterns(bits)
        return x, rule(x)[:, np.newaxis]

    return Table(lambda *, bits: 2**bits, points)


def _draw(rule: Rule, *, mirrored: bool = False) -> Draw:
    """Patterns at random; ``mirrored``: every other one is made symmetric."""

    def draw(count: int, rng: np.random.Generator, noise: float, *, bits: int) -> Pair:
        x = 2 * below(rng, 2, (count, bits)) - 1
        if mirrored:
            half = bits // 2
            x[::2, bits - half :] = x[::2, :half][:, ::-1]
        return x + noise * normal(rng, x.shape), rule(x)[:, np.newaxis]

    return draw


def _columns(bits: int) -> tuple[str, ...]:
    return tuple(f"x{number}" for number in range(1, bits + 1))


def _two_classes(*, bits: int) -> Task:
    return Task("classification", _columns(bits), outputs=1, classes=2)


def _one_class_each(*, bits: int) -> Task:
    return Task("classification", _columns(bits), outputs=bits, classes=bits)


def _bits(default: int, least: int, most: int, only: tuple[int, ...] = ()) -> Option:
    return Option("bits", default, least, most, "number of inputs", "integer", only)


def _pattern(
    name: str, summary: str, rule: Rule, bits: Option, *, mirrored: bool = False
) -> Generator:
    draw = _draw(rule, mirrored=mirrored)
    return Generator(name, summary, NORMAL_NOISE, _two_classes, draw, _table(rule), (bits,))


PATTERNS: Final = (
    _pattern(
        "parity",
        "Bits of ±1; class 1 where an odd number of them is 1.",
        is_odd,
        _bits(4, 2, MAX_BITS),
    ),
    _pattern(
        "symmetry",
        "Bits of ±1; class 1 where they are the same in reverse (drawn: half of them).",
        is_symmetric,
        _bits(6, 2, MAX_BITS),
        mirrored=True,
    ),
    _pattern(
        "majority",
        "Bits of ±1; class 1 where most of them are 1.",
        is_majority,
        _bits(5, 3, 63, only=tuple(range(3, 64, 2))),
    ),
    _pattern(
        "multiplexer",
        "Bits of ±1; the first few are the number of the bit that is the answer.",
        is_chosen_one,
        _bits(6, 3, 37, only=(3, 6, 11, 20, 37)),
    ),
    Generator(
        "encoder",
        "One bit of many is 1, the others −1; each is a class of its own.",
        NORMAL_NOISE,
        _one_class_each,
        table=Table(lambda *, bits: bits, one_of_each),
        options=(_bits(8, 3, 16),),
    ),
)
"""Every truth table."""
