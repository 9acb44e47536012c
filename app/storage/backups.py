"""Rotating backups of the records, numbered and not dated, as clocks may jump."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

KEPT: Final = 5
_NAME: Final = re.compile(r"records-(\d{6,})\.db")


def is_sound(path: Path) -> bool:
    """Whether a database opens and passes SQLite's quick check."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            found = database.execute("PRAGMA quick_check(1)").fetchone()
            tables = database.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.Error:
        return False
    return bool(found == ("ok",) and tables[0] > 0)


def newest_first(folder: Path) -> list[Path]:
    """The backups in a folder, the newest first; none when there is no such folder."""
    found = ((_NAME.fullmatch(path.name), path) for path in folder.glob("records-*.db"))
    numbered = [(int(match[1]), path) for match, path in found if match]
    return [path for _, path in sorted(numbered, reverse=True)]


def make_backup(database: sqlite3.Connection, folder: Path) -> Path:
    """Copy the database as the newest backup and drop all but the `KEPT` newest.

    Raises:
        OSError, sqlite3.Error: when the copy cannot be written; older backups are intact then.
    """
    folder.mkdir(parents=True, exist_ok=True)
    older = newest_first(folder)
    number = int(older[0].stem.split("-")[1]) + 1 if older else 1
    path = folder / f"records-{number:06}.db"
    unfinished = path.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(unfinished)) as copy:
        database.backup(copy)
        # A backup is one file: no log beside it that could be parted from it.
        copy.execute("PRAGMA journal_mode = DELETE")
    unfinished.rename(path)
    for superfluous in newest_first(folder)[KEPT:]:
        superfluous.unlink(missing_ok=True)
    return path


def restore(path: Path, folder: Path) -> Path | None:
    """Put the newest sound backup in the place of a damaged database, which is kept aside.

    Returns:
        Where the damaged file went; None when no backup is sound (nothing was touched then).
    """
    good = next((backup for backup in newest_first(folder) if is_sound(backup)), None)
    if good is None:
        return None
    aside = _aside(path)
    for suffix in ("", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(aside.with_name(aside.name + suffix))
    with closing(sqlite3.connect(good)) as source, closing(sqlite3.connect(path)) as target:
        source.backup(target)
    return aside


def _aside(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.stem}.damaged-{number}{path.suffix}")).exists():
        number += 1
    return aside
