"""Schema of the records as migration steps."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Final

from app.storage.checksums import reseal

FIRST: Final = (
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
)

# Before this step a row knew only the id of its level. The campaign had three levels then; rows of
# other ids belong to single files whose paths were not recorded.
_OLD_CAMPAIGN: Final = ("first-line", "xor", "noisy-spiral")
_OLD_ORIGIN: Final = f"CASE WHEN level_id IN {_OLD_CAMPAIGN} THEN 'campaign' ELSE 'unknown' END"

ORIGINS: Final = (
    "ALTER TABLE solutions ADD COLUMN origin TEXT NOT NULL DEFAULT 'unknown'",
    "ALTER TABLE solutions ADD COLUMN deleted REAL",
    f"UPDATE solutions SET origin = {_OLD_ORIGIN}",  # noqa: S608 (a text of ours)
    "DROP INDEX solutions_of_level",
    "CREATE INDEX solutions_of_level ON solutions (origin, level_id, position)",
    """CREATE TABLE opened (
        origin TEXT NOT NULL,
        level_id TEXT NOT NULL,
        solution_id INTEGER NOT NULL REFERENCES solutions (id) ON DELETE CASCADE,
        PRIMARY KEY (origin, level_id)
    ) STRICT""",
    f"INSERT INTO opened SELECT {_OLD_ORIGIN}, level_id, solution_id FROM open_solutions",  # noqa: S608
    "DROP TABLE open_solutions",
    "ALTER TABLE opened RENAME TO open_solutions",
    "ALTER TABLE verdicts ADD COLUMN origin TEXT NOT NULL DEFAULT 'unknown'",
    f"UPDATE verdicts SET origin = {_OLD_ORIGIN}",  # noqa: S608
    "DROP INDEX verdicts_of_level",
    "ALTER TABLE verdicts DROP COLUMN medal",
    "CREATE INDEX verdicts_of_level ON verdicts (origin, level_id, level_key, passed, parameters)",
    """CREATE TABLE levels (
        origin TEXT NOT NULL,
        level_id TEXT NOT NULL,
        level_key TEXT NOT NULL,
        PRIMARY KEY (origin, level_id)
    ) STRICT""",
)
"""Rows belong to origin and id; a deleted solution keeps its row; medals are computed."""

RUNS: Final = (
    """CREATE TABLE runs (
        solution_id INTEGER PRIMARY KEY REFERENCES solutions (id) ON DELETE CASCADE,
        data BLOB NOT NULL
    ) STRICT""",
)
"""The last run of each solution (`app.storage.stored_run`)."""

STURDINESS: Final = (
    """CREATE TABLE sturdiness (
        level_key TEXT NOT NULL,
        text_hash TEXT NOT NULL,
        starts TEXT NOT NULL,
        draws TEXT,
        PRIMARY KEY (level_key, text_hash)
    ) STRICT""",
)
"""How sturdy judged solutions are (`app.storage.sturdiness`); it can be measured anew."""

CHECKSUMS: Final = (
    "ALTER TABLE solutions ADD COLUMN fault TEXT",
    *(
        f"ALTER TABLE {table} ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0"
        for table in ("solutions", "open_solutions", "verdicts", "levels", "runs", "sturdiness")
    ),
    "ALTER TABLE revision ADD COLUMN version INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE revision ADD COLUMN solutions INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE revision ADD COLUMN verdicts INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE revision ADD COLUMN notice TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE revision ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0",
)
"""Every row has a checksum; ``revision`` knows the version and how many rows there are.

``solutions.fault`` says what is wrong with a solution that could not be saved from a damaged file;
``revision.notice`` is what the player has to be told about a repair.
"""

MIGRATIONS: Final[tuple[tuple[str, ...], ...]] = (
    FIRST,
    ORIGINS,
    RUNS,
    STURDINESS,
    CHECKSUMS,
)
"""Step n brings a file from version n to n + 1; steps are added, never changed."""
SEALED: Final = MIGRATIONS.index(CHECKSUMS) + 1
"""The first version whose rows have checksums."""


def origin_without_one(level_id: str) -> str:
    """The origin of a row from before rows had one."""
    return "campaign" if level_id in _OLD_CAMPAIGN else "unknown"


def migrate(database: sqlite3.Connection, steps: Sequence[Sequence[str]]) -> None:
    """Bring a database up to version ``len(steps)``, each step whole or not at all.

    The rows must have been checked before: from version 5 on they get new checksums.
    """
    version = database.execute("PRAGMA user_version").fetchone()[0]
    for number in range(version, len(steps)):
        database.execute("BEGIN IMMEDIATE")
        try:
            for statement in steps[number]:
                database.execute(statement)
            database.execute(f"PRAGMA user_version = {number + 1}")
            if number + 1 >= SEALED:
                database.execute("UPDATE revision SET version = ?", (number + 1,))
                reseal(database)
            database.execute("COMMIT")
        except BaseException:
            if database.in_transaction:
                database.execute("ROLLBACK")
            raise
