"""Numbers with their nouns, for every sentence that a player or an author reads."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """A number and its noun: "1 link", "3 links"."""
    return f"{number:,} {noun_for(number, noun)}"


def noun_for(number: float, noun: str) -> str:
    """The noun after a number that is written in some other way: "point" after 1, else "points"."""
    return noun if number == 1 else f"{noun}s"
