from __future__ import annotations

import pytest

from benchmarks.atlas import scale
from benchmarks.atlas.puzzles import puzzle


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2834, "0.28 seconds"),
        (59.0, "59 seconds"),
        (60.0, "60 seconds"),
        (5_400.0, "1.5 hours"),
        (864_000.0, "10 days"),
        (3.2e9, "100 years"),
    ],
)
def test_a_time_is_told_in_its_largest_unit(seconds: float, words: str):
    assert scale.duration(seconds) == words


def test_counts_are_those_of_the_enumeration():
    assert scale.counts(puzzle("moons"), 5) == [2, 11, 69, 500, 4004]


@pytest.mark.long
def test_the_document_tells_counts_and_costs():
    text = "\n".join(scale.lines(largest=4, rounds=1, wirings=8))
    assert "| 4 | 182 | 500 | 983 | 1,661 |" in text
    assert text.count("a class room, 30 laptops of 4 cores") == 2
