"""Items of a shelf: readable and unreadable solutions, and a deletion that can be undone."""

from __future__ import annotations

from dataclasses import dataclass

from levels import Solution


@dataclass(frozen=True, slots=True)
class Entry:
    """One solution on the shelf; ``id`` is its number in the records."""

    id: int
    position: int
    solution: Solution

    @property
    def name(self) -> str:
        """What the player calls it."""
        return self.solution.name

    @property
    def parameters(self) -> int:
        """Its size."""
        return self.solution.network.parameters


@dataclass(frozen=True, slots=True)
class UnreadableEntry:
    """A solution whose text cannot be read; it is kept as it is.

    Attributes:
        id: its number in the records.
        position: places it among the others.
        name: what the player called it.
        parameters: its size when it was saved.
        text: what is kept of it.
        reason: what is wrong with the text: its first fault.
    """

    id: int
    position: int
    name: str
    parameters: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Deletion:
    """A deletion that can be undone: the entry, and the empty solution that took its place."""

    id: int
    name: str
    stand_in: Entry | None = None
