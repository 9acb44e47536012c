"""The bonsai's geometry holds for any number of chapters and levels."""

import pytest

from widgets.home.tree.shape import HEIGHT, WIDTH, boughs


@pytest.mark.parametrize("levels", [[1], [1, 1, 1], [5] * 7, [5, 3, 4, 5, 7, 5, 3]])
def test_every_marker_and_title_lies_in_the_field(levels):
    for bough, count in zip(boughs(levels), levels, strict=True):
        assert len(bough.spots) == count
        for x, y in (*bough.spots, bough.label):
            assert 0 < x < WIDTH
            assert 0 < y < HEIGHT


@pytest.mark.parametrize("levels", [[3, 3], [5, 3, 4, 5, 7, 5, 3]])
def test_markers_can_be_told_apart_under_a_finger(levels):
    spots = [spot for bough in boughs(levels) for spot in bough.spots]
    for number, (x, y) in enumerate(spots):
        for other_x, other_y in spots[:number]:
            assert (x - other_x) ** 2 + (y - other_y) ** 2 >= 32**2


def test_the_tree_is_the_same_each_time():
    assert boughs([2, 3]) == boughs([2, 3])


def test_each_leaf_belongs_to_the_nearest_level():
    (bough,) = boughs([3])
    for tuft in bough.tufts:
        distances = [abs(spot[0] - tuft.centre[0]) for spot in bough.spots]
        assert distances[tuft.level] == min(distances)
