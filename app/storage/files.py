"""Files that are written whole, and unusable ones that are kept under another name."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_atomically(path: Path, text: str) -> None:
    """Replace a file's text by way of a temporary file beside it, synced to disk before and after.

    Raises:
        OSError: when it cannot be written; the old file is intact then.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def is_folder(path: Path) -> bool:
    """Whether a folder is there; False where its parent may not be looked into."""
    try:
        return path.is_dir()
    except OSError:  # `Path.is_dir` raises PermissionError in Python 3.11
        return False


def set_aside(path: Path) -> Path | None:
    """Rename an unusable file so that it is kept and never overwritten.

    Returns:
        The new path, "name.unreadable-N.ext"; None when it could not be renamed.
    """
    number = 1
    try:
        while (aside := path.with_name(f"{path.stem}.unreadable-{number}{path.suffix}")).exists():
            number += 1
        path.rename(aside)
    except OSError:
        return None
    return aside


def _sync_folder(folder: Path) -> None:
    # The rename itself must reach the disk too; Windows cannot open a folder and does not need it.
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
