"""The shelf of solutions: written first, shown then, and nothing on it is ever lost."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.saving.entries import Entry, UnreadableEntry
from app.saving.outbox import Outbox
from app.saving.shelf import Shelf
from app.storage.records import Records
from engine import Network, Refused
from levels import Level, campaign, parse_level, read_solution_for, write_solution
from levels.limits import MAX_NAME
from tests.app.hindered import HINDRANCES, hindered
from tests.app.saving.examples import WAIT


@pytest.fixture
def level() -> Level:
    return campaign().level("xor")


@pytest.fixture
def make_shelf(records: Records, outbox: Outbox, level: Level) -> Callable[[], Shelf]:
    """``make_shelf()`` reads the level's solutions anew, as the game does when it is opened."""

    def make(of: Level = level) -> Shelf:
        return Shelf(records, outbox, of)

    return make


@pytest.fixture
def shelf(make_shelf: Callable[[], Shelf]) -> Shelf:
    return make_shelf()


class Listener:
    """What a shelf has reported."""

    def __init__(self, shelf: Shelf) -> None:
        self.failed: list[str] = []
        self.opened: list[str] = []
        shelf.failed.connect(self.failed.append)
        shelf.opened.connect(lambda solution: self.opened.append(solution.name))


def names(shelf: Shelf) -> list[str]:
    return [item.name for item in shelf.items]


def kept(records: Records, level: Level) -> list[tuple[int, str, int]]:
    return [(own.id, own.name, own.parameters) for own in records.solutions(level.address)]


def shown(shelf: Shelf) -> list[tuple[int, str, int]]:
    return [(item.id, item.name, item.parameters) for item in shelf.items]


def grown(shelf: Shelf) -> Network:
    """One more link than the open solution has."""
    return shelf.open_entry.solution.network.add_input("x1").add_link("x1", "y")


def note_grown(shelf: Shelf) -> None:
    shelf.note(shelf.open_entry.solution.with_network(grown(shelf)))


# -- which there are -------------------------------------------------------------------------------


def test_there_is_always_one_and_it_is_kept(shelf: Shelf, records: Records, level: Level) -> None:
    assert names(shelf) == ["Solution 1"]
    assert shown(shelf) == kept(records, level)


def test_what_is_open_is_open_again(shelf: Shelf, make_shelf: Callable[[], Shelf]) -> None:
    shelf.create()
    shelf.create()
    shelf.open(shelf.entries[1].id)
    assert make_shelf().open_entry.name == "Solution 2"


def test_a_new_one_gets_a_number_that_no_other_has(shelf: Shelf) -> None:
    first = shelf.open_entry.id
    shelf.create()
    shelf.delete(first)
    shelf.create()
    assert names(shelf) == ["Solution 2", "Solution 3"]


@pytest.mark.parametrize("length", [5, MAX_NAME - 1, MAX_NAME])
def test_each_copy_has_a_name_of_its_own_that_says_so(shelf: Shelf, length: int) -> None:
    shelf.note(replace(shelf.open_entry.solution, name="n" * length))
    original = shelf.open_entry.id
    for _ in range(12):
        shelf.duplicate(original)
    assert len(set(names(shelf))) == 13
    assert all(" copy" in name and len(name) <= MAX_NAME for name in names(shelf)[1:])
    assert [entry.parameters for entry in shelf.entries] == [1] * 13


def test_levels_of_one_id_do_not_share_a_shelf(
    shelf: Shelf, make_shelf: Callable[[Level], Shelf], level: Level
) -> None:
    shelf.note(replace(shelf.open_entry.solution, name="campaign's"))
    mine = parse_level(
        json.dumps(
            {
                "format": 1,
                "id": level.id,
                "title": "Mine",
                "data": {"generator": "circle"},
                "pass": {"metric": "accuracy", "at_least": 0.9},
            }
        )
    )
    assert names(make_shelf(mine)) == ["Solution 1"]
    assert names(make_shelf(level)) == ["campaign's"]


# -- keeping ---------------------------------------------------------------------------------------


def test_an_edit_is_on_disk_soon(
    shelf: Shelf, outbox: Outbox, records: Records, level: Level, qtbot
) -> None:
    note_grown(shelf)
    assert not outbox.is_saved
    qtbot.waitUntil(lambda: outbox.is_saved, timeout=2000)
    assert shown(shelf) == kept(records, level)


def test_a_shelf_that_is_opened_again_shows_the_edit_that_waits(
    shelf: Shelf,
    make_shelf: Callable[[], Shelf],
    outbox: Outbox,
    records: Records,
    level: Level,
    path: Path,
) -> None:
    shelf.create()
    edited = shelf.open_entry.id
    with hindered(path):
        note_grown(shelf)
        shelf.rename(shelf.entries[0].id, "Renamed meanwhile")
        assert not outbox.flush(WAIT)
        again = make_shelf()
        assert again.items == shelf.items
        assert again.open_entry.id == edited
        assert records.solutions(level.address)[0].name == "Solution 1"
    assert outbox.flush(WAIT)
    assert shown(again) == kept(records, level)


