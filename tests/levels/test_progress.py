"""Which levels can be played at a time."""

from levels.progress import open_ids

IDS = ("a", "b", "c", "d", "e")


def test_the_first_levels_are_open():
    assert open_ids(IDS, 2, ()) == {"a", "b"}


def test_what_was_passed_or_skipped_stays_open_and_opens_the_next():
    assert open_ids(IDS, 2, ["a"]) == {"a", "b", "c"}
    assert open_ids(IDS, 2, ["d"], ["a"]) == {"a", "b", "c", "d"}


def test_once_all_are_passed_all_are_open():
    assert open_ids(IDS, 2, IDS) == set(IDS)
