"""What keeps the game from writing: another process that holds the lock, or a full disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

HINDRANCES = ("locked", "full")


@contextmanager
def hindered(database: Path, how: str = "locked") -> Iterator[None]:
    """While nothing can be written.

    Args:
        database: what another connection keeps locked.
        how: "locked" for the lock, "full" for a disk without room: no file can grow at all, so
            that nothing else can be written either.
    """
    with _locked(database) if how == "locked" else _full():
        yield


@contextmanager
def _locked(database: Path) -> Iterator[None]:
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def _full() -> Iterator[None]:
    resource = pytest.importorskip("resource")  # POSIX
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
