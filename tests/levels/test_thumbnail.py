"""The training data of a level as a small picture."""

import numpy as np
import pytest

from engine import Samples, Task
from levels.thumbnail import MOST_POINTS, thumbnail_of

PLANE = Task("classification", ("x1", "x2"), 1, 2)
LINE = Task("regression", ("x1",), 1, 0)


def test_a_plane_shows_its_first_two_columns_and_keeps_its_aspect():
    x = np.array([[1.0, 10.0], [5.0, 12.0], [3.0, 11.0]])
    picture = thumbnail_of(PLANE, Samples(x, np.array([[0.0], [1.0], [0.0]])))
    assert picture.points == ((0.0, 0.0, 0), (1.0, 1.0, 1), (0.5, 0.5, 0))
    assert picture.aspect == 2.0


def test_a_column_is_shown_against_its_answer_without_a_common_scale():
    picture = thumbnail_of(LINE, Samples(np.array([[0.0], [4.0]]), np.array([[3.0], [1.0]])))
    assert picture.points == ((0.0, 1.0, 1), (1.0, 0.0, 1))
    assert picture.aspect is None


def test_points_in_one_place_are_shown_too():
    x = np.array([[7.0, 7.0], [7.0, 7.0]])
    picture = thumbnail_of(PLANE, Samples(x, np.array([[0.0], [1.0]])))
    assert picture.points == ((0.0, 0.0, 0), (0.0, 0.0, 1))
    assert picture.aspect == 1.0


@pytest.mark.parametrize("count", [1, MOST_POINTS, MOST_POINTS + 1])
def test_there_are_never_too_many_points(count):
    x = np.linspace(0.0, 1.0, 2 * count).reshape(count, 2)
    picture = thumbnail_of(PLANE, Samples(x, np.zeros((count, 1))))
    assert len(picture.points) == min(count, MOST_POINTS)
