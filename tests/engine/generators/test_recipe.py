"""A recipe gives the same three sets every time, and senseless ones are refused."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data import Samples, Task
from engine.errors import DataError
from engine.generators import (
    GENERATORS,
    Recipe,
    check_samples,
    check_training,
    generate,
)

TABLES = ("encoder", "two-spirals")
DRAWN = sorted(set(GENERATORS) - set(TABLES))


def recipe(name, **changes):
    sizes = {} if name in TABLES else {"train": 400, "validation": 300, "test": 200}
    return Recipe(**({"generator": name} | sizes | changes))


def kind(name):
    return recipe(name).task.kind


CLASSES = [name for name in sorted(GENERATORS) if kind(name) == "classification"]
POINTS = [name for name in DRAWN if GENERATORS[name].table is None]


def sets(dataset):
    return dataset.train, dataset.validation, dataset.test


def test_all_that_was_promised_is_there():
    assert set(GENERATORS) == {
        *("line", "sine", "tent", "plane", "slope", "bumps"),
        *("two-gaussians", "xor-clusters", "moons", "pinwheel"),
        *("circle", "rings", "xor-quadrants", "checkerboard", "spiral", "two-spirals"),
        *("parity", "symmetry", "majority", "multiplexer", "encoder"),
    }


@pytest.mark.parametrize("name", sorted(GENERATORS))
def test_the_same_recipe_gives_the_same_bits(name):
    one, other = (generate(recipe(name, noise=0.2, seed=5)) for _ in range(2))
    for left, right in zip(sets(one), sets(other), strict=True):
        assert left.x.tobytes() == right.x.tobytes()
        assert left.y.tobytes() == right.y.tobytes()


@pytest.mark.parametrize("name", sorted(GENERATORS))
def test_sets_and_seeds_are_drawn_separately(name):
    sizes = {} if name in TABLES else {"train": 400, "validation": 400, "test": 400}
    recipes = [recipe(name, seed=seed, noise=0.1, **sizes) for seed in (0, 1)]
    draws = [samples for own in recipes for samples in sets(generate(own))]
    for one, other in itertools.combinations(draws, 2):
        assert not np.isclose(one.x, other.x).all(axis=1).any()


@pytest.mark.parametrize("name", DRAWN)
def test_the_numbers_of_one_set_do_not_hang_on_the_size_of_another(name):
    plain = generate(recipe(name, seed=3))
    longer = generate(recipe(name, seed=3, train=17))
    assert plain.test.x.tobytes() == longer.test.x.tobytes()


@pytest.mark.parametrize("name", sorted(GENERATORS))
def test_samples_fit_the_task(name):
    dataset = generate(recipe(name, noise=0.1))
    task = dataset.task
    for samples, count in zip(sets(dataset), recipe(name).counts, strict=True):
        assert samples.x.shape == (count, len(task.columns))
        assert samples.y.shape == (count, 1)
        if task.kind == "classification":
            assert set(samples.labels) == set(range(task.classes))
            assert task.outputs == (1 if task.classes == 2 else task.classes)


@pytest.mark.parametrize("name", ["parity", "symmetry", "majority", "multiplexer", *TABLES])
def test_a_table_is_whole_in_all_three_sets(name):
    dataset = generate(Recipe(name, seed=9))
    assert len(dataset.train) == Recipe(name).counts[0]
    for samples in sets(dataset):
        assert samples.x.tobytes() == dataset.train.x.tobytes()
        assert samples.y.tobytes() == dataset.train.y.tobytes()


@pytest.mark.parametrize("name", [name for name in CLASSES if name != "encoder"])
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


def test_a_flipped_label_is_any_of_the_other_classes():
    told, lied = (
        generate(recipe("pinwheel", options={"arms": 4}, train=20_000, flip=flip)).train
        for flip in (0, 0.3)
    )
    step = (lied.labels - told.labels) % 4
    assert np.bincount(step)[0] == 14_000
    for count in np.bincount(step)[1:]:
        assert abs(count - 2000) < 5 * np.sqrt(6000 * 2 / 9)


@pytest.mark.parametrize("name", ["line", "sine", "tent", "plane", "slope", "bumps"])
def test_a_clean_test_of_values_has_no_error(name):
    plain, noisy = (generate(recipe(name, noise=own, clean_test=True)) for own in (0, 0.3))
    for number, (one, other) in enumerate(zip(sets(plain), sets(noisy), strict=True)):
        np.testing.assert_array_equal(one.x, other.x)
        assert (one.y == other.y).all() == (number > 0)


@pytest.mark.parametrize("name", [name for name in POINTS if name in CLASSES])
@given(count=st.integers(3, 50))
def test_classes_have_equal_shares_of_the_samples(name, count):
    own = recipe(name, train=count)
    shares = np.bincount(generate(own).train.labels, minlength=own.task.classes)
    assert shares.max() - shares.min() <= 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"generator": "moonz"}, "no generator “moonz”"),
        ({"train": 1}, "2 to 20,000 samples, not 1"),
        ({"test": 20_001}, "not 20,001"),
        ({"test": None}, "Set all three"),
        ({"noise": -0.1}, "noise must be 0 to 10"),
        ({"noise": float("nan")}, "noise must be 0 to 10"),
        ({"flip": 0.6}, "flipped labels must be 0 to 0.5"),
        ({"options": {"turns": 1}}, "“circle” takes no turns; that is for “spiral”"),
        (
            {"generator": "spiral", "options": {"turns": 0}},
            "turns of “spiral” must be 0.01 to 5, not 0",
        ),
        ({"generator": "spiral", "options": {"turns": float("nan")}}, "must be 0.01 to 5, not nan"),
        ({"options": {"turnz": 1}}, "“circle” takes no turnz; nor has any other generator"),
        ({"generator": "parity", "options": {"bits": 4.5}}, "must be 2 to 64, not 4.5"),
        ({"generator": "line", "flip": 0.1}, "regression has none"),
        ({"generator": "parity", "options": {"bits": 65}}, "must be 2 to 64, not 65"),
        ({"generator": "majority", "options": {"bits": 4}}, "must be odd, 3 to 63, not 4"),
        ({"generator": "multiplexer", "options": {"bits": 7}}, "must be 3, 6, 11, 20 or 37, not 7"),
        ({"generator": "encoder"}, "“encoder” is one whole table of points"),
        ({"generator": "two-spirals"}, "Leave out train, validation and test"),
    ],
)
def test_senseless_recipes_are_refused(changes, message):
    with pytest.raises(DataError, match=message):
        Recipe(**({"generator": "circle", "train": 4, "validation": 4, "test": 4} | changes))


@pytest.mark.parametrize("name", sorted(GENERATORS))
def test_an_option_at_its_default_changes_nothing(name):
    defaults = {own.name: own.default for own in GENERATORS[name].options}
    plain, set_out = (generate(recipe(name, options=own)) for own in ({}, defaults))
    for one, other in zip(sets(plain), sets(set_out), strict=True):
        assert one.x.tobytes() == other.x.tobytes()


EVERY_OPTION = [(name, own) for name in sorted(GENERATORS) for own in GENERATORS[name].options]


@pytest.mark.parametrize(
    ("name", "option"), EVERY_OPTION, ids=[f"{name}-{own.name}" for name, own in EVERY_OPTION]
)
def test_every_option_changes_the_data_over_its_whole_range(name, option):
    plain = generate(recipe(name)).validation
    for value in {option.least, *option.only[-1:], option.most} - {option.default}:
        counts = {} if name in TABLES else {"train": 400, "validation": 300, "test": 200}
        samples = generate(Recipe(name, **counts, options={option.name: value})).validation
        assert (samples.x.tobytes(), samples.y.tobytes()) != (plain.x.tobytes(), plain.y.tobytes())
        assert np.abs(samples.x).max() < 30


def test_a_circle_has_no_table():
    with pytest.raises(DataError, match="How many samples"):
        Recipe("circle")


def test_a_table_that_is_too_long_has_to_be_drawn():
    assert Recipe("parity", options={"bits": 14}).counts == (16_384,) * 3
    with pytest.raises(DataError, match="more than 20,000 points"):
        Recipe("parity", options={"bits": 15})
    assert len(generate(Recipe("parity", 500, 50, 50, options={"bits": 64})).train) == 500


def test_data_that_teach_nothing_are_refused():
    plane = Task("classification", ("x1", "x2"), classes=2)
    with pytest.raises(DataError, match="one class"):
        check_samples(plane, Samples(np.array([[0.0, 1], [1, 0]]), np.ones((2, 1))))
    with pytest.raises(DataError, match="one point"):
        check_samples(plane, Samples(np.ones((2, 2)), np.array([[0.0], [1]])))
    with pytest.raises(DataError, match="All answers are the same"):
        check_training(Task("regression", ("x1",)), Samples(np.eye(2)[:, :1], np.ones((2, 1))))


def test_every_class_must_have_a_training_sample():
    with pytest.raises(DataError, match="No training sample is of class 3"):
        generate(Recipe("pinwheel", 3, 50, 50, options={"arms": 5}))


def test_an_encoder_that_loses_a_class_is_refused():
    with pytest.raises(DataError, match="No training sample is of class"):
        generate(Recipe("encoder", flip=0.5))