def test_a_deleted_solution_comes_back_with_the_edit_that_waited(
    shelf: Shelf, outbox: Outbox, level: Level, records: Records
) -> None:
    note_grown(shelf)
    before = shelf.items
    deletion = shelf.delete(shelf.open_entry.id)
    assert [own.parameters for own in shelf.deleted()] == [2]
    assert shelf.undo_delete(deletion)
    assert shelf.items == before
    assert outbox.flush(WAIT)
    assert shown(shelf) == kept(records, level)


def test_a_name_that_no_file_holds_is_refused(shelf: Shelf, outbox: Outbox) -> None:
    shelf.create()
    with pytest.raises(Refused):
        shelf.rename(shelf.entries[0].id, "right\u200fto left")
    assert names(shelf) == ["Solution 1", "Solution 2"]
    assert outbox.is_saved


@pytest.mark.parametrize("how", HINDRANCES)
@pytest.mark.parametrize(
    "verb", ["create", "duplicate", "delete open", "delete other", "restore", "delete last"]
)
def test_a_failed_write_leaves_list_canvas_and_records_as_they_were(
    shelf: Shelf, outbox: Outbox, records: Records, level: Level, path: Path, verb: str, how: str
) -> None:
    shelf.create()
    if verb == "delete last":
        shelf.delete(shelf.entries[0].id)
    else:
        shelf.create()
        shelf.delete(shelf.open_entry.id)
    note_grown(shelf)
    assert outbox.flush(WAIT)
    first, last = shelf.entries[0].id, shelf.entries[-1].id
    gone = shelf.deleted()[0].id
    before, heard = shown(shelf), Listener(shelf)
    act = {
        "create": shelf.create,
        "duplicate": lambda: shelf.duplicate(first),
        "delete open": lambda: shelf.delete(last),
        "delete other": lambda: shelf.delete(first),
        "delete last": lambda: shelf.delete(last),
        "restore": lambda: shelf.restore(gone),
    }[verb]
    with hindered(path, how):
        act()
        assert "Nothing was changed" in heard.failed[0]
        assert (shown(shelf), heard.opened) == (before, [])
        assert shelf.deleted()[0].id == gone
    assert kept(records, level) == before
    assert shelf.open_entry.id == last == records.open_solution(level.address)
    note_grown_further(shelf)
    assert outbox.flush(WAIT)
    assert kept(records, level)[:-1] == before[:-1]  # the next edit went to the open one
    act()
    assert shown(shelf) == kept(records, level) != before
    assert shelf.open_entry.id == records.open_solution(level.address)


def note_grown_further(shelf: Shelf) -> None:
    network = shelf.open_entry.solution.network.add_input("x2").add_link("x2", "y")
    shelf.note(shelf.open_entry.solution.with_network(network))


@pytest.mark.parametrize("how", HINDRANCES)
def test_edits_of_several_solutions_wait_side_by_side(
    shelf: Shelf,
    make_shelf: Callable[[], Shelf],
    outbox: Outbox,
    records: Records,
    level: Level,
    path: Path,
    how: str,
) -> None:
    """An edit that waits keeps no solution from being opened, and goes to its own."""
    shelf.create()
    first, second = (entry.id for entry in shelf.entries)
    with hindered(path, how):
        note_grown(shelf)
        shelf.rename(first, "One")
        assert not outbox.flush(WAIT)
        shelf.open(first)
        note_grown(shelf)
        note_grown_further(shelf)
        assert not outbox.flush(WAIT)
        assert shelf.open_entry.id == first
        assert records.open_solution(level.address) == second
        assert make_shelf().open_entry.id == first
    assert outbox.flush(WAIT)
    assert kept(records, level) == shown(shelf) == [(first, "One", 3), (second, "Solution 2", 2)]
    assert records.open_solution(level.address) == first


@pytest.mark.parametrize("verb", ["create", "delete", "restore"])
def test_an_opening_that_waits_never_overwrites_a_later_one(
    shelf: Shelf, outbox: Outbox, records: Records, level: Level, path: Path, verb: str
) -> None:
    for _ in range(3):
        shelf.create()
    gone = shelf.delete(shelf.open_entry.id)
    with hindered(path):
        shelf.open(shelf.entries[0].id)
        assert not outbox.flush(WAIT)
    if verb == "create":
        shelf.create()
    elif verb == "delete":
        shelf.delete(shelf.open_entry.id)
    else:
        shelf.undo_delete(gone)
    assert outbox.flush(WAIT)
    assert records.open_solution(level.address) == shelf.open_entry.id


