"""Errors of level and solution files: position, what was expected, what was found."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

PathPart = str | int
Path = tuple[PathPart, ...]
AddFault = Callable[[Path, str], None]
"""Notes a fault: where it is, and what is wrong, as a sentence."""

UNSAFE: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"
    "\ud800-\udfff\ufff9-\uffff\U000e0000-\U000e007f]"
)
"""Characters that could mislead a reader: control, text direction and invisible characters."""

MAX_FAULTS: Final = 100
"""Faults of one file that are reported; reading stops there."""

_UNSAFE_IN_PATH = re.compile(rf"{UNSAFE.pattern}|\n")
_PLAIN_KEY = re.compile(r"[A-Za-z_$][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class LevelError:
    """One fault of a level or solution file.

    Attributes:
        file: the file as the reader was given it.
        line, column: where, counted from 1; 0 when the file as a whole is at fault.
        path: where in the JSON ("data.noise", "hints[1]"); empty for the whole file.
        message: what is wrong, as a sentence.
        hint: what the field is for, with an example; may be empty.
    """

    file: str
    line: int
    column: int
    path: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        file = shown_path(self.file)
        place = f"{file}:{self.line}:{self.column}" if self.line else file
        return ": ".join(part for part in (place, self.path, self.message) if part)


class LevelErrors(Exception):
    """Everything that is wrong with a file.

    Attributes:
        errors: the faults in the order of the file, at least one.
    """

    def __init__(self, errors: Iterable[LevelError]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(str(error) for error in self.errors))


def path_text(path: Sequence[PathPart]) -> str:
    """The path in the usual notation: ``data.points[3]``."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        elif _PLAIN_KEY.fullmatch(part):
            text += f".{part}" if text else part
        else:
            text += f"[“{shown(part)}”]"
    return text


def shown(text: str, length: int = 40) -> str:
    """Untrusted text made safe for a message: one line, no control characters, cut to length."""
    safe = UNSAFE.sub("\ufffd", text[: length + 1]).replace("\n", "\\n")
    return safe if len(safe) <= length else safe[: length - 1] + "…"


def shown_path(path: object) -> str:
    """A file's name made safe for a message: what cannot be shown is escaped, as in Python.

    So are bytes that are no UTF-8.
    """
    return _UNSAFE_IN_PATH.sub(_escaped, str(path))


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    if 0xDC80 <= code <= 0xDCFF:  # how Python keeps bytes that are no UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return found[0].encode("unicode_escape").decode("ascii")


def nearest(name: str, known: Iterable[str]) -> str:
    """“; did you mean …?” with the nearest known name, or the list of them when none is near."""
    names = list(known)
    lower = {own.lower(): own for own in names}
    close = difflib.get_close_matches(name.lower(), lower, n=1, cutoff=0.6)
    if close:
        return f"; did you mean “{lower[close[0]]}”?"
    listing = ", ".join(names) or "none"
    return f"; known here: {listing}."
