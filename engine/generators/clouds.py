"""Clouds and arcs of points, spread by a normal error."""

from __future__ import annotations

from typing import Final

import numpy as np

from engine.data import Floats, Task
from engine.generators.draws import TAU, alternating, in_turn, normal
from engine.generators.generator import (
    NORMAL_NOISE,
    Generator,
    Option,
    Pair,
    asks_for_two_classes,
)

ARM_SPREAD: Final = 0.3


def draw_two_gaussians(count: int, rng: np.random.Generator, noise: float) -> Pair:
    """Class 1 around (1, 1), class 0 around (−1, −1); noise is the standard deviation per axis.

    Classes alternate, so each has half of the samples (class 1 the odd one more). These are
    TensorFlow Playground's clouds divided by 2; their least spread there is 0.354 here.
    """
    labels = alternating(count)
    x = np.repeat(2 * labels - 1, 2, axis=1) + noise * normal(rng, (count, 2))
    return x, labels


def draw_xor_clusters(count: int, rng: np.random.Generator, noise: float) -> Pair:
    """Four clusters at (±1, ±1), class 1 where the signs differ; noise is the sd per axis.

    Clusters take turns in the order (1, −1), (1, 1), (−1, 1), (−1, −1): a quarter each.
    """
    corners = np.array([(1.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0)])
    centres = corners[np.arange(count) % 4]
    labels = (centres[:, :1] * centres[:, 1:] < 0).astype(np.float64)
    return centres + noise * normal(rng, (count, 2)), labels


def draw_moons(count: int, rng: np.random.Generator, noise: float, *, gap: float) -> Pair:
    """Two half circles: class 0 (cos t, sin t), class 1 (1 − cos t, 0.5 − gap − sin t).

    The angle t is uniform in 0..π; noise is the sd per axis. Classes alternate, half of the
    samples each. Without a gap this is scikit-learn's ``make_moons`` with random angles; from a gap
    of 0.5 on a straight line parts the two.
    """
    labels = alternating(count)
    angle = np.pi * rng.random((count, 1))
    upper = np.hstack([np.cos(angle), np.sin(angle)])
    x: Floats = np.where(labels == 1, np.array([1.0, 0.5 - gap]) - upper, upper)
    return x + noise * normal(rng, (count, 2)), labels


def draw_pinwheel(
    count: int, rng: np.random.Generator, noise: float, *, arms: int, twist: float
) -> Pair:
    """Bent arms, each a class: (r cos t, r sin t), t = 2π · class / arms + twist · exp(r).

    The radius r is normal around 1 with sd 0.3; noise is the sd per axis. Classes take turns. This
    is the pinwheel of Johnson and others (2016), with its spread across the arms left to noise;
    a twist of 0.25 leaves three arms that straight lines can part.
    """
    labels = in_turn(count, arms)
    radius = 1.0 + ARM_SPREAD * normal(rng, (count, 1))
    angle = TAU * labels / arms + twist * np.exp(radius)
    x: Floats = radius * np.hstack([np.cos(angle), np.sin(angle)])
    return x + noise * normal(rng, (count, 2)), labels


def _pinwheel_task(*, arms: int, **_others: float) -> Task:
    outputs = 1 if arms == 2 else arms
    return Task("classification", ("x1", "x2"), outputs, arms)


_TWO_CLASSES: Final = asks_for_two_classes("x1", "x2")

CLOUDS: Final = (
    Generator(
        "two-gaussians",
        "Two round clouds around (1, 1) and (−1, −1).",
        NORMAL_NOISE,
        _TWO_CLASSES,
        draw_two_gaussians,
    ),
    Generator(
        "xor-clusters",
        "Four clusters around (±1, ±1); class 1 where the signs differ.",
        NORMAL_NOISE,
        _TWO_CLASSES,
        draw_xor_clusters,
    ),
    Generator(
        "moons",
        "Two half circles of radius 1 hooked into each other.",
        NORMAL_NOISE,
        _TWO_CLASSES,
        draw_moons,
        options=(Option("gap", 0.0, -0.5, 1.0, "how far the lower moon is moved away, down"),),
    ),
    Generator(
        "pinwheel",
        "Bent arms around the middle, each a class.",
        NORMAL_NOISE,
        _pinwheel_task,
        draw_pinwheel,
        options=(
            Option("arms", 3, 2, 10, "number of arms, each a class", "integer"),
            Option("twist", 1.0, -5.0, 5.0, "how much the arms bend"),
        ),
    ),
)
"""Every cloud."""
