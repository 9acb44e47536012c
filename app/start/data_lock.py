"""The lock on the data folder: one game at a time writes to it."""

from __future__ import annotations

import errno
import os
from typing import Final

from PySide6.QtCore import QLockFile

from app.storage.errors import RecordsError, Trouble, trouble_of
from app.storage.files import is_folder
from app.storage.paths import Paths

WAIT_MS: Final = 100

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
        if not self._lock.tryLock(WAIT_MS):
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

    def _why_not(self) -> Exception:
        if self._lock.error() == QLockFile.LockError.LockFailedError:
            return GameOpenError()
        trouble, reason = self._what_the_system_says()
        words = _REASONS.get(trouble, f"{reason}; fix that, or choose another with --data-dir")
        return RecordsError(
            f"The game cannot keep anything in its folder {self._paths.folder}: {words}.", trouble
        )

    def _what_the_system_says(self) -> tuple[Trouble, str]:
        """Qt does not say why; an attempt of our own does."""
        probe = self._paths.folder / f".probe-{os.getpid()}"
        try:
            probe.write_bytes(bytes(64))
        except OSError as error:
            return trouble_of(probe, error), error.strerror or str(error)
        finally:
            if os.path.lexists(probe):
                probe.unlink()
        return Trouble.OTHER, os.strerror(errno.EIO)
