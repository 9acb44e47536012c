"""Everything good in a database, damaged or not, copied into new sound records.

Good rows come from the tree, one by one where a scan stops at a damaged page, then from the bytes
of the file (`app.storage.repair.carving`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from app.storage.checksums import CHECKSUM, COUNTED, columns_of, row_checksum
from app.storage.migrations import MIGRATIONS, SEALED, migrate
from app.storage.repair.carving import Bytes, Columns, carved, misheaded, misnumbered
from app.storage.repair.inspection import (
    Findings,
    are_scores,
    inspect,
    is_plain,
    reading_bytes,
)
from app.storage.repair.structure import KEYS, ROWS, fresh_database

_MOST_TRIES: Final = 100_000
_MARGIN: Final = 1000
"""At most this many row numbers beyond the last known one are tried."""

Row = dict[str, Any]


@dataclass(slots=True)
class Salvaged:
    """What was found in a database.

    Attributes:
        findings: what an inspection said of it.
        bad: rows that are not what was written, by table and number, as far as they can be read.
        counted: how many solutions and verdicts there were by its own count; None when unknown.
        changes: its count of changes, 0 when unknown.
    """

    findings: Findings
    bad: dict[str, dict[int, Row]] = field(default_factory=lambda: {table: {} for table in ROWS})
    counted: Mapping[str, int] | None = None
    changes: int = 0


def salvage(
    source: Path, target: Path, log: bytes | None = None, valid: int | None = None
) -> Salvaged:
    """Copy what is good in a database into new records, which must not exist yet.

    Args:
        source: the database; it is not touched.
        target: where the new records are made, of the newest version.
        log: its write-ahead log; None for what lies beside it.
        valid: how many frames of the log SQLite takes; states of rows beyond are newer. None for
            all.

    Raises:
        OSError, sqlite3.Error: when it cannot be read for a reason other than damage, or the new
            records cannot be written.
    """
    content = source.read_bytes() if source.exists() else b""
    beside = source.with_name(source.name + "-wal")
    if log is None:
        log = beside.read_bytes() if beside.exists() else b""
    with TemporaryDirectory(dir=target.parent, prefix=".records-") as folder:
        copy = Path(folder) / "copy.db"
        copy.write_bytes(content)
        if log:
            copy.with_name("copy.db-wal").write_bytes(log)
        with closing(sqlite3.connect(copy, isolation_level=None)) as database:
            found = Salvaged(_findings(database))
            version = min(found.findings.version or len(MIGRATIONS), len(MIGRATIONS))
            with closing(fresh_database(version, str(target))) as records, one_write(records):
                with tolerant(), reading_bytes(database):
                    database.execute("PRAGMA writable_schema = ON")
                    _take_tree(database, records, found, version)
                if version >= SEALED and (valid is not None or not found.findings.is_sound):
                    _take_bytes(Bytes(content, log, valid), records, found)
    with closing(sqlite3.connect(target, isolation_level=None)) as records:
        migrate(records, MIGRATIONS)
    return found


def _findings(database: sqlite3.Connection) -> Findings:
    try:
        return inspect(database)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return Findings(len(MIGRATIONS), faults=(str(error),))


def tolerant() -> suppress:
    """End quietly where a damaged database cannot be read on."""
    return suppress(sqlite3.Error, MemoryError, OverflowError, UnicodeDecodeError)


@contextmanager
def one_write(database: sqlite3.Connection) -> Iterator[None]:
    """Make all writes within one transaction that does not wait for the disk: the file is new."""
    database.execute("PRAGMA synchronous = OFF")
    database.execute("PRAGMA foreign_keys = OFF")
    database.execute("BEGIN")
    yield
    database.execute("COMMIT")


# -- the tree --------------------------------------------------------------------------------------


def _take_tree(
    database: sqlite3.Connection, records: sqlite3.Connection, found: Salvaged, version: int
) -> None:
    with tolerant():
        _take_counts(database, found, version)
    for table in ROWS:
        names = [name for name, _ in columns_of(records, table)]
        with tolerant():
            theirs = [name for name, _ in columns_of(database, table)]
            if not names or not set(names) <= set(theirs):
                continue
            for number, row in _rows(database, table, names):
                if is_good(table, row):
                    put(records, table, row)
                elif number > 0:  # no row of ours has another number: it is part of the damage
                    found.bad[table][number] = row


def is_good(table: str, row: Row) -> bool:
    """Whether a row is what was written, as far as its version lets one know."""
    if CHECKSUM in row:
        covered = [value for name, value in row.items() if name != CHECKSUM]
        try:
            return bool(row_checksum(table, *covered) == row[CHECKSUM])
        except (TypeError, ValueError):
            return False
    if table == "verdicts" and not are_scores(row["scores"] or b""):
        return False
    return table == "runs" or is_plain(row.values())


def put(records: sqlite3.Connection, table: str, row: Row, *, replace: bool = False) -> bool:
    """Insert a row; False when there is one already, or no such row can be."""
    names = ", ".join(row)
    marks = ", ".join("?" if name == "data" else f"{_plain(row[name])}" for name in row)
    verb = "REPLACE" if replace else "IGNORE"
    query = f"INSERT OR {verb} INTO {table} ({names}) VALUES ({marks})"  # noqa: S608
    try:
        return records.execute(query, tuple(row.values())).rowcount == 1
    except sqlite3.IntegrityError:  # a type that the table does not take
        return False


def _plain(value: Any) -> str:
    return "CAST(? AS TEXT)" if isinstance(value, bytes) else "?"


def _take_counts(database: sqlite3.Connection, found: Salvaged, version: int) -> None:
    names = [name for name, _ in columns_of(database, "revision")]
    row = database.execute(f"SELECT {', '.join(names)} FROM revision").fetchone()  # noqa: S608
    if row is not None:
        _count(found, dict(zip(names, row, strict=True)), version)


def _count(found: Salvaged, row: Row, version: int) -> None:
    if version < SEALED:
        found.changes = row["changes"] if isinstance(row["changes"], int) else 0
    elif is_good("revision", row) and row["changes"] >= found.changes:
        found.changes = row["changes"]
        found.counted = {table: row[table] for table in COUNTED}


def _rows(database: sqlite3.Connection, table: str, names: list[str]) -> Iterator[tuple[int, Row]]:
    """Every row that can be read, each once."""
    query = f"SELECT rowid, {', '.join(names)} FROM {table}"  # noqa: S608
    seen: set[int] = set()
    whole = False
    for order in ("", " ORDER BY rowid DESC"):
        try:
            for number, *values in database.execute(query + order):
                if number not in seen:
                    seen.add(number)
                    yield number, dict(zip(names, values, strict=True))
            whole = True
        except (sqlite3.Error, OverflowError, UnicodeDecodeError):
            whole = False
        if whole:
            return
    for number in range(1, _last(database, table, seen) + 1):
        if number in seen:
            continue
        with tolerant():
            for own, *values in database.execute(f"{query} WHERE rowid = ?", (number,)):
                yield own, dict(zip(names, values, strict=True))


def _last(database: sqlite3.Connection, table: str, seen: Iterable[int]) -> int:
    last = max((number for number in seen if number < _MOST_TRIES), default=0)
    with tolerant():
        for (number,) in database.execute(
            "SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)
        ):
            last = max(last, number)
    return min(last + _MARGIN, _MOST_TRIES)


# -- the bytes -------------------------------------------------------------------------------------


def _take_bytes(content: Bytes, records: sqlite3.Connection, found: Salvaged) -> None:
    """Add rows that the tree does not have, and the newer states of rows that SQLite misses."""
    tables = (*ROWS, "revision")
    columns = {table: columns_of(records, table) for table in tables}
    last: dict[tuple[str, tuple[Any, ...]], tuple[Row, bool]] = {}
    for table, row, missed in carved(content, columns):
        if table == "revision":
            _count(found, row | {CHECKSUM: row_checksum(table, *row.values())}, SEALED)
        else:
            last[table, key_of(table, row)] = (row, missed)
    for (table, key), (row, missed) in last.items():
        is_new = missed or not has(records, table, key)
        if is_new and put(records, table, row, replace=True):
            _forget_bad(found, table, key)
    _take_mended(content, columns, records, found)


def _take_mended(
    content: Bytes, columns: Columns, records: sqlite3.Connection, found: Salvaged
) -> None:
    """Add rows that are good but for their number or the head of their record."""
    absent = {table: _absent(records, table) for table in COUNTED}
    for table, number, row in chain(
        misnumbered(content, columns, absent), misheaded(content, columns, COUNTED)
    ):
        if not put(records, table, row):
            continue
        bad = found.bad[table].get(number, {})
        if row["id"] == number or all(
            bad.get(name) == value for name, value in row.items() if name != "id"
        ):
            found.bad[table].pop(number, None)


def _absent(records: sqlite3.Connection, table: str) -> list[int]:
    """Numbers that a row of the table may have had, the newest first."""
    there = {number for (number,) in records.execute(f"SELECT id FROM {table}")}  # noqa: S608
    last = min(max(there, default=0) + _MARGIN, _MOST_TRIES)
    return [number for number in range(last, 0, -1) if number not in there]


def _forget_bad(found: Salvaged, table: str, key: tuple[Any, ...]) -> None:
    """A good state of a bad row was found."""
    if len(key) == 1:
        found.bad[table].pop(key[0], None)


def key_of(table: str, row: Row) -> tuple[Any, ...]:
    """The key of a row."""
    return tuple(row[name] for name in KEYS[table])


def has(records: sqlite3.Connection, table: str, key: tuple[Any, ...]) -> bool:
    """Whether there is a row of that key."""
    condition = " AND ".join(
        f"{name} = {_plain(value)}" for name, value in zip(KEYS[table], key, strict=True)
    )
    query = f"SELECT 1 FROM {table} WHERE {condition}"  # noqa: S608
    return records.execute(query, key).fetchone() is not None
