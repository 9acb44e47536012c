"""Points of the file: three sets, each fault with its row, and what decides a score."""

import numpy as np
import pytest

from levels.data.points import read_points
from levels.formats.data import PointsFormat

XOR = ((0.0, 0.0, 0.0), (0.0, 1.0, 1.0), (1.0, 0.0, 1.0), (1.0, 1.0, 0.0))


def read(faults=None, **source):
    """The data of a file; its faults go into the list, or there must be none."""
    found = [] if faults is None else faults
    data = read_points(PointsFormat(**source), lambda path, message: found.append((path, message)))
    assert faults is not None or not found
    return data


def test_the_last_number_of_a_row_is_the_answer():
    dataset = read(points=XOR).dataset()
    np.testing.assert_array_equal(dataset.train.x, [[0, 0], [0, 1], [1, 0], [1, 1]])
    assert dataset.train.labels.tolist() == [0, 1, 1, 0]
    assert dataset.task.columns == ("x1", "x2")


def test_sets_that_are_left_out_are_the_training_set():
    data = read(points=XOR, test_points=XOR[:2])
    assert data.counts == (4, 4, 2)
    assert data.dataset().validation is data.dataset().train


def test_a_set_that_is_the_training_set_does_not_change_the_score():
    key = read(points=XOR).scoring_key()
    assert key == {"points": [list(row) for row in XOR]}
    assert read(points=XOR, validation_points=XOR, image=(2, 1)).scoring_key() == key
    other = read(points=XOR, validation_points=XOR[:2]).scoring_key()
    assert other == key | {"validation_points": [list(row) for row in XOR[:2]]}
    values = read(points=XOR, task="regression").scoring_key()
    assert values == key | {"task": "regression"}


@pytest.mark.parametrize(
    ("source", "path", "message"),
    [
        ({"points": (*XOR, (1.0, 0.0))}, ("data", "points", 4), "has 2 numbers, the first 3"),
        ({"points": (*XOR, (1.0, 0.0, 0.5))}, ("data", "points", 4, 2), "found 0.5"),
        ({"points": XOR, "image": (2, 2)}, ("data", "image"), "2 by 2 pixels are 4"),
        ({"points": XOR[1:3]}, ("data", "points"), "one class"),
        (
            {"points": XOR, "test_points": (*XOR, (0.0, 0.0, 2.0))},
            ("data", "test_points"),
            "no training point has",
        ),
    ],
)
def test_faults_name_their_place(source, path, message):
    faults = []
    assert read(faults, **source) is None
    assert path in [where for where, _ in faults]
    assert message in " ".join(said for _, said in faults)


def test_given_points_are_not_drawn_again():
    assert read(points=XOR).redraw is None
