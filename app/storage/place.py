"""Which file the open records are, and putting it back where it was removed or replaced.

A file that is removed stays open on POSIX: what is written to it then would be gone with the game.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from app.storage.errors import Trouble, records_error
from app.storage.repair import replacement

Identity = tuple[int, int]
"""Device and number of a file."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Place:
    """Shared by all connections of this program to its records.

    Attributes:
        path: the file itself, not a link to it.
        link: what the player has put in its place, which leads to it; None for the file itself.
        identity: which file the records are; None while they are not open.
        report: is handed a sentence for the player, on any thread.
        turn: held by whoever writes.
    """

    path: Path
    link: Path | None = None
    identity: Identity | None = None
    report: Callable[[str], None] = log.warning
    turn: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def of(cls, path: Path) -> Place:
        """Of records that are about to be opened.

        Raises:
            RecordsError: when the path is a link whose target is away.
        """
        if not path.is_symlink():
            return cls(path)
        target = path.resolve()
        if not path.exists():
            raise records_error(path, Trouble.AWAY)
        return cls(target, path)

    def identify(self, otherwise: Identity | None = None) -> Identity | None:
        """The file that is in the place now; None when there is none.

        Args:
            otherwise: what to return where that cannot be seen.
        """
        try:
            found = self.path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError:
            return otherwise
        return found.st_dev, found.st_ino

    def put_back(self, database: sqlite3.Connection) -> None:
        """Write the records anew, from a connection that still has the old file open.

        A file that is in their place by now is kept beside them.

        Raises:
            OSError, sqlite3.Error, RecordsError: when they cannot be written now.
        """
        if self.link is not None and not self.path.parent.exists():
            # Whatever held the folder is away: one of that name would be on another disk.
            raise records_error(self.link, Trouble.AWAY)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self.identify() is None:
            replacement.create(self.path, lambda part: _copy(database, part))
            became = "was removed while the game was running. It is written anew"
        else:
            part = replacement.unfinished(self.path)
            _copy(database, part)
            kept = replacement.replace(self.path, part)
            became = "was replaced while the game was running. Yours is back"
            became += f", the other is kept as {kept.name}" if kept is not None else ""
        self.identity = self.identify()
        self.report(f"The file of your records, {self.path}, {became}; nothing in it is lost.")


def _copy(database: sqlite3.Connection, part: Path) -> None:
    with closing(sqlite3.connect(part)) as copy:
        database.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # it is one file until it is in its place
