"""Older files are brought up to date step by step; newer ones are refused in a sentence."""

import pytest

from levels.formats.migration import UnknownFormat, migrate

STEPS = {
    1: lambda file: {**file, "seen": [*file.get("seen", []), 1]},
    2: lambda file: {**file, "seen": [*file["seen"], 2]},
}


def test_the_current_format_stays():
    assert migrate({"format": 3, "a": 1}, 3, STEPS) == {"format": 3, "a": 1}


def test_each_step_is_taken_in_order():
    assert migrate({"format": 1}, 3, STEPS) == {"format": 3, "seen": [1, 2]}


def test_a_newer_format_is_refused():
    with pytest.raises(UnknownFormat, match="a newer Neural Bonsai is needed"):
        migrate({"format": 4}, 3, STEPS)


@pytest.mark.parametrize("version", [0, -1])
def test_a_format_that_never_was_is_refused(version):
    with pytest.raises(UnknownFormat, match=f"There is no format {version}"):
        migrate({"format": version}, 3, STEPS)
