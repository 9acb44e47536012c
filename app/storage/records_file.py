"""The file of the records: opened, checked, migrated, backed up, and written in transactions.

One SQLite file in WAL mode. Whatever a method has returned from is on disk: a kill or a power cut
afterwards loses nothing. File and rows are checked when it is opened; a damaged one is rebuilt from
what is good in it and in its backups (`app.storage.repair`), and the player is notified.
"""

from __future__ import annotations

import copy
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, Self

from app.storage import backups
from app.storage.errors import RecordsError, explained
from app.storage.opening import connect_again, open_records

BUSY_MS: Final = 50
"""How long a write waits for another program; whoever needs it written repeats it later."""
TURN_SECONDS: Final = 0.25
"""How long a write waits for one through another connection of this program."""


class RecordsFile:
    """The open database.

    Args:
        path: the file; made when missing. Backups lie beside it in ``backups/``.

    Attributes:
        notice: a sentence for the player about a repair that was not reported yet, or None.

    Raises:
        RecordsError: when it is damaged beyond repair, of a newer version, or cannot be opened; its
            ``trouble`` says which, and nothing was changed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turn = threading.Lock()
        self._backups = path.parent / "backups"
        self._database = open_records(path, self._backups)
        try:
            ((notice, changes),) = self._read("SELECT notice, changes FROM revision")
            self.notice: str | None = notice or None
            self._back_up_changes(changes)
            self._database.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        except BaseException:
            self._database.close()
            raise

    @property
    def folder(self) -> Path:
        """Where the file lies: the data folder."""
        return self._path.parent

    @contextmanager
    def together(self) -> Iterator[None]:
        """Run all writes within as one transaction; an exception rolls all of them back."""
        with self._transaction():
            yield

    def further_connection(self) -> Self:
        """The same records through a connection of its own, for the thread that calls this.

        Raises:
            RecordsError: when the file cannot be opened.
        """
        further = copy.copy(self)
        further.notice = None
        further._database = connect_again(self._path, BUSY_MS / 1000)  # noqa: SLF001 (of the same class)
        return further

    def close(self) -> None:
        """Close the database; SQLite merges the write-ahead log."""
        self._database.close()

    def note_reported(self) -> None:
        """Note that the player has seen the notice: the next opening has none.

        Where that cannot be written, the next opening has the notice once more.
        """
        if self.notice is not None:
            self.notice = None
            with suppress(sqlite3.Error):
                self._database.execute("UPDATE revision SET notice = ''")

    def _back_up_changes(self, changes: int) -> None:
        newest = next(iter(backups.newest_first(self._backups)), None)
        if changes and (newest is None or backups.changes_of(newest) != changes):
            backups.try_to_back_up(self._database, self._backups)

    def _read(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        with explained(self._path):
            return self._database.execute(query, values).fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        if self._database.in_transaction:  # within `together`, which commits all at once
            with explained(self._path):
                yield self._database
            return
        with self._in_turn(), explained(self._path):
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
                self._database.execute("UPDATE revision SET changes = changes + 1")
                self._database.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """Let connections of this program write one after another, however slow the disk is."""
        if not self._turn.acquire(timeout=TURN_SECONDS):
            raise RecordsError(f"Your records in {self._path} are still being written.")
        try:
            yield
        finally:
            self._turn.release()

    def _roll_back(self) -> None:
        if self._database.in_transaction:  # a full disk may have ended it already
            self._database.execute("ROLLBACK")
