"""Surfaces to fit: x is a point of the plane, y the height there."""

from __future__ import annotations

from typing import Final

import numpy as np

from engine.data import Floats
from engine.generators.draws import normal, uniform
from engine.generators.generator import NOISE_OF_Y, Generator, Pair, asks_for_values

BUMP_RADIUS: Final = 1 / 3
BUMPS: Final = tuple(
    (column * 2 / 3, row * 5 / 12, row * (1 if column else -1))
    for row in (1, -1)
    for column in (-1, 0, 1)
)
"""Centre and sign of each bump: +, −, + above and −, +, − below."""


def draw_plane(count: int, rng: np.random.Generator, noise: float) -> Pair:
    """A plane y = 0.6 x1 − 0.4 x2 + 0.2; both x are uniform in −1..1.

    y has a normal error of sd ``noise``, as on every surface.
    """
    x = uniform(rng, (count, 2))
    return x, x @ np.array([[0.6], [-0.4]]) + 0.2 + noise * normal(rng, (count, 1))


def draw_slope(count: int, rng: np.random.Generator, noise: float) -> Pair:
    """A plane through the origin, y = 0.6 (x1 + x2); both x are uniform in −1..1.

    This is TensorFlow Playground's plane, (X + Y) / 10 for X and Y in −6..6, with x = X / 6.
    """
    x = uniform(rng, (count, 2))
    return x, 0.6 * (x[:, :1] + x[:, 1:]) + noise * normal(rng, (count, 1))


def draw_bumps(count: int, rng: np.random.Generator, noise: float) -> Pair:
    """Six cones, three up and three down; both x are uniform in −1..1.

    A cone is at each of (−2/3, 5/12), (0, 5/12), (2/3, 5/12) with signs +, −, + and below them
    at −5/12 with −, +, −. At distance d from its centre it is sign · max(0, 1 − 3 d); no two
    overlap. This is what TensorFlow Playground calls multi Gaussian, its lengths divided by 6.
    """
    x = uniform(rng, (count, 2))
    y = sum((_cone(x, *bump) for bump in BUMPS), np.zeros(count))
    return x, y[:, np.newaxis] + noise * normal(rng, (count, 1))


def _cone(x: Floats, x1: float, x2: float, sign: float) -> Floats:
    distance = np.hypot(x[:, 0] - x1, x[:, 1] - x2)
    return np.asarray(sign * np.maximum(0.0, 1.0 - distance / BUMP_RADIUS))


_SURFACE: Final = asks_for_values("x1", "x2")

SURFACES: Final = (
    Generator(
        "plane",
        "A plane y = 0.6 x1 − 0.4 x2 + 0.2, both x uniform in −1..1.",
        NOISE_OF_Y,
        _SURFACE,
        draw_plane,
    ),
    Generator(
        "slope",
        "A plane y = 0.6 (x1 + x2), both x uniform in −1..1.",
        NOISE_OF_Y,
        _SURFACE,
        draw_slope,
    ),
    Generator(
        "bumps",
        "Six bumps of radius 1/3, up and down by turns.",
        NOISE_OF_Y,
        _SURFACE,
        draw_bumps,
    ),
)
"""Every surface."""
