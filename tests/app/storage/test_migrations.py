"""Older files of records: brought up to date step by step, each step whole or not at all."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.storage.migrations import FIRST, MIGRATIONS, migrate
from app.storage.records import Records
from levels import Address
from tests.app.storage.damage import OLD, XOR, run


def write_first(path: Path) -> None:
    """A file of the first version, with a solution and a verdict on a level and on one's own."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        migrate(database, [FIRST])
        for number, level in enumerate(("xor", "mine"), start=1):
            database.execute(
                "INSERT INTO solutions VALUES (?, ?, ?, ?, 9, 1, 0.0)",
                (number, level, f"on {level}", "{}"),
            )
            database.execute("INSERT INTO open_solutions VALUES (?, ?)", (level, number))
            database.execute(
                "INSERT INTO verdicts (level_id, level_key, text, parameters, passed, medal,"
                " scores, judged) VALUES (?, 'k1', '{}', 9, 1, ?, '[[1, 0.98], [2, null]]', 0.0)",
                (level, "a medal that no game knows"),
            )


def test_a_step_that_fails_changes_nothing(path: Path) -> None:
    with closing(Records(path)) as records:
        records.add_solution(XOR, "kept", "{}", 9)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        bad = (*MIGRATIONS, ("ALTER TABLE solutions ADD COLUMN note TEXT", "NONSENSE"))
        with pytest.raises(sqlite3.OperationalError):
            migrate(database, bad)
        good = (*MIGRATIONS, ("ALTER TABLE solutions ADD COLUMN note TEXT DEFAULT 'x'",))
        migrate(database, good)
        assert database.execute("SELECT name, note FROM solutions").fetchall() == [("kept", "x")]
        assert database.execute("PRAGMA user_version").fetchone() == (len(good),)


def test_rows_without_an_origin_become_the_campaigns_where_it_has_that_id(path: Path) -> None:
    write_first(path)
    with closing(Records(path)) as records:
        assert records.notice is None
        (solution,) = records.solutions(XOR)
        assert (solution.name, solution.deleted) == ("on xor", None)
        assert records.open_solution(XOR) == solution.id
        (verdict,) = records.verdicts(XOR, "k1")
        assert verdict.scores == ((1, 0.98), (2, None))
        assert records.solutions(Address("campaign", "mine")) == []


def test_the_other_rows_go_to_the_first_file_with_their_id(path: Path) -> None:
    write_first(path)
    mine = Address("file:/home/ada/mine.json", "mine")
    with closing(Records(path)) as records:
        assert records.solutions(mine) == []
        records.meet(Address("file:/home/ada/xor.json", "xor"), "k1", lambda _: False)
        records.meet(mine, "k1", lambda _: False)
        assert [solution.name for solution in records.solutions(mine)] == ["on mine"]
        assert len(records.verdicts(mine, "k1")) == 1
        records.meet(Address("file:/home/ada/copy.json", "mine"), "k1", lambda _: False)
        assert records.solutions(Address("file:/home/ada/copy.json", "mine")) == []
        assert len(records.solutions(XOR)) == 1


def test_what_was_there_before_a_migration_is_backed_up(path: Path) -> None:
    write_first(path)
    Records(path).close()
    backup = path.parent / "backups" / "records-000001.db"
    with closing(sqlite3.connect(backup)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (1,)
        assert database.execute("SELECT count(*) FROM solutions").fetchone() == (2,)


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_a_file_of_an_older_game_keeps_all_that_is_in_it(path: Path, version: int) -> None:
    """The files were written by the games of those versions."""
    shutil.copy(OLD / f"records-{version}.db", path)
    mine = Address("unknown" if version == 1 else "file:/mine.json", "mine")
    with closing(Records(path)) as records:
        assert records.notice is None
        first, second = records.solutions(XOR)
        assert (first.name, first.text, first.parameters) == ("first", '{"n": 1}', 9)
        assert (second.name, second.text, second.parameters) == ("sécond", '{"n": 2}', 13)
        assert [own.name for own in records.solutions(mine)] == ["own"]
        assert records.open_solution(XOR) == first.id
        assert [own.scores for own in records.verdicts(XOR, "k1")] == [((1, 0.98), (2, None))]
        if version > 1:
            assert [own.name for own in records.deleted_solutions(XOR)] == ["gone"]
        if version > 2:
            assert records.run_of(first.id) == b"a run"
        if version > 3:
            assert [own.starts.passed for own in records.sturdiness("k1").values()] == [2]
    with closing(Records(path)) as records:
        assert records.notice is None
        assert len(records.solutions(XOR)) == 2


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_a_damaged_row_of_an_older_game_costs_one_row(path: Path, version: int) -> None:
    shutil.copy(OLD / f"records-{version}.db", path)
    run(
        path,
        "UPDATE solutions SET name = CAST(x'c3' AS TEXT) WHERE id = 2",
        "UPDATE verdicts SET scores = '[[1, 0.98]'",
    )
    with closing(Records(path)) as records:
        assert "1 solution and 1 verdict cannot be read" in (records.notice or "")
        records.note_reported()
        assert [own.fault is None for own in records.solutions(XOR)] == [True, False]
        assert records.verdicts(XOR, "k1") == []
    with closing(Records(path)) as records:
        assert records.notice is None
