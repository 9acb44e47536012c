"""Medals, and what the end of a table says."""

import pytest

from app.cli.searching.result import Found, medal_lines, medal_sizes, printed
from app.search.runner import Progress
from engine.search.candidate import Candidate
from engine.search.frontier import BestOfSize, Frontier, TriedSize
from levels import campaign
from levels.search_space import search_space

XOR = campaign().level("xor")


def best(key, passed, *, judged=True):
    network = Candidate.parse(key, search_space(XOR.rules)).network()
    return BestOfSize(network, passed, 100, 0.9804, judged)


SMALLEST = "Smallest that the judge passes: 4 parameters"
SMALL = best("h1=abs(x1,x2) y=identity(h1,+b)", 70)
SURE_KEY = "h1=abs(x1,x2,+b) y=identity(h1,+b)"
SURE = best(SURE_KEY, 98)


def lines(frontier):
    return printed(XOR, Found(frontier, Progress(), XOR.training)).splitlines()


def test_a_proof_passes_from_nine_of_ten_starts():
    assert medal_sizes(Frontier((SMALL, SURE), (), 9)) == {"branch": 9, "blossom": 6, "bonsai": 5}
    assert medal_sizes(Frontier((SMALL,), (), 9)) is None
    assert medal_sizes(Frontier((best(SURE_KEY, 98, judged=False),), (), 9)) is None


def test_each_medal_is_told_with_a_network_and_its_rate():
    told = list(medal_lines(XOR, Found(Frontier((SMALL, SURE), (), 9), Progress(), XOR.training)))
    assert told[-1] == (
        "  bonsai     5 parameters, passes from 98 of 100 further starts with " + SURE_KEY
    )
    assert len(told) == 4


def test_a_row_tells_size_counts_rate_score_and_network():
    shown = lines(Frontier((SMALL,), (TriedSize(3, 69, 0, 16), TriedSize(4, 500, 1, 16)), 600))
    assert shown[2].split() == ["3", "69", "0"]
    # R, binom.confint(70, 100, method = "wilson"): 0.604, 0.781; scores are rounded down.
    assert shown[3].replace("\u00a0", " ").split(None, 3) == [
        *("4", "500", "1"),
        "70 (60.4 to 78.1 %)    98.0 %  passed  h1=abs(x1,x2) y=identity(h1,+b)",
    ]


@pytest.mark.parametrize(
    ("frontier", "sentence"),
    [
        (Frontier((), (), 1), "None of the 1 wiring that were tried passes."),
        (
            Frontier((SMALL,), (), 600),
            f"{SMALLEST}, of 600 wirings that were tried; something smaller may exist.",
        ),
        (
            Frontier((SMALL,), (TriedSize(3, 69, 0, 16),), 600),
            f"{SMALLEST}. All 69 smaller wirings were tried from 16 starts or more.",
        ),
    ],
)
def test_the_end_says_how_sure_it_is(frontier, sentence):
    assert lines(frontier)[-1] == sentence
