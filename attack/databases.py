"""Damaged databases: what the damage did not hold is there again, and what it held is reported."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.storage.errors import RecordsError
from app.storage.records import Records, StoredSolution, StoredVerdict
from attack.damages import DAMAGES, Damage, change_version, foreign_schema
from attack.tally import Tally
from levels import Address, campaign, write_solution

SOLUTIONS: Final = 9
"""Of each level, before the backup and after it."""

Rows = dict[int, StoredSolution]


@dataclass(frozen=True)
class Truth:
    """What the records held before the damage.

    Attributes:
        folder: the data folder, with a backup.
        old: solutions that the backup has.
        new: solutions as they were at the end.
        verdicts: verdicts at the end.
    """

    folder: Path
    old: Rows
    new: Rows
    verdicts: list[StoredVerdict]


def damaged_databases(share: float, seed: int) -> Tally:
    """Damage a database in every way of `DAMAGES`, ``share`` (0 to 1) as often as there."""
    tally, random_ = Tally("damaged databases"), random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        truth = _truth(Path(place) / "truth")
        for damage, times in DAMAGES.items():
            for number in range(max(1, round(times * share))):
                note = f"{damage.__name__} {number}"
                folder = Path(place) / "damaged"
                shutil.copytree(truth.folder, folder)
                damage(random_, folder / "records.db")
                began = time.perf_counter()
                _open(truth, folder, damage, tally, note)
                tally.took(time.perf_counter() - began)
                shutil.rmtree(folder)
    return tally


def _truth(folder: Path) -> Truth:
    folder.mkdir()
    path = folder / "records.db"
    with closing(Records(path)) as records:
        _fill(records, "before")
    with closing(Records(path)) as records:  # makes a backup of what changed
        old = _solutions(records)
        _fill(records, "after")
        changed = min(old)
        stored = old[changed]
        records.save_solution(changed, "changed", stored.text, stored.parameters)
        new, verdicts = _solutions(records), _verdicts(records)
    return Truth(folder, old, new, verdicts)


def _fill(records: Records, word: str) -> None:
    for level in campaign().levels:
        author = level.author_solution
        if author is None:
            raise ValueError(f"{level.id} has no solution")
        text = write_solution(author, level.id)
        for number in range(SOLUTIONS):
            own = text.replace(f'"name": "{author.name}"', f'"name": "{word} {number}"')
            size = author.network.parameters
            new = records.add_solution(level.address, f"{word} {number}", own, size)
            records.set_open_solution(level.address, new.id)
            scores = tuple((seed, 0.9) for seed in range(5))
            # Not the text of the solution, so that its bytes are found in its own row alone.
            judged = own.replace(f'"{word} {number}"', f'"judged {word} {number}"')
            records.add_verdict(
                StoredVerdict(
                    level.address,
                    level.key,
                    judged,
                    size,
                    passed=True,
                    scores=scores,
                    judged=float(number),
                )
            )


def _solutions(records: Records) -> Rows:
    return {own.id: own for address in _addresses() for own in records.solutions(address)}


def _verdicts(records: Records) -> list[StoredVerdict]:
    levels = campaign().levels
    return [own for level in levels for own in records.verdicts(level.address, level.key)]


def _addresses() -> list[Address]:
    return [level.address for level in campaign().levels]


def _open(truth: Truth, folder: Path, damage: Damage, tally: Tally, note: str) -> None:
    path = folder / "records.db"
    raw = path.read_bytes() if path.exists() else b""
    try:
        with closing(Records(path)) as records:
            notice, rows, verdicts = records.notice, _solutions(records), _verdicts(records)
            records.note_reported()
    except RecordsError as error:
        if damage not in (change_version, foreign_schema):
            tally.err(f"{note}: {error}")
        elif not str(error).strip() or path.read_bytes() != raw:
            tally.miss(f"{note}: changed without a word")
        return
    except Exception as error:  # noqa: BLE001 (whatever it is, it is counted)
        tally.err(f"{note}: {error!r:.300}")
        return
    _compare(truth, rows, verdicts, raw, notice, tally, note)
    _open_again(truth, folder, rows, tally, note)


def _compare(
    truth: Truth,
    rows: Rows,
    verdicts: list[StoredVerdict],
    raw: bytes,
    notice: str | None,
    tally: Tally,
    note: str,
) -> None:
    gone = [own for number, own in truth.new.items() if rows.get(number) != own]
    for own in gone:
        found = rows.get(own.id)
        if found is not None and found.fault:
            continue  # it is shown as unreadable, with what is left of it
        if found is not None and found != truth.old.get(own.id):
            tally.err(
                f"{note}: solution {own.id} is {found.name!r} of {len(found.text)} characters"
            )
        elif found is None and own.id in truth.old:
            tally.lose(f"{note}: solution {own.id}, which the backup has")
        elif own.text.encode() in raw and own.id not in truth.old:
            tally.lose(f"{note}: solution {own.id}, whose bytes are intact")
    missing = [own for own in truth.verdicts if own not in verdicts]
    if (gone or missing) and not notice:
        tally.miss(f"{note}: {len(gone)} solutions and {len(missing)} verdicts without a word")


def _open_again(truth: Truth, folder: Path, rows: Rows, tally: Tally, note: str) -> None:
    """The next start finds the same, says nothing, and leaves good backups."""
    try:
        with closing(Records(folder / "records.db")) as records:
            if records.notice:
                tally.err(f"{note}: the next start still says: {records.notice}")
            if _solutions(records) != rows:
                tally.lose(f"{note}: the next start found other solutions")
    except RecordsError as error:
        tally.err(f"{note}: the next start: {error}")
    if not any(_has(backup, truth.old) for backup in (folder / "backups").glob("*.db")):
        tally.lose(f"{note}: no backup has what the old one had")


def _has(backup: Path, rows: Rows) -> bool:
    try:
        with closing(sqlite3.connect(f"{backup.as_uri()}?mode=ro", uri=True)) as database:
            ids = {number for (number,) in database.execute("SELECT id FROM solutions")}
    except sqlite3.Error:
        return False
    return ids >= rows.keys()


# -- sound databases that cannot be used ---------------------------------------------------------


def unusable_databases() -> Tally:
    """Locked, on a full disk, read-only, a folder in its place: reported, and left as it is."""
    tally = Tally("locked, full, read-only")
    with tempfile.TemporaryDirectory() as place:
        truth = _truth(Path(place) / "truth")
        for number, mode in enumerate(("IMMEDIATE", "EXCLUSIVE") * 4):
            folder = Path(place) / f"lock{number}"
            shutil.copytree(truth.folder, folder)
            with _locked(folder / "records.db", mode):
                _expect_untouched(truth, folder, tally, f"lock {mode} {number}")
            _expect_whole(truth, folder, tally, f"after lock {mode} {number}")
        folder = Path(place) / "directory"
        shutil.copytree(truth.folder, folder)
        (folder / "records.db").rename(folder / "elsewhere.db")
        (folder / "records.db").mkdir()
        _expect_untouched(truth, folder, tally, "a folder in its place")
        _on_small_disks(truth, Path(place), tally)
    return tally


def _on_small_disks(truth: Truth, place: Path, tally: Tally) -> None:
    """Fill disks of several sizes; what was saved before they were full is still there."""
    for room in range(0, 240_000, 20_000):
        folder = place / "disk"
        folder.mkdir(exist_ok=True)
        size = sum(own.stat().st_size for own in truth.folder.rglob("*") if own.is_file())
        if not _mount(folder, f"size={size + 40_000 + room}"):
            tally.remark = "full and read-only disks were left out: no file system can be mounted"
            return
        try:
            shutil.copytree(truth.folder, folder, dirs_exist_ok=True)
            _fill_disk(truth, folder, tally, f"a disk with {room} bytes of room")
            if _mount(folder, "remount,ro"):
                _expect_untouched(truth, folder, tally, f"read-only with {room}", grown=True)
        finally:
            subprocess.run(["umount", str(folder)], check=False)


def _mount(folder: Path, options: str) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", options, "none", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _fill_disk(truth: Truth, folder: Path, tally: Tally, note: str) -> None:
    began = time.perf_counter()
    level = campaign().levels[0]
    saved: Rows = {}
    try:
        with closing(Records(folder / "records.db")) as records:
            for number in range(400):
                text = "x" * 3000 + str(number)
                new = records.add_solution(level.address, f"full {number}", text, 1)
                saved[new.id] = new
            tally.err(f"{note}: it was never full")
    except RecordsError as error:
        if not str(error).strip():
            tally.miss(note)
    except Exception as error:  # noqa: BLE001
        tally.err(f"{note}: {error!r:.300}")
    tally.took(time.perf_counter() - began)
    try:
        with closing(Records(folder / "records.db")) as records:
            if not _solutions(records).items() >= {**truth.new, **saved}.items():
                tally.lose(f"{note}: not everything that was saved")
    except RecordsError as error:
        tally.err(f"{note}: cannot be opened any more: {error}")


@contextmanager
def _locked(path: Path, mode: str) -> Iterator[None]:
    """Another process that holds the lock."""
    script = (
        "import sqlite3, sys\n"
        "database = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "if sys.argv[2] == 'EXCLUSIVE': database.execute('PRAGMA locking_mode = EXCLUSIVE')\n"
        "database.execute('BEGIN ' + sys.argv[2])\n"
        "database.execute('UPDATE revision SET changes = changes')\n"
        "print('locked', flush=True)\n"
        "sys.stdin.read()\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", script, str(path), mode],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    if other.stdin is None or other.stdout is None:
        raise RuntimeError("no pipes")
    with other:
        other.stdout.readline()
        try:
            yield
        finally:
            other.stdin.close()


def _expect_untouched(
    truth: Truth, folder: Path, tally: Tally, note: str, *, grown: bool = False
) -> None:
    before = sorted(own.name for own in folder.iterdir() if not own.name.startswith("records.db-"))
    began = time.perf_counter()
    try:
        with closing(Records(folder / "records.db")) as records:
            found = _solutions(records)
            if found != truth.new and not (grown and found.items() >= truth.new.items()):
                tally.lose(f"{note}: other solutions")
    except RecordsError as error:
        if not str(error).strip():
            tally.miss(note)
    except Exception as error:  # noqa: BLE001
        tally.err(f"{note}: {error!r:.300}")
    tally.took(time.perf_counter() - began)
    after = sorted(own.name for own in folder.iterdir() if not own.name.startswith("records.db-"))
    if before != after:
        tally.lose(f"{note}: {sorted(set(before) ^ set(after))} were moved")


def _expect_whole(truth: Truth, folder: Path, tally: Tally, note: str) -> None:
    with closing(Records(folder / "records.db")) as records:
        if _solutions(records) != truth.new:
            tally.lose(f"{note}: other solutions")
        if records.notice:
            tally.err(f"{note}: {records.notice}")
