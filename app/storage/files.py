"""Files that are written whole, and unusable ones that are kept under another name."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Sequence
from pathlib import Path


def write_atomically(path: Path, content: str | bytes, prefix: str | None = None) -> None:
    """Replace a file by way of a temporary one beside it, synced to disk before and after.

    Args:
        path: the file.
        content: bytes, or a text that is written as UTF-8.
        prefix: what the name of the temporary file begins with; None for one after the file's.

    Raises:
        OSError: when it cannot be written; the old file is intact then.
    """
    content = content.encode("utf-8") if isinstance(content, str) else content
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=prefix or f".{path.name}-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync(path.parent)


def is_folder(path: Path) -> bool:
    """Whether a folder is there; False where its parent may not be looked into."""
    try:
        return path.is_dir()
    except OSError:  # `Path.is_dir` raises PermissionError in Python 3.11
        return False


def is_special(path: Path) -> bool:
    """Whether a pipe or a device is there: whoever opens or reads it may wait without end."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def why_unwritable(folder: Path, size: int) -> OSError | None:
    """What the system says when a further file of that many bytes is written; None when it can."""
    try:
        with tempfile.TemporaryFile(dir=folder, buffering=0) as probe:
            probe.write(bytes(size))
            os.fsync(probe.fileno())
    except OSError as error:
        return error
    return None


def set_aside(path: Path) -> Path | None:
    """Rename an unusable file so that it is kept and never overwritten.

    Returns:
        The new path, "name.unreadable-N.ext"; None when it could not be renamed.
    """
    try:
        aside = free_beside(path, "unreadable")
        path.rename(aside)
    except OSError:
        return None
    return aside


def free_beside(path: Path, word: str, endings: Sequence[str] = ("",)) -> Path:
    """The first name "name.word-N.ext" that is free, with each of the endings added to it."""
    number = 1
    while True:
        free = path.with_name(f"{path.stem}.{word}-{number}{path.suffix}")
        if not any(free.with_name(free.name + ending).exists() for ending in endings):
            return free
        number += 1


def sync(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows cannot open a folder, and does not need it
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
