"""Records: real SQLite files, damaged, migrated, and killed in the middle of a save."""

from __future__ import annotations

import itertools
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.storage.backups import KEPT, newest_first
from app.storage.checksums import keep_sealed
from app.storage.errors import RecordsError
from app.storage.records import KEPT_DELETED, KEPT_SECONDS, Records, StoredVerdict
from levels import Address

XOR, SPIRAL = Address("campaign", "xor"), Address("campaign", "spiral")
VERDICT = StoredVerdict(XOR, "k1", "{}", 13, True, ((1, 0.98), (2, None), (3, 0.97)), 1.5)


def write_one(path: Path, name: str) -> None:
    with closing(Records(path)) as records:
        records.add_solution(XOR, name, "{}", 9)


def names(path: Path) -> list[str]:
    with closing(Records(path)) as records:
        return [solution.name for solution in records.solutions(XOR)]


def test_solutions_keep_their_order_and_level(records: Records) -> None:
    first = records.add_solution(XOR, "a", "{1}", 9).id
    records.add_solution(SPIRAL, "other", "{}", 3)
    second = records.add_solution(XOR, "b", "{2}", 7).id
    records.save_solution(first, "a2", "{3}", 11)
    found = records.solutions(XOR)
    assert [(s.id, s.name, s.text, s.parameters) for s in found] == [
        (first, "a2", "{3}", 11),
        (second, "b", "{2}", 7),
    ]


def test_the_last_run_of_a_solution_is_kept_as_long_as_the_solution(records: Records) -> None:
    solution = records.add_solution(XOR, "a", "{}", 9).id
    assert records.run_of(solution) is None
    records.save_run(solution, b"first")
    records.save_run(solution, b"\0second")
    assert records.run_of(solution) == b"\0second"
    records.save_run(solution, None)
    assert records.run_of(solution) is None
    records.save_run(solution, b"third")
    records.delete_solution(solution)
    assert records.run_of(solution) == b"third"  # for when it is brought back
    records.save_run(solution + 1, b"late")  # there is no such solution: nothing to keep it for
    assert records.run_of(solution + 1) is None


def test_deleting_the_open_solution_leaves_none_open(records: Records) -> None:
    solution = records.add_solution(XOR, "a", "{}", 9).id
    records.set_open_solution(XOR, solution)
    assert records.open_solution(XOR) == solution
    records.delete_solution(solution)
    assert records.open_solution(XOR) is None
    assert records.solutions(XOR) == []


def test_verdicts_are_those_of_the_level_as_it_is(records: Records) -> None:
    records.add_verdict(VERDICT)
    records.add_verdict(replace(VERDICT, level_key="another level by now"))
    records.add_verdict(replace(VERDICT, address=Address("file:/home/ada/xor.json", "xor")))
    assert records.verdicts(XOR, "k1") == [VERDICT]
    assert records.verdicts(XOR, "k2") == []


def test_what_was_kept_is_there_after_reopening(path: Path) -> None:
    with closing(Records(path)) as records:
        records.set_open_solution(XOR, records.add_solution(XOR, "a", "{}", 9).id)
        records.add_verdict(VERDICT)
    with closing(Records(path)) as records:
        assert records.notice is None
        assert records.open_solution(XOR) == records.solutions(XOR)[0].id
        assert records.verdicts(XOR, "k1") == [VERDICT]


def test_levels_of_one_id_have_solutions_of_their_own(records: Records) -> None:
    mine = Address("file:/home/ada/xor.json", "xor")
    records.add_solution(XOR, "campaign's", "{}", 9)
    own = records.add_solution(mine, "own", "{}", 3)
    records.set_open_solution(mine, own.id)
    assert [solution.name for solution in records.solutions(XOR)] == ["campaign's"]
    assert [solution.name for solution in records.solutions(mine)] == ["own"]
    assert records.open_solution(XOR) is None
    assert own.position == 1


def test_a_deleted_solution_can_be_brought_back(records: Records) -> None:
    kept = [records.add_solution(XOR, name, f"{{{name}}}", 9) for name in "abc"]
    records.delete_solution(kept[0].id)
    records.delete_solution(kept[1].id)
    assert [own.name for own in records.solutions(XOR)] == ["c"]
    assert [own.name for own in records.deleted_solutions(XOR)] == ["b", "a"]
    records.restore_solution(kept[1].id)
    assert records.solutions(XOR) == [kept[1], kept[2]]
    assert [own.name for own in records.deleted_solutions(XOR)] == ["a"]


def test_saving_what_is_not_there_is_an_error(records: Records) -> None:
    with pytest.raises(RecordsError, match="no solution 7"):
        records.save_solution(7, "a", "{}", 1)


def test_old_deletions_go_but_never_the_last_fifty(path: Path) -> None:
    with closing(Records(path)) as records:
        for number in range(KEPT_DELETED + 3):
            records.delete_solution(records.add_solution(XOR, str(number), "{}", 1).id)
    with closing(Records(path)) as records:
        assert len(records.deleted_solutions(XOR)) == KEPT_DELETED + 3
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        keep_sealed(database)
        database.execute("UPDATE solutions SET deleted = deleted - ?", (KEPT_SECONDS + 60,))
    with closing(Records(path)) as records:
        left = [int(own.name) for own in records.deleted_solutions(XOR)]
        assert left == list(range(KEPT_DELETED + 2, 2, -1))


