"""Drawn data: the recipe of a file, its faults, and what of it decides a score."""

from dataclasses import replace

import pytest

from engine import DataError
from engine.generators import GENERATORS, generate
from levels.data.generated import read_generated
from levels.formats.data import GeneratedWithOptions


def read(faults=None, **source):
    """The data of a file; its faults go into the list, or there must be none."""
    found = [] if faults is None else faults
    data = read_generated(
        GeneratedWithOptions(**source), lambda path, message: found.append((path, message))
    )
    assert faults is not None or not found
    return data


def test_sets_have_the_usual_sizes_unless_others_are_set():
    assert read(generator="circle").counts == (200, 400, 1000)
    assert read(generator="circle", train=50).counts == (50, 400, 1000)
    assert read(generator="parity").counts == (16, 16, 16)
    assert read(generator="parity", train=9, validation=8, test=7).counts == (9, 8, 7)


def test_the_dataset_is_that_of_the_recipe():
    data = read(generator="pinwheel", arms=5, seed=3)
    assert data.recipe.options == {"arms": 5}
    dataset = data.dataset()
    assert dataset.task == data.task
    assert data.task.classes == 5
    assert len(dataset.validation) == 400
    assert data.dataset().test.x.tobytes() == dataset.test.x.tobytes()


def test_only_what_differs_from_its_default_decides_a_score():
    sizes = {"train": 200, "validation": 400, "test": 1000}
    assert read(generator="spiral").scoring_key() == {"generator": "spiral"} | sizes
    everything = read(
        generator="spiral", turns=1.75, noise=0.0, flip=0.0, clean_test=False, seed=0, **sizes
    )
    assert everything.scoring_key() == read(generator="spiral").scoring_key()
    other = read(generator="spiral", turns=1.0, noise=0.1, flip=0.2, clean_test=True, seed=3)
    assert other.scoring_key() == sizes | {
        "generator": "spiral",
        "noise": 0.1,
        "flip": 0.2,
        "clean_test": True,
        "seed": 3,
        "turns": 1.0,
    }
    assert read(generator="parity", bits=4).scoring_key() == {"generator": "parity"}


# Levels that set no option are drawn with these, and their keys do not say so.
DEFAULTS = {
    "sine": {"periods": 1.0},
    "moons": {"gap": 0.0},
    "pinwheel": {"arms": 3, "twist": 1.0},
    "rings": {"rings": 3},
    "checkerboard": {"cells": 4},
    "spiral": {"turns": 1.75},
    "parity": {"bits": 4},
    "symmetry": {"bits": 6},
    "majority": {"bits": 5},
    "multiplexer": {"bits": 6},
    "encoder": {"bits": 8},
}


@pytest.mark.parametrize("name", DEFAULTS)
def test_defaults_stay_as_they_are_because_keys_leave_them_out(name):
    values = GENERATORS[name].values({})
    assert {option: values[option] for option in DEFAULTS[name]} == DEFAULTS[name]


@pytest.mark.parametrize(
    ("source", "path", "message"),
    [
        ({"generator": "moonz"}, ("data", "generator"), "did you mean “moons”?"),
        ({"generator": "circle", "gap": 0.1}, ("data", "gap"), "that is for “moons”"),
        ({"generator": "majority", "bits": 4}, ("data", "bits"), "must be odd, 3 to 63, not 4"),
        ({"generator": "line", "flip": 0.1}, ("data", "flip"), "values have none"),
        ({"generator": "parity", "bits": 15}, ("data",), "more than 20,000 points"),
    ],
)
def test_faults_name_their_place(source, path, message):
    faults = []
    assert read(faults, **source) is None
    ((where, said),) = faults
    assert where == path
    assert message in said


def test_another_seed_draws_other_samples_of_the_same_kind():
    data = read(generator="circle", noise=0.1, seed=3)
    assert data.redraw(3).test.x.tobytes() == data.dataset().test.x.tobytes()
    other = data.redraw(4)
    assert other.task == data.task
    assert other.train.x.shape == data.dataset().train.x.shape
    assert other.train.x.tobytes() != data.dataset().train.x.tobytes()


def test_a_whole_table_without_noise_has_one_draw():
    assert read(generator="parity").redraw is None
    assert read(generator="parity", noise=0.1).redraw is not None
    assert read(generator="parity", flip=0.1).redraw is not None
    assert read(generator="parity", train=9, validation=8, test=7).redraw is not None


def test_a_draw_that_cannot_teach_gives_way_to_the_next_seed():
    data = read(generator="parity", train=2, validation=40, test=40, seed=2)
    sound = [seed for seed in range(20) if _is_sound(data, seed)]
    skipped = next(seed for seed in range(20) if seed not in sound)
    following = min(seed for seed in sound if seed > skipped)
    assert data.redraw(skipped).train.x.tobytes() == data.redraw(following).train.x.tobytes()


def _is_sound(data, seed):
    try:
        generate(replace(data.recipe, seed=seed))
    except DataError:
        return False
    return True
