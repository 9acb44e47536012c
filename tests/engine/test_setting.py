"""A row says its values in words, reads them back, and names what is out of range."""

from __future__ import annotations

import math
from dataclasses import fields
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import SettingsError, Task, TrainingSettings
from engine.settings import SETTINGS, Initializer, Loss, Optimizer

EVERY_ROW = pytest.mark.parametrize("row", SETTINGS.values(), ids=list(SETTINGS))
PLANE = Task("classification", ("x1", "x2"), classes=2)
CURVE = Task("regression", ("x1",))


def test_every_field_has_a_row_and_every_row_a_field():
    assert list(SETTINGS) == [own.name for own in fields(TrainingSettings)]
    settings = TrainingSettings()
    assert all(row.default == row.value(settings) for row in SETTINGS.values())


@EVERY_ROW
def test_what_is_offered_is_allowed_and_its_words_are_read_back(row):
    for value in (*row.offered, row.default, row.example):
        row.check(value)
        if row.kind != "choice":
            assert row.parse(row.text(value)) == value
        assert row.text(value)
        assert row.words(value)


@EVERY_ROW
def test_texts_are_sentences(row):
    assert row.explanation.endswith(".")
    assert row.description.endswith(".")
    assert row.label == row.label.strip() != ""
    assert "{}" in row.chip or not row.chip


def test_choices_are_those_of_the_types():
    for name, kind in (("optimizer", Optimizer), ("loss", Loss), ("initializer", Initializer)):
        assert tuple(SETTINGS[name].choices) == get_args(kind)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("learning_rate", 0.0, "Learning rate must be above 0 and at most 1,000,000."),
        ("batch_size", 0, "Batch size must be 1 to 100,000, or all."),
        ("batch_size", 2.5, "Batch size must be 1 to 100,000, or all."),
        ("epochs", None, "Epochs must be 1 to 1,000,000."),
        ("epochs", math.inf, "Epochs must be 1 to 1,000,000."),
        ("l1", -1.0, "L1 must be 0 to 1,000,000."),
        ("early_stopping", 0, "Early stopping must be 1 to 1,000,000 epochs, or off."),
    ],
)
def test_what_is_out_of_range_is_answered_with_the_range(name, value, sentence):
    with pytest.raises(SettingsError) as error:
        SETTINGS[name].check(value)
    assert (error.value.field, str(error.value)) == (name, sentence)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("learning_rate", "0,005", 0.005),
        ("learning_rate", " 1e-3 ", 0.001),
        ("epochs", "10 000", 10_000),
        ("batch_size", " ALL", None),
        ("early_stopping", "off", None),
        ("l1", "−1", -1.0),
    ],
)
def test_values_are_read_as_people_type_them(name, text, value):
    assert SETTINGS[name].parse(text) == value


@pytest.mark.parametrize(("name", "text"), [("epochs", "all"), ("epochs", "1.5"), ("l2", "")])
def test_what_is_no_value_is_no_value(name, text):
    with pytest.raises(ValueError, match=r"could not convert|invalid literal"):
        SETTINGS[name].parse(text)


@given(st.floats(1e-300, 1e6))
def test_any_number_is_shown_as_itself(value):
    assert SETTINGS["learning_rate"].parse(SETTINGS["learning_rate"].text(value)) == value


@given(st.integers(1, 1_000_000))
def test_any_count_is_shown_as_itself(value):
    assert SETTINGS["epochs"].text(value) == str(value)
    assert SETTINGS["epochs"].words(value) == f"{value:,}"


def test_sentences_use_longer_words_than_chips():
    assert SETTINGS["batch_size"].text(None) == "all"
    assert SETTINGS["batch_size"].words(None) == "all samples at once"
    assert SETTINGS["optimizer"].words("random-nudge") == "Random nudge"


def test_regression_leaves_no_loss_to_choose():
    row, settings = SETTINGS["loss"], TrainingSettings()
    assert row.does_not_apply(settings, PLANE) == ""
    assert row.does_not_apply(settings, CURVE) == "Numbers are learnt with the squared error only."


def test_the_random_nudge_has_no_gradient_to_clip():
    row = SETTINGS["gradient_clipping"]
    assert row.does_not_apply(TrainingSettings("sgd"), CURVE) == ""
    assert row.does_not_apply(TrainingSettings("random-nudge"), CURVE) == (
        "The random nudge follows no gradient, so there is nothing to clip."
    )
