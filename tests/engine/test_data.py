from __future__ import annotations

import numpy as np
import pytest

from engine import DataError, Samples, Task


@pytest.mark.parametrize(
    ("x", "y", "said"),
    [
        (np.zeros((3, 2)), np.zeros((2, 1)), r"matching rows, not \(3, 2\) and \(2, 1\)"),
        (np.zeros(3), np.zeros((3, 1)), "matching rows"),
        (np.zeros((3, 2)), np.zeros(3), "matching rows"),
        (np.zeros((0, 2)), np.zeros((0, 1)), "There are no samples"),
        (np.full((1, 2), np.nan), np.zeros((1, 1)), "finite"),
        (np.zeros((1, 2)), np.full((1, 1), np.inf), "finite"),
    ],
)
def test_samples_that_cannot_be_trained_on_are_refused(x, y, said):
    with pytest.raises(DataError, match=said):
        Samples(x, y)


def test_samples_cannot_be_written_to():
    samples = Samples(np.zeros((3, 2)), np.array([[0.0], [1.0], [2.0]]))
    assert len(samples) == 3
    assert samples.labels.tolist() == [0, 1, 2]
    with pytest.raises(ValueError, match="read-only"):
        samples.x[0, 0] = 1.0


def test_output_ids_count_up_from_one():
    assert Task("regression", ("x1",)).output_ids == ("y",)
    assert Task("classification", ("x1",), 3, 3).output_ids == ("y1", "y2", "y3")


def test_columns_may_have_labels_for_people():
    task = Task("regression", ("x1", "x2"), labels=("sepal length", "sepal width"))
    assert task.label("x2") == "sepal width"
    assert task.label("x3") is None
    assert Task("regression", ("x1",)).label("x1") is None
    with pytest.raises(DataError, match="2 columns need as many labels"):
        Task("regression", ("x1", "x2"), labels=("sepal length",))
