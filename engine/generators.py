"""Data that are drawn from a law: a line, two clouds, four clusters, a disc in a ring, two spirals.

Each law is told in the docstring of its function. There are two kinds of noise, never mixed:

* ``noise`` moves points. In regression it moves y (a normal error of that standard deviation).
* ``flip`` is the share of labels that are told wrongly; exactly ``round(flip * count)`` of them.

Everything comes from ``PCG64(SeedSequence([seed, set]))`` with set 0, 1, 2 for train, validation
and test, and from nothing but uniform numbers of it, turned into the law here: NumPy keeps that
stream from version to version, which it does not promise for normal numbers and permutations.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from engine.data import Dataset, Floats, Samples, Task
from engine.errors import DataError

MAX_SAMPLES: Final = 20_000
MAX_NOISE: Final = 10.0
MAX_FLIP: Final = 0.5
MAX_TURNS: Final = 5.0
TAU: Final = 2 * np.pi

SPIRAL_RADIUS: Final = 5 / 3
DISC_RADIUS: Final = 0.5
RING_RADII: Final = (0.7, 1.0)

Draw = Callable[[int, np.random.Generator, float, float], tuple[Floats, Floats]]


@dataclass(frozen=True, slots=True)
class Generator:
    """A law that data are drawn from.

    Attributes:
        name: as levels call it.
        task: what a network is asked with these data.
        draw: (count, rng, noise, turns) to x (count, columns) and y (count, 1).
        law: one sentence for people.
        winds: whether ``turns`` means something here.
    """

    name: str
    task: Task
    draw: Draw
    law: str
    winds: bool = False


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides the three sets of a level whose data are drawn.

    Attributes:
        generator: a name of `GENERATORS`.
        train, validation, test: samples in each set, 2 to 20,000.
        seed: 0 ≤ seed < 2**53; another seed, another draw.
        noise: how far points move, 0 to 10; the law says how.
        flip: share of labels flipped, 0 to 0.5; 0 for regression.
        clean_test: validation and test keep the right answers: no flipped labels, and no noise
            on y in regression. Points that ``noise`` moves are moved in all three sets.
        turns: of the spiral, above 0 and at most 5.
    """

    generator: str
    train: int
    validation: int
    test: int
    seed: int = 0
    noise: float = 0.0
    flip: float = 0.0
    clean_test: bool = False
    turns: float = 1.75

    def __post_init__(self) -> None:
        if self.generator not in GENERATORS:
            raise DataError(f"There is no generator “{self.generator}”.")
        for count in (self.train, self.validation, self.test):
            if not 2 <= count <= MAX_SAMPLES:
                raise DataError(f"A set needs 2 to {MAX_SAMPLES:,} samples, not {count:,}.")
        if not 0 <= self.noise <= MAX_NOISE:
            raise DataError("The noise must be 0 to 10.")
        if not 0 <= self.flip <= MAX_FLIP:
            raise DataError("The share of flipped labels must be 0 to 0.5.")
        if self.flip and GENERATORS[self.generator].task.kind == "regression":
            raise DataError("Only labels can be flipped; regression has none.")
        if not 0 < self.turns <= MAX_TURNS:
            raise DataError("The turns must be above 0 and at most 5.")


def generate(recipe: Recipe) -> Dataset:
    """Draw the three sets of a recipe; the same recipe gives the same numbers.

    Raises:
        DataError: when a set cannot teach anything (one class only, all points the same).
    """
    generator = GENERATORS[recipe.generator]
    sets = [
        _draw_set(generator, recipe, index, count)
        for index, count in enumerate((recipe.train, recipe.validation, recipe.test))
    ]
    for samples in sets:
        check_samples(generator.task, samples)
    return Dataset(generator.task, *sets)


def check_samples(task: Task, samples: Samples) -> None:
    """Raise `DataError` when samples hold one class only or one point many times over."""
    if task.kind == "classification" and len(np.unique(samples.labels)) < 2:
        raise DataError("All samples are of one class: there is nothing to tell apart.")
    if len(samples) > 1 and (samples.x == samples.x[0]).all():
        raise DataError("All samples lie on one point: there is nothing to learn from.")


def _draw_set(generator: Generator, recipe: Recipe, index: int, count: int) -> Samples:
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence([recipe.seed, index])))
    clean = recipe.clean_test and index > 0
    noise = 0.0 if clean and generator.task.kind == "regression" else recipe.noise
    x, y = generator.draw(count, rng, noise, recipe.turns)
    if recipe.flip and not clean:
        wrong = np.argsort(rng.random(count), kind="stable")[: round(recipe.flip * count)]
        y[wrong] = 1.0 - y[wrong]
    return Samples(x, y)


