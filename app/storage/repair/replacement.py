"""One file takes the place of another, whole at any moment, and the other is kept.

The file that is ready is the point of no return: a kill before it changes nothing, and after it the
next start goes on from there.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from app.storage.files import free_beside, sync

BESIDE: Final = ("", "-wal", "-shm")


def create(path: Path, make: Callable[[Path], None]) -> None:
    """Make a file that is there whole or not at all.

    Args:
        path: the file; nothing may be beside it that belongs to an earlier one.
        make: writes it to the path that it is given.

    Raises:
        OSError: when it cannot be written.
    """
    part = unfinished(path)
    make(part)
    sync(part)
    _remove_logs(path)
    part.replace(path)
    sync(path.parent)


def replace(path: Path, part: Path, log: bytes = b"") -> Path | None:
    """Put a finished file in the place of another, which is kept beside it.

    Args:
        path: the file.
        part: what takes its place.
        log: the write-ahead log that the file had, kept with it.

    Returns:
        Where the old file went; None when there was none.

    Raises:
        OSError: when it cannot be written; nothing has changed then.
    """
    aside = keep_aside(path, log)
    sync(part)
    part.replace(_ready(path))
    sync(path.parent)
    finish(path)
    return aside


def finish(path: Path) -> None:
    """Finish a replacement that a kill interrupted; nothing when there is none."""
    ready = _ready(path)
    if ready.exists():
        _remove_logs(path)
        ready.replace(path)
        sync(path.parent)


def is_empty(path: Path) -> bool:
    """Whether a file is gone or has no content; SQLite takes one of a single byte for empty."""
    return not path.exists() or path.stat().st_size <= 1


def has_log(path: Path) -> bool:
    """Whether there is something in the write-ahead log beside a file, or where it should be."""
    log = _log(path)
    return log.exists() and log.stat().st_size > 0


def keep_aside(path: Path, log: bytes = b"") -> Path | None:
    """A second name, or a copy, of a file and its log; None when there is neither."""
    aside = next_aside(path)
    kept = kept_as(path)
    if kept == aside:
        _link(path, aside)
    if log:
        _log(aside).write_bytes(log)
        sync(_log(aside))
    elif has_log(path):
        _link(_log(path), _log(aside))
    return kept


def kept_as(path: Path) -> Path | None:
    """Where a damaged file will be kept; None when there is none.

    Where it is gone or empty, only its log is kept: SQLite deletes a log beside an empty file.
    """
    aside = next_aside(path)
    if has_log(path) and is_empty(path):
        return _log(aside)
    return aside if path.exists() else None


def next_aside(path: Path) -> Path:
    """The name under which a damaged file will be kept, its log beside it."""
    return free_beside(path, "damaged", BESIDE)


def unfinished(path: Path) -> Path:
    """Where a new file is written before it takes its place; what was left there is removed."""
    part = path.with_name(f"{path.name}.part")
    for suffix in (*BESIDE, "-journal"):
        part.with_name(part.name + suffix).unlink(missing_ok=True)
    return part


def _log(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _ready(path: Path) -> Path:
    return path.with_name(f"{path.name}.ready")


def _remove_logs(path: Path) -> None:
    # The log of the old file would be replayed into the new one.
    for suffix in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without links
        shutil.copy2(source, target)
        sync(target)
