"""One page of a database: where its cells lie, and whether they fill it as its head says.

The format: https://www.sqlite.org/fileformat2.html#b_tree_pages
"""

from __future__ import annotations

import struct
from typing import Final

LEAF: Final = 0x0D
"""The first byte of a page that holds rows of a table."""
HEAD: Final = 100
"""Bytes of the first page before what it holds."""

_INDEX_INNER: Final = 0x02
_TABLE_INNER: Final = 0x05
_INDEX_LEAF: Final = 0x0A
_KINDS: Final = (_INDEX_INNER, _TABLE_INNER, _INDEX_LEAF, LEAF)
_SMALLEST_CELL: Final = 4
_MOST_FRAGMENTS: Final = 60


def cell_places(page: bytes, start: int) -> list[int]:
    """Where the cells of a page begin, by its head, right or not.

    Args:
        page: its content.
        start: where its head begins: `HEAD` in the first page, else 0.
    """
    if len(page) < start + 8:
        return []
    (count,) = struct.unpack_from(">H", page, start + 3)
    first = start + (12 if page[start] in (_INDEX_INNER, _TABLE_INNER) else 8)
    last = min(first + 2 * count, len(page) - 1)
    return [struct.unpack_from(">H", page, place)[0] for place in range(first, last, 2)]


def is_whole(page: bytes, start: int) -> bool:
    """Whether cells and free blocks fill a page without gap or overlap, as its head says.

    False for a page that is none of a tree. Where it is true, every cell can be found by the head.
    """
    if len(page) < start + 8 or page[start] not in _KINDS:
        return False
    free, count, content, fragments = struct.unpack_from(">HHHB", page, start + 1)
    places = cell_places(page, start)
    content = content or 1 << 16
    if len(places) != count or content > len(page) or fragments > _MOST_FRAGMENTS:
        return False
    parts = [(place, _cell_length(page, page[start], place)) for place in places]
    while free:
        if free > len(page) - 4 or len(parts) > len(page):
            return False
        following, length = struct.unpack_from(">HH", page, free)
        parts.append((free, length))
        free = following
    end = content
    for place, length in sorted(parts):
        if place < end:
            return False
        end = place + length
    used = sum(length for _, length in parts)
    return end <= len(page) and used + fragments == len(page) - content


def local_length(size: int, length: int, kind: int = LEAF) -> int:
    """How many bytes of a payload are in its cell; the others are in pages of overflow.

    Args:
        size: of the page, bytes.
        length: of the payload, bytes.
        kind: the first byte of the page.
    """
    most = size - 35 if kind == LEAF else (size - 12) * 64 // 255 - 23
    if length <= most:
        return length
    least = (size - 12) * 32 // 255 - 23
    local = least + (length - least) % (size - 4)
    return local if local <= most else least


def varint(data: bytes, place: int) -> tuple[int, int]:
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


def _cell_length(page: bytes, kind: int, place: int) -> int:
    offset = place + (4 if kind in (_INDEX_INNER, _TABLE_INNER) else 0)
    if kind == _TABLE_INNER:
        return max(varint(page, offset)[1] - place, _SMALLEST_CELL)
    length, offset = varint(page, offset)
    if length < 0:
        return len(page)
    if kind == LEAF:
        _, offset = varint(page, offset)
    local = local_length(len(page), length, kind)
    end = offset + local + (4 if local < length else 0)
    return max(end - place, _SMALLEST_CELL)
