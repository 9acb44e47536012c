"""Makes stdout and stderr take whatever the commands print, and prints JSON."""

from __future__ import annotations

import codecs
import io
import json
import os
import re
import sys
from typing import Any, Final, TextIO

_ERRORS: Final = "neural-bonsai.plain"
_STANDARD: Final = 3
"""File descriptors of stdin, stdout and stderr."""

_PLAIN: Final = {
    "≤": "<=", "≥": ">=", "“": '"', "”": '"', "’": "'", "–": "-", "—": "-", "−": "-", "…": "...",
    "×": "x", "★": "*", "\u00a0": " ", "\u202f": " ", "\u2009": " ",
}  # fmt: skip
_UNPAIRED: Final = re.compile("[\ud800-\udfff]")


def prepare_output() -> None:
    """Let nothing that is printed fail for the encoding, nor for a stream that is closed.

    What the encoding has no character for is written plainly (≤ as <=), or as an escape; so are
    bytes of file names that are no UTF-8. What goes to a closed stream is dropped.
    """
    _open_closed_descriptors()
    sys.stdout = _open(sys.stdout, 1)
    sys.stderr = _open(sys.stderr, 2)
    codecs.register_error(_ERRORS, _plainly)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_ERRORS)


def finish_output() -> None:
    """Write what is still buffered; what cannot be written is dropped without another message."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            drop_output(stream)


def drop_output(stream: TextIO) -> None:
    """Send what is buffered, and what follows, nowhere: its reader is gone, or the disk full."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def print_json(data: Any) -> None:
    """Print data as JSON in ASCII, which every reader takes for what it is, with any encoding."""
    print(json.dumps(_sound(data), indent=1))


def _open_closed_descriptors() -> None:
    """Give numbers of closed streams to no other file: what libraries print would end up there."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) < _STANDARD:
        os.set_inheritable(descriptor, True)  # noqa: FBT003 (it has no name)
    os.close(descriptor)


def _open(stream: TextIO | None, descriptor: int) -> TextIO:
    """The stream; where it was closed before the start, one to nowhere."""
    if stream is not None:
        return stream
    return open(descriptor, "w", encoding="utf-8", closefd=False)


def _plainly(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    return "".join(_PLAIN.get(own) or _escape(own) for own in text), error.end


def _escape(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a file name that is no UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return character.encode("ascii", "backslashreplace").decode("ascii")


def _sound(data: Any) -> Any:
    """The same without halves of surrogate pairs, which strict readers of JSON refuse."""
    if isinstance(data, str):
        return _UNPAIRED.sub(lambda found: _escape(found[0]), data)
    if isinstance(data, dict):
        return {_sound(key): _sound(value) for key, value in data.items()}
    return [_sound(own) for own in data] if isinstance(data, list | tuple) else data
