"""The test scores of all starts that were trained, in one SQLite file for each search.

A row is filled once: what is added again changes nothing. What was added is committed, so a search
that is killed loses no more than the chunks that were on their way.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zlib import crc32

import numpy as np

from app.search.errors import SearchError
from engine.data import Floats

APPLICATION: Final = 0x4E425341
"""What SQLite files of searches have as their application id."""

VERSION: Final = 1
_AT_ONCE: Final = 500
_SCHEMA: Final = """
CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE starts (
    key TEXT PRIMARY KEY, scores BLOB NOT NULL, checksum INTEGER NOT NULL
) WITHOUT ROWID;
"""
_RECIPE: Final = "recipe"


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """Starts of one candidate.

    Attributes:
        key: of the candidate.
        first: number of the first of these starts.
        scores: the test score of each, NaN where it diverged; shape (starts,).
    """

    key: str
    first: int
    scores: Floats


class SearchStore:
    """What one search has trained so far.

    Use `open`; close it when the search ends.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection, self.path = connection, path

    @classmethod
    def open(cls, path: Path, recipe: str) -> SearchStore:
        """The store in a file, which is made when it is not there.

        Args:
            path: the file.
            recipe: hash of all that the scores depend on.

        Raises:
            SearchError: when the file is another search's or program's, damaged, in use, or cannot
                be read or written.
        """
        with _sentences(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(path, isolation_level=None, timeout=1.0)
            try:
                store = cls(connection, path)
                store._prepare(recipe)
            except BaseException:
                connection.close()
                raise
        return store

    @classmethod
    def passing(cls) -> SearchStore:
        """A store in memory, which is gone when it is closed."""
        store = cls(sqlite3.connect(":memory:", isolation_level=None), Path(":memory:"))
        store._prepare("")
        return store

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def scores(self, keys: Sequence[str]) -> dict[str, Floats]:
        """The scores of those of these candidates that have any, from start 0 on.

        A row that is not as it was written counts as missing.
        """
        found: dict[str, Floats] = {}
        with _sentences(self.path):
            for first in range(0, len(keys), _AT_ONCE):
                some = keys[first : first + _AT_ONCE]
                marks = ",".join("?" * len(some))
                query = f"SELECT key, scores, checksum FROM starts WHERE key IN ({marks})"  # noqa: S608
                for key, scores, checksum in self._connection.execute(query, some):
                    if checksum == _checksum(key, scores):
                        found[key] = np.frombuffer(scores, dtype="<f8")
        return found

    def add(self, rows: Iterable[Row]) -> None:
        """Keep the scores of further starts; all or, when the disk refuses, none.

        What is there already stays, and what leaves a gap behind the last start is left out.
        """
        with _sentences(self.path), self._transaction():
            given = list(rows)
            known = self.scores([row.key for row in given])
            for row in given:
                before = known.get(row.key, np.empty(0))
                if row.first <= len(before) < row.first + len(row.scores):
                    fresh = row.scores[len(before) - row.first :]
                    known[row.key] = np.concatenate([before, fresh])
                    self._write(row.key, known[row.key])

    def count(self) -> tuple[int, int]:
        """How many candidates and how many starts there are."""
        with _sentences(self.path):
            query = "SELECT count(*), coalesce(sum(length(scores)), 0) FROM starts"
            candidates, size = self._connection.execute(query).fetchone()
        return int(candidates), int(size) // 8

    def note(self, name: str, value: str) -> None:
        """Keep a note of the search, such as how long it has taken."""
        with _sentences(self.path):
            self._connection.execute("REPLACE INTO notes VALUES (?, ?)", (name, value))

    def noted(self, name: str) -> str | None:
        """The note of that name."""
        with _sentences(self.path):
            query = "SELECT value FROM notes WHERE name = ?"
            found = self._connection.execute(query, (name,)).fetchone()
        return None if found is None else str(found[0])

    def forget(self, *names: str) -> None:
        """Remove notes; the starts stay, as they would come out the same again."""
        with _sentences(self.path):
            for name in names:
                self._connection.execute("DELETE FROM notes WHERE name = ?", (name,))

    def _write(self, key: str, scores: Floats) -> None:
        blob = np.ascontiguousarray(scores, dtype="<f8").tobytes()
        row = (key, blob, _checksum(key, blob))
        self._connection.execute("REPLACE INTO starts VALUES (?, ?, ?)", row)

    def _prepare(self, recipe: str) -> None:
        run = self._connection.execute
        # One search at a time; without it two would train the same.
        run("PRAGMA locking_mode = EXCLUSIVE")
        run("PRAGMA synchronous = NORMAL")
        with self._transaction():
            (tables,) = run("SELECT count(*) FROM sqlite_master").fetchone()
            (application,) = run("PRAGMA application_id").fetchone()
            (version,) = run("PRAGMA user_version").fetchone()
            if not tables and not application:
                for statement in _SCHEMA.split(";"):
                    run(statement)
                run(f"PRAGMA application_id = {APPLICATION}")
                run(f"PRAGMA user_version = {VERSION}")
                run("INSERT INTO notes VALUES (?, ?)", (_RECIPE, recipe))
                return
        if application != APPLICATION:
            raise SearchError(f"{self.path} is no store of a search: name another file.")
        if version != VERSION:
            raise SearchError(
                f"{self.path} is of version {version}, and this program reads {VERSION}: "
                "name another file."
            )
        if run("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise SearchError(_damaged(self.path))
        if self.noted(_RECIPE) != recipe:
            raise SearchError(
                f"{self.path} belongs to another search: of another level, palette or training, "
                "or with another kernel; name another file."
            )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")


def _checksum(key: str, scores: bytes) -> int:
    return crc32(scores, crc32(key.encode()))


def _damaged(path: Path) -> str:
    return f"{path} is damaged: remove it, and the search begins anew."


def _not_opened(path: Path) -> str:
    if path.is_dir():
        return f"{path} is a folder: name a file in it."
    return f"{path} cannot be opened: is its folder yours to write to?"


@contextmanager
def _sentences(path: Path) -> Iterator[None]:
    """Turn errors of SQLite and of the system into a `SearchError`."""
    sentences: dict[str, Callable[[Path], str]] = {
        "SQLITE_NOTADB": lambda own: f"{own} is no store of a search: name another file.",
        "SQLITE_CORRUPT": _damaged,
        "SQLITE_BUSY": lambda own: f"{own} is in use: another search of this level is running.",
        "SQLITE_FULL": lambda own: f"The disk of {own} is full: free some space, then --resume.",
        "SQLITE_READONLY": lambda own: f"{own} cannot be written: it is read-only.",
        "SQLITE_CANTOPEN": _not_opened,
    }
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        if isinstance(error, FileExistsError):
            reason = f"{error.filename} is no folder"
        raise SearchError(
            f"The search cannot be kept in {path}: {reason}; name another file with --store."
        ) from error
    except sqlite3.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", "")
        for stem, sentence in sentences.items():
            if name.startswith(stem):
                raise SearchError(sentence(path)) from error
        raise SearchError(f"{path} cannot be used as the store of a search: {error}.") from error
