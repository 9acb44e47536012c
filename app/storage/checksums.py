"""A checksum in every row: what a damaged disk changed is found, and costs one row.

Tables of version 5 and later have a column ``checksum`` over the table's name and all its other
columns. Triggers of the connection write it within the statement that changes the row, so no
writer can forget it; they are temporary, so the file itself needs no function of ours. The
triggers also count solutions and verdicts in the table ``revision``: rows that vanished with the
page that named them are missed.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from typing import Final

CHECKSUM: Final = "checksum"
COUNTED: Final = ("solutions", "verdicts")
_FUNCTION: Final = "row_checksum"


def row_checksum(table: str, *values: bytes | float | None) -> int:
    """The checksum of a row, 0 to 2³² − 1: CRC-32, as it finds every damage of up to 32 bits.

    Args:
        table: where the row is.
        values: its columns in the order of the schema, without the checksum; texts as UTF-8.
    """
    shape: list[str | float | None] = [table]
    checksum = 0
    for value in values:
        if isinstance(value, bytes):
            checksum = zlib.crc32(value, checksum)
            shape.append(len(value))
        else:
            shape.append(value)
    return zlib.crc32(repr(shape).encode("utf-8"), checksum)


def columns_of(database: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    """Name and type of each column of a table, in the order of the schema."""
    rows = database.execute("SELECT name, type FROM pragma_table_info(?)", (table,)).fetchall()
    return [(_text(name), _text(kind)) for name, kind in rows]


def sealed_tables(database: sqlite3.Connection) -> dict[str, list[tuple[str, str]]]:
    """The tables whose rows have checksums, with the columns that these cover."""
    names = database.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table'").fetchall()
    tables = {_text(name): columns_of(database, _text(name)) for (name,) in names}
    return {
        table: [own for own in columns if own[0] != CHECKSUM]
        for table, columns in tables.items()
        if any(name == CHECKSUM for name, _ in columns)
    }


def add_function(database: sqlite3.Connection) -> None:
    """Let a connection compute checksums."""
    database.create_function(_FUNCTION, -1, row_checksum, deterministic=True)


def reseal(database: sqlite3.Connection) -> None:
    """Write the checksums of all rows anew, and count them: after a migration."""
    add_function(database)
    tables = sealed_tables(database)
    if "revision" in tables:
        counts = ", ".join(f"{table} = (SELECT count(*) FROM {table})" for table in COUNTED)  # noqa: S608
        database.execute(f"UPDATE revision SET {counts}")  # noqa: S608 (a text of ours)
    for table, columns in tables.items():
        database.execute(_sealing(table, columns))


def keep_sealed(database: sqlite3.Connection) -> None:
    """Let every write of this connection keep checksums and counts."""
    add_function(database)
    tables = sealed_tables(database)
    for table, columns in tables.items():
        names = ", ".join(name for name, _ in columns)
        for event in ("INSERT", f"UPDATE OF {names}"):
            kind = event.split()[0].lower()
            database.execute(
                f"CREATE TEMP TRIGGER {table}_{kind}_sealed AFTER {event} ON main.{table} BEGIN"
                f" {_sealing(table, columns)} WHERE rowid = NEW.rowid; END"
            )
    for table in COUNTED if "revision" in tables else ():
        for event, change in (("INSERT", "+ 1"), ("DELETE", "- 1")):
            database.execute(
                f"CREATE TEMP TRIGGER {table}_{event.lower()}_counted AFTER {event} ON main.{table}"  # noqa: S608
                f" BEGIN UPDATE revision SET {table} = {table} {change}; END"
            )


def mismatched(
    database: sqlite3.Connection, table: str, columns: Sequence[tuple[str, str]]
) -> Iterator[int]:
    """Numbers of the rows of a sealed table whose checksum is not theirs.

    Args:
        database: its ``text_factory`` must be ``bytes``.
        table: a sealed table.
        columns: what the checksum covers.
    """
    names = ", ".join(name for name, _ in columns)
    query = f"SELECT rowid, {CHECKSUM}, {names} FROM {table}"  # noqa: S608
    for rowid, checksum, *values in database.execute(query):
        if row_checksum(table, *values) != checksum:
            yield rowid


def good_when(database: sqlite3.Connection, table: str) -> str:
    """The SQL condition that a row of a sealed table is what was written."""
    return f"{CHECKSUM} = {_computed(table, sealed_tables(database)[table])}"


def _sealing(table: str, columns: Sequence[tuple[str, str]]) -> str:
    return f"UPDATE {table} SET {CHECKSUM} = {_computed(table, columns)}"  # noqa: S608


def _computed(table: str, columns: Sequence[tuple[str, str]]) -> str:
    covered = ", ".join(
        f"CAST({name} AS BLOB)" if kind == "TEXT" else name for name, kind in columns
    )
    return f"{_FUNCTION}('{table}', {covered})"


def _text(value: str | bytes) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
