"""What the map knows of a level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from levels.medals import Medal
from levels.thumbnail import Thumbnail


@dataclass(frozen=True)
class LevelCard:
    """One level as the map shows it.

    Attributes:
        id, title, chapter, brief: of the level.
        goal: what passes, in words ("Test accuracy ≥ 97 %").
        sizes: each medal's name with the most parameters it allows (None: any number).
        medal: the best medal won, or None.
        star: whether the author was beaten.
        best: the smallest size that passed so far, in parameters, or None.
        least: the smallest size that can pass, where it is known, or None.
        open: whether it can be played now.
        thumbnail: training data to show; without points it shows no picture.
    """

    id: str
    title: str
    chapter: str
    brief: str = ""
    goal: str = ""
    sizes: Sequence[tuple[str, int | None]] = ()
    medal: Medal | None = None
    star: bool = False
    best: int | None = None
    least: int | None = None
    open: bool = True
    thumbnail: Thumbnail = field(default=Thumbnail(), repr=False)

    @property
    def least_words(self) -> str:
        """That the player has come down to the smallest size that can pass; else empty."""
        if self.least is None or self.best is None or self.best > self.least:
            return ""
        if self.best < self.least:
            return f"below {self.least}, the smallest that a search found"
        return f"smallest possible: {self.least}, reached"
