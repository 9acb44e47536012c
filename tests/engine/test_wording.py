"""Numbers with their nouns, and lists."""

import pytest

from engine.wording import counted, listed, noun_for, quoted


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


@pytest.mark.parametrize(
    ("words", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_the_last_of_a_list_follows_an_and(words, text):
    assert listed(words) == text


def test_three_names_are_quoted_and_the_others_counted():
    assert quoted(["h₁", "h₂"]) == "“h₁” and “h₂”"
    assert quoted(["h₁", "h₂", "h₃"]) == "“h₁”, “h₂” and “h₃”"
    assert quoted(["h₁", "h₂", "h₃", "h₄", "h₅"]) == "“h₁”, “h₂”, “h₃” and 2 more"
