"""What a level's data add to the meaning of a word, and that it is true."""

import json
from importlib.resources import files

import pytest

from engine import METRICS, Trainer
from levels import parse_level, read_level
from widgets.glossary.notes import notes_for

COMPARED = ("loss", "score", "train", "validation")


def campaign_level(name):
    return read_level(str(files("levels").joinpath(f"campaign/{name}.json")))


def level(data, metric="accuracy"):
    field = METRICS[metric].threshold_field
    bound = {field: {"at_least": 0.9, "at_most": 0.05}[field]}
    return parse_level(
        json.dumps(
            {
                "format": 1,
                "id": "probe",
                "title": "Probe",
                "data": data,
                "pass": {"metric": metric, **bound},
            }
        )
    )


def test_noisy_spiral_says_why_train_is_worse_than_validation():
    notes = notes_for(campaign_level("noisy-spiral"))
    for key in COMPARED:
        assert "one in five of the training labels is wrong" in notes[key]
        assert "worse on train than on validation" in notes[key]


@pytest.mark.parametrize("name", ["xor", "first-line"])
def test_a_level_with_the_same_noise_everywhere_says_nothing(name):
    notes = notes_for(campaign_level(name))
    assert not any(notes.get(key) for key in COMPARED)


def test_what_the_note_on_noisy_spiral_says_is_true():
    own = campaign_level("noisy-spiral")
    settings = own.author_solution.training
    trainer = Trainer(own.author_solution.network, own.dataset(), settings, (1, 2, 3))
    for _ in trainer.snapshots(600):
        pass
    curves = trainer.snapshot().curves
    late = slice(len(curves.train_loss) // 2, None)
    assert (curves.train_loss[late] > curves.validation_loss[late]).all()
    assert (curves.train_score[late] < curves.validation_score[late]).all()


def test_labels_wrong_in_every_set_bound_what_can_be_reached():
    notes = notes_for(level({"generator": "circle", "flip": 0.15}))
    assert "15 % of the labels is wrong in every set" in notes["score"]
    assert "85 %" in notes["score"]


def test_regression_with_a_clean_test_speaks_of_values():
    clean = {"generator": "line", "noise": 0.2, "clean_test": True}
    assert "training values carry noise" in notes_for(level(clean, "mse"))["loss"]
    assert "loss" not in notes_for(level({"generator": "line", "noise": 0.2}, "mse"))


def test_wrong_is_defined_for_both_kinds_of_task():
    assert "another class" in notes_for(campaign_level("xor"))["wrong"]
    assert "squared error is above 0.015" in notes_for(campaign_level("first-line"))["wrong"]