def test_writes_that_belong_together_are_kept_together_or_not_at_all(records: Records) -> None:
    first = records.add_solution(XOR, "a", "{}", 9)

    def replace_it(opened: int) -> None:
        with records.together():
            records.delete_solution(first.id)
            records.add_solution(XOR, "b", "{}", 9)
            records.set_open_solution(XOR, opened)

    with pytest.raises(RecordsError):
        replace_it(opened=99)  # there is no such solution
    assert records.solutions(XOR) == [first]
    with records.together():
        second = records.add_solution(XOR, "b", "{}", 9)
        records.set_open_solution(XOR, second.id)
    assert records.open_solution(XOR) == second.id


def gone(origin: str) -> bool:
    return origin == "file:/old.json"


def test_a_moved_level_file_finds_what_belongs_to_it(records: Records) -> None:
    old, new = Address("file:/old.json", "mine"), Address("file:/new.json", "mine")
    records.meet(old, "k1", gone)
    solution = records.add_solution(old, "a", "{}", 9)
    records.set_open_solution(old, solution.id)
    records.add_verdict(replace(VERDICT, address=old))
    records.meet(new, "k1", gone)
    assert records.solutions(new) == [solution]
    assert records.open_solution(new) == solution.id
    assert records.verdicts(new, "k1") == [replace(VERDICT, address=new)]
    assert records.solutions(old) == []


@pytest.mark.parametrize(
    ("old", "key"),
    [
        (Address("file:/still-there.json", "mine"), "k1"),
        (Address("file:/old.json", "another"), "k1"),
        (Address("file:/old.json", "mine"), "another level"),
        (Address("campaign", "mine"), "k1"),
    ],
)
def test_another_level_takes_nothing_over(records: Records, old: Address, key: str) -> None:
    new = Address("file:/new.json", "mine")
    records.meet(old, key, gone)
    solution = records.add_solution(old, "a", "{}", 9)
    records.meet(new, "k1", gone)
    assert records.solutions(new) == []
    assert records.solutions(old) == [solution]


def test_a_level_that_has_solutions_takes_no_others_over(records: Records) -> None:
    old, new = Address("file:/old.json", "mine"), Address("file:/new.json", "mine")
    own = records.add_solution(new, "own", "{}", 3)
    records.meet(old, "k1", gone)
    records.add_solution(old, "a", "{}", 9)
    records.meet(new, "k1", gone)
    assert records.solutions(new) == [own]


def test_records_of_a_newer_game_are_refused_in_a_sentence(path: Path) -> None:
    write_one(path, "kept")
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        keep_sealed(database)
        database.execute("PRAGMA user_version = 99")
        database.execute("UPDATE revision SET version = 99")
    with pytest.raises(RecordsError, match="newer version of the game"):
        Records(path)


def test_backups_rotate_and_only_changes_make_one(path: Path) -> None:
    folder = path.parent / "backups"
    for number in range(KEPT + 3):
        write_one(path, str(number))
        names(path)
        names(path)
    found = newest_first(folder)
    assert [one.name for one in found] == [f"records-{n:06}.db" for n in (8, 7, 6, 5, 4)]


@pytest.mark.parametrize("damage", ["garbage", "truncated", "empty", "missing"])
def test_a_damaged_file_costs_nothing_that_a_backup_has(path: Path, damage: str) -> None:
    write_one(path, "one")
    assert names(path) == ["one"]
    harm(path, damage)
    with closing(Records(path)) as records:
        assert [solution.name for solution in records.solutions(XOR)] == ["one"]
        assert records.notice is not None
        assert "have been repaired" in records.notice
    assert names(path) == ["one"]
    kept = path.with_name("records.damaged-1.db").exists()
    assert kept == (damage != "missing")


def test_a_damaged_backup_is_passed_over(path: Path) -> None:
    for name in ("one", "two"):
        write_one(path, name)
        names(path)
    harm(newest_first(path.parent / "backups")[0], "garbage")
    harm(path, "garbage")
    assert names(path) == ["one"]


def test_without_a_sound_backup_nothing_is_touched(path: Path) -> None:
    path.write_bytes(b"no database at all" * 100)
    before = path.read_bytes()
    with pytest.raises(RecordsError, match="damaged and no backup"):
        Records(path)
    assert path.read_bytes() == before


def harm(path: Path, damage: str) -> None:
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    content = path.read_bytes()
    if damage == "missing":
        path.unlink()
    else:
        half = content[: len(content) // 2]
        path.write_bytes({"garbage": bytes(4096), "truncated": half, "empty": b""}[damage])


SAVER = """
import sys
from pathlib import Path
from app.storage.records import Records
from levels import Address
XOR = Address("campaign", "xor")
records = Records(Path(sys.argv[1]))
known = records.solutions(XOR)
solution = known[0].id if known else records.add_solution(XOR, "0", "{}", 1).id
number = int(records.solutions(XOR)[0].name)
while True:
    number += 1
    records.save_solution(solution, str(number), '{"n": %d}' % number, number)
    print(number, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX")
def test_a_kill_in_the_middle_of_saves_loses_nothing_acknowledged(path: Path) -> None:
    for saves in (1, 5, 23):
        saver = subprocess.Popen(
            [sys.executable, "-c", SAVER, str(path)], stdout=subprocess.PIPE, text=True
        )
        assert saver.stdout is not None
        seen = list(itertools.islice(saver.stdout, saves))
        saver.send_signal(signal.SIGKILL)
        seen += list(saver.stdout)
        saver.wait()
        saver.stdout.close()
        whole = [int(line) for line in seen if line.endswith("\n")]
        with closing(Records(path)) as records:
            assert records.notice is None
            kept = records.solutions(XOR)[0]
            assert kept.parameters >= whole[-1]
            assert kept.text == f'{{"n": {kept.parameters}}}'
