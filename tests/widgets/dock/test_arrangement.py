"""Which view gives way, what comes back, and how the room is shared."""

import json

import pytest

from widgets.dock.arrangement import (
    CANVAS,
    RAIL,
    STAGE_CANVAS,
    Arrangement,
    columns,
    heights,
    in_sight,
    toggled_in_sight,
)


def test_a_view_opens_and_closes():
    one = Arrangement(docked=("map",))
    two = one.opened("curves")
    assert two.docked == ("map", "curves")
    assert two.closed("map").docked == ("curves",)


def test_a_new_view_replaces_the_lowest_that_is_not_pinned():
    both = Arrangement(docked=("map", "curves"))
    assert both.opened("list").docked == ("map", "list")
    kept = both.with_pin("curves", pinned=True)
    assert kept.opened("list").docked == ("list", "curves")
    assert kept.opened("list").pinned == {"curves"}


def test_where_all_are_pinned_the_lowest_gives_way_and_loses_its_pin():
    both = Arrangement(docked=("map", "curves"), pinned=frozenset({"map", "curves"}))
    after = both.opened("list")
    assert (after.docked, after.pinned) == (("map", "list"), {"map"})


def test_a_thrown_view_leaves_the_dock_and_comes_back():
    thrown = Arrangement(docked=("map", "curves")).with_thrown("map")
    assert (thrown.docked, thrown.thrown, thrown.mode) == (("curves",), "map", "stage")
    back = thrown.with_thrown("map")
    assert (back.docked, back.thrown) == (("map", "curves"), None)
    other = thrown.with_thrown("curves")
    assert (other.docked, other.thrown) == (("map",), "curves")


def test_the_three_arrangements_lead_to_one_another():
    build = Arrangement(docked=("map", "curves"))
    look = build.in_mode("look")
    assert (look.mode, look.docked) == ("look", ("map", "curves"))
    stage = look.in_mode("stage")
    assert (stage.mode, stage.thrown) == ("stage", "map")
    assert stage.in_mode("stage") == stage
    assert stage.in_mode("build").mode == "build"
    assert Arrangement(docked=()).in_mode("stage").thrown is None


def test_what_was_written_is_read_again():
    kept = Arrangement(("list",), frozenset({"list"}), "map", wide=True, folded=False)
    assert Arrangement.read(json.loads(json.dumps(kept.written()))) == kept


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        "map",
        {"docked": "map"},
        {"docked": [1]},
        {"docked": ["a", "b", "c"]},
        {"docked": ["map", "curves"], "pinned": 4, "thrown": 3, "wide": "yes", "folded": 1},
    ],
)
def test_what_is_not_understood_is_as_at_first(raw):
    assert Arrangement.read(raw) == Arrangement()


def test_views_that_a_level_does_not_have_are_left_out():
    kept = Arrangement(("map", "gone"), frozenset({"gone"}), "lost").among(("map", "curves"))
    assert kept == Arrangement(("map",))


def test_at_1280_the_sizes_are_those_of_the_design():
    build = columns(1280, 688, Arrangement())
    assert (build.palette, build.dock, build.most_docked) == (176, 320, 2)
    assert 1280 - 176 - 320 - RAIL == 720
    look = columns(1280, 688, Arrangement(wide=True))
    assert (look.palette, look.dock) == (56, 416)
    stage = columns(1280, 688, Arrangement(("curves",), thrown="map"))
    # The design's 560 and 280 would cut the goal bar.
    assert (stage.palette, stage.stage, stage.dock) == (56, 524, 320)
    assert 1280 - 56 - 524 - 320 - RAIL == STAGE_CANVAS


@pytest.mark.parametrize("width", [900, 960, 1024, 1100, 1280, 1366, 1920, 2560])
@pytest.mark.parametrize(
    "arrangement",
    [
        Arrangement(),
        Arrangement(wide=True),
        Arrangement(folded=False),
        Arrangement(("curves",), thrown="map"),
        Arrangement(("curves",), thrown="map", folded=False),
        Arrangement(()),
    ],
)
def test_the_canvas_always_has_its_room(width, arrangement):
    share = columns(width, 428, arrangement)
    canvas = width - share.palette - share.stage - share.dock - RAIL
    assert canvas >= (STAGE_CANVAS if arrangement.thrown else CANVAS)
    assert bool(share.stage) == bool(arrangement.thrown)


def test_where_it_is_narrow_an_unfolded_palette_takes_the_room_of_the_dock():
    assert columns(960, 600, Arrangement()).folded
    assert columns(960, 600, Arrangement()).dock == 320
    unfolded = columns(960, 600, Arrangement(folded=False))
    assert (unfolded.palette, unfolded.dock, unfolded.most_docked) == (176, 0, 0)


def test_a_low_dock_shows_one_view_at_a_time():
    assert columns(1280, 380, Arrangement()).most_docked == 1


def test_heights_fill_the_room_and_give_way_evenly():
    both = [False, True]
    low = [160, 160]
    assert heights(688, [372, 260], both, low) == [372, 316]
    assert heights(688, [260, 372], [True, False], low) == [316, 372]
    assert heights(480, [372, 260], both, low) == [269, 211]  # 152 px of 212 + 100 spare ones
    assert heights(480, [372, 260], both, [160, 250]) == [227, 253]  # of 212 + 10
    assert sum(heights(200, [372, 260], both, low)) == 200
    assert heights(500, [372], [False], [160]) == [500]
    assert heights(500, [], [], []) == []


def test_a_view_that_has_no_room_in_the_dock_is_thrown():
    def share(arrangement):
        return columns(960, 400, arrangement, text_scale=2.0)

    start = Arrangement()
    assert in_sight(start, share(start)) == frozenset()
    thrown = toggled_in_sight(start, "curves", share)
    assert thrown == Arrangement(docked=("map",), thrown="curves")
    assert in_sight(thrown, share(thrown)) == {"curves"}
    other = toggled_in_sight(thrown, "map", share)
    assert in_sight(other, share(other)) == {"map"}
    assert in_sight(toggled_in_sight(other, "map", share), share(other)) == frozenset()


def test_a_thrown_view_folds_the_palette_where_it_has_no_room_otherwise():
    wide = Arrangement(docked=(), thrown="map", folded=False)
    assert columns(960, 400, wide, text_scale=2.0).folded
    assert columns(960, 400, wide, text_scale=2.0).stage


def test_in_a_low_dock_the_view_that_waits_comes_to_the_front():
    def share(arrangement):
        return columns(1280, 380, arrangement)

    assert in_sight(Arrangement(), share(Arrangement())) == {"curves"}
    opened = toggled_in_sight(Arrangement(), "map", share)
    assert in_sight(opened, share(opened)) == {"map"}
