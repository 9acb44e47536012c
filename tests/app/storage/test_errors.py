"""Troubles are distinguished by codes, whatever the message says."""

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
    ("error", "trouble"),
    [
        (sqlite_error(sqlite3.SQLITE_BUSY), Trouble.LOCKED),
        (sqlite_error(sqlite3.SQLITE_BUSY_RECOVERY), Trouble.LOCKED),
        (sqlite_error(sqlite3.SQLITE_LOCKED), Trouble.LOCKED),
        (sqlite_error(sqlite3.SQLITE_READONLY_DIRECTORY), Trouble.READ_ONLY),
        (sqlite_error(sqlite3.SQLITE_PERM), Trouble.FORBIDDEN),
        (sqlite_error(sqlite3.SQLITE_FULL), Trouble.FULL),
        (sqlite_error(sqlite3.SQLITE_IOERR_READ), Trouble.FAILING),
        (sqlite_error(sqlite3.SQLITE_CORRUPT), Trouble.DAMAGED),
        (sqlite_error(sqlite3.SQLITE_CORRUPT_INDEX), Trouble.DAMAGED),
        (sqlite_error(sqlite3.SQLITE_NOTADB), Trouble.DAMAGED),
        (sqlite_error(sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY), Trouble.OTHER),
        (OSError(errno.ENOSPC, "whatever"), Trouble.FULL),
        (OSError(errno.EROFS, "whatever"), Trouble.READ_ONLY),
        (OSError(errno.EACCES, "whatever"), Trouble.FORBIDDEN),
        (OSError(errno.EIO, "whatever"), Trouble.FAILING),
        (OSError(errno.EISDIR, "whatever"), Trouble.FOLDER),
        (OSError(errno.ENAMETOOLONG, "whatever"), Trouble.OTHER),
    ],
)
def test_the_code_says_which_trouble_it_is(
    error: sqlite3.Error | OSError, trouble: Trouble
) -> None:
    assert trouble_of(PATH, error) is trouble


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
