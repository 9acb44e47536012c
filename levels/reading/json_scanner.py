"""Strict JSON parser that records the position of every key and value.

The standard library's reader takes the last of two equal keys, NaN, numbers that overflow and
any depth, and keeps no lines. This one refuses all of those and knows the place of every key
and value. What can be read past (a duplicate key, an invalid number) is noted and reading goes
on, so that all faults come at once; broken syntax ends it, and so does the last of `MAX_FAULTS`.
Every text is read in time proportional to its length.
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, NoReturn

from levels.errors import MAX_FAULTS, UNSAFE, Path, PathPart, shown

MAX_DEPTH: Final = 32
MAX_VALUES: Final = 100_000
MAX_DIGITS: Final = 15
MAX_KEYS: Final = 1_000

_SPACE = re.compile(r"[ \t\n\r]*")
_SPACES: Final = frozenset(" \t\n\r")
_STRING = re.compile(r'"[^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*"')
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?(?![0-9A-Za-z_.+-])")
_WORD = re.compile(r"[^\s,:\[\]{}\"]+")
_WORDS: Final = {"true": True, "false": False, "null": None}
_NOT_FINITE: Final = frozenset({"NaN", "Infinity", "-Infinity"})
_PYTHON: Final = {"True": "true", "False": "false", "None": "null"}


_NOTHING: Final[Mapping[Any, Any]] = MappingProxyType({})


@dataclass(slots=True)
class Spot:
    """Position of a value: its offset, and the positions of the items of lists and objects."""

    offset: int
    children: Mapping[PathPart, Spot] = field(default_factory=lambda: _NOTHING)
    keys: Mapping[str, int] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault at a position of the text."""

    path: Path
    offset: int
    message: str


@dataclass(frozen=True, slots=True)
class Scan:
    """Result of parsing a text.

    Attributes:
        value: dicts, lists, strings, numbers, booleans and None.
        spot: positions of the value and of all in it.
        faults: what was wrong but could be read past.
    """

    value: Any
    spot: Spot
    faults: tuple[Fault, ...]


class BrokenJson(Exception):
    """Invalid JSON; has all faults up to the one that ended the parsing."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults[-1].message)
        self.faults = faults


class Lines:
    """Line and column, from 1, of an offset."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of the character at that offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def scan(text: str) -> Scan:
    """Read a whole JSON text; raises `BrokenJson` where it is none."""
    scanner = _Scanner(text)
    value, spot = scanner.document()
    return Scan(value, spot, tuple(scanner.faults))


