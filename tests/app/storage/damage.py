"""Records to be damaged, ways to damage them, and what is there afterwards."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.storage.records import Records, StoredVerdict
from attack.damages import PAGE, Damage, flip_bit, shorten, zero_sector
from levels import Address

XOR = Address("campaign", "xor")
OLD = Path(__file__).parent / "old"
"""Files that the games of earlier versions of the schema wrote."""


def add(records: Records, number: int) -> None:
    """A solution and a verdict, of lengths that take from a part of a page to two pages."""
    text = f'{{"n": {number}, "pad": "{"x" * (number * 97 % 5000)}"}}'
    solution = records.add_solution(XOR, f"s{number}", text, number)
    text = f'{{"v": {number}, "pad": "{"y" * (number * 61 % 3000)}"}}'
    scores = ((1, 0.5 + number / 1000), (2, None))
    records.add_verdict(StoredVerdict(XOR, "k1", text, number, True, scores, float(number)))
    if number % 5 == 0:
        records.save_run(solution.id, b"r" * number * 200)
        records.set_open_solution(XOR, solution.id)


def write_records(folder: Path, *, older: int = 20, newer: int = 8) -> Path:
    """Records with that many rows that a backup has, and that many that are newer than it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "records.db"
    with closing(Records(path)) as records:
        for number in range(older):
            add(records, number)
        records.meet(XOR, "k1", lambda _: False)
    with closing(Records(path)) as records:  # this makes the backup
        for number in range(older, older + newer):
            add(records, number)
        for solution in records.solutions(XOR)[:3]:
            records.save_solution(
                solution.id, f"{solution.name}'", solution.text, solution.parameters
            )
    return path


@dataclass(frozen=True)
class State:
    """What can be read of records: good solutions by id, bad ones, verdicts."""

    good: dict[int, tuple[str, str, int]]
    unreadable: frozenset[int]
    verdicts: Counter[tuple[object, ...]]


def state(records: Records) -> State:
    solutions = records.solutions(XOR)
    return State(
        {own.id: (own.name, own.text, own.parameters) for own in solutions if own.fault is None},
        frozenset(own.id for own in solutions if own.fault is not None),
        Counter((own.text, own.parameters, own.scores) for own in records.verdicts(XOR, "k1")),
    )


def state_of(path: Path) -> tuple[State, str | None]:
    """What is in records, and what their opening has to say."""
    with closing(Records(path)) as records:
        notice = records.notice
        records.note_reported()
        return state(records), notice


def scramble_page(chance: random.Random, path: Path) -> None:
    content = path.read_bytes()
    place = chance.randrange(len(content) // PAGE) * PAGE
    path.write_bytes(content[:place] + chance.randbytes(PAGE) + content[place + PAGE :])


def run(path: Path, *statements: str) -> None:
    """Change a database by SQL, checksums and counts left as they are."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for statement in statements:
            database.execute(statement)


HARMS: dict[str, Damage] = {
    "bit": flip_bit,
    "sector": zero_sector,
    "page": scramble_page,
    "cut": shorten,
}


def damaged_copy(original: Path, folder: Path, harm: str, seed: int) -> Path:
    """A copy of records with their backups, with one damage."""
    shutil.copytree(original.parent, folder)
    path = folder / original.name
    HARMS[harm](random.Random(f"{harm} {seed}"), path)
    return path


def backups_of(path: Path) -> list[bytes]:
    return [own.read_bytes() for own in sorted((path.parent / "backups").glob("*.db"))]
