"""Numbers with their nouns."""

import pytest

from engine.wording import counted, noun_for


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0 parameters"), (1, "1 parameter"), (2, "2 parameters"), (20_000, "20,000 parameters")],
)
def test_only_one_is_singular(number, text):
    assert counted(number, "parameter") == text


def test_a_number_with_decimals_takes_its_noun_too():
    assert [noun_for(number, "point") for number in (0.5, 1.0, 1.5)] == [
        "points",
        "point",
        "points",
    ]
