"""Numbers with their nouns, for every sentence that a player or an author reads."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """A number and its noun: "1 link", "3 links"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