# -- the laws ----------------------------------------------------------------------------------


def draw_line(
    count: int, rng: np.random.Generator, noise: float, _turns: float
) -> tuple[Floats, Floats]:
    """A line y = 0.7 x + 0.3; x is uniform in −1..1, y has a normal error of sd ``noise``."""
    x = rng.random((count, 1)) * 2 - 1
    return x, 0.7 * x + 0.3 + noise * _normal(rng, (count, 1))


def draw_two_gaussians(
    count: int, rng: np.random.Generator, noise: float, _turns: float
) -> tuple[Floats, Floats]:
    """Class 1 around (1, 1), class 0 around (−1, −1); noise is the standard deviation per axis.

    Classes alternate, so each has half of the samples (class 1 the odd one more).
    """
    labels = _alternating(count)
    x = np.repeat(2 * labels - 1, 2, axis=1) + noise * _normal(rng, (count, 2))
    return x, labels


def draw_xor_clusters(
    count: int, rng: np.random.Generator, noise: float, _turns: float
) -> tuple[Floats, Floats]:
    """Four clusters at (±1, ±1), class 1 where the signs differ; noise is the sd per axis.

    Clusters take turns in the order (1, −1), (1, 1), (−1, 1), (−1, −1): a quarter each.
    """
    corners = np.array([(1.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0)])
    centres = corners[np.arange(count) % 4]
    labels = (centres[:, :1] * centres[:, 1:] < 0).astype(np.float64)
    return centres + noise * _normal(rng, (count, 2)), labels


def draw_circle(
    count: int, rng: np.random.Generator, noise: float, _turns: float
) -> tuple[Floats, Floats]:
    """Class 1 a disc of radius 0.5, class 0 a ring of radii 0.7 to 1; half of the samples each.

    Radius and angle are uniform (so the disc is denser in its middle). Then each coordinate moves
    by a uniform −noise..noise; labels stay those of the place before the move.
    """
    labels = _alternating(count)
    inner, outer = RING_RADII
    share = rng.random((count, 1))
    radius = np.where(labels == 1, DISC_RADIUS * share, inner + (outer - inner) * share)
    angle = TAU * rng.random((count, 1))
    x: Floats = radius * np.hstack([np.cos(angle), np.sin(angle)])
    return x + noise * _uniform(rng, (count, 2)), labels


def draw_spiral(
    count: int, rng: np.random.Generator, noise: float, turns: float
) -> tuple[Floats, Floats]:
    """Two arms, class 1 and, half a turn on, class 0: (r sin t, r cos t), t = 2π · turns · s.

    The radius r = s · 5/3 grows with s in 0..1. Each arm is cut into equal stretches of s and one
    point is drawn uniformly in each. Then each coordinate moves by a uniform −noise..noise. This is
    TensorFlow Playground's spiral divided by 3: its noise of ±0.3 is 0.1 here.
    """
    labels = _alternating(count)
    stretch, stretches = np.arange(count)[:, np.newaxis] // 2, (count + 1) // 2
    share = (stretch + rng.random((count, 1))) / stretches
    angle = TAU * turns * share + np.where(labels == 1, 0.0, np.pi)
    x: Floats = SPIRAL_RADIUS * share * np.hstack([np.sin(angle), np.cos(angle)])
    return x + noise * _uniform(rng, (count, 2)), labels


def _alternating(count: int) -> Floats:
    """Labels 1, 0, 1, 0, ... of shape (count, 1)."""
    return 1.0 - np.arange(count, dtype=np.float64)[:, np.newaxis] % 2


def _uniform(rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
    """Uniform numbers in −1..1."""
    return rng.random(shape) * 2 - 1


def _normal(rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
    """Standard normal numbers by Box and Muller's transform of two uniform ones."""
    radius: Floats = np.sqrt(-2 * np.log1p(-rng.random(shape)))
    angle: Floats = TAU * rng.random(shape)
    return radius * np.cos(angle)


_LINE = Task("regression", ("x1",))
_PLANE = Task("classification", ("x1", "x2"), outputs=1, classes=2)

GENERATORS: Final[Mapping[str, Generator]] = MappingProxyType(
    {
        generator.name: generator
        for generator in (
            Generator("line", _LINE, draw_line, "Points along the line y = 0.7 x + 0.3."),
            Generator("two-gaussians", _PLANE, draw_two_gaussians, "Two round clouds."),
            Generator("xor-clusters", _PLANE, draw_xor_clusters, "Four clusters, crosswise alike."),
            Generator("circle", _PLANE, draw_circle, "A disc in a ring."),
            Generator("spiral", _PLANE, draw_spiral, "Two arms wound into each other.", winds=True),
        )
    }
)
"""Every generator by its name."""
