"""What the player has built and won: solutions, the one that is open, and every verdict.

One SQLite file in WAL mode. Whatever a method has returned from is on disk: a kill or a power cut
afterwards loses nothing. The file is checked when it is opened; a damaged one is set aside and the
newest sound backup takes its place, with a sentence for the player in `Records.notice`.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from app.storage import backups

MIGRATIONS: Final[tuple[tuple[str, ...], ...]] = (
    (
        """CREATE TABLE solutions (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            level_id TEXT NOT NULL,
            name TEXT NOT NULL,
            text TEXT NOT NULL,
            parameters INTEGER NOT NULL,
            position INTEGER NOT NULL,
            updated REAL NOT NULL
        ) STRICT""",
        "CREATE INDEX solutions_of_level ON solutions (level_id, position)",
        """CREATE TABLE open_solutions (
            level_id TEXT PRIMARY KEY,
            solution_id INTEGER NOT NULL REFERENCES solutions (id) ON DELETE CASCADE
        ) STRICT""",
        """CREATE TABLE verdicts (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            level_id TEXT NOT NULL,
            level_key TEXT NOT NULL,
            text TEXT NOT NULL,
            parameters INTEGER NOT NULL,
            passed INTEGER NOT NULL,
            medal TEXT,
            scores TEXT NOT NULL,
            judged REAL NOT NULL
        ) STRICT""",
        "CREATE INDEX verdicts_of_level ON verdicts (level_id, level_key, passed, parameters)",
        "CREATE TABLE revision (changes INTEGER NOT NULL) STRICT",
        "INSERT INTO revision VALUES (0)",
    ),
)
"""Step n brings a file from version n to n + 1; steps are added, never changed."""


class RecordsError(Exception):
    """The records cannot be read or written; the text is a sentence for the player."""


@dataclass(frozen=True, slots=True)
class StoredSolution:
    """A solution as it is kept; ``text`` is its JSON."""

    id: int
    level_id: str
    name: str
    text: str
    parameters: int
    position: int


@dataclass(frozen=True, slots=True)
class StoredVerdict:
    """A verdict as it is kept.

    Attributes:
        level_id, level_key: the level, and what affected the score when it was judged.
        text: the judged solution as JSON.
        parameters: its size.
        passed: whether enough starts reached the threshold.
        medal: name of the medal it won; None for a verdict that failed.
        scores: seed and test score of each start; None where it diverged.
        judged: seconds since 1970; for showing only, never for order.
    """

    level_id: str
    level_key: str
    text: str
    parameters: int
    passed: bool
    medal: str | None
    scores: tuple[tuple[int, float | None], ...]
    judged: float


class Records:
    """The open database.

    Args:
        path: the file; made when missing. Backups lie beside it in ``backups/``.

    Attributes:
        notice: what the player should be told about opening it, or None.

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

    # -- solutions ---------------------------------------------------------------------------------

    def solutions(self, level_id: str) -> list[StoredSolution]:
        """The solutions of a level in the player's order."""
        rows = self._read(
            "SELECT id, level_id, name, text, parameters, position FROM solutions"
            " WHERE level_id = ? ORDER BY position, id",
            (level_id,),
        )
        return [StoredSolution(*row) for row in rows]

    def add_solution(self, level_id: str, name: str, text: str, parameters: int) -> int:
        """Keep a new solution as the last of its level; returns its id."""
        with self._transaction() as database:
            cursor = database.execute(
                "INSERT INTO solutions (level_id, name, text, parameters, position, updated)"
                " SELECT ?, ?, ?, ?, coalesce(max(position), 0) + 1, ?"
                " FROM solutions WHERE level_id = ?",
                (level_id, name, text, parameters, time.time(), level_id),
            )
            return int(cursor.lastrowid or 0)

    def save_solution(self, solution_id: int, name: str, text: str, parameters: int) -> None:
        """Keep the present state of a solution."""
        with self._transaction() as database:
            database.execute(
                "UPDATE solutions SET name = ?, text = ?, parameters = ?, updated = ? WHERE id = ?",
                (name, text, parameters, time.time(), solution_id),
            )

    def delete_solution(self, solution_id: int) -> None:
        """Forget a solution; its verdicts stay."""
        with self._transaction() as database:
            database.execute("DELETE FROM solutions WHERE id = ?", (solution_id,))

    def open_solution(self, level_id: str) -> int | None:
        """Id of the solution that was open last in a level."""
        rows = self._read("SELECT solution_id FROM open_solutions WHERE level_id = ?", (level_id,))
        return rows[0][0] if rows else None

    def set_open_solution(self, level_id: str, solution_id: int) -> None:
        """Remember which solution of a level is open."""
        with self._transaction() as database:
            database.execute(
                "INSERT OR REPLACE INTO open_solutions VALUES (?, ?)", (level_id, solution_id)
            )

    # -- verdicts ----------------------------------------------------------------------------------

    def add_verdict(self, verdict: StoredVerdict) -> None:
        """Keep a verdict for good."""
        with self._transaction() as database:
            database.execute(
                "INSERT INTO verdicts (level_id, level_key, text, parameters, passed, medal,"
                " scores, judged) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    verdict.level_id,
                    verdict.level_key,
                    verdict.text,
                    verdict.parameters,
                    int(verdict.passed),
                    verdict.medal,
                    json.dumps(verdict.scores),
                    verdict.judged,
                ),
            )

    def verdicts(self, level_id: str, level_key: str) -> list[StoredVerdict]:
        """Every verdict on the level as it is now, the oldest first."""
        rows = self._read(
            "SELECT level_id, level_key, text, parameters, passed, medal, scores, judged"
            " FROM verdicts WHERE level_id = ? AND level_key = ? ORDER BY id",
            (level_id, level_key),
        )
        return [_verdict(row) for row in rows]

    def best(self, level_id: str, level_key: str) -> StoredVerdict | None:
        """The smallest passed solution of the level as it is now; the earliest of equals."""
        passed = [verdict for verdict in self.verdicts(level_id, level_key) if verdict.passed]
        return min(passed, key=lambda verdict: verdict.parameters, default=None)

    # -- the file ----------------------------------------------------------------------------------

    def close(self) -> None:
        """Close the file; the log beside it is folded in."""
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
        with _explained(self._path):
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
                self._database.execute("UPDATE revision SET changes = changes + 1")
                self._database.execute("COMMIT")
            except BaseException:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise


def migrate(database: sqlite3.Connection, steps: Sequence[Sequence[str]]) -> None:
    """Bring a database up to version ``len(steps)``, each step whole or not at all."""
    version = database.execute("PRAGMA user_version").fetchone()[0]
    for number in range(version, len(steps)):
        database.execute("BEGIN IMMEDIATE")
        try:
            for statement in steps[number]:
                database.execute(statement)
            database.execute(f"PRAGMA user_version = {number + 1}")
            database.execute("COMMIT")
        except BaseException:
            if database.in_transaction:
                database.execute("ROLLBACK")
            raise


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


def _verdict(row: Sequence[Any]) -> StoredVerdict:
    level_id, level_key, text, parameters, passed, medal, scores, judged = row
    pairs = tuple((int(seed), score) for seed, score in json.loads(scores))
    return StoredVerdict(level_id, level_key, text, parameters, bool(passed), medal, pairs, judged)
