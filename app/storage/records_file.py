"""The file of the records: opened, checked, migrated, backed up, and written in transactions.

One SQLite file in WAL mode. Whatever a method has returned from is on disk: a kill or a power cut
afterwards loses nothing. The file is checked when it is opened; a damaged one is set aside and the
newest sound backup takes its place, with a sentence for the player in `RecordsFile.notice`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from app.storage import backups
from app.storage.migrations import MIGRATIONS, migrate


class RecordsError(Exception):
    """The records cannot be read or written; the message is a sentence for the player."""


class RecordsFile:
    """The open database.

    Args:
        path: the file; made when missing. Backups lie beside it in ``backups/``.

    Attributes:
        notice: a sentence for the player about a repair while opening, or None.

    Raises:
        RecordsError: when it is damaged beyond repair, of a newer version, or cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._backups = path.parent / "backups"
        self.notice = self._repair()
        self._database = _connect(path)
        try:
            self._bring_up_to_date()
            self._back_up_changes()
        except BaseException:
            self._database.close()
            raise

    @contextmanager
    def together(self) -> Iterator[None]:
        """Run all writes within as one transaction; an exception rolls all of them back."""
        with self._transaction():
            yield

    def close(self) -> None:
        """Close the database; SQLite merges the write-ahead log."""
        self._database.close()

    def _repair(self) -> str | None:
        lost = not self._path.exists() or self._path.stat().st_size == 0
        if lost and not backups.newest_first(self._backups):
            return None
        if not lost and backups.is_sound(self._path):
            return None
        aside = backups.restore(self._path, self._backups)
        if aside is None:
            raise RecordsError(
                f"Your records in {self._path} are damaged and no backup of them is sound. "
                "Nothing was changed; move the file away to start with new ones."
            )
        return (
            "Your records were damaged, so the newest backup was put in their place. "
            f"The damaged file is kept as {aside.name}."
        )

    def _bring_up_to_date(self) -> None:
        version = self._read("PRAGMA user_version")[0][0]
        if version > len(MIGRATIONS):
            raise RecordsError(
                f"Your records in {self._path} were written by a newer version of the game. "
                "Please update it to open them."
            )
        if 0 < version < len(MIGRATIONS):
            self._back_up()
        with _explained(self._path):
            migrate(self._database, MIGRATIONS)

    def _back_up_changes(self) -> None:
        newest = next(iter(backups.newest_first(self._backups)), None)
        changes = self._read("SELECT changes FROM revision")[0][0]
        if changes and (newest is None or _changes_of(newest) != changes):
            self._back_up()

    def _back_up(self) -> None:
        # A full disk must not keep the player from playing: the next start tries again.
        with suppress(OSError, sqlite3.Error):
            backups.make_backup(self._database, self._backups)

    def _read(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        with _explained(self._path):
            return self._database.execute(query, values).fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        if self._database.in_transaction:  # within `together`, which commits all at once
            with _explained(self._path):
                yield self._database
            return
        with _explained(self._path):
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
                self._database.execute("UPDATE revision SET changes = changes + 1")
                self._database.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise

    def _roll_back(self) -> None:
        if self._database.in_transaction:  # a full disk may have ended it already
            self._database.execute("ROLLBACK")


def _connect(path: Path) -> sqlite3.Connection:
    with _explained(path):
        database = sqlite3.connect(path, isolation_level=None, timeout=5)
        try:
            database.execute("PRAGMA journal_mode = WAL")
            # FULL rather than NORMAL: a save that was acknowledged outlives a power cut.
            database.execute("PRAGMA synchronous = FULL")
            database.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            database.close()
            raise
        return database


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise RecordsError(f"Your records in {path} cannot be used: {error}.") from error


def _changes_of(backup: Path) -> int | None:
    try:
        database = sqlite3.connect(f"{backup.absolute().as_uri()}?mode=ro", uri=True)
        try:
            return int(database.execute("SELECT changes FROM revision").fetchone()[0])
        finally:
            database.close()
    except (sqlite3.Error, TypeError):
        return None
