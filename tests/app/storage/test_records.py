"""Records: real SQLite files, damaged, migrated, and killed in the middle of a save."""

from __future__ import annotations

import itertools
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.storage.backups import KEPT, newest_first
from app.storage.records import MIGRATIONS, Records, RecordsError, StoredVerdict, migrate

VERDICT = StoredVerdict(
    "xor", "k1", "{}", 13, True, "branch", ((1, 0.98), (2, None), (3, 0.97)), 1.5
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "records.db"


@pytest.fixture
def records(path: Path) -> Iterator[Records]:
    with closing(Records(path)) as opened:
        yield opened


def write_one(path: Path, name: str) -> None:
    with closing(Records(path)) as records:
        records.add_solution("xor", name, "{}", 9)


def names(path: Path) -> list[str]:
    with closing(Records(path)) as records:
        return [solution.name for solution in records.solutions("xor")]


def test_solutions_keep_their_order_and_level(records: Records) -> None:
    first = records.add_solution("xor", "a", "{1}", 9)
    records.add_solution("spiral", "other", "{}", 3)
    second = records.add_solution("xor", "b", "{2}", 7)
    records.save_solution(first, "a2", "{3}", 11)
    found = records.solutions("xor")
    assert [(s.id, s.name, s.text, s.parameters) for s in found] == [
        (first, "a2", "{3}", 11),
        (second, "b", "{2}", 7),
    ]


def test_deleting_the_open_solution_leaves_none_open(records: Records) -> None:
    solution = records.add_solution("xor", "a", "{}", 9)
    records.set_open_solution("xor", solution)
    assert records.open_solution("xor") == solution
    records.delete_solution(solution)
    assert records.open_solution("xor") is None
    assert records.solutions("xor") == []


def test_the_best_verdict_is_the_smallest_that_passed(records: Records) -> None:
    for verdict in (
        VERDICT,
        replace(VERDICT, parameters=9, medal="blossom"),
        replace(VERDICT, parameters=5, passed=False, medal=None),
        replace(VERDICT, parameters=1, level_key="another level by now"),
    ):
        records.add_verdict(verdict)
    assert records.best("xor", "k1") == replace(VERDICT, parameters=9, medal="blossom")
    assert records.best("xor", "k2") is None
    assert len(records.verdicts("xor", "k1")) == 3


def test_what_was_kept_is_there_after_reopening(path: Path) -> None:
    with closing(Records(path)) as records:
        records.set_open_solution("xor", records.add_solution("xor", "a", "{}", 9))
        records.add_verdict(VERDICT)
    with closing(Records(path)) as records:
        assert records.notice is None
        assert records.open_solution("xor") == records.solutions("xor")[0].id
        assert records.best("xor", "k1") == VERDICT


def test_a_step_that_fails_changes_nothing(path: Path) -> None:
    write_one(path, "kept")
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        bad = (*MIGRATIONS, ("ALTER TABLE solutions ADD COLUMN note TEXT", "NONSENSE"))
        with pytest.raises(sqlite3.OperationalError):
            migrate(database, bad)
        good = (*MIGRATIONS, ("ALTER TABLE solutions ADD COLUMN note TEXT DEFAULT 'x'",))
        migrate(database, good)
        assert database.execute("SELECT name, note FROM solutions").fetchall() == [("kept", "x")]
        assert database.execute("PRAGMA user_version").fetchone() == (len(good),)


def test_records_of_a_newer_game_are_refused_in_a_sentence(path: Path) -> None:
    write_one(path, "kept")
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA user_version = 99")
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
def test_a_damaged_file_is_replaced_by_the_newest_backup(path: Path, damage: str) -> None:
    write_one(path, "one")
    assert names(path) == ["one"]
    harm(path, damage)
    with closing(Records(path)) as records:
        assert [solution.name for solution in records.solutions("xor")] == ["one"]
        assert records.notice is not None
        assert "backup" in records.notice
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
records = Records(Path(sys.argv[1]))
known = records.solutions("xor")
solution = known[0].id if known else records.add_solution("xor", "0", "{}", 1)
number = int(records.solutions("xor")[0].name)
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
            kept = records.solutions("xor")[0]
            assert kept.parameters >= whole[-1]
            assert kept.text == f'{{"n": {kept.parameters}}}'
