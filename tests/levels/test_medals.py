"""Smaller passing networks earn better medals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levels import Medal, Medals, MedalTexts

XOR = Medals(branch=13, blossom=9, bonsai=7)


@pytest.mark.parametrize(
    ("parameters", "medal", "star"),
    [
        (500, Medal.LEAF, False),
        (14, Medal.LEAF, False),
        (13, Medal.BRANCH, False),
        (10, Medal.BRANCH, False),
        (9, Medal.BLOSSOM, False),
        (8, Medal.BLOSSOM, False),
        (7, Medal.BONSAI, False),
        (6, Medal.BONSAI, True),
    ],
)
def test_size_decides_the_medal(parameters, medal, star):
    assert XOR.medal_for(parameters) is medal
    assert XOR.has_star(parameters) is star


def test_an_unproven_level_gives_neither_bonsai_nor_star():
    medals = Medals(branch=13)
    assert medals.medal_for(1) is Medal.BRANCH
    assert not medals.has_star(1)
    assert medals.sizes() == ((Medal.LEAF, None), (Medal.BRANCH, 13))


def test_the_next_size_leads_from_medal_to_medal():
    assert XOR.next_size(40) == (Medal.BRANCH, 13)
    assert XOR.next_size(13) == (Medal.BLOSSOM, 9)
    assert XOR.next_size(9) == (Medal.BONSAI, 7)
    assert XOR.next_size(7) is None


def test_medals_have_words():
    assert [medal.label for medal in Medal] == ["leaf", "branch", "blossom", "bonsai"]


@given(st.integers(1, 30), st.integers(1, 30))
def test_a_smaller_network_never_earns_less(one, other):
    small, large = sorted((one, other))
    assert XOR.medal_for(small) >= XOR.medal_for(large)


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (MedalTexts(leaf="tall"), ["tall"] * 4),
        (MedalTexts(leaf="tall", blossom="small"), ["tall", "tall", "small", "small"]),
        (MedalTexts(branch="middle"), ["", "middle", "middle", "middle"]),
        (MedalTexts("a", "b", "c", "d"), ["a", "b", "c", "d"]),
        (MedalTexts(), [""] * 4),
    ],
)
def test_a_medal_without_a_text_has_that_of_the_next_lower(texts, shown):
    assert [texts.text_for(medal) for medal in Medal] == shown
