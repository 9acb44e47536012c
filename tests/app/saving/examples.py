"""What the tests of saving save."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from app.storage.records import Records, StoredVerdict
from levels import Solution, campaign, write_solution

WAIT: Final = 10.0
"""How long the disk of a busy machine may take, s."""
XOR: Final = campaign().level("xor").address
VERDICT: Final = StoredVerdict(XOR, "k1", "{}", 13, True, ((1, 0.98), (2, None)), 1.5)


def named(name: str) -> Solution:
    """A solution of that name."""
    return replace(campaign().level("xor").start, name=name)


def text_of(name: str) -> str:
    """Its text."""
    return write_solution(named(name), "xor")


def add(records: Records, name: str) -> int:
    """Keep it; the number of its row."""
    return records.add_solution(XOR, name, text_of(name), 1).id
