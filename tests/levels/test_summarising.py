"""What the summary says of each level is what the level says."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from engine.search.frontier import BestOfSize, Frontier, TriedSize
from levels import campaign, read_level
from levels.origin import CAMPAIGN
from levels.packs import read_pack
from levels.reading.frontier import with_frontier
from levels.reading.recipe import searched_recipe
from levels.summarising import summarise, write_summary
from levels.summary import CAMPAIGN_FOLDER, read_summary
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
        frontier = level.frontier
        assert summary.least == (None if frontier is None else frontier.least)


def test_the_least_size_of_a_searched_level_is_in_the_summary(tmp_path):
    folder, file = tmp_path / "campaign", tmp_path / "summary.json"
    shutil.copytree(CAMPAIGN_FOLDER, folder)
    network = campaign().level("first-line").author_solution.network
    best = BestOfSize(network, 97, 100, 0.01, judged=True)
    level = folder / "first-line.json"
    found = Frontier((best,), (TriedSize(1, 1, 0, 8),), 9)
    recipe = searched_recipe(read_level(level))
    text = with_frontier(level.read_text(encoding="utf-8"), found, recipe)
    level.write_text(text, encoding="utf-8")
    write_summary(read_pack(folder / "pack.json", CAMPAIGN), file, folder)
    found = {own.address.level_id: own.least for own in read_summary(file, folder).levels}
    assert found["first-line"] == network.parameters == 2
