"""New records from what is good in damaged ones and in their backups, and the sentence about it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from app.storage import backups
from app.storage.checksums import COUNTED, columns_of, reseal
from app.storage.errors import DAMAGED_ROW
from app.storage.migrations import MIGRATIONS, origin_without_one
from app.storage.repair import replacement
from app.storage.repair.salvage import Row, Salvaged, has, key_of, one_write, put, salvage
from app.storage.repair.structure import ROWS, fresh_database
from engine.wording import counted, listed

_NOUNS: Final = {"solutions": "solution", "verdicts": "verdict"}


@dataclass(slots=True)
class Report:
    """What became of the rows.

    Attributes:
        restored: how many solutions and verdicts came back from a backup.
        unreadable: how many are there, but not as they were.
        lacking: how many were counted and are not there as they were.
        missing: how many are known to be gone.
        is_whole: whether it is known how many there were.
        found: whether there is anything to go on from: a row, also one of a backup, a count of
            rows, or a sound backup.
        sources: the backups that were drawn on.
    """

    restored: Counter[str] = field(default_factory=Counter)
    unreadable: Counter[str] = field(default_factory=Counter)
    lacking: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    is_whole: bool = True
    found: bool = False
    sources: list[Path] = field(default_factory=list)

    @property
    def lost_nothing(self) -> bool:
        """Whether every row is as it was."""
        changed = self.restored + self.unreadable + self.missing
        return self.is_whole and not changed.total()

    def sentence(self, aside: str) -> str:
        """The report of the repair for the player.

        Args:
            aside: the name under which the damaged file, or its log, is kept; "" for none.
        """
        head = "Your records were damaged" if aside else "Your records were missing"
        kept = f" The damaged file is kept as {aside}." if aside else ""
        if self.lost_nothing:
            return f"{head} and have been repaired; nothing was lost.{kept}"
        parts = [
            (self.restored, "came back from a backup"),
            (self.unreadable, "cannot be read any more"),
            (self.missing, "could not be found again"),
        ]
        told = "; ".join(f"{_counted(counts)} {what}" for counts, what in parts if counts.total())
        if not self.is_whole:
            unknown = "whether more was in them is not known"
            told = f"{told}; {unknown}" if told else f"what could be read is here; {unknown}"
        return f"{head} and have been repaired: {told}.{kept}"


def _counted(counts: Counter[str]) -> str:
    return listed([counted(counts[own], _NOUNS[own]) for own in COUNTED if counts[own]])


def rebuild(path: Path, folder: Path, log: bytes | None = None, valid: int | None = None) -> bool:
    """Put new records in the place of damaged or missing ones; the old file is kept.

    Args:
        path: the records.
        folder: their backups.
        log: their write-ahead log; None for what lies beside them.
        valid: how many frames of the log SQLite takes; None for all.

    Returns:
        Whether it was done; nothing has changed when there was nothing to go on from.

    Raises:
        OSError, sqlite3.Error: when the new file cannot be written; nothing has changed then.
    """
    part = replacement.unfinished(path)
    with _removed_afterwards(part):
        found = salvage(path, part, log, valid)
        with closing(sqlite3.connect(part, isolation_level=None)) as records:
            report = _merge(records, found, folder)
            report.is_whole = report.is_whole and valid is None
            if not report.found:
                return False
            _finish(records, found.changes + 1, report.sentence(_kept_as(path)))
        if not report.lost_nothing:
            backups.keep_for_good(report.sources)
        replacement.replace(path, part, log or b"")
    return True


def begin_again(path: Path, folder: Path) -> None:
    """Put new records where there are none and nothing can be read of their log and backups.

    They report it; the log and the backups are kept for good.

    Raises:
        OSError, sqlite3.Error: when the new file cannot be written; nothing is lost then.
    """
    part = replacement.unfinished(path)
    kept = backups.newest_first(folder)
    with _removed_afterwards(part):
        with closing(fresh_database(len(MIGRATIONS), str(part))) as records:
            _finish(records, 0, _hopeless(_kept_as(path), has_backups=bool(kept)))
        backups.keep_for_good(kept)
        replacement.replace(path, part)


def _kept_as(path: Path) -> str:
    kept = replacement.kept_as(path)
    return kept.name if kept else ""


def _hopeless(aside: str, *, has_backups: bool) -> str:
    """The report for the player that nothing could be read."""
    if not aside:
        return "Your records were missing, and no backup of them can be read; new ones were begun."
    where = "in them or in their backups" if has_backups else "in them"
    return (
        f"Your records were damaged, and nothing {where} can be read; new ones were begun. "
        f"The damaged file is kept as {aside}."
    )


@contextmanager
def _removed_afterwards(part: Path) -> Iterator[None]:
    try:
        yield
    finally:
        part.unlink(missing_ok=True)


def _merge(records: sqlite3.Connection, found: Salvaged, folder: Path) -> Report:
    """Complete salvaged records from backups; the newest sound one is the last that is asked."""
    there = _counts(records)
    expected = found.counted
    report = Report(is_whole=expected is not None)
    report.found = expected is not None or bool(+there) or any(found.bad.values())
    if expected is not None:
        report.lacking.update({own: max(expected[own] - there[own], 0) for own in COUNTED})
    with one_write(records):
        _take_backups(records, folder, found, report)
        for table in COUNTED:
            report.unreadable[table] = len(found.bad[table])
            report.missing[table] = max(report.lacking[table] - len(found.bad[table]), 0)
        for number, row in found.bad["solutions"].items():
            put(records, "solutions", _unreadable(number, row))
        _drop_orphans(records)
    return report


def _take_backups(
    records: sqlite3.Connection, folder: Path, found: Salvaged, report: Report
) -> None:
    """Add the rows of backups that the records lack."""
    with TemporaryDirectory(dir=folder.parent, prefix=".reading-") as place, ExitStack() as stack:
        sources = []
        for number, backup in enumerate(backups.newest_first(folder)):
            copy = Path(place) / f"{number}.db"
            theirs = salvage(backup, copy, b"")
            found.changes = max(found.changes, theirs.changes)
            sources.append((backup, stack.enter_context(closing(sqlite3.connect(copy)))))
            if theirs.findings.is_sound:
                report.found = True
                report.sources.append(backup)
                break
        # What is damaged first: its numbers are known. The number of a damaged row may itself be
        # wrong, so it does not count as a row that is there as long as something is lacking.
        for only_bad in (True, False):
            for backup, database in sources:
                before = report.restored.total()
                for table in ROWS:
                    _take_rows(database, records, table, found, report, only_bad=only_bad)
                if report.restored.total() > before and backup not in report.sources:
                    report.sources.append(backup)
        report.found = report.found or report.restored.total() > 0
        for _, database in sources:
            for name, last in database.execute("SELECT name, seq FROM sqlite_sequence"):
                _raise_sequence(records, name, last)


def _take_rows(
    database: sqlite3.Connection,
    records: sqlite3.Connection,
    table: str,
    found: Salvaged,
    report: Report,
    *,
    only_bad: bool,
) -> None:
    names = [name for name, _ in columns_of(database, table)]
    # Solutions that were deleted are those that may have been removed in order since.
    order = "ORDER BY deleted IS NOT NULL" if table == "solutions" else ""
    for values in database.execute(f"SELECT {', '.join(names)} FROM {table} {order}"):  # noqa: S608
        row = dict(zip(names, values, strict=True))
        key = key_of(table, row)
        is_bad = len(key) == 1 and key[0] in found.bad[table]
        # What was there and is not counted any more was removed in order.
        is_removed = table in COUNTED and report.is_whole and report.lacking[table] <= 0
        if is_bad != only_bad or (is_removed and not is_bad) or has(records, table, key):
            continue
        if put(records, table, row):
            report.restored[table] += table in COUNTED
            report.lacking[table] -= 1
            if is_bad:
                del found.bad[table][key[0]]


def _raise_sequence(records: sqlite3.Connection, table: str, last: int) -> None:
    """A number that was given once is not given again."""
    records.execute("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (last, table))


def _unreadable(number: int, row: Row) -> Row:
    """A solution that is shown as one that cannot be read, with what is left of its texts."""
    level_id = _words(row.get("level_id"))
    return {
        "id": number,
        "origin": _words(row["origin"]) if "origin" in row else origin_without_one(level_id),
        "level_id": level_id,
        "name": _words(row.get("name")),
        "text": _words(row.get("text")),
        "parameters": _whole(row.get("parameters")),
        "position": _whole(row.get("position")),
        "updated": 0.0,
        "deleted": row["deleted"] if isinstance(row.get("deleted"), float) else None,
        "fault": DAMAGED_ROW,
    }


def _words(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value or "")


def _whole(value: Any) -> int:
    return value if isinstance(value, int) and 0 <= value < 1 << 31 else 0


def _drop_orphans(records: sqlite3.Connection) -> None:
    for table in ("open_solutions", "runs"):
        records.execute(
            f"DELETE FROM {table} WHERE solution_id NOT IN (SELECT id FROM solutions)"  # noqa: S608
        )


def _finish(records: sqlite3.Connection, changes: int, sentence: str) -> None:
    with one_write(records):
        records.execute("UPDATE revision SET changes = ?, notice = ?", (changes, sentence))
        reseal(records)


def _counts(records: sqlite3.Connection) -> Counter[str]:
    counts: Counter[str] = Counter()
    for table in COUNTED:
        (counts[table],) = records.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
    return counts
