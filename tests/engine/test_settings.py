from __future__ import annotations

import math

import pytest

from engine import SettingsError, TrainingSettings


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("learning_rate", 0.0),
        ("learning_rate", -0.1),
        ("learning_rate", 1.1e6),
        ("learning_rate", math.nan),
        ("learning_rate", math.inf),
        ("batch_size", 0),
        ("batch_size", 100_001),
        ("epochs", 0),
        ("epochs", 1_000_001),
        ("l2", -1e-9),
        ("l2", math.nan),
        ("l2", math.inf),
        ("l2", 1.1e6),
        ("optimizer", "sgdm"),
        ("loss", "hinge"),
        ("initializer", "ones"),
        ("l1", -1e-9),
        ("l1", math.nan),
        ("l1", 1.1e6),
        ("early_stopping", 0),
        ("gradient_clipping", 0.0),
        ("gradient_clipping", math.nan),
        ("gradient_clipping", 1.1e6),
        ("early_stopping", 1_000_001),
    ],
)
def test_values_out_of_range_name_their_field(field, value):
    with pytest.raises(SettingsError) as error:
        TrainingSettings(**{field: value})
    assert error.value.field == field
    assert str(error.value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("learning_rate", 1e-6),
        ("learning_rate", 1e6),
        ("batch_size", 1),
        ("batch_size", 100_000),
        ("batch_size", None),
        ("epochs", 1),
        ("epochs", 1_000_000),
        ("l2", 0.0),
        ("l2", 1e6),
        ("optimizer", "momentum"),
        ("loss", "squared-error"),
        ("initializer", "he"),
        ("initializer", "zeros"),
        ("l1", 0.0),
        ("l1", 1e6),
        ("early_stopping", None),
        ("gradient_clipping", None),
        ("gradient_clipping", 1e-6),
        ("gradient_clipping", 1e6),
        ("early_stopping", 1),
        ("early_stopping", 1_000_000),
    ],
)
def test_the_ends_of_each_range_are_allowed(field, value):
    assert getattr(TrainingSettings(**{field: value}), field) == value


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(SettingsError, match="“nadam” is no optimizer; choose random-n"):
        TrainingSettings(optimizer="nadam")