class _Scanner:
    """Reads one text from front to back, by recursion of at most `MAX_DEPTH`."""

    def __init__(self, text: str) -> None:
        self.faults: list[Fault] = []
        self._text = text
        self._lines: Lines | None = None
        self._at = 0
        self._path: list[PathPart] = []
        self._values = 0

    def document(self) -> tuple[Any, Spot]:
        """The one value of the text."""
        if self._peek() == "":
            self._stop("The file is empty.")
        value, spot = self._value()
        if self._peek():
            self._refuse_comment()
            self._stop(f"There is more after the end: {self._found()}.")
        return value, spot

    # -- values --------------------------------------------------------------------------------

    def _value(self) -> tuple[Any, Spot]:
        first = self._peek()
        spot = Spot(self._at)
        self._values += 1
        if self._values > MAX_VALUES:
            self._stop(f"There are more than {MAX_VALUES:,} values in this file.")
        if first == "{":
            return self._object(spot), spot
        if first == "[":
            return self._list(spot), spot
        if first == '"':
            return self._string(), spot
        return self._number_or_word(), spot

    def _object(self, spot: Spot) -> dict[str, Any]:
        items: dict[str, Any] = {}
        children: dict[PathPart, Spot] = {}
        keys: dict[str, int] = {}
        spot.children, spot.keys = children, keys
        self._open("{", "}")
        while self._peek() != "}":
            key, offset = self._key()
            self._path.append(key)
            if key in items:
                line = self._line_of(keys[key])
                self._note(offset, f"“{shown(key)}” is here twice; the first is on line {line}.")
            elif len(items) == MAX_KEYS:
                self._stop(f"An object has at most {MAX_KEYS:,} keys here.")
            self._colon(key)
            value, child = self._value()
            if key not in items:
                items[key], children[key], keys[key] = value, child, offset
            self._path.pop()
            self._comma("}", spot)
        self._close()
        return items

    def _list(self, spot: Spot) -> list[Any]:
        items: list[Any] = []
        children: dict[PathPart, Spot] = {}
        spot.children = children
        self._open("[", "]")
        while self._peek() != "]":
            self._path.append(len(items))
            value, child = self._value()
            self._path.pop()
            children[len(items)] = child
            items.append(value)
            self._comma("]", spot)
        self._close()
        return items

    def _string(self) -> str:
        start = self._at
        match = _STRING.match(self._text, start)
        if match is None:
            self._stop_in_string(start)
        bad = _BAD_ESCAPE.search(match[0].replace("\\\\", "__"))
        if bad:
            self._at = start + bad.start()
            self._stop(f"“{shown(self._text[self._at : self._at + 2])}” is no escape of JSON.")
        self._at = match.end()
        text = str(json.loads(match[0])) if "\\" in match[0] else match[0][1:-1]
        unsafe = UNSAFE.search(text)
        if unsafe:
            name = f"U+{ord(unsafe[0]):04X}"
            self._note(start, f"The text holds {name}, a character that cannot be shown safely.")
            text = UNSAFE.sub("", text)
        return text

    def _number_or_word(self) -> float | int | bool | None:
        start = self._at
        match = _NUMBER.match(self._text, start)
        if match:
            self._at = match.end()
            return self._number(match, start)
        word = _WORD.match(self._text, start)
        name = word[0] if word else ""
        if name not in _WORDS and name not in _NOT_FINITE:
            self._stop_at_word(name)
        self._at += len(name)
        if name in _NOT_FINITE:
            self._note(start, f"{name} is no number of JSON: write a finite number.")
            return 0
        return _WORDS[name]

    def _number(self, match: re.Match[str], start: int) -> float | int:
        token = match[0]
        if match[1] is None and match[2] is None:
            if len(token.lstrip("-")) > MAX_DIGITS:
                self._note(start, f"A whole number has at most {MAX_DIGITS} digits here.")
                return 0
            return int(token)
        number = float(token)
        if not math.isfinite(number):
            self._note(start, f"{shown(token)} is too great a number.")
            return 0
        return number

    # -- punctuation ---------------------------------------------------------------------------

    def _peek(self) -> str:
        """The next character after white space; empty at the end."""
        here = self._text[self._at : self._at + 1]
        if here not in _SPACES:
            return here
        match = _SPACE.match(self._text, self._at)
        if match:
            self._at = match.end()
        return self._text[self._at : self._at + 1]

    def _open(self, bracket: str, closing: str) -> None:
        if len(self._path) >= MAX_DEPTH:
            self._stop(f"Brackets are nested more than {MAX_DEPTH} deep.")
        self._at += 1
        if self._peek() == ",":
            self._stop(f"Expected a value or “{closing}” after “{bracket}”, found a comma.")

    def _close(self) -> None:
        self._at += 1

    def _key(self) -> tuple[str, int]:
        if self._peek() != '"':
            self._refuse_comment()
            if not self._peek():
                self._stop("The file ends in the middle of an object: a “}” is missing.")
            self._stop(f"A key stands in double quotes; found {self._found()}.")
        offset = self._at
        return self._string(), offset

    def _colon(self, key: str) -> None:
        if self._peek() != ":":
            self._stop(f"Expected a colon after “{shown(key)}”, found {self._found()}.")
        self._at += 1

    def _comma(self, closing: str, spot: Spot) -> None:
        following = self._peek()
        if following == closing:
            return
        if following == "":
            line = self._line_of(spot.offset)
            opening = self._text[spot.offset]
            self._stop(f"The file ends too early: the “{opening}” of line {line} is not closed.")
        if following != ",":
            self._refuse_comment()
            self._stop(f"Expected a comma or “{closing}”, found {self._found()}.")
        comma = self._at
        self._at += 1
        if self._peek() == closing:
            self._at = comma
            self._stop(f"Nothing follows this comma before “{closing}”: take it away.")

    # -- faults --------------------------------------------------------------------------------

    def _line_of(self, offset: int) -> int:
        if self._lines is None:
            self._lines = Lines(self._text)
        return self._lines.place(offset)[0]

    def _note(self, offset: int, message: str) -> None:
        self.faults.append(Fault(tuple(self._path), offset, message))
        if len(self.faults) == MAX_FAULTS:
            raise BrokenJson(tuple(self.faults))

    def _stop(self, message: str) -> NoReturn:
        self._note(self._at, message)
        raise BrokenJson(tuple(self.faults))

    def _stop_in_string(self, start: int) -> NoReturn:
        control = re.compile(r"[\x00-\x1f]|\\?$").search(self._text, start)
        self._at = control.start() if control else start
        here = self._text[self._at : self._at + 1]
        if here in ("\n", "\r"):
            self._at = start
            self._stop("This text is not closed on its line; a line break is written \\n.")
        if here and ord(here) < ord(" "):
            self._stop(f"The text holds U+{ord(here):04X}, a control character; write it \\u….")
        self._at = start
        self._stop("This text is not closed: a double quote is missing.")

    def _stop_at_word(self, name: str) -> NoReturn:
        self._refuse_comment()
        if not name:
            if not self._peek():
                self._stop("The file ends where a value should be.")
            self._stop(f"Expected a value, found {self._found()}.")
        if name in _PYTHON:
            self._stop(f"JSON writes {_PYTHON[name]}, not {name}.")
        if name[0] in "'‘’“”`":
            self._stop('Text stands in straight double quotes: "like this".')
        if name[0] in "+-.0123456789":
            self._stop(f"“{shown(name)}” is no number of JSON (write 0.5, 12 or 1e-3).")
        self._stop(f"Expected a value, found “{shown(name)}”; text stands in double quotes.")

    def _refuse_comment(self) -> None:
        if self._text.startswith(("//", "/*", "#"), self._at):
            self._stop("JSON has no comments: take this away.")

    def _found(self) -> str:
        here = self._text[self._at : self._at + 1]
        if here in (",", ":"):
            return "a comma" if here == "," else "a colon"
        word = _STRING.match(self._text, self._at) or _WORD.match(self._text, self._at)
        return f"“{shown(word[0] if word else here)}”" if here else "the end of the file"