def test_a_switch_writes_nothing_on_the_thread_of_the_window(
    shelf: Shelf, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.create()
    threads: list[str] = []
    remember = Records.set_open_solution

    def noted(self: Records, *arguments: object) -> None:
        threads.append(threading.current_thread().name)
        remember(self, *arguments)

    monkeypatch.setattr(Records, "set_open_solution", noted)
    shelf.open(shelf.entries[0].id)
    assert outbox.flush(WAIT)
    assert threads
    assert threading.main_thread().name not in threads


# -- deleting and bringing back --------------------------------------------------------------------


def test_a_deletion_can_be_undone_at_once(
    shelf: Shelf, outbox: Outbox, records: Records, level: Level
) -> None:
    shelf.create()
    note_grown(shelf)  # not even saved yet
    shelf.create()
    before = shelf.items
    second = shelf.entries[1].id
    shelf.open(second)
    deletion = shelf.delete(second)
    assert deletion.name == "Solution 2"
    assert names(shelf) == ["Solution 1", "Solution 3"]
    assert shelf.open_entry.name == "Solution 3"
    heard = Listener(shelf)
    assert shelf.undo_delete(deletion)
    assert shelf.items == before
    assert shelf.open_entry.id == second
    assert heard.opened == ["Solution 2"]
    assert outbox.flush(WAIT)
    assert shown(shelf) == kept(records, level)
    assert shelf.deleted() == []


def test_the_last_one_gives_way_to_a_new_start_which_goes_when_it_comes_back(
    shelf: Shelf, level: Level
) -> None:
    note_grown(shelf)
    only = shelf.items
    deletion = shelf.delete(shelf.open_entry.id)
    assert shelf.open_entry.solution.network == level.start.network
    placed = replace(shelf.open_entry.solution, layout={"y": (8.0, 8.0)})
    shelf.note(placed)  # as the document does when it opens it
    assert shelf.undo_delete(deletion)
    assert shelf.items == only


def test_a_new_start_that_was_built_on_stays(shelf: Shelf) -> None:
    deletion = shelf.delete(shelf.open_entry.id)
    note_grown(shelf)
    assert shelf.undo_delete(deletion)
    assert [entry.parameters for entry in shelf.entries] == [1, 2]


def test_what_was_deleted_can_be_brought_back_later(
    shelf: Shelf, make_shelf: Callable[[], Shelf]
) -> None:
    for _ in range(3):
        shelf.create()
    for entry in shelf.entries[1:]:
        shelf.delete(entry.id)
    later = make_shelf()
    assert [own.name for own in later.deleted()] == ["Solution 4", "Solution 3", "Solution 2"]
    assert later.restore(later.deleted()[1].id)
    assert names(later) == ["Solution 1", "Solution 3"]
    assert later.open_entry.name == "Solution 3"
    assert not later.restore(12345)


# -- what is read ----------------------------------------------------------------------------------


def store(records: Records, level: Level, text: str) -> int:
    return records.add_solution(level.address, "hand-made", text, 5).id


def test_a_solution_that_cannot_be_read_is_on_the_shelf_and_kept_as_it_is(
    make_shelf: Callable[[], Shelf], records: Records, level: Level
) -> None:
    text = '{"format": 1, "network": {"links": [["x1", "y", 500000.0]]}}'
    unreadable = store(records, level, text)
    shelf = make_shelf()
    item = shelf.items[0]
    assert isinstance(item, UnreadableEntry)
    assert (item.name, item.text) == ("hand-made", text)
    assert "network.links[0][2]: Must be at most 100,000" in item.reason
    assert [type(own) for own in shelf.items] == [UnreadableEntry, Entry]
    shelf.open(unreadable)
    assert shelf.open_entry.id != unreadable
    assert records.solutions(level.address)[0].text == text
    assert shelf.undo_delete(shelf.delete(unreadable))
    assert shelf.items[0] == item
    assert "hand-made" in names(make_shelf())


def test_what_a_level_locks_is_the_levels(
    make_shelf: Callable[[Level], Shelf], records: Records, outbox: Outbox
) -> None:
    level = campaign().level("noisy-spiral")
    assert {"optimizer", "epochs"} <= level.locked
    solution = replace(
        level.author_solution, training=replace(level.training, optimizer="sgd", epochs=7)
    )
    store(records, level, write_solution(solution, level.id))
    shelf = make_shelf(level)
    training = shelf.open_entry.solution.training
    assert {name: getattr(training, name) for name in level.locked} == {
        name: getattr(level.training, name) for name in level.locked
    }
    assert level.rules.faults(shelf.open_entry.solution) == []
    assert outbox.is_saved


def test_a_solution_that_breaks_the_rules_is_on_the_shelf_as_it_is(
    make_shelf: Callable[[], Shelf], records: Records, level: Level
) -> None:
    network = level.start.network.add_input("x1*x2").add_link("x1*x2", "y")
    store(records, level, write_solution(level.start.with_network(network), level.id))
    shelf = make_shelf()
    assert shelf.open_entry.solution.network == network
    text = records.solutions(level.address)[0].text
    assert read_solution_for(level, text).network == network
