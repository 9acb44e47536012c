"""Two arms wound into each other: any number of points, and the 194 points of 1988."""

from __future__ import annotations

from typing import Final

import numpy as np

from engine.data import Floats
from engine.generators.draws import TAU, alternating, uniform
from engine.generators.generator import (
    EVEN_NOISE,
    NORMAL_NOISE,
    Generator,
    Option,
    Pair,
    Table,
    asks_for_two_classes,
)

SPIRAL_RADIUS: Final = 5 / 3
STEPS_OF_1988: Final = 97


def draw_spiral(count: int, rng: np.random.Generator, noise: float, *, turns: float) -> Pair:
    """Two arms, class 1 and, half a turn on, class 0: (r sin t, r cos t), t = 2π · turns · s.

    The radius r = s · 5/3 grows with s in 0..1. Each arm is cut into equal stretches of s and one
    point is drawn uniformly in each. Then each coordinate moves by a uniform −noise..noise. This is
    TensorFlow Playground's spiral divided by 3: its noise of ±0.3 is 0.1 here.
    """
    labels = alternating(count)
    stretch, stretches = np.arange(count)[:, np.newaxis] // 2, (count + 1) // 2
    share = (stretch + rng.random((count, 1))) / stretches
    angle = TAU * turns * share + np.where(labels == 1, 0.0, np.pi)
    x: Floats = SPIRAL_RADIUS * share * np.hstack([np.sin(angle), np.cos(angle)])
    return x + noise * uniform(rng, (count, 2)), labels


def two_spirals() -> Pair:
    """The 194 points of Lang and Witbrock (1988), as Wieland's program ``mkspiral.c`` makes them.

    For i = 0, 1, ..., 96 with angle t = i π / 16 and radius r = 6.5 (104 − i) / 104: class 1 at
    (r sin t, r cos t), then class 0 at the point opposite. Three turns, from radius 6.5 to 0.5.
    """
    step = np.arange(STEPS_OF_1988)[:, np.newaxis]
    angle, radius = step * np.pi / 16, 6.5 * (104 - step) / 104
    arm = radius * np.hstack([np.sin(angle), np.cos(angle)])
    x: Floats = np.stack([arm, -arm], axis=1).reshape(-1, 2)
    return x, alternating(len(x))


_TWO_CLASSES: Final = asks_for_two_classes("x1", "x2")

SPIRALS: Final = (
    Generator(
        "spiral",
        "Two arms wound into each other, from the middle to radius 5/3.",
        EVEN_NOISE,
        _TWO_CLASSES,
        draw_spiral,
        options=(Option("turns", 1.75, 0.01, 5.0, "how often each arm winds round the middle"),),
    ),
    Generator(
        "two-spirals",
        "The 194 points of Lang and Witbrock (1988): three turns, radius 0.5 to 6.5.",
        NORMAL_NOISE,
        _TWO_CLASSES,
        table=Table(lambda: 2 * STEPS_OF_1988, two_spirals),
    ),
)
"""Every spiral."""
