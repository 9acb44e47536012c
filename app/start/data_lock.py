"""The lock on the data folder: one game at a time writes to it."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLockFile

from app.storage.errors import RecordsError, Trouble, trouble_of
from app.storage.files import is_folder, is_special, why_unwritable
from app.storage.paths import Paths

WAIT_MS: Final = 100
_LOCK_BYTES: Final = 64

_REASONS: Final = {
    Trouble.FORBIDDEN: "you may not write to it; give yourself the permission",
    Trouble.READ_ONLY: "it is read-only; make it writable, or choose another with --data-dir",
    Trouble.FULL: "its disk is full; free some space on it",
}


class GameOpenError(Exception):
    """Another process has the game open on the same data folder."""

    def __init__(self) -> None:
        super().__init__("The game is open already; look for its window.")


class DataLock:
    """Holds the data folder for this process; it is made when it is missing.

    Args:
        paths: the player's files.
    """

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._lock = QLockFile(str(paths.lock))
        # A game may be open for days; a dead one's lock is found by its process number.
        self._lock.setStaleLockTime(0)

    def take(self) -> None:
        """Take the lock, unless it is held already.

        Raises:
            GameOpenError: when another process has it.
            RecordsError: when nobody can have it: a sentence says what is in the way.
        """
        if self._lock.isLocked():
            return
        self._make_folder()
        if is_folder(self._paths.lock):
            raise RecordsError(
                f"A folder is in the place of the file {self._paths.lock}; move it away.",
                Trouble.FOLDER,
            )
        if is_special(self._paths.lock):
            raise RecordsError(
                f"What is in the place of the file {self._paths.lock} is no file; move it away."
            )
        if not self._try():
            raise self._why_not()

    def release(self) -> None:
        """Let another process have it."""
        self._lock.unlock()

    def _make_folder(self) -> None:
        folder = self._paths.folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            above = next(own for own in (folder, *folder.parents) if os.path.lexists(own))
            trouble = trouble_of(folder, error)
            if not is_folder(above):
                where, why = (
                    "",
                    f"{above} is a file; move it away, or choose another with --data-dir",
                )
            else:
                reason = f"{error.strerror or error}; choose another with --data-dir"
                where, why = f" within {above}", _REASONS.get(trouble, reason)
            raise RecordsError(
                f"The game cannot make its folder {folder}{where}: {why}.", trouble
            ) from error

    def _try(self) -> bool:
        if self._lock.tryLock(WAIT_MS):
            return True
        # What a power cut left of a lock names no process: Qt takes it for that of a living one.
        # It removes none that a process holds, and warns where it may not.
        may_remove = all(os.access(own, os.W_OK) for own in (self._paths.lock, self._paths.folder))
        exists = self._lock.error() == QLockFile.LockError.LockFailedError
        is_removed = exists and may_remove and self._lock.removeStaleLockFile()
        return is_removed and self._lock.tryLock(WAIT_MS)

    def _why_not(self) -> Exception:
        if self._lock.error() == QLockFile.LockError.LockFailedError:
            try:
                if _is_held(self._paths.lock):
                    return GameOpenError()
            except OSError as error:
                return self._error(f"use the file {self._paths.lock}", error)
        folder = self._paths.folder
        # Qt does not say why; an attempt of our own does.
        said = why_unwritable(folder, _LOCK_BYTES) or OSError(errno.EIO, os.strerror(errno.EIO))
        return self._error(f"keep anything in its folder {folder}", said)

    def _error(self, act: str, error: OSError) -> RecordsError:
        trouble = trouble_of(self._paths.lock, error)
        reason = f"{error.strerror or error}; fix that, or choose another with --data-dir"
        return RecordsError(f"The game cannot {act}: {_REASONS.get(trouble, reason)}.", trouble)


def _is_held(path: Path) -> bool:
    """Whether a process holds the lock file; else it is left over from one that was killed.

    Raises:
        OSError: when the file cannot be opened.
    """
    if sys.platform == "win32":
        return True  # what no process has open was removed there
    import fcntl

    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
    with path.open("ab"):  # whoever may not write it cannot remove it
        return False
