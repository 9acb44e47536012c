"""Damages to a database file, as disks, other programs and earlier versions leave them."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

from attack.fuzz import cut, damage_file, flip

Damage = Callable[[random.Random, Path], None]

SECTOR: Final = 512
PAGE: Final = 4096
NEAR: Final = 200
"""Bytes between damages that are near each other."""


def flip_bit(random_: random.Random, path: Path) -> None:
    """Turn one bit round."""
    damage_file(random_, path, flip)


def flip_bits(random_: random.Random, path: Path) -> None:
    """Turn up to forty bits round, near each other."""
    data = path.read_bytes()
    start = random_.randrange(len(data))
    end = start + NEAR
    near = data[start:end]
    for _ in range(random_.randint(2, 40)):
        near = flip(random_, near)
    path.write_bytes(data[:start] + near + data[end:])


def shorten(random_: random.Random, path: Path) -> None:
    """Leave out the end of the file."""
    damage_file(random_, path, cut)


def cut_at_page(random_: random.Random, path: Path) -> None:
    """Shorten the file to whole pages."""
    data = path.read_bytes()
    path.write_bytes(data[: PAGE * random_.randrange(len(data) // PAGE)])


def zero_sector(random_: random.Random, path: Path) -> None:
    """Fill one sector with zeros."""
    _overwrite(random_, path, bytes(SECTOR), SECTOR)


def zero_page(random_: random.Random, path: Path) -> None:
    """Fill one page with zeros."""
    _overwrite(random_, path, bytes(PAGE), PAGE)


def scramble_sector(random_: random.Random, path: Path) -> None:
    """Fill one sector with what another program wrote."""
    _overwrite(random_, path, random_.randbytes(SECTOR), SECTOR)


def swap_pages(random_: random.Random, path: Path) -> None:
    """Exchange two pages."""
    data = bytearray(path.read_bytes())
    first, second = (PAGE * random_.randrange(len(data) // PAGE) for _ in range(2))
    one, two = data[first : first + PAGE], data[second : second + PAGE]
    data[first : first + PAGE], data[second : second + PAGE] = two, one
    path.write_bytes(data)


def change_version(random_: random.Random, path: Path) -> None:
    """Write another `user_version`: lower, higher, none."""
    versions = (0, 1, 2, 7, 99, -1, 2**31 - 1)
    _run(path, f"PRAGMA user_version = {random_.choice(versions)}")


def drop_table(random_: random.Random, path: Path) -> None:
    """Drop a table."""
    _run(path, f"DROP TABLE {random_.choice(_names(path, 'table'))}")


def drop_index(random_: random.Random, path: Path) -> None:
    """Drop an index."""
    _run(path, f"DROP INDEX {random_.choice(_names(path, 'index'))}")


def empty_revision(_random: random.Random, path: Path) -> None:
    """Empty the table that counts changes."""
    _run(path, "DELETE FROM revision")


def foreign_schema(random_: random.Random, path: Path) -> None:
    """Put the database of another program in its place."""
    path.unlink()
    _run(path, "CREATE TABLE bookmarks (url TEXT, title TEXT)")
    _run(path, f"INSERT INTO bookmarks VALUES ('a', '{random_.random()}')")
    _run(path, f"PRAGMA user_version = {random_.choice((0, 3, 40))}")


def odd_text(random_: random.Random, path: Path) -> None:
    """Write bytes that are no UTF-8 into a name or a text."""
    column = random_.choice(("name", "text"))
    _run(path, f"UPDATE solutions SET {column} = CAST(x'ff00fe4142' AS TEXT) {_one(random_)}")


def odd_verdict(random_: random.Random, path: Path) -> None:
    """Write scores that are no JSON."""
    scores = random_.choice(("", "[", "{}", "[[1]]", "null", "[[1, NaN]]"))
    _run(path, f"UPDATE verdicts SET scores = '{scores}' {_one(random_, 'verdicts')}")


def write_behind(random_: random.Random, path: Path) -> None:
    """Change a value with another program."""
    _run(path, f"UPDATE solutions SET parameters = parameters + 1 {_one(random_)}")


def _one(random_: random.Random, table: str = "solutions") -> str:
    return f"WHERE id = (SELECT id FROM {table} LIMIT 1 OFFSET {random_.randrange(8)})"


def _overwrite(random_: random.Random, path: Path, content: bytes, step: int) -> None:
    data = path.read_bytes()
    place = step * random_.randrange(len(data) // step)
    path.write_bytes(data[:place] + content + data[place + len(content) :])


def _names(path: Path, kind: str) -> list[str]:
    query = "SELECT name FROM sqlite_schema WHERE type = ? AND name NOT LIKE 'sqlite_%'"
    with closing(sqlite3.connect(path)) as database:
        return [name for (name,) in database.execute(query, (kind,))]


def _run(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute(statement)


DAMAGES: Final[dict[Damage, int]] = {
    flip_bit: 120,
    flip_bits: 40,
    shorten: 30,
    cut_at_page: 20,
    zero_sector: 40,
    zero_page: 20,
    scramble_sector: 20,
    swap_pages: 10,
    change_version: 14,
    drop_table: 16,
    drop_index: 6,
    empty_revision: 4,
    foreign_schema: 10,
    odd_text: 10,
    odd_verdict: 10,
    write_behind: 10,
}
"""Each damage with how often it is done in a full attack."""
