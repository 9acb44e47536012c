"""SQLite's write-ahead log as bytes: its pages, and whether a damaged one cut others off.

SQLite takes the log up to the first frame whose checksum is wrong, as a kill may leave such a frame
at the end. Where whole transactions follow it, the disk has lost what was acknowledged. The format:
https://www.sqlite.org/fileformat2.html#the_write_ahead_log
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Final, NamedTuple

_HEADER: Final = struct.Struct(">8I")
_FRAME: Final = struct.Struct(">6I")
_INDEX: Final = struct.Struct("=3I2BHI")
_MAGIC: Final = (0x377F0682, 0x377F0683)
_WORD: Final = 0xFFFFFFFF


class Frame(NamedTuple):
    """One page in the log.

    Attributes:
        salts: those of the log's header when it was written.
        commits: whether a transaction ends with it.
        number: the page's, from 1.
        page: its content.
    """

    salts: tuple[int, int]
    commits: bool
    number: int
    page: bytes


def is_cut(log: bytes, valid: int) -> bool:
    """Whether transactions follow the part of the log that SQLite takes.

    Args:
        log: the whole file.
        valid: how many frames SQLite takes.
    """
    return any(frame.commits for frame in present_frames(log)[valid:])


def frames_taken(index: Path) -> int | None:
    """How many frames of the log SQLite takes, once a connection has read it.

    A checkpoint would say so too, but fails on a full disk.

    Args:
        index: the file beside the log with the ending ``-shm``.

    Returns:
        None when there is no such file.
    """
    try:
        with index.open("rb") as file:
            head = file.read(_INDEX.size)
    except OSError:
        return None
    return int(_INDEX.unpack(head)[-1]) if len(head) == _INDEX.size else None


def present_frames(log: bytes) -> list[Frame]:
    """The frames since the log was begun anew; behind them there may be older ones."""
    if len(log) < _HEADER.size + _FRAME.size:
        return []
    salts = _salts(log)
    size = page_size(log)
    step = _FRAME.size + size
    frames = []
    for place in range(_HEADER.size, len(log) - step + 1, step):
        number, pages, salt, other, _, _ = _FRAME.unpack_from(log, place)
        page = log[place + _FRAME.size : place + step]
        frames.append(Frame((salt, other), pages != 0, number, page))
    present = [index for index, frame in enumerate(frames) if frame.salts == salts]
    # A frame whose own salts are damaged lies between others that are right.
    return frames[: max(present, default=-1) + 1]


def page_size(log: bytes) -> int:
    """The size of the pages, bytes; the usual one where the header is damaged."""
    size = _HEADER.unpack_from(log)[2] if len(log) >= _HEADER.size else 0
    return size if size in (1 << power for power in range(9, 17)) else 4096


def _salts(log: bytes) -> tuple[int, int]:
    """The salts of the present frames: the header's, or where it is damaged those of the first."""
    magic, *_, salt, other, one, two = _HEADER.unpack_from(log)
    if magic in _MAGIC and (one, two) == _checksum(log[:24], big=magic & 1 == 1):
        return salt, other
    _, _, salt, other, _, _ = _FRAME.unpack_from(log, _HEADER.size)
    return salt, other


def _checksum(data: bytes, *, big: bool) -> tuple[int, int]:
    words = struct.unpack(f"{'>' if big else '<'}{len(data) // 4}I", data)
    one = two = 0
    for even, odd in zip(words[::2], words[1::2], strict=True):
        one = (one + even + two) & _WORD
        two = (two + odd + one) & _WORD
    return one, two
