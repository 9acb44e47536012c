"""What keeps the game from writing: another process that holds the lock, or a full disk."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

HINDRANCES = ("locked", "full")


def run_without_privileges(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command as a user whom permissions bind, also where the tests run as root."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command = ["unshare", "--user", "--map-user=1000", *command]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if done.stderr.startswith("unshare:"):
        pytest.skip(f"root may do everything, and no other user can be had: {done.stderr.strip()}")
    return done


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
