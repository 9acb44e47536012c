"""Pages: a head that fits what the page holds is distinguished from one that does not."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing

import pytest

from app.storage.repair.pages import HEAD, LEAF, cell_places, is_whole, varint

SIZE = 4096
KINDS = {0x02, 0x05, 0x0A, LEAF}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """A database of SQLite's own with every kind of page, free blocks and overflow."""
    path = tmp_path_factory.mktemp("pages") / "some.db"
    chance = random.Random(1)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA secure_delete = ON")
        database.execute("CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT)")
        database.execute("CREATE INDEX by_word ON words (word)")
        for number in range(900):
            word = f"{number:05}" * chance.choice((1, 20, 100, 300, 1500))
            database.execute("INSERT INTO words (word) VALUES (?)", (word,))
        database.execute("DELETE FROM words WHERE id % 3 = 0")
        database.execute("UPDATE words SET word = word || 'x' WHERE id % 5 = 0")
    content = path.read_bytes()
    return [content[place : place + SIZE] for place in range(0, len(content), SIZE)]


def start_of(number: int) -> int:
    return HEAD if number == 0 else 0


def test_every_page_of_a_tree_that_sqlite_wrote_is_whole(pages: list[bytes]) -> None:
    kinds = {
        page[start_of(number)] for number, page in enumerate(pages) if page[start_of(number)] != 0
    }
    assert kinds == KINDS
    for number, page in enumerate(pages):
        start = start_of(number)
        assert is_whole(page, start) == (page[start] in KINDS), number


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_scrambled_head_that_looks_like_a_page_is_not_whole(
    pages: list[bytes], kind: int
) -> None:
    chance = random.Random(kind)
    for page in pages[1:]:
        scrambled = bytes([kind]) + chance.randbytes(511) + page[512:]
        assert not is_whole(scrambled, 0)


def test_a_wrong_pointer_is_noticed(pages: list[bytes]) -> None:
    leaves = [page for page in pages[1:] if page[0] == LEAF and len(cell_places(page, 0)) > 1]
    assert leaves
    for page in leaves:
        for bit in range(8):
            broken = bytearray(page)
            broken[9] ^= 1 << bit  # the second byte of the first pointer
            assert not is_whole(bytes(broken), 0)


def test_free_blocks_that_lead_in_a_circle_are_no_trap(pages: list[bytes]) -> None:
    page = bytearray(next(own for own in pages[1:] if own[0] == LEAF))
    page[1:3] = (3000).to_bytes(2, "big")
    page[3000:3004] = (3000).to_bytes(2, "big") + (8).to_bytes(2, "big")
    assert not is_whole(bytes(page), 0)


def test_the_cells_of_a_leaf_hold_its_rows_in_order(pages: list[bytes]) -> None:
    for page in (own for own in pages[1:] if own[0] == LEAF):
        ids = []
        for place in cell_places(page, 0):
            _, after = varint(page, place)
            ids.append(varint(page, after)[0])
        assert ids == sorted(ids)


def test_numbers_of_up_to_nine_bytes_are_read() -> None:
    assert varint(b"\x07", 0) == (7, 1)
    assert varint(b"\x81\x00", 0) == (128, 2)
    assert varint(b"\xff" * 9, 0) == (-1, 9)
    assert varint(b"\x81", 0) == (0, 1)  # it ends before the number does


def test_a_short_page_is_no_page() -> None:
    assert not is_whole(b"\x0d\x00", 0)
    assert cell_places(b"\x0d\x00", 0) == []
