"""Levels in the order of a ``pack.json``, and which of them can be played at a time."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from levels.errors import LevelError, LevelErrors, shown
from levels.errors import Path as Place
from levels.formats.migration import PACK_STEPS
from levels.formats.pack import PACK_FORMAT, PackFormat
from levels.level import Level
from levels.origin import CAMPAIGN, Origin
from levels.progress import open_ids
from levels.reading.files import read_bytes
from levels.reading.level import read_level
from levels.reading.source_file import SourceFile
from levels.summary import CAMPAIGN_FOLDER

PACK_FILE: Final = "pack.json"
_STAND_INS: Final = {"title": "Pack"}


class NoSuchLevel(LookupError):
    """Unknown level id; the message suggests the nearest known one."""

    def __init__(self, level_id: str, known: Sequence[str]) -> None:
        near = difflib.get_close_matches(level_id, known, n=1)
        rest = f"did you mean “{near[0]}”?" if near else f"there are: {', '.join(known)}."
        super().__init__(f"There is no level “{shown(level_id)}”; {rest}")


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
        origin: what its levels belong to.
    """

    title: str
    chapters: tuple[Chapter, ...]
    levels: tuple[Level, ...]
    open_count: int = 3
    origin: Origin = CAMPAIGN

    def level(self, level_id: str) -> Level:
        """The level of that id; raises `NoSuchLevel`."""
        for level in self.levels:
            if level.id == level_id:
                return level
        raise NoSuchLevel(level_id, [level.id for level in self.levels])

    def __contains__(self, level: object) -> bool:
        """Whether the level is one of this campaign: compares origin and id, not the id alone."""
        return isinstance(level, Level) and level.address in {own.address for own in self.levels}

    def open_levels(
        self, passed: Collection[str] = (), skipped: Collection[str] = ()
    ) -> tuple[Level, ...]:
        """The levels that can be played now, in order.

        Passed and skipped ones stay open; beside them, the next `open_count` in order are open.
        """
        ids = [level.id for level in self.levels]
        open_now = open_ids(ids, self.open_count, passed, skipped)
        return tuple(level for level in self.levels if level.id in open_now)

    def next_level(
        self, after: str, passed: Collection[str] = (), skipped: Collection[str] = ()
    ) -> Level | None:
        """The level to play next: the next open level that is not passed, else the first such."""
        waiting = [own for own in self.open_levels(passed, skipped) if own.id not in passed]
        ids = [level.id for level in self.levels]
        here = ids.index(after) if after in ids else -1
        later = [own for own in waiting if ids.index(own.id) > here]
        return next(iter(later or [own for own in waiting if own.id != after]), None)


def read_pack(path: Path, origin: Origin | None = None) -> Campaign:
    """The campaign of a ``pack.json`` and the level files beside it.

    Args:
        path: the ``pack.json``.
        origin: what its levels belong to; the pack of that folder when None.

    Raises:
        LevelErrors: with the faults of all files.
    """
    campaign, faults = load_pack(path, origin)
    if faults:
        raise LevelErrors(faults)
    return campaign


def load_pack(path: Path, origin: Origin | None = None) -> tuple[Campaign, tuple[LevelError, ...]]:
    """The readable levels of a pack, and the faults of the others.

    A level with a fault is left out alone. Where ``pack.json`` itself cannot be read, all levels of
    its folder make one chapter, in the order of their file names.
    """
    home = origin or Origin("pack", path.resolve().parent.name)
    try:
        document = SourceFile(read_bytes(path), str(path))
        document.migrate(PACK_FORMAT, PACK_STEPS)
        pack = document.validate(PackFormat, _STAND_INS)
        return _PackLoader(document, pack, path, home).load()
    except LevelErrors as broken:
        return _without_order(path, home, broken)


class _PackLoader:
    """Reads the levels that a pack lists; a fault in one does not stop the others."""

    def __init__(self, document: SourceFile, pack: PackFormat, path: Path, origin: Origin) -> None:
        self._document, self._pack = document, pack
        self._path, self._origin = path, origin
        self._levels: dict[str, Level] = {}
        self._faults: list[LevelError] = []

    def load(self) -> tuple[Campaign, tuple[LevelError, ...]]:
        """The campaign of all sound levels, and the faults: of the pack first, then of levels."""
        chapters = []
        for number, chapter in enumerate(self._pack.chapters):
            path: Place = ("chapters", number, "levels")
            ids = [own for i, own in enumerate(chapter.levels) if self._add(own, (*path, i))]
            if ids:
                chapters.append(Chapter(chapter.id, chapter.title, tuple(ids)))
        levels = tuple(self._levels.values())
        campaign = Campaign(
            self._pack.title, tuple(chapters), levels, self._pack.open, self._origin
        )
        return campaign, (*self._document.errors, *self._faults)

    def _add(self, level_id: str, place: Place) -> bool:
        """Read one level; False when it is left out."""
        if level_id in self._levels:
            self._document.add(place, f"“{level_id}” is in this pack twice.")
            return False
        try:
            level = read_level(self._path.with_name(f"{level_id}.json"), self._origin)
        except LevelErrors as error:
            self._faults += error.errors
            return False
        if level.id != level_id:
            message = f"The file {level_id}.json holds the level “{level.id}”."
            self._document.add(place, message)
            return False
        self._levels[level_id] = level
        return True


def _without_order(
    path: Path, origin: Origin, broken: LevelErrors
) -> tuple[Campaign, tuple[LevelError, ...]]:
    """All levels beside a ``pack.json`` that cannot be read, as one chapter."""
    levels: dict[str, Level] = {}
    faults = list(broken.errors)
    for file in sorted(path.parent.glob("*.json")):
        if file.name != path.name:
            try:
                level = read_level(file, origin)
            except LevelErrors as error:
                faults += error.errors
            else:
                levels.setdefault(level.id, level)
    title = path.parent.absolute().name
    chapters = (Chapter("levels", title, tuple(levels)),) if levels else ()
    return Campaign(title, chapters, tuple(levels.values()), origin=origin), tuple(faults)


def campaign() -> Campaign:
    """The campaign that ships with the game, read anew.

    Raises:
        LevelErrors: with the faults of its files.
    """
    return read_pack(CAMPAIGN_FOLDER / PACK_FILE, CAMPAIGN)
