"""Opening the records: made when new, repaired when damaged, refused in a sentence when neither.

A file that is locked, forbidden or another program's is never renamed or replaced.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.storage import backups
from app.storage.checksums import keep_sealed
from app.storage.errors import RecordsError, Trouble, beside, explained, records_error
from app.storage.files import is_special
from app.storage.migrations import MIGRATIONS, migrate
from app.storage.repair import replacement, wal
from app.storage.repair.inspection import Findings, inspect, is_damage
from app.storage.repair.structure import fresh_database

WAIT_SECONDS: Final = 1.0
"""How long another program's lock is waited for."""


@dataclass(frozen=True, slots=True)
class _Opened:
    """A database that was opened and inspected.

    Attributes:
        database: None when it could not be opened for damage.
        findings: what is wrong with it.
        log: its write-ahead log, where SQLite does not take all of that; else None.
        valid: how many frames of the log SQLite takes; None for all.
    """

    database: sqlite3.Connection | None
    findings: Findings
    log: bytes | None = None
    valid: int | None = None


def open_records(path: Path, folder: Path) -> sqlite3.Connection:
    """The database of the records, sound and of the newest version.

    Args:
        path: the file; made when missing.
        folder: where its backups lie.

    Raises:
        RecordsError: when it cannot be used; nothing was changed then.
    """
    with explained(path):
        if path.is_dir():
            raise records_error(path, Trouble.FOLDER)
        if is_special(path):
            raise RecordsError(
                f"Your records should be the file {path}, but a pipe or a device is in its place; "
                "move it away.",
                Trouble.FOLDER,
            )
        replacement.finish(path)
        if replacement.is_empty(path):
            _make(path, folder)
        opened = _open(path)
        if not opened.findings.is_sound:
            if opened.database is not None:
                opened.database.close()
            _mend(path, folder, opened)
            opened = _open(path)
        if opened.database is None or not opened.findings.is_sound:
            raise records_error(path, Trouble.DAMAGED)
        return _brought_up_to_date(opened.database, opened.findings.version, folder)


def _make(path: Path, folder: Path) -> None:
    has_log = replacement.has_log(path)
    if not has_log and not backups.newest_first(folder):
        replacement.create(path, _write_new)
        return
    # SQLite takes none of the log of a file that is gone, and deletes it.
    if not _rebuild(path, folder, None, 0 if has_log else None):
        from app.storage.repair.rebuild import begin_again

        begin_again(path, folder)


def _rebuild(path: Path, folder: Path, log: bytes | None, valid: int | None) -> bool:
    from app.storage.repair.rebuild import rebuild  # a start with sound records needs none of it

    return rebuild(path, folder, log, valid)


def _write_new(part: Path) -> None:
    fresh_database(len(MIGRATIONS), str(part)).close()


def _mend(path: Path, folder: Path, opened: _Opened) -> None:
    findings = opened.findings
    if findings.trouble is not None:
        raise records_error(path, findings.trouble)
    is_new = findings.version == 0 and not findings.faults
    if is_new and not backups.newest_first(folder):
        replacement.create(path, _write_new)
    elif not _rebuild(path, folder, opened.log, opened.valid):
        raise RecordsError(
            f"Your records in {path} are damaged and no backup of them is sound. "
            "Nothing was changed; begin anew, or put a backup of your own in their place.",
            Trouble.DAMAGED,
        )


def _open(path: Path) -> _Opened:
    _make_writable(path)
    written, _ = beside(path)
    log = written.read_bytes() if written.exists() else b""
    database = None
    try:
        database = connect(path)
        if log:
            database.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # reads the log
            valid = wal.frames_taken(path.with_name(path.name + "-shm"))
            if valid is not None and wal.is_cut(log, valid):
                findings = Findings(len(MIGRATIONS), faults=("a part of its log is damaged",))
                return _Opened(database, findings, log, valid)
        return _Opened(database, inspect(database))
    except (sqlite3.Error, UnicodeDecodeError) as error:
        if database is not None:
            database.close()
        if not is_damage(error):
            raise
        return _Opened(None, Findings(len(MIGRATIONS), faults=(str(error),)))


def connect(path: Path, wait_seconds: float = WAIT_SECONDS) -> sqlite3.Connection:
    """A connection as the game uses it: what a statement has returned from is on the disk.

    Raises:
        sqlite3.Error: when the file cannot be opened.
    """
    _make_writable(path)
    database = sqlite3.connect(path, isolation_level=None, timeout=wait_seconds)
    try:
        # FULL rather than NORMAL: a save that was acknowledged outlives a power cut.
        database.execute("PRAGMA synchronous = FULL")
        database.execute("PRAGMA foreign_keys = ON")
        # What was freed is wiped: nothing outdated is found when a damaged file is searched.
        database.execute("PRAGMA secure_delete = ON")
    except BaseException:
        database.close()
        raise
    return database


def _make_writable(path: Path) -> None:
    """Let the owner write what SQLite keeps beside the database.

    SQLite gives these files the permissions of the database: of one that was read-only for a while
    they would stay read-only, and no start could write to it any more.
    """
    for own in beside(path):
        with suppress(OSError):  # what cannot be mended is named when a write fails
            if own.exists() and not os.access(own, os.R_OK | os.W_OK):
                own.chmod(own.stat().st_mode | stat.S_IRUSR | stat.S_IWUSR)


def _brought_up_to_date(
    database: sqlite3.Connection, version: int, folder: Path
) -> sqlite3.Connection:
    try:
        if version < len(MIGRATIONS):
            backups.try_to_back_up(database, folder)
            migrate(database, MIGRATIONS)
        _prepare(database)
    except BaseException:
        database.close()
        raise
    return database


def connect_again(path: Path, wait_seconds: float = WAIT_SECONDS) -> sqlite3.Connection:
    """A further connection to records that are open: for a thread of its own.

    Raises:
        RecordsError: when the file cannot be opened.
    """
    with explained(path):
        database = connect(path, wait_seconds)
        try:
            _prepare(database)
        except BaseException:
            database.close()
            raise
        return database


def _prepare(database: sqlite3.Connection) -> None:
    # Not before the inspection: this writes to the file, which may be another program's.
    database.execute("PRAGMA journal_mode = WAL")
    keep_sealed(database)
    database.text_factory = _as_text


def _as_text(text: bytes) -> str:
    """A text that was damaged while the game runs is no reason to lose the rows beside it."""
    return text.decode("utf-8", "replace")
