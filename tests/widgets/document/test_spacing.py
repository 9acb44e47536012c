"""Nodes never overlap; what is put down yields to what rests."""

import random
from itertools import combinations

import pytest

from widgets.document.spacing import APART, GRID, clear_place, clear_shift, overlap, spread

RESTING = [(0.0, 0.0), (144.0, 0.0), (0.0, 144.0)]


def test_places_overlap_unless_they_are_apart_in_one_direction():
    across, down = APART
    assert overlap((0, 0), (across - 1, down - 1))
    assert not overlap((0, 0), (across, 0))
    assert not overlap((0, 0), (0, down))


def test_a_place_that_is_free_is_kept():
    assert clear_place((301.0, 13.0), RESTING) == (301.0, 13.0)
    assert clear_shift([], RESTING) == clear_shift(RESTING, []) == (0.0, 0.0)


@pytest.mark.parametrize("wanted", [(3.0, 5.0), (70.0, 60.0), (-20.0, 130.0)])
def test_the_nearest_free_place_is_found(wanted):
    found = clear_place(wanted, RESTING)
    assert not any(overlap(found, place) for place in RESTING)
    steps = range(-60, 61)
    shifts = [(x * GRID, y * GRID) for x in steps for y in steps]
    free = [
        (x * x + y * y)
        for x, y in shifts
        if not any(overlap((wanted[0] + x, wanted[1] + y), place) for place in RESTING)
    ]
    assert (found[0] - wanted[0]) ** 2 + (found[1] - wanted[1]) ** 2 == pytest.approx(min(free))


def test_several_places_keep_their_shape():
    moved = [(0.0, 8.0), (0.0, 96.0)]
    dx, dy = clear_shift(moved, RESTING)
    shifted = [(x + dx, y + dy) for x, y in moved]
    assert not any(overlap(one, other) for one in shifted for other in RESTING)


def test_in_one_direction_a_place_goes_past_what_is_in_the_way():
    # There are 144 between the first two: exactly enough to stand in the middle.
    assert clear_shift([(-64.0, 0.0)], RESTING, (1, 0)) == (136.0, 0.0)
    assert clear_shift([(80.0, 0.0)], RESTING, (1, 0)) == (136.0, 0.0)


def test_beyond_a_crowd_there_is_always_room():
    crowd = [(x * 40.0, y * 40.0) for x in range(-30, 31) for y in range(-30, 31)]
    found = clear_place((0.0, 0.0), crowd)
    assert not any(overlap(found, place) for place in crowd)


def test_overlapping_places_are_slid_apart_and_the_first_stays():
    rng = random.Random(3)
    places = {f"h{n}": (rng.uniform(-90, 90), rng.uniform(-90, 90)) for n in range(30)}
    apart = spread(places)
    assert apart["h0"] == places["h0"]
    assert not any(overlap(one, other) for one, other in combinations(apart.values(), 2))
