"""Rotating backups of the records, numbered and not dated, as clocks may jump.

A backup is only made of records that were found sound. Before a repair that lost something, the
backups that it drew on are kept for good: no later one contains what they do.
"""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Final

KEPT: Final = 5
_NAME: Final = re.compile(r"records-(\d{6,})(\.kept)?\.db")

log = logging.getLogger(__name__)


def newest_first(folder: Path) -> list[Path]:
    """The backups in a folder, the newest first; none when there is no such folder."""
    return [path for _, path in sorted(_numbered(folder), reverse=True)]


def _numbered(folder: Path) -> list[tuple[int, Path]]:
    found = ((_NAME.fullmatch(path.name), path) for path in folder.glob("records-*.db"))
    return [(int(match[1]), path) for match, path in found if match]


def keep_for_good(drawn_on: Iterable[Path]) -> None:
    """Let backups that a repair drew on never be rotated out.

    Raises:
        OSError: when one cannot be renamed.
    """
    for backup in drawn_on:
        if not backup.stem.endswith(".kept"):
            backup.rename(backup.with_name(f"{backup.stem}.kept.db"))


def make_backup(database: sqlite3.Connection, folder: Path) -> Path:
    """Copy the database as the newest backup and drop all but the `KEPT` newest.

    Args:
        database: records that were found sound.
        folder: where backups lie; made when missing.

    Raises:
        OSError, sqlite3.Error: when the copy cannot be written; older backups are intact then.
    """
    folder.mkdir(parents=True, exist_ok=True)
    number = max((number for number, _ in _numbered(folder)), default=0) + 1
    path = folder / f"records-{number:06}.db"
    unfinished = path.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(unfinished)) as copy:
        database.backup(copy)
        # A backup is one file: no log beside it that could be parted from it.
        copy.execute("PRAGMA journal_mode = DELETE")
    unfinished.rename(path)
    rotating = [own for own in newest_first(folder) if not own.stem.endswith(".kept")]
    for superfluous in rotating[KEPT:]:
        superfluous.unlink(missing_ok=True)
    return path


def try_to_back_up(database: sqlite3.Connection, folder: Path) -> None:
    """Make a backup if it can be written: a full disk must not keep the player from playing."""
    try:
        make_backup(database, folder)
    except (OSError, sqlite3.Error) as error:
        log.info("no backup was made: %s", error)


def changes_of(backup: Path) -> int | None:
    """The count of changes that a backup holds; None when it cannot be read."""
    try:
        uri = f"{backup.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True)) as database:
            return int(database.execute("SELECT changes FROM revision").fetchone()[0])
    except (sqlite3.Error, TypeError, ValueError):
        return None
