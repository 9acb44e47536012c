"""Rows from the bytes of a damaged database, without its tree: found by their checksums.

Every page that looks like a leaf of a table is read cell by cell, and one whose head does not fit
what it holds is searched for records. What decodes to a row whose checksum is right is that row,
wherever it lies: the page that named it may be gone, its table dropped, the header zeroed. Older
states of a row are found as well.
"""

from __future__ import annotations

import re
import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from app.storage.checksums import row_checksum
from app.storage.repair import wal
from app.storage.repair.pages import HEAD, LEAF, cell_places, is_whole, local_length, varint

Columns = Mapping[str, Sequence[tuple[str, str]]]
"""Name and type of the columns of each table, with the checksum among them."""

_NUMBERED: Final = re.compile(rb"[\x03-\x20](?=\x00)")
_WHOLE: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_LONGEST_CHAIN: Final = 16384
_MOST_TRIES: Final = 100_000
"""At most this many numbers are tried in all for rows that are bad: about two seconds."""
_HEAD_BYTES: Final = 24
"""No row of ours has a head that is longer."""
_LEAF: Final = bytes([LEAF])
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
    for table, rowid, values, missed in _records(found, columns):
        row = _row(table, columns[table], rowid, values)
        if row is not None:
            yield table, row, missed


def misnumbered(
    found: Bytes, columns: Columns, absent: Mapping[str, Sequence[int]]
) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Rows whose checksum is right with another number: theirs was damaged, or is gone.

    Args:
        found: where they are looked for.
        columns: as in `carved`.
        absent: by table, the numbers that may be theirs.

    Returns:
        The table, the wrong number, and the values by column, with the right one.
    """
    left = _MOST_TRIES
    for table, rowid, values, _ in _records(found, columns):
        if (
            table not in absent
            or values[0] is not None
            or _row(table, columns[table], rowid, values)
        ):
            continue
        for number in absent[table][:left]:
            left -= 1
            row = _row(table, columns[table], number, values)
            if row is not None:
                yield table, rowid, row
                break


def misheaded(
    found: Bytes, columns: Columns, tables: Sequence[str]
) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Rows whose checksum is right once one bit in the head of their record is flipped.

    That head says where the columns begin; without it a row is lost however whole its texts are.

    Returns:
        As in `misnumbered`.
    """
    left = _MOST_TRIES
    for number, page, _ in found.pages():
        start = HEAD if number == 1 else 0
        cells = _named_cells(found, page, start) if page[start : start + 1] == _LEAF else ()
        for rowid, payload in cells:
            if any(_rows(rowid, _values(payload), columns, columns)):
                continue
            for values in islice(_with_other_heads(payload), left):
                left -= 1
                for table, row in _rows(rowid, values, columns, tables):
                    yield table, rowid, row


def _rows(
    rowid: int, values: list[Any], columns: Columns, tables: Iterable[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The row that a record is, of those tables: one at most."""
    for table in tables:
        if len(columns[table]) == len(values):
            row = _row(table, columns[table], rowid, values)
            if row is not None:
                yield table, row


def _with_other_heads(payload: bytes) -> Iterator[list[Any]]:
    """The columns of a record, for each bit of its head flipped."""
    for place in range(min(_HEAD_BYTES, len(payload))):
        for bit in range(8):
            changed = bytes([payload[place] ^ 1 << bit])
            yield _values(payload[:place] + changed + payload[place + 1 :])


def _records(found: Bytes, columns: Columns) -> Iterator[tuple[str, int, list[Any], bool]]:
    """What may be rows: table, number, columns, and whether SQLite misses the page."""
    widths: dict[int, list[str]] = defaultdict(list)
    for table, own in columns.items():
        widths[len(own)].append(table)
    for number, page, missed in found.pages():
        for rowid, payload in _cells(found, number, page):
            values = _values(payload)
            for table in widths.get(len(values), ()):
                yield table, rowid, values, missed


def _page_size(file: bytes) -> int:
    if file.startswith(_MAGIC) and len(file) >= HEAD:
        (size,) = struct.unpack_from(">H", file, 16)
        if size in (1 << power for power in range(9, 16)):
            return int(size)
    return 4096


def _cells(found: Bytes, number: int, page: bytes) -> Iterator[tuple[int, bytes]]:
    """Row number and payload of each cell of a page, however much of its head is left."""
    start = HEAD if number == 1 else 0
    if page[start : start + 1] == _LEAF:
        yield from _named_cells(found, page, start)
    # Where the head is sound, nothing but outdated rows could be found besides.
    if not is_whole(page, start):
        yield from _stray_cells(found, page)


def _named_cells(found: Bytes, page: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The cells of a leaf that its head names."""
    for place in cell_places(page, start):
        length, offset = varint(page, place)
        rowid, offset = varint(page, offset)
        if 0 < length <= _LONGEST_CHAIN * found.size and offset < len(page):
            yield rowid, _payload(found, page, offset, length)


def _stray_cells(found: Bytes, page: bytes) -> Iterator[tuple[int, bytes]]:
    """The same without the head of the page: wherever a record with a number of its own begins.

    Such a record begins with the length of its header and a column that is empty, as its value is
    the number of the row, which stands before the record.
    """
    for match in _NUMBERED.finditer(page):
        place = match.start()
        head, begin = varint(page, place)
        length = head + sum(_length(kind) for kind in _kinds(page, begin, place + head))
        if length > _LONGEST_CHAIN * found.size:
            continue
        payload = _payload(found, page, place, length)
        yield 0, payload  # for a row whose number is gone
        for width in (1, 2, 3):
            rowid, end = varint(page, place - width) if place >= width else (0, 0)
            if end == place:
                yield rowid, payload


def _payload(found: Bytes, page: bytes, offset: int, length: int) -> bytes:
    size = found.size
    local = local_length(size, length)
    if local == length:
        return page[offset : offset + length]
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
    head, place = varint(payload, 0)
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
        kind, after = varint(data, place)
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
