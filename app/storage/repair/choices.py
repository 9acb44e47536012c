"""What a player can choose when the records cannot be used: a backup, or new records.

Whatever is chosen, the file that is in the way is kept beside the new one, under another name.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from app.storage import backups
from app.storage.checksums import reseal
from app.storage.errors import explained
from app.storage.files import is_special
from app.storage.migrations import MIGRATIONS
from app.storage.repair import replacement
from app.storage.repair.salvage import one_write, salvage
from app.storage.repair.structure import fresh_database


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that can be put in the place of the records.

    Attributes:
        path: its file.
        made: when, in seconds since 1970.
        solutions: how many solutions are in it that can be read.
    """

    path: Path
    made: float
    solutions: int


def usable_backups(folder: Path) -> list[Backup]:
    """The backups that hold at least one solution, the newest first."""
    found = []
    for path in backups.newest_first(folder):
        try:
            with TemporaryDirectory(prefix="neural-bonsai-") as place:
                copy = Path(place) / "copy.db"
                salvage(path, copy, b"")
                with closing(sqlite3.connect(copy)) as database:
                    (count,) = database.execute(
                        "SELECT count(*) FROM solutions WHERE deleted IS NULL"
                    ).fetchone()
            if count:
                found.append(Backup(path, path.stat().st_mtime, count))
        except (OSError, sqlite3.Error):
            continue  # it cannot be read now: not to be offered
    return found


def use_backup(path: Path, backup: Path) -> None:
    """Put what is good in a backup in the place of the records.

    Raises:
        RecordsError: when it cannot be written; nothing has changed then.
    """
    with explained(path):
        part = replacement.unfinished(path)
        found = salvage(backup, part, b"")
        with closing(sqlite3.connect(part, isolation_level=None)) as records, one_write(records):
            records.execute("UPDATE revision SET changes = ?", (found.changes + 1,))
            reseal(records)
        backups.keep_for_good([backup])
        _replace(path, part)


def begin_anew(path: Path) -> None:
    """Put empty records in the place of those that cannot be used.

    The backups are kept for good as well.

    Raises:
        RecordsError: when they cannot be written; nothing has changed then.
    """
    with explained(path):
        part = replacement.unfinished(path)
        fresh_database(len(MIGRATIONS), str(part)).close()
        backups.keep_for_good(backups.newest_first(path.parent / "backups"))
        _replace(path, part)


def _replace(path: Path, part: Path) -> None:
    if path.is_dir() or is_special(path):
        path.rename(replacement.next_aside(path))
    replacement.replace(path, part)
