"""Good rows of a database, sound or not, in new records; the source is not touched."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.storage.migrations import MIGRATIONS
from app.storage.opening import connect_again
from app.storage.repair.salvage import Salvaged, has, is_good, put, salvage
from app.storage.repair.structure import ROWS, fresh_database
from tests.app.storage.damage import OLD, run, write_records


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_records(tmp_path_factory.mktemp("salvage"), older=8, newer=3)


@pytest.fixture
def source(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(original, tmp_path / "source.db"))


def rows_of(path: Path, table: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(f"SELECT * FROM {table}").fetchall()


def salvaged(source: Path, **options: Any) -> tuple[Salvaged, Path]:
    target = source.with_name("target.db")
    before = source.read_bytes() if source.exists() else None
    found = salvage(source, target, **options)
    assert (source.read_bytes() if source.exists() else None) == before
    return found, target


def test_sound_records_are_copied_whole(source: Path) -> None:
    found, target = salvaged(source)
    assert found.findings.is_sound
    assert found.counted == {"solutions": 11, "verdicts": 11}
    assert not any(found.bad.values())
    assert found.changes > 0
    for table in ROWS:
        assert sorted(rows_of(target, table)) == sorted(rows_of(source, table))


def test_a_bad_row_is_told_apart_and_not_copied(source: Path) -> None:
    run(source, "UPDATE solutions SET name = 'other' WHERE id = 3")
    found, target = salvaged(source)
    assert {number: row["name"] for number, row in found.bad["solutions"].items()} == {3: b"other"}
    assert 3 not in {row[0] for row in rows_of(target, "solutions")}
    assert len(rows_of(target, "solutions")) == 10


def test_a_row_with_a_number_that_no_row_has_is_none(source: Path) -> None:
    run(source, "UPDATE solutions SET id = 0, name = 'other' WHERE id = 3")
    found, _ = salvaged(source)
    assert not found.bad["solutions"]
    assert found.counted == {"solutions": 11, "verdicts": 11}


def test_a_row_with_a_wrong_number_gets_its_own_again(source: Path) -> None:
    before = [row[:-1] for row in rows_of(source, "verdicts")]
    run(source, "UPDATE verdicts SET id = 40 WHERE id = 6")
    found, target = salvaged(source)
    assert not found.bad["verdicts"]
    assert [row[:-1] for row in rows_of(target, "verdicts")] == before


@pytest.mark.parametrize("version", [1, 2, 3, 4])
def test_records_of_every_version_become_those_of_the_newest(version: int, tmp_path: Path) -> None:
    source = Path(shutil.copy(OLD / f"records-{version}.db", tmp_path / "source.db"))
    found, target = salvaged(source)
    assert found.findings.version == version
    with closing(sqlite3.connect(target)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    ids = {row[0] for row in rows_of(target, "solutions")}
    assert ids == {row[0] for row in rows_of(source, "solutions")}
    assert ids


def test_newer_states_in_a_part_of_the_log_that_sqlite_misses_are_taken(source: Path) -> None:
    with closing(connect_again(source)) as database:
        database.execute("UPDATE solutions SET name = 'newest' WHERE id = 2")
        log = source.with_name("source.db-wal").read_bytes()
        content = source.read_bytes()
    source.write_bytes(content)
    # A damaged header: SQLite takes none of it.
    found, target = salvaged(source, log=bytes(8) + log[8:], valid=0)
    assert "newest" in {row[2] for row in rows_of(target, "solutions")}
    assert not any(found.bad.values())


@pytest.mark.parametrize("content", [None, b"", b"no database at all" * 400])
def test_from_nothing_come_empty_records(tmp_path: Path, content: bytes | None) -> None:
    source = tmp_path / "source.db"
    if content is not None:
        source.write_bytes(content)
    found, target = salvaged(source)
    assert found.counted is None
    assert not found.findings.is_sound
    assert rows_of(target, "solutions") == []


def test_what_cannot_be_read_now_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="directory"):
        salvage(tmp_path, tmp_path / "target.db")


def test_rows_are_put_once_and_found_by_their_key() -> None:
    row = {"origin": b"campaign", "level_id": b"xor", "level_key": b"k1", "checksum": 0}
    with closing(fresh_database(len(MIGRATIONS))) as records:
        assert not has(records, "levels", (b"campaign", b"xor"))
        assert put(records, "levels", row)
        assert not put(records, "levels", row | {"level_key": b"k2"})
        assert put(records, "levels", row | {"level_key": b"k3"}, replace=True)
        assert has(records, "levels", (b"campaign", b"xor"))
        assert not has(records, "levels", (b"campaign", b"spirals"))
        assert records.execute("SELECT level_key FROM levels").fetchall() == [("k3",)]
        assert not put(records, "solutions", {"id": 1, "name": None})


def test_without_checksums_a_row_is_good_when_it_can_be_read() -> None:
    verdict = {"level_id": b"xor", "scores": b"[[1, 0.5]]"}
    assert is_good("verdicts", verdict)
    assert not is_good("verdicts", verdict | {"scores": b"[[1"})
    assert not is_good("verdicts", verdict | {"level_id": b"\xff"})
    assert is_good("runs", {"solution_id": 1, "data": b"\xff\x00"})
