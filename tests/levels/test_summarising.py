"""What the summary says of each level is what the level says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from levels import campaign
from levels.summarising import summarise
from levels.summary import read_summary
from levels.thumbnail import Thumbnail


def test_the_file_that_ships_says_what_the_levels_say():
    kept, made = read_summary(), summarise(campaign())
    assert kept is not None, "run “make summary”"
    assert kept.open_count == made.open_count
    for old, new in zip(kept.levels, made.levels, strict=True):
        assert replace(old, thumbnail=Thumbnail()) == replace(new, thumbnail=Thumbnail())
        # The last decimal of a place may depend on the system's library of functions.
        assert old.thumbnail.aspect == pytest.approx(new.thumbnail.aspect, abs=1e-3)
        points = zip(old.thumbnail.points, new.thumbnail.points, strict=True)
        for one, other in points:
            assert one == pytest.approx(other, abs=1e-3)


def test_each_level_is_summarised_in_order_of_play():
    own = campaign()
    titles = {chapter.id: chapter.title for chapter in own.chapters}
    for level, summary in zip(own.levels, summarise(own).levels, strict=True):
        assert summary.address == level.address
        assert summary.chapter == titles[level.chapter]
        assert (summary.title, summary.brief) == (level.title, level.brief)
        assert (summary.goal, summary.key) == (level.terms.goal, level.key)
        assert summary.medals == level.medals
