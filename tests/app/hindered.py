"""What keeps the game from its files: another program's lock, a full disk, mounts of one's own."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
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
        how: "locked" for the lock of another that writes, "exclusive" for one that keeps others
            from reading too, "full" for a disk without room: no file can grow at all, so that
            nothing else can be written either.
    """
    with _full() if how == "full" else _locked(database, exclusive=how == "exclusive"):
        yield


@contextmanager
def _locked(database: Path, *, exclusive: bool) -> Iterator[None]:
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        if exclusive:
            other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE" if exclusive else "BEGIN IMMEDIATE")
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


def in_own_mounts(set_up: str, script: str, path: Path, then: str = "true") -> str:
    """What a Python script prints in a process whose mounts no other process sees.

    Args:
        set_up: shell commands that mount, run before.
        script: it is handed ``path``; it must print nothing on stderr.
        path: where the test works.
        then: shell commands that look at what is there afterwards.
    """
    command = f"{set_up} && {sys.executable} -c '{script}' {path} && {then}"
    unshare = ["unshare", "--mount", "--user", "--map-root-user", "sh", "-c", command]
    done = subprocess.run(unshare, capture_output=True, text=True, timeout=60)
    if "unshare" in done.stderr or "mount:" in done.stderr:
        pytest.skip(f"no mounts of one's own here: {done.stderr.strip()}")
    assert not done.stderr
    return done.stdout
