"""Reading the text of an untrusted level or solution file."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

from levels.errors import LevelError, LevelErrors

MAX_BYTES: Final = 1 << 20
_BOM: Final = b"\xef\xbb\xbf"
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """What a regular file of at most 1 MiB holds (one byte more when it is longer).

    Raises:
        LevelErrors: when it cannot be read or is no regular file.
    """
    source = str(path)
    try:
        return _read_regular(Path(path), source)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no file can have this name"
        raise _refused(source, f"The file cannot be read: {reason}.") from error


def decode(data: bytes, source: str) -> str:
    """UTF-8 text, with or without a byte order mark.

    Raises:
        LevelErrors: naming the place of the first byte that is no UTF-8.
    """
    if len(data) > MAX_BYTES:
        raise _refused(source, "The file is longer than 1 MiB; a level is a small text.")
    if data.startswith(_UTF_16) or b"\0" in data[:4]:
        raise _refused(source, "The file is in UTF-16 or UTF-32; save it as UTF-8.")
    body = data.removeprefix(_BOM)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        before = body[: error.start].decode("utf-8")
        line = before.count("\n") + 1
        column = len(before) - before.rfind("\n")
        message = f"The byte 0x{body[error.start]:02X} is no UTF-8; save the file as UTF-8."
        raise LevelErrors([LevelError(source, line, column, "", message)]) from None


def _read_regular(path: Path, source: str) -> bytes:
    # Opened before it is checked, so that the file cannot be replaced in between; non-blocking,
    # because opening a pipe would wait for a writer.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise _refused(source, "This is no regular file.")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(MAX_BYTES + 1)
    finally:
        os.close(descriptor)


def _refused(source: str, message: str) -> LevelErrors:
    return LevelErrors([LevelError(source, 0, 0, "", message)])
