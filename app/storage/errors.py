"""What can be wrong with the records, distinguished by error codes, and the sentence for each.

A file that is locked, forbidden or on a full disk is not damaged: only `Trouble.DAMAGED` is ever
mended, and nothing else is renamed or replaced.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import Final

from app.storage.files import why_unwritable

DAMAGED_ROW: Final = "The file that held it was damaged."
"""The fault of a solution whose row is not as it was written."""


class Trouble(Enum):
    """Why the records cannot be used."""

    LOCKED = "locked"
    FORBIDDEN = "forbidden"
    READ_ONLY = "read-only"
    FULL = "full"
    FAILING = "failing"
    FOLDER = "folder"
    DAMAGED = "damaged"
    FOREIGN = "foreign"
    NEWER = "newer"
    AWAY = "away"
    GONE = "gone"
    OTHER = "other"


class RecordsError(Exception):
    """The records cannot be read or written; the message is a sentence for the player.

    Attributes:
        trouble: what kind of trouble it is.
    """

    def __init__(self, sentence: str, trouble: Trouble = Trouble.OTHER) -> None:
        super().__init__(sentence)
        self.trouble = trouble


class NoSuchSolution(RecordsError):
    """A row that was to be changed is not there."""


_SENTENCES: Final = {
    Trouble.LOCKED: "Your records in {path} are in use by another program; close it there.",
    Trouble.FORBIDDEN: "Your records in {path} may not be read or written by you; "
    "give yourself the permission.",
    Trouble.READ_ONLY: "Your records in {path} cannot be written: {what} is read-only; "
    "make it writable.",
    Trouble.FULL: "The disk of your records in {path} is full; free some space on it.",
    Trouble.FAILING: "The disk of your records in {path} does not answer as it should ({error}); "
    "check it.",
    Trouble.FOLDER: "Your records should be the file {path}, but a folder is in its place; "
    "move it away.",
    Trouble.DAMAGED: "Your records in {path} are damaged; start the game again to have them "
    "repaired.",
    Trouble.FOREIGN: "The file {path} is a database of another program; move it away.",
    Trouble.NEWER: "Your records in {path} were written by a newer version of the game. "
    "Please update it to open them.",
    Trouble.AWAY: "Your records in {path} are a link to a place that is away ({target}); connect "
    "its disk, or remove the link to begin anew.",
    Trouble.GONE: "Your records in {path} were removed or replaced while the game is "
    "running, and cannot be written anew; look what is in their place.",
    Trouble.OTHER: "Your records in {path} cannot be used: {error}.",
}
_CODES: Final = {
    sqlite3.SQLITE_BUSY: Trouble.LOCKED,
    sqlite3.SQLITE_LOCKED: Trouble.LOCKED,
    sqlite3.SQLITE_PERM: Trouble.FORBIDDEN,
    sqlite3.SQLITE_AUTH: Trouble.FORBIDDEN,
    sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_IOERR: Trouble.FAILING,
    sqlite3.SQLITE_CORRUPT: Trouble.DAMAGED,
    sqlite3.SQLITE_NOTADB: Trouble.DAMAGED,
}
_NUMBERS: Final = {
    errno.EACCES: Trouble.FORBIDDEN,
    errno.EPERM: Trouble.FORBIDDEN,
    errno.EROFS: Trouble.READ_ONLY,
    errno.ENOSPC: Trouble.FULL,
    errno.EDQUOT: Trouble.FULL,
    errno.EIO: Trouble.FAILING,
    errno.EISDIR: Trouble.FOLDER,
}
_PRIMARY: Final = 0xFF
"""The part of SQLite's extended error codes that names the kind."""
_PROBE_BYTES: Final = 65_536
"""More than SQLite needs for the index of a write-ahead log, its first file that may not fit."""


def trouble_of(path: Path, error: sqlite3.Error | OSError) -> Trouble:
    """What kind of trouble an error on the records in ``path`` is."""
    if isinstance(error, OSError):
        return _NUMBERS.get(error.errno or 0, Trouble.OTHER)
    code = getattr(error, "sqlite_errorcode", None)  # absent where Python itself complains
    if code is None:
        return Trouble.OTHER
    if code & _PRIMARY == sqlite3.SQLITE_CANTOPEN:
        return _why_not_opened(path)
    if code & _PRIMARY == sqlite3.SQLITE_IOERR and _is_full(path.parent):
        return Trouble.FULL  # SQLite says so only of the database and its journal
    return _CODES.get(code & _PRIMARY, Trouble.OTHER)


def _is_full(folder: Path) -> bool:
    error = why_unwritable(folder, _PROBE_BYTES)
    return error is not None and _NUMBERS.get(error.errno or 0) is Trouble.FULL


def _why_not_opened(path: Path) -> Trouble:
    try:
        if path.is_dir():
            return Trouble.FOLDER
        if path.exists() and not os.access(path, os.R_OK):
            return Trouble.FORBIDDEN
    except OSError:  # nobody may look into the folder
        return Trouble.FORBIDDEN
    if not os.access(path.parent, os.W_OK):
        return Trouble.READ_ONLY
    return Trouble.OTHER


def records_error(path: Path, cause: Trouble | sqlite3.Error | OSError) -> RecordsError:
    """The error with its sentence."""
    trouble = cause if isinstance(cause, Trouble) else trouble_of(path, cause)
    sentence = _SENTENCES[trouble].format(
        path=path,
        error=getattr(cause, "strerror", None) or cause,
        what=_what_is_read_only(path),
        target=os.path.realpath(path),
    )
    return RecordsError(sentence, trouble)


def beside(path: Path) -> tuple[Path, ...]:
    """The files that SQLite keeps beside a database: without them it cannot be written."""
    return tuple(path.with_name(path.name + ending) for ending in ("-wal", "-shm"))


def _what_is_read_only(path: Path) -> str:
    if os.access(path, os.W_OK):
        for own in beside(path):
            if os.path.exists(own) and not os.access(own, os.W_OK):  # noqa: PTH110 (never raises)
                return f"the file {own.name} beside it"
    return "the file, its folder or its disk"


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn errors of SQLite and of the system into a `RecordsError`."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise records_error(path, error) from error
