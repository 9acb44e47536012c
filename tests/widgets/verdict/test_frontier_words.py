"""A search in words: what is known, what is only likely, and correct plurals."""

import pytest

from engine.search.frontier import Frontier
from tests.widgets.verdict.frontiers import KNOWN, OPEN, best, tried
from widgets.verdict.frontier_words import (
    barren_lines,
    barren_text,
    best_text,
    frontier_note,
    frontier_sentence,
)


@pytest.mark.parametrize(
    ("frontier", "size", "said"),
    [
        (KNOWN, 4, "Nobody can go below 4: all 312 smaller networks were tried, none passes."),
        (
            KNOWN,
            7,
            "Of 4,508 networks that were tried, the smallest that passes has 4 parameters.",
        ),
        (KNOWN, 3, "You are below everything that a search of 4,508 networks found."),
        (OPEN, 7, "No network that passes is smaller, of 20,000 that were tried."),
        (OPEN, 6, "You are below everything that a search of 20,000 networks found."),
        (
            Frontier((best(1),), (), 5),
            2,
            "Of 5 networks that were tried, the smallest that passes has 1 parameter.",
        ),
        (Frontier((), (), 7), 2, "A search of 7 networks found none that passes. You did."),
        (Frontier((best(1),), (), 5), 1, "Nobody can go below 1: there is no smaller network."),
        (
            Frontier((best(2),), tried(1), 5),
            2,
            "Nobody can go below 2: the only smaller network was tried, and it fails.",
        ),
        (
            Frontier((best(2),), tried(2), 5),
            2,
            "Nobody can go below 2: both smaller networks were tried, neither passes.",
        ),
        (
            Frontier((best(3),), tried(2, 9, passed=1), 20),
            3,
            "Nobody can go below 3: all 11 smaller networks were tried, none passes the judge.",
        ),
    ],
)
def test_a_size_is_compared_with_the_search(frontier, size, said):
    assert frontier_sentence(frontier, size) == said


def test_the_hatched_ground_counts_what_failed():
    assert " ".join(barren_lines(1312)) == "none of 1,312 passes"
    assert " ".join(barren_lines(1)) == "the only one fails"
    assert barren_text(KNOWN) == (
        "none of 312 networks of up to 3 parameters passes (8 starts each)"
    )
    assert barren_text(Frontier((), tried(1), 1)) == (
        "the only network of up to 1 parameter fails (8 starts each)"
    )
    assert barren_text(Frontier((), tried(3, passed=1), 3)) == ""
    assert barren_text(Frontier((best(4),), (), 9)) == ""


def test_a_step_says_how_surely_it_passes():
    assert best_text(best(4), "98.0 %") == (
        "frontier: 4 parameters, 98.0 %, passes from 97 of 100 starts"
    )


def test_the_note_says_from_how_many_starts_and_what_may_be_missed():
    assert frontier_note(KNOWN) == (
        "Here every network of up to 3 parameters was tried, each from 8 starts or more. "
        "One that passes very seldom may have been missed."
    )
    assert frontier_note(Frontier((best(4),), (), 1)) == (
        "Here 1 network was tried, chosen by a search. It may have missed a smaller one."
    )


@pytest.mark.parametrize(
    ("lucky", "said"),
    [
        (1, " 1 network below 3 passed from a lucky start, too seldom for the judge."),
        (5, " 5 networks below 3 passed from lucky starts, too seldom for the judge."),
    ],
)
def test_lucky_starts_are_not_hidden(lucky, said):
    assert frontier_note(Frontier((best(3),), tried(2, 9, passed=lucky), 20)).endswith(said)
    assert "lucky" not in frontier_note(Frontier((best(2),), tried(2, 9, passed=lucky), 20))
