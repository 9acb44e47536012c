"""The write-ahead log as bytes, beside what SQLite itself says of the same log."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.storage.repair.wal import frames_taken, is_cut, page_size, present_frames

HEADER, FRAME, PAGE = 32, 24, 4096
STEP = FRAME + PAGE
TRANSACTIONS = 6


class Logged:
    """A database of SQLite's own with `TRANSACTIONS` in its log."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "some.db"
        self.database = sqlite3.connect(self.path, isolation_level=None)
        self.database.execute("PRAGMA journal_mode = WAL")
        self.database.execute("CREATE TABLE words (word TEXT)")
        self.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for number in range(TRANSACTIONS):
            self.write(number)

    def write(self, number: int) -> None:
        self.database.execute("INSERT INTO words VALUES (?)", (f"{number}" * 3000,))

    @property
    def log(self) -> bytes:
        return self.path.with_name("some.db-wal").read_bytes()

    def taken(self, folder: Path, log: bytes) -> tuple[int | None, int]:
        """What is said of a log beside a copy of the database: its frames, and SQLite's rows."""
        folder.mkdir()
        copy = folder / "copy.db"
        copy.write_bytes(self.path.read_bytes())
        copy.with_name("copy.db-wal").write_bytes(log)
        with closing(sqlite3.connect(copy)) as database:
            (rows,) = database.execute("SELECT count(*) FROM words").fetchone()
            return frames_taken(copy.with_name("copy.db-shm")), rows


@pytest.fixture
def logged(tmp_path: Path) -> Iterator[Logged]:
    logged = Logged(tmp_path)
    yield logged
    logged.database.close()


def flipped(log: bytes, place: int) -> bytes:
    return log[:place] + bytes([log[place] ^ 1]) + log[place + 1 :]


def test_the_frames_are_those_that_sqlite_counts(logged: Logged) -> None:
    # The three figures are: whether it was busy, frames in the log, frames that were taken over.
    _, frames, _ = logged.database.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
    if frames < 0:  # an SQLite that does not know this kind of checkpoint
        frames = (len(logged.log) - HEADER) // STEP
    found = present_frames(logged.log)
    assert len(found) == frames == frames_taken(logged.path.with_name("some.db-shm"))
    assert sum(frame.commits for frame in found) == TRANSACTIONS
    assert found[-1].commits
    assert page_size(logged.log) == PAGE


def test_a_page_of_the_log_is_the_page_that_a_checkpoint_writes(logged: Logged) -> None:
    newest = {frame.number: frame.page for frame in present_frames(logged.log)}
    logged.database.execute("PRAGMA wal_checkpoint(FULL)")
    content = logged.path.read_bytes()
    for number, page in newest.items():
        assert content[(number - 1) * PAGE : number * PAGE] == page


def test_a_whole_log_is_not_cut(logged: Logged) -> None:
    assert not is_cut(logged.log, len(present_frames(logged.log)))


def test_a_damaged_frame_cuts_off_what_follows(logged: Logged, tmp_path: Path) -> None:
    frames = present_frames(logged.log)
    middle = len(frames) // 2
    damaged = flipped(logged.log, HEADER + middle * STEP + FRAME + 100)
    valid, rows = logged.taken(tmp_path / "cut", damaged)
    assert valid is not None
    assert valid <= middle
    assert rows < TRANSACTIONS
    assert is_cut(damaged, valid)
    assert len(present_frames(damaged)) == len(frames)


def test_frames_of_a_write_that_a_kill_interrupted_are_no_loss(
    logged: Logged, tmp_path: Path
) -> None:
    before = len(present_frames(logged.log))
    logged.write(9)
    added = len(present_frames(logged.log)) - before
    for kept in range(added):  # without its last frame no transaction was acknowledged
        torn = logged.log[: HEADER + (before + kept) * STEP + 1000]
        valid, rows = logged.taken(tmp_path / str(kept), torn)
        assert (valid, rows) == (before, TRANSACTIONS)
        assert not is_cut(torn, before)


@pytest.mark.parametrize("place", [0, 9, 17, 25])
def test_the_frames_are_found_behind_a_damaged_header(
    logged: Logged, tmp_path: Path, place: int
) -> None:
    damaged = flipped(logged.log, place)
    valid, rows = logged.taken(tmp_path / "header", damaged)
    assert rows == 0
    assert len(present_frames(damaged)) == len(present_frames(logged.log))
    assert is_cut(damaged, valid or 0)


def test_a_frame_with_damaged_salts_lies_between_its_neighbours(logged: Logged) -> None:
    damaged = flipped(logged.log, HEADER + STEP + 9)
    assert len(present_frames(damaged)) == len(present_frames(logged.log))


def test_frames_from_before_the_log_was_begun_anew_do_not_count(logged: Logged) -> None:
    size = len(logged.log)
    logged.database.execute("PRAGMA wal_checkpoint(RESTART)")
    logged.database.execute("DELETE FROM words WHERE rowid = 1")
    assert len(logged.log) == size  # the older frames lie behind
    found = present_frames(logged.log)
    assert 0 < len(found) < (size - HEADER) // STEP
    assert len(found) == frames_taken(logged.path.with_name("some.db-shm"))
    assert not is_cut(logged.log, len(found))


def test_no_log_has_no_frames(tmp_path: Path) -> None:
    assert present_frames(b"") == []
    assert present_frames(bytes(40)) == []
    assert not is_cut(b"", 0)
    assert page_size(b"") == PAGE
    assert frames_taken(tmp_path / "missing-shm") is None
    short = tmp_path / "short-shm"
    short.write_bytes(bytes(5))
    assert frames_taken(short) is None
