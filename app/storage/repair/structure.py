"""Tables and indexes of the records, and which version of the schema they are."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from functools import cache
from typing import Any, Final

from app.storage.migrations import MIGRATIONS, migrate

Structure = Mapping[str, tuple[Any, ...]]
"""Columns by the name of their table, and columns by the name of their index."""

KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "solutions": ("id",),
    "verdicts": ("id",),
    "open_solutions": ("origin", "level_id"),
    "levels": ("origin", "level_id"),
    "runs": ("solution_id",),
    "sturdiness": ("level_key", "text_hash"),
}
"""The columns that are the key of a row, by table."""
ROWS: Final = tuple(KEYS)
"""The tables of what is kept; a row of the first comes before those that belong to it."""

_NO_TABLE: Final = "sqlite_%"


def structure_of(database: sqlite3.Connection) -> Structure:
    """The tables and indexes that a database has.

    Raises:
        sqlite3.DatabaseError: when its schema cannot be read.
    """
    items = database.execute(
        "SELECT CAST(type AS BLOB), CAST(name AS BLOB) FROM main.sqlite_schema"
        " WHERE name NOT LIKE ?",
        (_NO_TABLE,),
    ).fetchall()
    queries = {
        b"table": 'SELECT CAST(name AS BLOB), CAST(type AS BLOB), "notnull", pk'
        " FROM pragma_table_info(?)",
        b"index": "SELECT CAST(name AS BLOB), seqno FROM pragma_index_info(?)",
    }
    return {
        name.decode("utf-8", "replace"): tuple(
            database.execute(queries[kind], (name.decode("utf-8", "replace"),)).fetchall()
        )
        for kind, name in items
        if kind in queries
    }


@cache
def expected_structure(version: int) -> Structure:
    """The tables and indexes of a version of the schema, 1 to the newest."""
    with closing(fresh_database(version)) as database:
        return structure_of(database)


def fresh_database(version: int, place: str = ":memory:") -> sqlite3.Connection:
    """Empty records of a version of the schema."""
    database = sqlite3.connect(place, isolation_level=None)
    migrate(database, MIGRATIONS[:version])
    return database


def version_by_structure(found: Structure) -> int | None:
    """The version whose tables and indexes are all there, the newest of them; None for none."""
    for version in range(len(MIGRATIONS), 0, -1):
        if lacking(found, version) == ():
            return version
    return None


def lacking(found: Structure, version: int) -> tuple[str, ...]:
    """Names of the tables and indexes of a version that are missing or have other columns."""
    expected = expected_structure(version)
    return tuple(name for name, columns in expected.items() if found.get(name) != columns)


def is_ours(found: Structure) -> bool:
    """Whether there is at least one table of ours, whole or not."""
    return any(name in found for name in (*ROWS, "revision"))
