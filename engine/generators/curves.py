"""Curves to fit: x is one number, y another."""

from __future__ import annotations

from typing import Final

import numpy as np

from engine.data import Floats
from engine.generators.draws import normal, uniform
from engine.generators.generator import NOISE_OF_Y, Generator, Option, Pair, asks_for_values


def draw_line(count: int, rng: np.random.Generator, noise: float) -> Pair:
    """A line y = 0.7 x + 0.3; x is uniform in −1..1, y has a normal error of sd ``noise``."""
    x = uniform(rng, (count, 1))
    return x, 0.7 * x + 0.3 + noise * normal(rng, (count, 1))


def draw_sine(count: int, rng: np.random.Generator, noise: float, *, periods: float) -> Pair:
    """A wave y = sin(π · periods · x); x is uniform in −1..1, y has a normal error of sd ``noise``.

    With an error it is the noisy sine on which large networks learn the error by heart.
    """
    x = uniform(rng, (count, 1))
    y: Floats = np.sin(np.pi * periods * x)
    return x, y + noise * normal(rng, (count, 1))


def draw_tent(count: int, rng: np.random.Generator, noise: float) -> Pair:
    """A tent y = max(0, 1 − 2 |x|) with corners at −0.5, 0 and 0.5; the rest as in a line."""
    x = uniform(rng, (count, 1))
    y: Floats = np.maximum(0.0, 1.0 - 2.0 * np.abs(x))
    return x, y + noise * normal(rng, (count, 1))


_CURVE: Final = asks_for_values("x1")

CURVES: Final = (
    Generator(
        "line", "Points along y = 0.7 x + 0.3, x uniform in −1..1.", NOISE_OF_Y, _CURVE, draw_line
    ),
    Generator(
        "sine",
        "A wave y = sin(π · periods · x), x uniform in −1..1.",
        NOISE_OF_Y,
        _CURVE,
        draw_sine,
        options=(Option("periods", 1.0, 0.1, 10.0, "periods of the wave between −1 and 1"),),
    ),
    Generator(
        "tent",
        "A tent of height 1 over −0.5..0.5 and flat beside it, x uniform in −1..1.",
        NOISE_OF_Y,
        _CURVE,
        draw_tent,
    ),
)
"""Every curve."""
