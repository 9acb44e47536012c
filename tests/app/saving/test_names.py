"""Names for solutions that the player has not named."""

import pytest

from app.saving.names import copy_name
from levels.limits import MAX_NAME


@pytest.mark.parametrize(
    ("original", "others", "expected"),
    [
        ("bend", (), "bend copy"),
        ("bend", ("bend copy",), "bend copy 2"),
        ("bend copy", (), "bend copy 2"),
        ("bend copy 2", ("bend copy",), "bend copy 3"),
        ("bend copy 2", (), "bend copy"),
        ("hard copy of a bend", (), "hard copy of a bend copy"),
        ("copy", (), "copy copy"),
    ],
)
def test_a_copy_of_a_copy_is_counted(original, others, expected):
    assert copy_name(original, {original, *others}) == expected


def test_a_copy_of_the_longest_name_is_not_longer():
    names = ["n" * MAX_NAME]
    for _ in range(12):
        names.append(copy_name(names[-1], set(names)))
    assert len(set(names)) == len(names)
    assert max(len(name) for name in names) == MAX_NAME
