"""Each generator keeps the law in its docstring; the laws are checked by their closed forms."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data import Samples, Task
from engine.errors import DataError
from engine.generators import GENERATORS, Recipe, check_samples, generate

NAMES = sorted(GENERATORS)
CLASSES = [name for name in NAMES if GENERATORS[name].task.kind == "classification"]


def recipe(name, **changes):
    return Recipe(**({"generator": name, "train": 400, "validation": 300, "test": 200} | changes))


def sets(dataset):
    return dataset.train, dataset.validation, dataset.test


def sine_cosine(x):
    """Radius and angle of spiral points, which are (r sin t, r cos t)."""
    return np.hypot(*x.T), np.mod(np.arctan2(x[:, 0], x[:, 1]), 2 * np.pi)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_recipe_gives_the_same_bits(name):
    one, other = (generate(recipe(name, noise=0.2, seed=5)) for _ in range(2))
    for left, right in zip(sets(one), sets(other), strict=True):
        assert left.x.tobytes() == right.x.tobytes()
        assert left.y.tobytes() == right.y.tobytes()


@pytest.mark.parametrize("name", NAMES)
def test_sets_and_seeds_are_drawn_separately(name):
    same_sizes = recipe(name, validation=400, test=400)
    recipes = [replace(same_sizes, seed=seed, noise=0.1) for seed in (0, 1)]
    draws = [samples for own in recipes for samples in sets(generate(own))]
    for one, other in itertools.combinations(draws, 2):
        assert not np.isclose(one.x, other.x).all(axis=1).any()


@pytest.mark.parametrize("name", NAMES)
def test_the_numbers_of_one_set_do_not_hang_on_the_size_of_another(name):
    plain = generate(recipe(name, seed=3))
    longer = generate(recipe(name, seed=3, train=17))
    assert plain.test.x.tobytes() == longer.test.x.tobytes()


def test_a_line_without_noise_is_the_line():
    samples = generate(recipe("line", train=5000)).train
    np.testing.assert_allclose(samples.y, 0.7 * samples.x + 0.3, rtol=0, atol=1e-15)
    assert samples.x.min() >= -1
    assert samples.x.max() < 1
    # Uniform in −1..1: mean 0, variance 1/3; bounds of five standard errors.
    assert abs(samples.x.mean()) < 5 * np.sqrt(1 / 3 / 5000)
    assert abs(samples.x.var() - 1 / 3) < 5 * np.sqrt(4 / 45 / 5000)


def test_the_error_of_a_line_is_normal():
    samples = generate(recipe("line", train=20_000, noise=0.5)).train
    error = ((samples.y - 0.7 * samples.x - 0.3) / 0.5)[:, 0]
    assert abs(error.mean()) < 5 / np.sqrt(20_000)
    assert abs(error.var() - 1) < 5 * np.sqrt(2 / 20_000)
    for bound, share in ((1, 0.682689), (2, 0.954500), (3, 0.997300)):
        spread = 5 * np.sqrt(share * (1 - share) / 20_000)
        assert abs((np.abs(error) < bound).mean() - share) < spread


def test_two_gaussians_stand_around_their_centres():
    samples = generate(recipe("two-gaussians", train=20_000, noise=0.4)).train
    for label, centre in ((1, 1.0), (0, -1.0)):
        cloud = samples.x[samples.labels == label]
        assert len(cloud) == 10_000
        np.testing.assert_allclose(cloud.mean(axis=0), centre, atol=5 * 0.4 / 100)
        np.testing.assert_allclose(cloud.std(axis=0), 0.4, atol=5 * 0.4 / np.sqrt(20_000))
        assert abs(np.corrcoef(cloud.T)[0, 1]) < 0.05


def test_clusters_of_differing_signs_are_class_one():
    samples = generate(recipe("xor-clusters", train=20_000, noise=0.2)).train
    signs = np.sign(samples.x)
    # At a standard deviation of 0.2 the axes are five of them away.
    np.testing.assert_array_equal(samples.labels, (signs[:, 0] != signs[:, 1]).astype(int))
    for corner in itertools.product((-1, 1), repeat=2):
        cloud = samples.x[(signs == corner).all(axis=1)]
        assert len(cloud) == 5000
        np.testing.assert_allclose(cloud.mean(axis=0), corner, atol=0.02)
        np.testing.assert_allclose(cloud.std(axis=0), 0.2, atol=0.02)


def test_the_disc_lies_in_the_ring():
    samples = generate(recipe("circle", train=4000)).train
    radius = np.hypot(*samples.x.T)
    disc, ring = radius[samples.labels == 1], radius[samples.labels == 0]
    assert len(disc) == len(ring) == 2000
    assert disc.max() < 0.5
    assert ring.min() >= 0.7
    assert ring.max() < 1
    assert abs(disc.mean() - 0.25) < 5 * 0.5 / np.sqrt(12 * 2000)
    assert abs(ring.mean() - 0.85) < 5 * 0.3 / np.sqrt(12 * 2000)
    assert np.abs(samples.x.mean(axis=0)).max() < 0.05


@pytest.mark.parametrize("turns", [0.5, 1.0, 1.75])
def test_a_spiral_turns_as_its_radius_grows(turns):
    samples = generate(recipe("spiral", turns=turns)).train
    radius, angle = sine_cosine(samples.x)
    assert radius.max() < 5 / 3
    expected = 2 * np.pi * turns * radius * 3 / 5 + np.where(samples.labels == 1, 0, np.pi)
    difference = np.mod(angle - expected + np.pi, 2 * np.pi) - np.pi
    np.testing.assert_allclose(difference, 0, atol=1e-9)
    for label in (0, 1):
        share = np.sort(radius[samples.labels == label]) * 3 / 5 * 200
        np.testing.assert_array_equal(np.floor(share), np.arange(200))


@pytest.mark.parametrize("name", ["circle", "spiral"])
def test_noise_moves_each_coordinate_evenly_and_within_its_bound(name):
    still, moved = (generate(recipe(name, train=4000, noise=noise)).train for noise in (0, 0.1))
    shift = moved.x - still.x
    assert np.abs(shift).max() <= 0.1
    np.testing.assert_allclose(shift.mean(axis=0), 0, atol=5 * 0.1 / np.sqrt(3 * 4000))
    np.testing.assert_allclose(shift.std(axis=0), 0.1 / np.sqrt(3), atol=0.003)
    np.testing.assert_array_equal(still.labels, moved.labels)


@pytest.mark.parametrize("name", CLASSES)
@given(flip=st.floats(0, 0.5), clean=st.booleans(), seed=st.integers(0, 10**15 - 1))
def test_exactly_the_told_share_is_flipped_and_no_point_moves(name, flip, clean, seed):
    base = recipe(name, noise=0.1, seed=seed)
    told = generate(base)
    lied = generate(replace(base, flip=flip, clean_test=clean))
    for number, (one, other) in enumerate(zip(sets(told), sets(lied), strict=True)):
        assert one.x.tobytes() == other.x.tobytes()
        expected = 0 if clean and number else round(flip * len(one))
        assert (one.labels != other.labels).sum() == expected


def test_flipped_labels_lie_anywhere():
    told, lied = (generate(recipe("circle", train=10_000, flip=flip)).train for flip in (0, 0.2))
    wrong = np.flatnonzero(told.labels != lied.labels)
    # Uniform places among 10,000: mean 5000, standard error 2887 / sqrt(2000).
    assert abs(wrong.mean() - 4999.5) < 5 * 2887 / np.sqrt(2000)


def test_a_clean_test_of_a_line_has_no_error():
    dataset = generate(recipe("line", noise=0.3, clean_test=True))
    np.testing.assert_allclose(dataset.test.y, 0.7 * dataset.test.x + 0.3, atol=1e-15)
    assert np.abs(dataset.train.y - 0.7 * dataset.train.x - 0.3).max() > 0.3


@pytest.mark.parametrize("name", CLASSES)
@given(count=st.integers(2, 50))
def test_classes_have_half_of_the_samples_each(name, count):
    labels = generate(recipe(name, train=count)).train.labels
    assert abs((labels == 1).sum() - (labels == 0).sum()) <= 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"generator": "moons"}, "no generator “moons”"),
        ({"train": 1}, "2 to 20,000 samples, not 1"),
        ({"test": 20_001}, "not 20,001"),
        ({"noise": -0.1}, "noise must be 0 to 10"),
        ({"noise": float("nan")}, "noise must be 0 to 10"),
        ({"flip": 0.6}, "flipped labels must be 0 to 0.5"),
        ({"turns": 0}, "turns must be above 0"),
        ({"generator": "line", "flip": 0.1}, "regression has none"),
    ],
)
def test_senseless_recipes_are_refused(changes, message):
    with pytest.raises(DataError, match=message):
        Recipe(**({"generator": "circle", "train": 4, "validation": 4, "test": 4} | changes))


def test_data_that_teach_nothing_are_refused():
    plane = Task("classification", ("x1", "x2"), classes=2)
    with pytest.raises(DataError, match="one class"):
        check_samples(plane, Samples(np.array([[0.0, 1], [1, 0]]), np.ones((2, 1))))
    with pytest.raises(DataError, match="one point"):
        check_samples(plane, Samples(np.ones((2, 2)), np.array([[0.0], [1]])))
