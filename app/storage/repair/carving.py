"""Rows from the bytes of a damaged database, without its tree: found by their checksums.

Every page that looks like a leaf of a table is read cell by cell. What decodes to a row whose
checksum is right is that row, wherever it lies: the page that named it may be gone, its table
dropped, the header zeroed. Older states of a row are found as well. The format:
https://www.sqlite.org/fileformat2.html#b_tree_pages
"""

from __future__ import annotations

import re
import struct
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from app.storage.checksums import row_checksum
from app.storage.repair import wal

Columns = Mapping[str, Sequence[tuple[str, str]]]
"""Name and type of the columns of each table, with the checksum among them."""

_LEAF: Final = 0x0D
_KINDS: Final = (b"\x02", b"\x05", b"\x0a", b"\x0d")
"""The first byte of a page of an index or a table."""
_NUMBERED: Final = re.compile(rb"[\x03-\x20](?=\x00)")
_HEAD: Final = 100
_WHOLE: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_LONGEST_CHAIN: Final = 16384
_MAGIC: Final = b"SQLite format 3\0"


class Bytes:
    """The pages of a database and of its log.

    Args:
        file: the database.
        log: its write-ahead log, or b"".
        valid: how many frames of the log SQLite takes; None for all.
    """

    def __init__(self, file: bytes, log: bytes = b"", valid: int | None = None) -> None:
        self.size = _page_size(file)
        self._file = file
        frames = wal.present_frames(log) if wal.page_size(log) == self.size else []
        self._frames = [(own.number, own.page) for own in frames]
        self._valid = len(self._frames) if valid is None else valid
        self._newest = dict(self._frames)

    def pages(self) -> Iterator[tuple[int, bytes, bool]]:
        """Number and content of every page, the oldest state first; whether SQLite misses it."""
        for place in range(0, len(self._file), self.size):
            yield place // self.size + 1, self._file[place : place + self.size], False
        for index, (number, page) in enumerate(self._frames):
            yield number, page, index >= self._valid

    def newest(self, number: int) -> bytes:
        """A page as it is in the log, else in the file; b"" where it is in neither."""
        if number in self._newest:
            return self._newest[number]
        place = (number - 1) * self.size
        return self._file[place : place + self.size] if number > 0 else b""


def carved(found: Bytes, columns: Columns) -> Iterator[tuple[str, dict[str, Any], bool]]:
    """Every row with a right checksum, the oldest state first.

    Returns:
        Its table, its values by column (texts as bytes), and whether SQLite misses its page.
    """
    widths: dict[int, list[str]] = defaultdict(list)
    for table, own in columns.items():
        widths[len(own)].append(table)
    for number, page, missed in found.pages():
        start = _HEAD if number == 1 else 0
        cells = _cells if page[start : start + 1] in _KINDS else _stray_cells
        for rowid, payload in cells(found, number, page):
            values = _values(payload)
            for table in widths.get(len(values), ()):
                row = _row(table, columns[table], rowid, values)
                if row is not None:
                    yield table, row, missed


def _page_size(file: bytes) -> int:
    if file.startswith(_MAGIC) and len(file) >= _HEAD:
        (size,) = struct.unpack_from(">H", file, 16)
        if size in (1 << power for power in range(9, 16)):
            return int(size)
    return 4096


def _cells(found: Bytes, number: int, page: bytes) -> Iterator[tuple[int, bytes]]:
    """Row number and payload of each cell of a leaf."""
    start = _HEAD if number == 1 else 0
    if len(page) < start + 8 or page[start] != _LEAF:
        return
    (count,) = struct.unpack_from(">H", page, start + 3)
    end = min(start + 8 + 2 * count, len(page) - 1)
    for place in range(start + 8, end, 2):
        (offset,) = struct.unpack_from(">H", page, place)
        length, offset = _varint(page, offset)
        rowid, offset = _varint(page, offset)
        if 0 < length <= _LONGEST_CHAIN * found.size and offset < len(page):
            yield rowid, _payload(found, page, offset, length)


def _stray_cells(found: Bytes, _number: int, page: bytes) -> Iterator[tuple[int, bytes]]:
    """The same of a page without its head: wherever a record with a number of its own begins.

    Such a record begins with the length of its header and a column that is empty, as its value is
    the number of the row, which stands before the record.
    """
    for match in _NUMBERED.finditer(page):
        place = match.start()
        head, begin = _varint(page, place)
        length = head + sum(_length(kind) for kind in _kinds(page, begin, place + head))
        for width in (1, 2, 3):
            rowid, end = _varint(page, place - width) if place >= width else (0, 0)
            if end == place and length <= _LONGEST_CHAIN * found.size:
                yield rowid, _payload(found, page, place, length)


def _payload(found: Bytes, page: bytes, offset: int, length: int) -> bytes:
    size = found.size
    if length <= size - 35:
        return page[offset : offset + length]
    least = (size - 12) * 32 // 255 - 23
    local = least + (length - least) % (size - 4)
    local = local if local <= size - 35 else least
    parts = [page[offset : offset + local]]
    following = page[offset + local : offset + local + 4]
    missing = length - local
    while missing > 0 and len(following) == 4:
        overflow = found.newest(int.from_bytes(following, "big"))
        parts.append(overflow[4 : 4 + missing])
        following = overflow[:4]
        missing -= size - 4
    return b"".join(parts)


def _values(payload: bytes) -> list[Any]:
    """The columns of a record; [] where it is none."""
    head, place = _varint(payload, 0)
    if not 0 < head <= min(len(payload), 64):
        return []
    values, offset = [], head
    for kind in _kinds(payload, place, head):
        length = _length(kind)
        part = payload[offset : offset + length]
        if len(part) < length or kind in (10, 11):
            return []
        values.append(_value(kind, part))
        offset += length
    return values


def _kinds(data: bytes, place: int, end: int) -> list[int]:
    """The kinds of the columns, as the header of a record lists them."""
    kinds = []
    while place < end:
        kind, after = _varint(data, place)
        if after == place:
            break
        kinds.append(kind)
        place = after
    return kinds


def _length(kind: int) -> int:
    """How many bytes a value of that kind has."""
    return _WHOLE.get(kind, 8 if kind == 7 else max(kind - 12, 0) // 2)


def _value(kind: int, part: bytes) -> Any:
    if kind == 0:
        return None
    if kind in _WHOLE:
        return int.from_bytes(part, "big", signed=True)
    if kind == 7:
        return struct.unpack(">d", part)[0]
    return kind - 8 if kind in (8, 9) else part


def _row(
    table: str, columns: Sequence[tuple[str, str]], rowid: int, values: list[Any]
) -> dict[str, Any] | None:
    row: dict[str, Any] = {}
    for (name, kind), value in zip(columns, values, strict=True):
        # The number of a row is not stored among its columns, and 3.0 is stored as 3.
        own = rowid if value is None and name in ("id", "solution_id") else value
        row[name] = float(own) if kind == "REAL" and isinstance(own, int) else own
    checksum = row.pop("checksum", None)
    return row if row_checksum(table, *row.values()) == checksum else None


def _varint(data: bytes, place: int) -> tuple[int, int]:
    """A number of up to nine bytes and the place after it; 0 beyond the end."""
    value = 0
    for count in range(9):
        if place >= len(data):
            return 0, place
        byte = data[place]
        place += 1
        if count == 8:
            value = value << 8 | byte
            break
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            break
    return (value - (1 << 64) if value >= 1 << 63 else value), place
