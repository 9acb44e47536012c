"""The file of the records: opened, checked, migrated, backed up, and written in transactions.

One SQLite file in WAL mode. Whatever a method has returned from is on disk: a kill or a power cut
afterwards loses nothing. A connection that has become useless is replaced: it was made while the
file was read-only, or the file was removed or replaced (`app.storage.place`). File and rows are
checked when it is opened; a damaged one is rebuilt from what is good in it and in its backups
(`app.storage.repair`), and the player is notified.
"""

from __future__ import annotations

import copy
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, Self

from app.storage import backups
from app.storage.errors import RecordsError, Trouble, explained, records_error, trouble_of
from app.storage.opening import connect_again, open_records
from app.storage.place import Place

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
        self._folder = path.parent
        self._backups = path.parent / "backups"
        with explained(path):
            self._place = Place.of(path)
        self._path = self._place.path
        self._database = open_records(self._path, self._backups)
        self._identity = self._place.identity = self._place.identify()
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
        """The data folder: where the file lies, or the link to it."""
        return self._folder

    def report_to(self, report: Callable[[str], None]) -> None:
        """Have a sentence for the player reported where the file had to be put back.

        Args:
            report: is called with the sentence, on the thread that has put it back.
        """
        self._place.report = report

    def keep_in_place(self) -> None:
        """Put the file back if it was removed or replaced; nothing when it is there.

        Raises:
            RecordsError: when it cannot be written now.
        """
        with self._in_turn(), explained(self._path):
            self._stay_in_place()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Run all writes within as one transaction; an exception rolls all of them back."""
        with self._transaction():
            yield

    def further_connection(self) -> Self:
        """The same records through a connection of its own, for the thread that calls this.

        Raises:
            RecordsError: when the file cannot be opened, or it is not that of the records any more.
        """
        further = copy.copy(self)
        further.notice = None
        further._connect()  # noqa: SLF001 (of the same class)
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
            if self._identity != self._place.identity and not self._database.in_transaction:
                self._reconnect()  # another connection has put the file back
            return self._database.execute(query, values).fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        if self._database.in_transaction:  # within `together`, which commits all at once
            with explained(self._path):
                yield self._database
            return
        with self._in_turn(), explained(self._path):
            self._stay_in_place()
            try:
                self._begin()
                yield self._database
                self._database.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise

    def _begin(self) -> None:
        try:
            self._begin_writing()
        except sqlite3.Error as error:
            if trouble_of(self._path, error) is not Trouble.READ_ONLY:
                raise
            # The connection stays read-only for good, also when the file can be written by now.
            self._roll_back()
            self._reconnect()
            self._begin_writing()

    def _begin_writing(self) -> None:
        self._database.execute("BEGIN IMMEDIATE")
        # First: on a read-only connection the transaction begins, and only a write fails.
        self._database.execute("UPDATE revision SET changes = changes + 1")

    def _stay_in_place(self) -> None:
        if self._place.identify(self._place.identity) != self._place.identity:
            if self._identity != self._place.identity:
                self._reconnect()
            self._put_back()
        if self._identity != self._place.identity:
            self._reconnect()

    def _put_back(self) -> None:
        try:
            self._place.put_back(self._database)
        except OSError as error:
            known = trouble_of(self._path, error) is not Trouble.OTHER
            raise records_error(self._path, error if known else Trouble.GONE) from error

    def _reconnect(self) -> None:
        before = self._database
        self._connect()
        before.close()

    def _connect(self) -> None:
        """Open the file, which must be that of the records: SQLite would make a missing one."""
        place = self._place
        if place.identify(place.identity) != place.identity:
            raise records_error(self._path, Trouble.GONE)
        self._database = connect_again(self._path, BUSY_MS / 1000)
        self._identity = place.identity

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """Let connections of this program write one after another, however slow the disk is."""
        if not self._place.turn.acquire(timeout=TURN_SECONDS):
            raise RecordsError(
                f"Your records in {self._path} are still being written.", Trouble.LOCKED
            )
        try:
            yield
        finally:
            self._place.turn.release()

    def _roll_back(self) -> None:
        if self._database.in_transaction:  # a full disk may have ended it already
            self._database.execute("ROLLBACK")
