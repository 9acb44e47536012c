"""Numbers with their nouns, and lists, for every sentence that a player or an author reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_MOST_QUOTED: Final = 3


def counted(number: int, noun: str) -> str:
    """A number and its noun: "1 link", "3 links"."""
    return f"{number:,} {noun_for(number, noun)}"


def noun_for(number: float, noun: str) -> str:
    """The noun after a number that is written in some other way: "point" after 1, else "points"."""
    return noun if number == 1 else f"{noun}s"


def listed(words: Sequence[str]) -> str:
    """Words or phrases in a sentence: "a", "a and b", "a, b and c"; "" for none."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def quoted(names: Sequence[str]) -> str:
    """The first three names, in quotes, and how many more there are: “a”, “b”, “c” and 2 more."""
    shown = [f"“{name}”" for name in names[:_MOST_QUOTED]]
    if len(names) > _MOST_QUOTED:
        shown.append(f"{len(names) - _MOST_QUOTED} more")
    return listed(shown)
