"""The data sets are those that were published, and are split without mixing the sets."""

import itertools

import numpy as np
import pytest

from engine import DataError
from levels.data.bundled import DATASETS, all_samples, read_bundled, split
from levels.formats.data import DatasetFormat


def centimetres(x):
    """Lengths of irises again, from the published range of each column."""
    least, most = np.array([4.3, 2.0, 1.0, 0.1]), np.array([7.9, 4.4, 6.9, 2.5])
    return (x + 1) / 2 * (most - least) + least


def test_iris_is_fishers():
    iris = all_samples("iris")
    assert np.bincount(iris.labels).tolist() == [50, 50, 50]
    np.testing.assert_allclose(np.abs(iris.x).max(axis=0), 1)
    lengths = centimetres(iris.x)
    # Fisher 1936, table 2: the means of each species.
    expected = [
        [5.006, 3.428, 1.462, 0.246],
        [5.936, 2.770, 4.260, 1.326],
        [6.588, 2.974, 5.552, 2.026],
    ]
    means = [lengths[iris.labels == species].mean(axis=0) for species in range(3)]
    np.testing.assert_allclose(means, expected, atol=1e-9)
    # The two rows that are wrong in UCI's file, as Fisher has them.
    np.testing.assert_allclose(lengths[34], [4.9, 3.1, 1.5, 0.2], atol=1e-9)
    np.testing.assert_allclose(lengths[37], [4.9, 3.6, 1.4, 0.1], atol=1e-9)


def test_digits_are_those_of_the_published_test_file():
    digits = all_samples("digits")
    assert digits.x.shape == (1797, 64)
    assert np.bincount(digits.labels).tolist() == [
        *(178, 182, 177, 183, 181),
        *(182, 181, 179, 174, 180),
    ]
    assert digits.x.min() == 0
    assert digits.x.max() == 1
    np.testing.assert_array_equal(digits.x * 16 % 1, 0)
    # The first is a zero: its middle is paper, its sides are ink.
    picture = digits.x[0].reshape(8, 8)
    assert digits.labels[0] == 0
    assert picture[3, 3] == 0
    assert picture[3, 2] > 0.4
    assert DATASETS["digits"].task.image == (8, 8)


@pytest.mark.parametrize(("name", "counts"), [("iris", (90, 30, 30)), ("digits", (100, 600, 597))])
def test_sets_share_no_sample_and_have_every_class_in_proportion(name, counts):
    every = all_samples(name)
    points = split(name, counts, seed=3)
    sets = (points.train, points.validation, points.test)
    share = np.bincount(every.labels) / len(every)
    for samples, count in zip(sets, counts, strict=True):
        assert len(samples) == count
        assert np.abs(np.bincount(samples.labels) - count * share).max() < 2
    whole = [*every.x.tolist()]
    for one, other in itertools.combinations(sets, 2):
        common = {tuple(row) for row in one.x.tolist()} & {tuple(row) for row in other.x.tolist()}
        # Only flowers that are in Fisher's table twice may be in two sets.
        assert all(whole.count(list(row)) > 1 for row in common)


def test_another_seed_is_another_split():
    one, again, other = (split("iris", (90, 30, 30), seed) for seed in (1, 1, 2))
    assert one.train.x.tobytes() == again.train.x.tobytes()
    assert one.train.x.tobytes() != other.train.x.tobytes()


def test_no_set_hangs_on_what_is_left():
    short, long = split("digits", (50, 100, 100), 4), split("digits", (50, 100, 1000), 4)
    assert short.train.x.tobytes() == long.train.x.tobytes()
    assert short.test.x.tobytes() == long.test.x[:100].tobytes()


def test_more_samples_than_there_are_cannot_be_had():
    with pytest.raises(DataError, match=r"need 1,798 samples, and “digits” has 1,797\."):
        split("digits", (1200, 298, 300), 0)


def read(faults, **source):
    return read_bundled(
        DatasetFormat(**source), lambda path, message: faults.append((path, message))
    )


def test_the_data_of_a_file_are_split_as_it_says():
    data = read([], dataset="iris", train=90, validation=30, test=30, seed=2)
    assert data.counts == (90, 30, 30)
    one, other = data.dataset(), split("iris", (90, 30, 30), 2)
    assert one.test.x.tobytes() == other.test.x.tobytes()
    assert one.task == data.task


def test_the_split_decides_the_score():
    split_of = {"dataset": "iris", "train": 90, "validation": 30, "test": 30}
    key = read([], **split_of).scoring_key()
    assert key == {"dataset": "iris", "counts": (90, 30, 30)}
    assert read([], **split_of, seed=7).scoring_key() == key | {"seed": 7}


@pytest.mark.parametrize(
    ("source", "path", "message"),
    [
        ({"dataset": "irish"}, ("data", "dataset"), "did you mean “iris”?"),
        ({"dataset": "iris", "train": 200}, ("data",), "“iris” has 150"),
    ],
)
def test_faults_name_their_place(source, path, message):
    faults = []
    counts = {"train": 90, "validation": 30, "test": 30}
    assert read(faults, **(counts | source)) is None
    ((where, said),) = faults
    assert where == path
    assert message in said
