"""Numbers with their nouns."""

import pytest

from engine.wording import counted


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0 parameters"), (1, "1 parameter"), (2, "2 parameters"), (20_000, "20,000 parameters")],
)
def test_only_one_is_singular(number, text):
    assert counted(number, "parameter") == text
