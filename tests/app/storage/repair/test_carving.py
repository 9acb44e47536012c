"""Rows from bytes alone: found without their tree, and nothing that was not written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.storage.checksums import columns_of
from app.storage.opening import connect_again
from app.storage.repair.carving import Bytes, Columns, carved, misnumbered
from app.storage.repair.pages import cell_places, varint
from app.storage.repair.structure import ROWS
from tests.app.storage.damage import write_records

PAGE = 4096


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_records(tmp_path_factory.mktemp("carving"), older=12, newer=4)


@pytest.fixture(scope="module")
def content(path: Path) -> bytes:
    return path.read_bytes()


@pytest.fixture(scope="module")
def columns(path: Path) -> Columns:
    with closing(sqlite3.connect(path)) as database:
        return {table: columns_of(database, table) for table in (*ROWS, "revision")}


def rows_in(content: bytes, columns: Columns) -> set[tuple[str, tuple[Any, ...]]]:
    return {(table, tuple(row.values())) for table, row, _ in carved(Bytes(content), columns)}


def names_in(content: bytes, columns: Columns) -> set[bytes]:
    found = carved(Bytes(content), columns)
    return {row["name"] for table, row, _ in found if table == "solutions"}


def numbered_names(content: bytes, columns: Columns) -> set[tuple[int, bytes]]:
    found = carved(Bytes(content), columns)
    return {(row["id"], row["name"]) for table, row, _ in found if table == "solutions"}


def stored(path: Path, columns: Columns) -> Iterator[tuple[str, tuple[Any, ...]]]:
    with closing(sqlite3.connect(path)) as database:
        database.text_factory = bytes
        for table, own in columns.items():
            names = ", ".join(name for name, _ in own if name != "checksum")
            for row in database.execute(f"SELECT {names} FROM {table}"):
                yield table, row


def leaves_with_solutions(content: bytes) -> list[int]:
    return [
        place
        for place in range(PAGE, len(content), PAGE)
        if content[place] == 0x0D and b'"n": ' in content[place : place + PAGE]
    ]


def test_every_row_is_found_and_nothing_else(path: Path, content: bytes, columns: Columns) -> None:
    assert rows_in(content, columns) == set(stored(path, columns))


def test_rows_are_found_without_the_schema(content: bytes, columns: Columns) -> None:
    expected = rows_in(content, columns)
    assert rows_in(bytes(PAGE) + content[PAGE:], columns) == expected


@pytest.mark.parametrize("kind", [0x02, 0x05, 0x0A, 0x0D, 0x00, 0x77])
def test_a_scrambled_head_hides_no_row_whatever_it_looks_like(
    content: bytes, columns: Columns, kind: int
) -> None:
    expected = rows_in(content, columns)
    for place in leaves_with_solutions(content):
        head = bytes([kind, 0x12, 0x34, 0x00, 0x02, 0x0F, 0x55, 0x66, 0x01, 0x99])
        damaged = content[:place] + head + content[place + len(head) :]
        assert rows_in(damaged, columns) == expected


def test_a_wrong_pointer_hides_no_row(content: bytes, columns: Columns) -> None:
    expected = rows_in(content, columns)
    for place in leaves_with_solutions(content):
        damaged = bytearray(content)
        damaged[place + 8] ^= 0x04
        assert rows_in(bytes(damaged), columns) == expected


def test_one_changed_byte_costs_its_row_alone(content: bytes, columns: Columns) -> None:
    expected = rows_in(content, columns)
    place = content.index(b'{"n": 7,')
    damaged = content[:place] + b"[" + content[place + 1 :]
    lost = expected - rows_in(damaged, columns)
    assert [(table, row[0]) for table, row in lost] == [("solutions", 8)]
    assert not rows_in(damaged, columns) - expected


def test_what_a_deletion_freed_is_not_found_again(
    path: Path, columns: Columns, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(path.read_bytes())
    with closing(connect_again(copy)) as database:
        database.execute("DELETE FROM solutions WHERE name = 's9'")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"s9" in names_in(path.read_bytes(), columns)
    assert b"s9" not in names_in(copy.read_bytes(), columns)


def test_frames_that_sqlite_does_not_take_are_marked(
    path: Path, columns: Columns, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(path.read_bytes())
    with closing(connect_again(copy)) as database:
        database.execute("UPDATE solutions SET name = 'renamed' WHERE id = 1")
        before, log = copy.read_bytes(), copy.with_name("copy.db-wal").read_bytes()
    found = list(carved(Bytes(before, log, valid=0), columns))
    marks = {missed for _, row, missed in found if row.get("name") == b"renamed"}
    assert marks == {True}
    taken = list(carved(Bytes(before, log), columns))
    assert {missed for _, _, missed in taken} == {False}


@pytest.mark.parametrize("length", [0, 1, 99, 100, 5000])
def test_a_file_that_ends_early_is_read_to_its_end(
    content: bytes, columns: Columns, length: int
) -> None:
    assert rows_in(content[:length], columns) <= rows_in(content, columns)


def test_a_row_without_its_number_is_known_by_its_checksum(
    content: bytes, columns: Columns
) -> None:
    damaged = bytearray(content)
    for place in leaves_with_solutions(content):
        damaged[place : place + 8] = bytes(8)
        for cell in cell_places(content[place : place + PAGE], 0):
            _, number = varint(content, place + cell)
            damaged[place + cell : number + 1] = b"\xff" * (number + 1 - place - cell)
    absent = {"solutions": range(200, 0, -1)}
    assert not [table for table, _ in rows_in(bytes(damaged), columns) if table == "solutions"]
    found = list(misnumbered(Bytes(bytes(damaged)), columns, absent))
    assert {row["id"]: row["name"] for _, _, row in found} == dict(numbered_names(content, columns))


def test_no_other_number_is_given_to_a_row_that_is_good(content: bytes, columns: Columns) -> None:
    assert not list(misnumbered(Bytes(content), columns, {"solutions": range(100)}))
