"""Random numbers for generators, all made from uniform ones.

NumPy keeps the stream of uniform numbers from version to version, which it does not promise for
normal numbers and permutations.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from engine.data import Floats

TAU: Final = 2 * np.pi


def in_turn(count: int, classes: int) -> Floats:
    """Labels 0, 1, ..., classes − 1, 0, 1, ... of shape (count, 1)."""
    return np.arange(count, dtype=np.float64)[:, np.newaxis] % classes


def alternating(count: int) -> Floats:
    """Labels 1, 0, 1, 0, ... of shape (count, 1)."""
    return 1.0 - in_turn(count, 2)


def uniform(rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
    """Uniform numbers in −1..1."""
    return rng.random(shape) * 2 - 1


def normal(rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
    """Standard normal numbers by Box and Muller's transform of two uniform ones."""
    radius: Floats = np.sqrt(-2 * np.log1p(-rng.random(shape)))
    angle: Floats = TAU * rng.random(shape)
    return radius * np.cos(angle)


def below(rng: np.random.Generator, limit: int, shape: tuple[int, int]) -> Floats:
    """Whole numbers 0, 1, ..., limit − 1, each as likely as the others."""
    return np.floor(rng.random(shape) * limit)
