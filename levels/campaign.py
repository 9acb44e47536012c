"""The order of levels and which of them are open. Both are data (``pack.json``), not code."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from levels.errors import LevelError, LevelErrors
from levels.formats.migration import PACK_STEPS
from levels.formats.pack import PACK_FORMAT, PackFormat
from levels.level import Level
from levels.reading.files import read_bytes
from levels.reading.level import read_level
from levels.reading.source_file import SourceFile

_STAND_INS: Final = {"title": "Pack"}


class NoSuchLevel(LookupError):
    """There is no level of that id; the text names the nearest one."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its title and the ids of its levels in order."""

    id: str
    title: str
    level_ids: tuple[str, ...]


@dataclass(frozen=True)
class Campaign:
    """Levels in chapters.

    Attributes:
        title: of the whole.
        chapters: in order.
        levels: all of them in order of play.
        open_count: how many that are neither passed nor skipped are open at a time, 2 to 4.
    """

    title: str
    chapters: tuple[Chapter, ...]
    levels: tuple[Level, ...]
    open_count: int = 3

    def level(self, level_id: str) -> Level:
        """The level of that id; raises `NoSuchLevel`."""
        for level in self.levels:
            if level.id == level_id:
                return level
        ids = [level.id for level in self.levels]
        near = difflib.get_close_matches(level_id, ids, n=1)
        rest = f"did you mean “{near[0]}”?" if near else f"there are: {', '.join(ids)}."
        raise NoSuchLevel(f"There is no level “{level_id}”; {rest}")

    def open_levels(
        self, passed: Collection[str] = (), skipped: Collection[str] = ()
    ) -> tuple[Level, ...]:
        """The levels that can be played now, in order.

        Passed and skipped ones stay open; beside them, the next `open_count` in order are open.
        """
        done = {*passed, *skipped}
        waiting = [level.id for level in self.levels if level.id not in done]
        open_now = done.union(waiting[: self.open_count])
        return tuple(level for level in self.levels if level.id in open_now)

    def is_open(
        self, level_id: str, passed: Collection[str] = (), skipped: Collection[str] = ()
    ) -> bool:
        """Whether the level can be played now."""
        return any(level.id == level_id for level in self.open_levels(passed, skipped))

    def next_level(
        self, after: str, passed: Collection[str] = (), skipped: Collection[str] = ()
    ) -> Level | None:
        """The open level to go to from this one: the next not yet passed, else the first such."""
        waiting = [own for own in self.open_levels(passed, skipped) if own.id not in passed]
        ids = [level.id for level in self.levels]
        here = ids.index(after) if after in ids else -1
        later = [own for own in waiting if ids.index(own.id) > here]
        return next(iter(later or [own for own in waiting if own.id != after]), None)


def read_pack(path: Path) -> Campaign:
    """The campaign of a ``pack.json`` and the level files beside it.

    Raises:
        LevelErrors: with the faults of all files.
    """
    document = SourceFile(read_bytes(path), str(path))
    document.migrate(PACK_FORMAT, PACK_STEPS)
    pack = document.validate(PackFormat, _STAND_INS)
    levels: dict[str, Level] = {}
    faults: list[LevelError] = []
    for i, chapter in enumerate(pack.chapters):
        for j, level_id in enumerate(chapter.levels):
            place = ("chapters", i, "levels", j)
            if level_id in levels:
                document.add(place, f"“{level_id}” is in this pack twice.")
                continue
            try:
                levels[level_id] = read_level(path.with_name(f"{level_id}.json"))
            except LevelErrors as error:
                faults += error.errors
            else:
                if levels[level_id].id != level_id:
                    found = levels[level_id].id
                    document.add(place, f"The file {level_id}.json holds the level “{found}”.")
    document.raise_errors()
    if faults:
        raise LevelErrors(faults)
    chapters = tuple(Chapter(own.id, own.title, own.levels) for own in pack.chapters)
    return Campaign(pack.title, chapters, tuple(levels.values()), pack.open)


def campaign_folder() -> Path:
    """Where the campaign's files lie."""
    return Path(str(files("levels"))) / "campaign"


@cache
def campaign() -> Campaign:
    """The campaign of the game; read once."""
    return read_pack(campaign_folder() / "pack.json")
