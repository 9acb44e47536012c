"""Whether a database of records is sound: the file, its schema, and each row by its checksum."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from app.storage.checksums import (
    CHECKSUM,
    COUNTED,
    columns_of,
    mismatched,
    row_checksum,
    sealed_tables,
)
from app.storage.errors import Trouble
from app.storage.migrations import MIGRATIONS, SEALED
from app.storage.repair.structure import (
    ROWS,
    Structure,
    is_ours,
    lacking,
    structure_of,
    version_by_structure,
)


@dataclass(frozen=True, slots=True)
class Findings:
    """What an inspection found.

    Attributes:
        version: of the schema; 0 for a file without a table.
        trouble: FOREIGN or NEWER when the file is not to be touched.
        faults: what is wrong with the file as a whole, one phrase each.
        bad: by table, the numbers of the rows that are not what was written.
    """

    version: int
    trouble: Trouble | None = None
    faults: tuple[str, ...] = ()
    bad: dict[str, frozenset[int]] | None = None

    @property
    def is_sound(self) -> bool:
        """Whether file and rows are what the game wrote; never true without a table."""
        return self.version > 0 and not (self.trouble or self.faults or self.bad)


def inspect(database: sqlite3.Connection) -> Findings:
    """Inspect a whole database.

    Raises:
        sqlite3.Error: when it cannot be read for a reason other than damage.
    """
    with reading_bytes(database):
        try:
            return _inspected(database)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            if is_damage(error):
                return Findings(len(MIGRATIONS), faults=(str(error),))
            raise


@contextmanager
def reading_bytes(database: sqlite3.Connection) -> Iterator[None]:
    """Let a connection read texts as the bytes that they are."""
    before: Callable[[bytes], Any] = database.text_factory
    database.text_factory = bytes
    try:
        yield
    finally:
        database.text_factory = before


def is_damage(error: sqlite3.Error | UnicodeDecodeError) -> bool:
    """Whether an error says that the file is damaged, and not that it cannot be read now."""
    if isinstance(error, UnicodeDecodeError):
        return True  # a message of SQLite quotes a damaged schema, and Python cannot decode it
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    # A damaged schema names no such table or column: SQLITE_ERROR.
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)


def _inspected(database: sqlite3.Connection) -> Findings:
    found = structure_of(database)
    claimed = database.execute("PRAGMA user_version").fetchone()[0]
    if not found:
        # A game that was killed in its first start left a file without a table.
        return Findings(0, faults=() if claimed == 0 else ("its tables are gone",))
    if not is_ours(found):
        return Findings(0, Trouble.FOREIGN)
    version, fault = _version(database, found, claimed)
    if version > len(MIGRATIONS):
        return Findings(version, Trouble.NEWER)
    faults = [fault] if fault else []
    missing = lacking(found, version)
    if missing:
        return Findings(version, faults=(*faults, f"{', '.join(missing)} is missing"))
    (verdict,) = database.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict != b"ok":
        faults.append(verdict.decode("utf-8", "replace"))
    if database.execute("PRAGMA foreign_key_check").fetchone() is not None:
        faults.append("a row belongs to a solution that is not there")
    faults += _revision_faults(database, version)
    return Findings(version, None, tuple(faults), bad_rows(database, version) or None)


def _version(database: sqlite3.Connection, found: Structure, claimed: int) -> tuple[int, str]:
    """The version, and what is wrong with the number in the file's header, if anything."""
    recorded = recorded_version(database)
    if recorded is not None:
        return recorded, "" if recorded == claimed else "its version number is damaged"
    by_structure = version_by_structure(found)
    if by_structure is not None:
        return by_structure, "" if by_structure == claimed else "its version number is damaged"
    return claimed or len(MIGRATIONS), ""


def recorded_version(database: sqlite3.Connection) -> int | None:
    """The version by the row of `revision`; None when there is no such row, or it is damaged."""
    try:
        columns = columns_of(database, "revision")
        if "version" not in (name for name, _ in columns):
            return None
        names = [name for name, _ in columns if name != CHECKSUM]
        row = database.execute(f"SELECT checksum, {', '.join(names)} FROM revision").fetchone()  # noqa: S608
    except sqlite3.Error as error:
        if is_damage(error):
            return None
        raise
    if row is None or row_checksum("revision", *row[1:]) != row[0]:
        return None
    return int(row[1 + names.index("version")])


def _revision_faults(database: sqlite3.Connection, version: int) -> list[str]:
    rows = database.execute("SELECT * FROM revision").fetchall()
    if len(rows) != 1:
        return ["the count of its changes is missing"]
    if version < SEALED:
        return []
    faults = []
    for table in COUNTED:
        counted, there = database.execute(
            f"SELECT (SELECT {table} FROM revision), (SELECT count(*) FROM {table})"  # noqa: S608
        ).fetchone()
        if counted != there:
            faults.append(f"{table} are missing")
    return faults


def bad_rows(database: sqlite3.Connection, version: int) -> dict[str, frozenset[int]]:
    """By table, the rows that are not what was written; texts must be read as bytes."""
    if version >= SEALED:
        tables = sealed_tables(database)
        found = {
            table: set(mismatched(database, table, columns)) for table, columns in tables.items()
        }
    else:
        found = {table: _not_plain(database, table) for table in ROWS}
        wrong = database.execute("SELECT rowid, scores FROM verdicts")
        found["verdicts"].update(row for row, scores in wrong if not are_scores(scores))
    return {table: frozenset(rows) for table, rows in found.items() if rows}


def _not_plain(database: sqlite3.Connection, table: str) -> set[int]:
    texts = [name for name, kind in columns_of(database, table) if kind == "TEXT"]
    if not texts:
        return set()
    rows = database.execute(f"SELECT rowid, {', '.join(texts)} FROM {table}")  # noqa: S608
    return {row for row, *values in rows if not is_plain(values)}


def is_plain(values: Iterable[Any]) -> bool:
    """Whether all texts of a row are UTF-8; of rows without checksums little more is known."""
    try:
        for value in values:
            if isinstance(value, bytes):
                value.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def are_scores(text: bytes | str) -> bool:
    """Whether a text is the scores of a verdict: pairs of a seed and a number or null."""
    try:
        pairs = json.loads(text)
        return isinstance(pairs, list) and all(
            isinstance(seed, int) and (score is None or isinstance(score, float | int))
            for seed, score in pairs
        )
    except (ValueError, TypeError, RecursionError):
        return False
