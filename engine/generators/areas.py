"""Areas of the plane that belong to one class or the other, filled evenly."""

from __future__ import annotations

from typing import Final

import numpy as np

from engine.data import Floats
from engine.generators.draws import TAU, alternating, below, uniform
from engine.generators.generator import (
    EVEN_NOISE,
    Generator,
    Option,
    Pair,
    asks_for_two_classes,
)

DISC_RADIUS: Final = 0.5
RING_RADII: Final = (0.7, 1.0)
QUADRANT_GAP: Final = 0.06
RING_MARGIN: Final = 0.2


def draw_circle(count: int, rng: np.random.Generator, noise: float) -> Pair:
    """Class 1 a disc of radius 0.5, class 0 a ring of radii 0.7 to 1; half of the samples each.

    Radius and angle are uniform (so the disc is denser in its middle). Then each coordinate moves
    by a uniform −noise..noise; labels stay those of the place before the move. This is TensorFlow
    Playground's circle divided by 5, except for the noise, which there makes labels wrong.
    """
    labels = alternating(count)
    inner, outer = RING_RADII
    share = rng.random((count, 1))
    radius = np.where(labels == 1, DISC_RADIUS * share, inner + (outer - inner) * share)
    angle = TAU * rng.random((count, 1))
    x: Floats = radius * np.hstack([np.cos(angle), np.sin(angle)])
    return x + noise * uniform(rng, (count, 2)), labels


def draw_rings(count: int, rng: np.random.Generator, noise: float, *, rings: int) -> Pair:
    """Rings around each other, class 1 and 0 by turns from the inside; half of the samples each.

    Ring j = 0, 1, ... of n has radii (j + 0.2) / n to (j + 0.8) / n. All rings of a class are
    equally likely; radius and angle are uniform. Then each coordinate moves by a uniform
    −noise..noise; labels stay those of the place before the move.
    """
    labels = alternating(count)
    choices = np.where(labels == 1, (rings + 1) // 2, rings // 2)
    ring = 2 * np.floor(rng.random((count, 1)) * choices) + 1 - labels
    share = RING_MARGIN + (1 - 2 * RING_MARGIN) * rng.random((count, 1))
    angle = TAU * rng.random((count, 1))
    x: Floats = (ring + share) / rings * np.hstack([np.cos(angle), np.sin(angle)])
    return x + noise * uniform(rng, (count, 2)), labels


def draw_xor_quadrants(count: int, rng: np.random.Generator, noise: float) -> Pair:
    """Class 1 where the signs of x1 and x2 differ, class 0 where they agree; half each.

    The size of each coordinate is uniform in 0.06..1.06, its sign as likely + as −, so there is a
    gap along the axes. Then each coordinate moves by a uniform −noise..noise; labels stay. This is
    TensorFlow Playground's XOR divided by 5, except for the noise, which there makes labels wrong,
    and for the names of the classes.
    """
    labels = alternating(count)
    first = 2 * below(rng, 2, (count, 1)) - 1
    signs = np.hstack([first, np.where(labels == 1, -first, first)])
    x: Floats = signs * (QUADRANT_GAP + rng.random((count, 2)))
    return x + noise * uniform(rng, (count, 2)), labels


def draw_checkerboard(count: int, rng: np.random.Generator, noise: float, *, cells: int) -> Pair:
    """A board of cells · cells equal squares over −1..1; half of the samples in each class.

    The cell in column i and row j, counted from the lower left, is of class 1 where i + j is even.
    All cells of a class are equally likely, and the place within is uniform. Then each coordinate
    moves by a uniform −noise..noise; labels stay those of the place before the move.
    """
    labels = alternating(count)
    board = cells * cells
    column, row = np.divmod(np.arange(board), cells)
    order = np.argsort((column + row) % 2, kind="stable")  # class 1 first
    ones = (board + 1) // 2
    choices = np.where(labels == 1, ones, board - ones)
    chosen = np.floor(rng.random((count, 1)) * choices) + np.where(labels == 1, 0, ones)
    cell = order[chosen[:, 0].astype(np.int64)]
    corner = np.stack([column[cell], row[cell]], axis=1)
    x: Floats = 2 * (corner + rng.random((count, 2))) / cells - 1
    return x + noise * uniform(rng, (count, 2)), labels


_TWO_CLASSES: Final = asks_for_two_classes("x1", "x2")

AREAS: Final = (
    Generator(
        "circle",
        "A disc of radius 0.5 in a ring of radii 0.7 to 1.",
        EVEN_NOISE,
        _TWO_CLASSES,
        draw_circle,
    ),
    Generator(
        "rings",
        "Rings around each other up to radius 1, of either class by turns.",
        EVEN_NOISE,
        _TWO_CLASSES,
        draw_rings,
        options=(Option("rings", 3, 2, 8, "number of rings", "integer"),),
    ),
    Generator(
        "xor-quadrants",
        "Four squares to ±1.06 with a gap between; class 1 where the signs differ.",
        EVEN_NOISE,
        _TWO_CLASSES,
        draw_xor_quadrants,
    ),
    Generator(
        "checkerboard",
        "A board over −1..1 with cells of either class by turns.",
        EVEN_NOISE,
        _TWO_CLASSES,
        draw_checkerboard,
        options=(Option("cells", 4, 2, 10, "number of cells along each side", "integer"),),
    ),
)
"""Every area."""
