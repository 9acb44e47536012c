"""Troubles are told apart by codes, whatever the message says."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import pytest

from app.storage.errors import Trouble, records_error, trouble_of

PATH = Path("/nowhere/records.db")


def sqlite_error(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("whatever the library says")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        (sqlite3.SQLITE_BUSY, Trouble.LOCKED),
        (sqlite3.SQLITE_BUSY_RECOVERY, Trouble.LOCKED),
        (sqlite3.SQLITE_LOCKED, Trouble.LOCKED),
        (sqlite3.SQLITE_READONLY_DIRECTORY, Trouble.READ_ONLY),
        (sqlite3.SQLITE_PERM, Trouble.FORBIDDEN),
        (sqlite3.SQLITE_FULL, Trouble.FULL),
        (sqlite3.SQLITE_IOERR_READ, Trouble.FAILING),
        (sqlite3.SQLITE_CORRUPT, Trouble.DAMAGED),
        (sqlite3.SQLITE_CORRUPT_INDEX, Trouble.DAMAGED),
        (sqlite3.SQLITE_NOTADB, Trouble.DAMAGED),
        (sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY, Trouble.OTHER),
    ],
)
def test_sqlite_codes(code: int, trouble: Trouble) -> None:
    assert trouble_of(PATH, sqlite_error(code)) is trouble


@pytest.mark.parametrize(
    ("number", "trouble"),
    [
        (errno.ENOSPC, Trouble.FULL),
        (errno.EROFS, Trouble.READ_ONLY),
        (errno.EACCES, Trouble.FORBIDDEN),
        (errno.EIO, Trouble.FAILING),
        (errno.EISDIR, Trouble.FOLDER),
        (errno.ENAMETOOLONG, Trouble.OTHER),
    ],
)
def test_numbers_of_the_system(number: int, trouble: Trouble) -> None:
    assert trouble_of(PATH, OSError(number, "whatever")) is trouble


@pytest.mark.parametrize("trouble", Trouble)
def test_every_sentence_names_the_place_and_stands_alone(trouble: Trouble) -> None:
    error = records_error(PATH, trouble)
    assert str(PATH) in str(error)
    assert str(error).endswith(".")
    assert error.trouble is trouble
    sentences = [str(records_error(PATH, own)) for own in Trouble]
    assert sentences.count(str(error)) == 1


def test_a_folder_that_cannot_be_opened_is_called_one(tmp_path: Path) -> None:
    assert trouble_of(tmp_path, sqlite_error(sqlite3.SQLITE_CANTOPEN)) is Trouble.FOLDER
