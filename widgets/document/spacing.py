"""Keeping nodes apart: no two of them may overlap, whatever an edit or a file says.

What rests stays where it is. What is put down or moved keeps its own shape and is shifted as a
whole to the nearest place where it touches nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from levels.solution import Place

GRID: Final = 8
APART: Final[Place] = (72.0, 80.0)
"""Centres of two nodes lie at least so far apart, across or down: their squares and the lettering
above or below them stay clear of each other."""

_REACH: Final = 60
_AT_ONCE: Final = 512

Places = NDArray[np.float64]


def overlap(one: Place, other: Place) -> bool:
    """Whether nodes at these two places would cover each other or each other's lettering."""
    return abs(one[0] - other[0]) < APART[0] and abs(one[1] - other[1]) < APART[1]


def clear_shift(
    moved: Collection[Place], resting: Collection[Place], way: tuple[int, int] | None = None
) -> Place:
    """The shortest shift, in steps of the grid, after which no moved place overlaps a resting one.

    Args:
        moved: places that are shifted together.
        resting: places that stay.
        way: unit step of the only direction allowed, (1, 0) for instance; None allows all.

    Returns:
        The shift (x, y); (0, 0) when nothing overlaps.
    """
    if not moved or not resting:
        return (0.0, 0.0)
    # A shift equal to one of these differences would put a moved node right onto a resting one.
    onto = _array(resting)[np.newaxis] - _array(moved)[:, np.newaxis]
    onto = onto.reshape(-1, 2)
    for some in _candidates(onto, way):
        near = onto[_within(onto, some)]
        away = np.abs(some[:, np.newaxis] - near[np.newaxis])
        hits = (away[:, :, 0] < APART[0]) & (away[:, :, 1] < APART[1])
        free = np.flatnonzero(~np.any(hits, axis=1))
        if len(free):
            x, y = some[free[0]].tolist()
            return (x, y)
    raise AssertionError("the last candidate lies beyond every place")


def clear_place(wanted: Place, taken: Collection[Place]) -> Place:
    """The wanted place, or the nearest one at which a node overlaps none of the taken places."""
    dx, dy = clear_shift([wanted], taken)
    return (wanted[0] + dx, wanted[1] + dy)


def spread(places: Mapping[str, Place]) -> dict[str, Place]:
    """The places with overlapping ones slid apart; earlier nodes keep theirs."""
    result: dict[str, Place] = {}
    for node, place in places.items():
        result[node] = clear_place(place, result.values())
    return result


def _candidates(onto: Places, way: tuple[int, int] | None) -> Iterable[Places]:
    """Shifts to try, nearest first; the last one is beyond everything."""
    beyond = float(np.abs(onto).max()) + max(APART)
    if way is not None:
        steps = np.arange(int(beyond / GRID) + 2)[:, np.newaxis]
        yield steps * (np.array(way) * float(GRID))
        return
    yield np.zeros((1, 2))
    yield from np.array_split(_NEAREST_FIRST, -(-len(_NEAREST_FIRST) // _AT_ONCE))
    yield np.array([[np.ceil(beyond / GRID) * GRID, 0.0]])


def _within(onto: Places, shifts: Places) -> NDArray[np.bool_]:
    """Which differences any of these shifts could come near to."""
    low, high = shifts.min(axis=0) - APART, shifts.max(axis=0) + APART
    return np.asarray(((onto > low) & (onto < high)).all(axis=1))


def _array(places: Collection[Place]) -> Places:
    return np.array(list(places), dtype=np.float64).reshape(-1, 2)


def _nearest_first() -> Places:
    """Every shift on the grid within reach; of equal ones the lower, then the right one first."""
    steps = np.arange(-_REACH, _REACH + 1) * float(GRID)
    x, y = (axis.ravel() for axis in np.meshgrid(steps, steps))
    return np.column_stack((x, y))[np.lexsort((-x, -y, np.hypot(x, y)))]


_NEAREST_FIRST: Final = _nearest_first()
