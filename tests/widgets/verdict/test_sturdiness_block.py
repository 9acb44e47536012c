"""Both counts as they grow; without a generator there is only the first."""

import pytest

from engine.judging.tally import Sturdiness
from tests.widgets.verdict.tallies import tally
from widgets.verdict.sturdiness_block import SturdinessBlock


@pytest.fixture
def block(look, qtbot):
    block = SturdinessBlock(look)
    qtbot.addWidget(block)
    block.show()
    return block


def test_the_counts_grow(block):
    block.show_sturdiness(Sturdiness(tally(15, 16), tally(0, 0)))
    assert block.starts.text == "Passes from 15 of 16 starts so far"
    assert block.draws.text == "Then 100 other draws"
    assert (block.starts.likely, block.draws.likely) == ("", "")
    block.show_sturdiness(Sturdiness(tally(97, 100), tally(91, 100)))
    assert block.starts.text == "Passes from 97 of 100 starts"
    assert block.draws.text == "91 of 100 on other draws"
    assert (block.starts.likely, block.draws.likely) == ("likely 91 to 99", "likely 83 to 96")
    assert block.starts.bar.shares == (0.97, 0.03)
    assert block.draws.bar.accessibleName() == "91 of 100 on other draws likely 83 to 96"


def test_where_nothing_is_drawn_there_are_no_other_draws(block):
    block.show_sturdiness(Sturdiness(tally(97, 100)))
    assert block.starts.isVisible()
    assert not block.draws.isVisible()
