"""Checksums of rows: kept by every write, different for every change."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.storage.checksums import keep_sealed, row_checksum
from app.storage.migrations import MIGRATIONS
from app.storage.repair.inspection import inspect
from app.storage.repair.structure import fresh_database

ROW = (1, b"xor", b"a name", b'{"n": 1}', 9, 1, 1.5, b"campaign", None, None)
INSERT = (
    "INSERT INTO solutions (level_id, name, text, parameters, position, updated, origin)"
    " VALUES ('xor', 'a näme', '{}', 9, 1, 1.0, 'campaign')"
)


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    with closing(fresh_database(len(MIGRATIONS))) as opened:
        keep_sealed(opened)
        yield opened


def test_the_checksum_is_the_crc_of_texts_and_shape() -> None:
    shape = b"['t', 1, 2, None, 2.5]"
    assert row_checksum("t", 1, b"ab", None, 2.5) == zlib.crc32(b"ab" + shape)


@pytest.mark.parametrize("place", range(len(ROW)))
def test_every_column_counts(place: int) -> None:
    other = list(ROW)
    value = other[place]
    other[place] = value + b"!" if isinstance(value, bytes) else (value or 0) + 1
    assert row_checksum("solutions", *other) != row_checksum("solutions", *ROW)


def test_a_row_is_that_of_its_table_and_of_its_columns() -> None:
    assert row_checksum("solutions", *ROW) != row_checksum("verdicts", *ROW)
    assert row_checksum("t", b"ab", b"c") != row_checksum("t", b"a", b"bc")


def test_no_flip_of_one_bit_is_missed() -> None:
    text = ROW[3]
    right = row_checksum("solutions", *ROW)
    for place in range(len(text) * 8):
        flipped = bytearray(text)
        flipped[place // 8] ^= 1 << place % 8
        assert row_checksum("solutions", *ROW[:3], bytes(flipped), *ROW[4:]) != right


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE solutions SET name = 'ö' WHERE id = 1",
        "UPDATE solutions SET deleted = 3.0",
        "DELETE FROM solutions WHERE id = 2",
        "INSERT INTO runs (solution_id, data) VALUES (1, x'00ff')",
        "UPDATE open_solutions SET solution_id = 2",
        "UPDATE revision SET changes = changes + 1",
        "UPDATE revision SET notice = 'a repair'",
    ],
)
def test_every_write_keeps_checksums_and_counts(database: sqlite3.Connection, change: str) -> None:
    database.execute("PRAGMA foreign_keys = ON")
    for _ in range(3):
        database.execute(INSERT)
    database.execute(
        "INSERT INTO open_solutions (origin, level_id, solution_id) VALUES ('campaign', 'xor', 1)"
    )
    assert inspect(database).is_sound
    database.execute(change)
    assert inspect(database).is_sound


def test_a_write_from_elsewhere_is_found(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    with closing(fresh_database(len(MIGRATIONS), str(path))) as database:
        keep_sealed(database)
        database.execute(INSERT)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("UPDATE solutions SET parameters = 3")
        assert inspect(other).bad == {"solutions": frozenset({1})}
