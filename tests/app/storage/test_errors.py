"""Troubles are distinguished by codes, whatever the message says."""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
from pathlib import Path

import pytest

from app.storage.errors import Trouble, records_error, trouble_of
from tests.app.hindered import in_own_mounts, run_without_privileges

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


BLAMED = """
import os, sys
from pathlib import Path
from app.storage.errors import Trouble, records_error

path = Path(sys.argv[1])
for name in ("", "-wal", "-shm"):
    path.with_name(path.name + name).touch(0o600)
for name in ("-shm", "-wal", ""):
    os.chmod(path.with_name(path.name + name), 0o400)
    print(records_error(path, Trouble.READ_ONLY))
"""


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_the_file_beside_the_records_is_named_when_it_alone_is_read_only(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    done = run_without_privileges([sys.executable, "-c", BLAMED, str(path)])
    by_shm, by_wal, by_itself = done.stdout.splitlines()
    begins = f"Your records in {path} cannot be written: "
    assert by_shm == f"{begins}the file records.db-shm beside it is read-only; make it writable."
    assert by_wal == f"{begins}the file records.db-wal beside it is read-only; make it writable."
    assert by_itself == (
        f"{begins}the file, its folder or its disk is read-only; make it writable."
    )


OPEN = """
import sys
from pathlib import Path
from app.storage.errors import RecordsError
from app.storage.records import Records
try:
    Records(Path(sys.argv[1], "records.db"))
except RecordsError as error:
    print(error.trouble.name, error)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="mounts of Linux")
@pytest.mark.parametrize("size", range(8, 88, 8))
def test_a_disk_that_is_full_is_not_called_failing(tmp_path: Path, size: int) -> None:
    set_up = f"mount -t tmpfs -o size={size}k none {tmp_path}"
    assert in_own_mounts(set_up, OPEN, tmp_path) == (
        f"FULL The disk of your records in {tmp_path}/records.db is full; free some space on it.\n"
    )
