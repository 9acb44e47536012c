"""The words of sturdiness, with plurals, while it is measured and after."""

import pytest

from engine.judging.tally import Sturdiness
from tests.widgets.verdict.tallies import tally
from widgets.verdict.sturdiness_words import (
    draws_text,
    likely_text,
    starts_text,
    sturdiness_text,
)


@pytest.mark.parametrize(
    ("found", "starts", "draws"),
    [
        (tally(97, 100), "Passes from 97 of 100 starts", "97 of 100 on other draws"),
        (
            tally(31, 32),
            "Passes from 31 of 32 starts so far",
            "31 of 32 on other draws so far",
        ),
        (tally(1, 1), "Passes from 1 of 1 start so far", "1 of 1 on other draws so far"),
        (tally(0, 0), "Training 100 further starts", "Then 100 other draws"),
        (tally(0, 0, 1), "Training 1 further start", "Then 1 other draw"),
    ],
)
def test_counts_in_words(found, starts, draws):
    assert starts_text(found) == starts
    assert draws_text(found) == draws


def test_the_interval_is_rounded_outwards_and_said_at_the_end():
    # 97 of 100: 0.9155 to 0.9897 by Wilson's formula
    assert likely_text(tally(97, 100)) == "likely 91 to 99"
    assert likely_text(tally(100, 100)) == "likely 96 to 100"
    assert likely_text(tally(0, 100)) == "likely 0 to 4"
    assert likely_text(tally(97, 99)) == ""


def test_half_a_sentence_for_an_earlier_solution():
    assert sturdiness_text(Sturdiness(tally(97, 100))) == "passes from 97 of 100 starts"
    both = Sturdiness(tally(97, 100), tally(91, 100))
    assert sturdiness_text(both) == "passes from 97 of 100 starts, 91 of 100 on other draws"
