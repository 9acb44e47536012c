"""Solutions, the open solution of each level, and verdicts, in the database."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from app.storage.checksums import COUNTED, good_when
from app.storage.errors import DAMAGED_ROW, NoSuchSolution, RecordsError
from app.storage.records_file import RecordsFile
from app.storage.sturdiness import as_row, from_row, text_hash
from engine.judging.tally import Sturdiness
from levels.origin import CAMPAIGN, Address

UNKNOWN_ORIGIN: Final = "unknown"
"""Origin of rows from before migration 2 whose level is not of the campaign."""

KEPT_DELETED: Final = 50
KEPT_SECONDS: Final = 30 * 24 * 3600.0
"""Deleted solutions older than this are removed, except for the last `KEPT_DELETED`."""

_VERDICT: Final = "origin, level_id, level_key, text, parameters, passed, scores, judged"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StoredSolution:
    """A solution as it is kept.

    Attributes:
        id: its number; never used twice.
        name: what the player calls it.
        text: its JSON.
        parameters: its size.
        position: places it among the solutions of its level.
        deleted: when it was deleted, in seconds since 1970; None while it was not.
        fault: what is wrong with it when it is not what was saved, else None.
    """

    id: int
    name: str
    text: str
    parameters: int
    position: int
    deleted: float | None = None
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class StoredVerdict:
    """A verdict as it is kept. Medals are no part of it: they follow from level and size.

    Attributes:
        address: the level.
        level_key: what affected the score when it was judged.
        text: the judged solution as JSON.
        parameters: its size.
        passed: whether enough starts reached the threshold.
        scores: seed and test score of each start; None where it diverged.
        judged: seconds since 1970; for showing only, never for order.
    """

    address: Address
    level_key: str
    text: str
    parameters: int
    passed: bool
    scores: tuple[tuple[int, float | None], ...]
    judged: float


class Records(RecordsFile):
    """Solutions and verdicts by the address of their level.

    Args:
        path: the file (see `RecordsFile`).

    Raises:
        RecordsError: when the file cannot be used.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._good = {table: good_when(self._database, table) for table in COUNTED}
        # Where nothing can be written now, the next start tidies up.
        with suppress(RecordsError):
            self._forget_old_deletions()

    # -- solutions ---------------------------------------------------------------------------------

    def solutions(self, level: Address) -> list[StoredSolution]:
        """The solutions of a level in the player's order, without the deleted ones."""
        return self._solutions("deleted IS NULL ORDER BY position, id", level)

    def deleted_solutions(self, level: Address) -> list[StoredSolution]:
        """The deleted solutions of a level that can be brought back, the last deleted first."""
        return self._solutions("deleted IS NOT NULL ORDER BY deleted DESC, id DESC", level)

    def find_solution(self, solution_id: int) -> tuple[Address, StoredSolution] | None:
        """A solution, deleted or not, and its level; None when it has no row."""
        rows = self._read(
            "SELECT origin, level_id, id, name, text, parameters, position, deleted"
            " FROM solutions WHERE id = ?",
            (solution_id,),
        )
        return (Address(*rows[0][:2]), StoredSolution(*rows[0][2:])) if rows else None

    def add_solution(self, level: Address, name: str, text: str, parameters: int) -> StoredSolution:
        """Store a new solution as the last of its level and return the row."""
        with self._transaction() as database:
            cursor = database.execute(
                "INSERT INTO solutions"
                " (origin, level_id, name, text, parameters, position, updated)"
                " SELECT ?, ?, ?, ?, ?, coalesce(max(position), 0) + 1, ?"
                " FROM solutions WHERE origin = ? AND level_id = ? RETURNING id, position",
                (*level, name, text, parameters, time.time(), *level),
            )
            ((new, position),) = cursor.fetchall()
            return StoredSolution(new, name, text, parameters, position)

    def save_solution(self, solution_id: int, name: str, text: str, parameters: int) -> None:
        """Store the present state of a solution.

        Raises:
            NoSuchSolution: when it has no row.
            RecordsError: when it cannot be written.
        """
        self._update(
            solution_id,
            "name = ?, text = ?, parameters = ?, updated = ?",
            (name, text, parameters, time.time()),
        )

    def delete_solution(self, solution_id: int) -> None:
        """Mark a solution as deleted; `restore_solution` undoes it. Its verdicts stay."""
        with self.together():
            self._update(solution_id, "deleted = ?", (time.time(),))
            self._database.execute(
                "DELETE FROM open_solutions WHERE solution_id = ?", (solution_id,)
            )

    def restore_solution(self, solution_id: int) -> None:
        """Undo the deletion of a solution; it has the position it had."""
        self._update(solution_id, "deleted = ?", (None,))

    def open_solution(self, level: Address) -> int | None:
        """Id of the solution that was open last in a level."""
        rows = self._read(
            "SELECT solution_id FROM open_solutions WHERE origin = ? AND level_id = ?", level
        )
        return rows[0][0] if rows else None

    def set_open_solution(self, level: Address, solution_id: int) -> None:
        """Remember which solution of a level is open."""
        with self._transaction() as database:
            database.execute(
                "INSERT OR REPLACE INTO open_solutions (origin, level_id, solution_id)"
                " VALUES (?, ?, ?)",
                (*level, solution_id),
            )

    def _solutions(self, which: str, level: Address) -> list[StoredSolution]:
        # Every start checks all rows; this one may have been damaged since.
        rows = self._read(
            "SELECT id, name, text, parameters, position, deleted, "  # noqa: S608
            f"CASE WHEN {self._good['solutions']} THEN fault ELSE ? END FROM solutions "
            f"WHERE origin = ? AND level_id = ? AND {which}",
            (DAMAGED_ROW, *level),
        )
        return [StoredSolution(*row) for row in rows]

    def _update(self, solution_id: int, changes: str, values: tuple[object, ...]) -> None:
        with self._transaction() as database:
            cursor = database.execute(
                f"UPDATE solutions SET {changes} WHERE id = ?",  # noqa: S608 (a text of ours)
                (*values, solution_id),
            )
            if cursor.rowcount != 1:
                raise NoSuchSolution(f"There is no solution {solution_id} in your records.")

    # -- runs --------------------------------------------------------------------------------------

    def run_of(self, solution_id: int) -> bytes | None:
        """What was kept of the last run of a solution (`app.storage.stored_run`)."""
        rows = self._read("SELECT data FROM runs WHERE solution_id = ?", (solution_id,))
        return bytes(rows[0][0]) if rows else None

    def save_run(self, solution_id: int, data: bytes | None) -> None:
        """Keep the last run of a solution, or none; nothing when there is no such solution."""
        with self._transaction() as database:
            database.execute("DELETE FROM runs WHERE solution_id = ?", (solution_id,))
            if data is not None:
                database.execute(
                    "INSERT INTO runs (solution_id, data) SELECT id, ? FROM solutions WHERE id = ?",
                    (data, solution_id),
                )

    # -- verdicts ----------------------------------------------------------------------------------

    def add_verdict(self, verdict: StoredVerdict) -> None:
        """Store a verdict."""
        with self._transaction() as database:
            database.execute(
                "INSERT INTO verdicts (origin, level_id, level_key, text, parameters, passed,"
                " scores, judged) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *verdict.address,
                    verdict.level_key,
                    verdict.text,
                    verdict.parameters,
                    int(verdict.passed),
                    json.dumps(verdict.scores),
                    verdict.judged,
                ),
            )

    def verdicts(self, level: Address, level_key: str) -> list[StoredVerdict]:
        """Every verdict on the level as it is now, the oldest first."""
        rows = self._read(
            f"SELECT {self._good['verdicts']}, {_VERDICT} FROM verdicts"  # noqa: S608
            " WHERE origin = ? AND level_id = ? AND level_key = ? ORDER BY id",
            (*level, level_key),
        )
        damaged = sum(not good for good, *_ in rows)
        if damaged:
            log.warning("%d damaged verdicts on %s wait for the next start", damaged, level)
        return [_verdict(row) for good, *row in rows if good]

    def best_verdict(self, level: Address, level_key: str) -> StoredVerdict | None:
        """The smallest that passed on the level as it is now, the earliest of equals."""
        rows = self._read(
            f"SELECT {_VERDICT} FROM verdicts WHERE origin = ? AND level_id = ? AND level_key = ?"  # noqa: S608
            f" AND passed AND {self._good['verdicts']} ORDER BY parameters, id LIMIT 1",
            (*level, level_key),
        )
        return _verdict(rows[0]) if rows else None

    # -- sturdiness --------------------------------------------------------------------------------

    def save_sturdiness(self, level_key: str, text: str, found: Sturdiness) -> None:
        """Keep how sturdy the judged solution of that text is."""
        with self._transaction() as database:
            database.execute(
                "INSERT OR REPLACE INTO sturdiness (level_key, text_hash, starts, draws)"
                " VALUES (?, ?, ?, ?)",
                (level_key, text_hash(text), *as_row(found)),
            )

    def sturdiness(self, level_key: str) -> dict[str, Sturdiness]:
        """How sturdy judged solutions of a level are, by `text_hash`; damaged rows are left out."""
        rows = self._read(
            "SELECT text_hash, starts, draws FROM sturdiness WHERE level_key = ?", (level_key,)
        )
        found = {name: from_row(starts, draws) for name, starts, draws in rows}
        return {name: own for name, own in found.items() if own is not None}

    # -- levels ------------------------------------------------------------------------------------

    def meet(self, level: Address, level_key: str, is_gone: Callable[[str], bool]) -> bool:
        """Register a level that is opened, and adopt rows of its earlier origin.

        A level file that was moved or renamed has a new path. Rows of the old path are adopted when
        id and scoring key are the same and the old path does not exist any more.

        Args:
            level: the level.
            level_key: its scoring key.
            is_gone: whether the file or folder of an origin, given by its key, is missing.

        Returns:
            Whether rows were adopted.
        """
        known = self._read("SELECT level_key FROM levels WHERE origin = ? AND level_id = ?", level)
        if known == [(level_key,)]:
            return False
        earlier = None if known else self._earlier_origin(level, level_key, is_gone)
        with self._transaction() as database:
            if earlier is not None:
                for table in ("solutions", "open_solutions", "verdicts", "levels"):
                    database.execute(
                        f"UPDATE {table} SET origin = ? WHERE origin = ? AND level_id = ?",  # noqa: S608
                        (level.origin, earlier, level.level_id),
                    )
            database.execute(
                "INSERT OR REPLACE INTO levels (origin, level_id, level_key) VALUES (?, ?, ?)",
                (*level, level_key),
            )
        return earlier is not None

    def _earlier_origin(
        self, level: Address, level_key: str, is_gone: Callable[[str], bool]
    ) -> str | None:
        if self.solutions(level) or level.origin == CAMPAIGN.key:
            return None
        rows = self._read(
            "SELECT origin FROM levels WHERE level_id = ? AND level_key = ? ORDER BY rowid",
            (level.level_id, level_key),
        )
        gone = [origin for (origin,) in rows if is_gone(origin)]
        if gone:
            return str(gone[-1])
        old = self.solutions(Address(UNKNOWN_ORIGIN, level.level_id))
        return UNKNOWN_ORIGIN if old else None

    def _forget_old_deletions(self) -> None:
        condition = (
            "deleted < ? AND id NOT IN (SELECT id FROM solutions WHERE deleted IS NOT NULL"
            " ORDER BY deleted DESC, id DESC LIMIT ?)"
        )
        values = (time.time() - KEPT_SECONDS, KEPT_DELETED)
        if self._read(f"SELECT 1 FROM solutions WHERE {condition} LIMIT 1", values):  # noqa: S608
            with self._transaction() as database:
                database.execute(f"DELETE FROM solutions WHERE {condition}", values)  # noqa: S608


def _verdict(row: Sequence[Any]) -> StoredVerdict:
    origin, level_id, level_key, text, parameters, passed, scores, judged = row
    pairs = tuple((int(seed), score) for seed, score in json.loads(scores))
    address = Address(origin, level_id)
    return StoredVerdict(address, level_key, text, parameters, bool(passed), pairs, judged)
