"""Keeps compiled kernels in a folder of the player's cache, and verifies each file before use.

Machine code that is not what was saved ends the program, or trains wrongly, or is another
program. So each file carries a checksum over itself and over all that it was made for, which is
compared in memory before the rest is read; and only files of this user count, in a folder
that nobody else can write to. What does not match is removed and compiled anew.
"""

from __future__ import annotations

import logging
import os
import stat
import sys
import tempfile
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

import platformdirs

from app.storage.files import write_atomically

VARIABLE: Final = "NEURAL_BONSAI_CACHE"
"""Environment variable that names another folder for compiled kernels."""

MAGIC: Final = b"neural-bonsai machine code 1\n"
SUFFIX: Final = ".code"
UNFINISHED: Final = ".unfinished-"
MOST_FILES: Final = 16
"""Older versions of the game, or of its packages, may be in use as well; beyond that they go."""
MOST_BYTES: Final = 1 << 26
ROOM_BYTES: Final = 1 << 22
HOUR_SECONDS: Final = 3600

log = logging.getLogger(__name__)


class CodeFolder:
    """A `CodeStore` in a folder; several processes may use it at the same time.

    Args:
        folder: made when something is saved.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def find(cls) -> CodeFolder:
        """The folder that `VARIABLE` names, else one in the platform's own place for caches."""
        named = os.environ.get(VARIABLE)
        own = Path(platformdirs.user_cache_dir("neural-bonsai", appauthor=False)) / "machine-code"
        return cls((Path(named) if named else own).absolute())

    def has_any(self) -> bool:
        """Whether there is anything to load; cheap, and no check of it."""
        return bool(self._files())

    def load(self, key: str) -> bytes | None:
        """What was saved under the key, byte for byte; None when it is missing or damaged.

        What is damaged is removed, and the log says so.
        """
        path, binding = self._path(key), _binding(key)
        try:
            _require_own_folder(self.folder)
            found = _read(path)
        except FileNotFoundError:
            return None
        except OSError as error:
            log.warning("The compiled kernel is not used: %s", _sentence(error))
            return None
        head = len(MAGIC) + sha256().digest_size
        code = found[head:]
        if found[:head] != MAGIC + _seal(binding, code):
            log.warning("%s is damaged; it is removed and compiled anew.", path)
            self.discard(key)
            return None
        _note_use(path)
        return code

    def save(self, key: str, code: bytes) -> None:
        """Keep it in place of what was there, which is replaced at once or not at all.

        Raises:
            OSError: when it cannot be written, or the folder is not this user's alone.
        """
        self._make()
        binding = _binding(key)
        write_atomically(self._path(key), MAGIC + _seal(binding, code) + code, UNFINISHED)
        self._tidy()

    def discard(self, key: str) -> None:
        """Remove what is kept under the key, if anything."""
        _remove(self._path(key))

    def require_room(self) -> None:
        """Find out whether something can be saved, before it is compiled.

        Raises:
            OSError: when it cannot.
        """
        self._make()
        with tempfile.TemporaryFile(dir=self.folder, prefix=UNFINISHED) as file:
            file.write(bytes(ROOM_BYTES))

    def _make(self) -> None:
        with suppress(FileExistsError):  # what is there instead is told below
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _require_own_folder(self.folder)

    def _path(self, key: str) -> Path:
        return self.folder / (sha256(_binding(key)).hexdigest()[:40] + SUFFIX)

    def _files(self) -> list[Path]:
        try:
            return list(self.folder.glob(f"*{SUFFIX}"))
        except OSError:
            return []

    def _tidy(self) -> None:
        """Remove what was not used for longest, and what a killed process left."""
        for path in sorted(self._files(), key=_last_use, reverse=True)[MOST_FILES:]:
            _remove(path)
        for path in self.folder.glob(f"{UNFINISHED}*"):
            if time.time() - _last_use(path) > HOUR_SECONDS:
                _remove(path)


def _binding(key: str) -> bytes:
    """The key, and the interpreter, which pickles and unpickles what is kept."""
    return f"{sys.version}\n{key}".encode()


def _seal(binding: bytes, code: bytes) -> bytes:
    """One checksum of the code and of what it was made for: a file in another's place fails."""
    return sha256(sha256(binding).digest() + code).digest()


def _require_own_folder(folder: Path) -> None:
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise NotADirectoryError(f"{folder} is no folder (a link to one is not followed).")
    _require_own(found, folder)


def _require_own(found: os.stat_result, path: Path) -> None:
    """Refuse what others own or can write to; where there are no such modes the profile counts."""
    if not hasattr(os, "geteuid"):
        return
    if found.st_uid != os.geteuid():
        raise PermissionError(f"{path} belongs to another user.")
    if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise PermissionError(f"other users can write to {path}; take that permission from them.")


def _read(path: Path) -> bytes:
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
    # A link may lead to anything, and opening a pipe may wait for ever.
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise PermissionError(f"{path} is no regular file.")
        _require_own(found, path)
        return file.read(MOST_BYTES)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        log.warning("%s cannot be removed: %s", path, error.strerror)


def _last_use(path: Path) -> float:
    try:
        return path.lstat().st_mtime
    except OSError:  # another process was faster
        return 0.0


def _note_use(path: Path) -> None:
    try:
        os.utime(path)
    except OSError:
        log.debug("the use of %s could not be noted", path)


def _sentence(error: OSError) -> str:
    return f"{error.filename}: {error.strerror}." if error.filename else str(error)
