"""Where everything of the bonsai is, for any number of chapters and levels; pure numbers.

The tree lives in a field of 800 × 720 units. Chapters climb the trunk, left and right by turns, and
the last one is the crown. Every offset comes from a generator seeded with the chapter's place, so
the tree is the same each time it is drawn.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

Point = tuple[float, float]

WIDTH: Final = 800.0
HEIGHT: Final = 720.0
_TRUNK: Final[tuple[tuple[float, float, float], ...]] = (
    # x, y, thickness: two soft bends, as a bonsai is trained.
    (404, 640, 52),
    (416, 560, 46),
    (398, 480, 40),
    (366, 410, 35),
    (378, 340, 30),
    (414, 280, 25),
    (410, 210, 19),
    (388, 150, 13),
)
_LOWEST: Final = 0.2
_LEAF_GAP: Final = 46.0
_LEAVES_PER_UNIT: Final = 0.004


@dataclass(frozen=True, slots=True)
class Tuft:
    """One oval of foliage.

    Attributes:
        centre: where it is.
        radii: half its width and height.
        shade: −1 (in the shadow below) to 1 (in the light above).
        level: index of the level whose passing greens it.
    """

    centre: Point
    radii: Point
    shade: float
    level: int


@dataclass(frozen=True, slots=True)
class Bough:
    """One chapter: a branch from the trunk to its foliage.

    Attributes:
        path: start, two control points and end of the branch.
        thickness: of the branch where it leaves the trunk.
        centre: middle of the foliage; radii: half its width and height.
        spots: where the levels' markers are.
        tufts: the foliage, from back to front.
        label: baseline centre of the chapter's title.
    """

    path: tuple[Point, Point, Point, Point]
    thickness: float
    centre: Point
    radii: Point
    spots: tuple[Point, ...]
    tufts: tuple[Tuft, ...]
    label: Point


def trunk() -> Sequence[tuple[float, float, float]]:
    """Points along the trunk from the pot upwards: x, y, thickness."""
    return _TRUNK


def boughs(levels: Sequence[int]) -> tuple[Bough, ...]:
    """One bough for each chapter, given how many levels each has."""
    return tuple(_bough(index, len(levels), count) for index, count in enumerate(levels))


def _bough(index: int, chapters: int, levels: int) -> Bough:
    crown = index == chapters - 1 and chapters > 1
    share = 1.0 if crown else _LOWEST + (1 - _LOWEST) * index / max(chapters - 1, 1)
    start, thickness = _along_trunk(share)
    side = 0 if crown else (-1 if index % 2 == 0 else 1)
    half_width = max(104.0, _LEAF_GAP * (levels + 1) / 2)
    reach = (250.0 - 70.0 * share) if side else 0.0
    rise = -(18.0 + 34.0 * share) if side else -18.0
    centre = (
        min(max(start[0] + side * reach, half_width + 16), WIDTH - half_width - 16),
        start[1] + rise - 20,
    )
    radii = (half_width, 44.0 if chapters > 4 else 54.0)
    spots = _spots(centre, radii, levels)
    return Bough(
        path=_branch(start, (centre[0], centre[1] + 16), side),
        thickness=max(thickness * 0.62, 8.0),
        centre=centre,
        radii=radii,
        spots=spots,
        tufts=_tufts(Random(index + 11), centre, radii, spots),  # noqa: S311 (leaves, no secrets)
        # The trunk runs under the crown: its title is above.
        label=(centre[0], centre[1] + (radii[1] + 30 if side else -radii[1] - 18)),
    )


def _along_trunk(share: float) -> tuple[Point, float]:
    place = share * (len(_TRUNK) - 1)
    lower = min(int(place), len(_TRUNK) - 2)
    rest = place - lower
    (x0, y0, t0), (x1, y1, t1) = _TRUNK[lower], _TRUNK[lower + 1]
    return (x0 + (x1 - x0) * rest, y0 + (y1 - y0) * rest), t0 + (t1 - t0) * rest


def _branch(start: Point, end: Point, side: int) -> tuple[Point, Point, Point, Point]:
    span = end[0] - start[0]
    if side == 0:
        return start, (start[0], start[1] - 14), (end[0], end[1] + 14), end
    return start, (start[0] + span * 0.35, start[1] - 4), (start[0] + span * 0.6, end[1] + 26), end


def _spots(centre: Point, radii: Point, levels: int) -> tuple[Point, ...]:
    step = min(_LEAF_GAP + 18, 2 * radii[0] / max(levels, 1))
    first = centre[0] - step * (levels - 1) / 2
    sway = radii[1] * 0.2
    return tuple(
        (first + step * number, centre[1] + (sway if number % 2 else -sway) * (levels > 1))
        for number in range(levels)
    )


def _tufts(rng: Random, centre: Point, radii: Point, spots: Sequence[Point]) -> tuple[Tuft, ...]:
    """Ovals strewn over the foliage's dome: flat below, round above, back to front."""
    count = 34 + round(radii[0] * radii[1] * _LEAVES_PER_UNIT)
    tufts = []
    for _ in range(count):
        angle, distance = rng.uniform(0, math.tau), math.sqrt(rng.random())
        x = centre[0] + math.cos(angle) * distance * (radii[0] - 18)
        lift = 1.0 if math.sin(angle) < 0 else 0.55
        y = centre[1] + math.sin(angle) * distance * (radii[1] - 6) * lift
        size = rng.uniform(14, 27)
        shade = (centre[1] - y) / radii[1] + rng.uniform(-0.5, 0.5)
        nearest = min(range(len(spots)), key=lambda n: abs(spots[n][0] - x), default=0)
        tufts.append(Tuft((x, y), (size, size * rng.uniform(0.48, 0.6)), shade, nearest))
    return tuple(sorted(tufts, key=lambda tuft: tuft.shade))
