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
    open: bool = True
    thumbnail: Thumbnail = field(default=Thumbnail(), repr=False)
