"""All levels that can be played: those that ship, installed packs, and single files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from levels.errors import LevelError, LevelErrors
from levels.level import Level
from levels.origin import CAMPAIGN, Origin
from levels.packs import PACK_FILE, Campaign, NoSuchLevel, load_pack
from levels.reading.level import read_level
from levels.summary import CAMPAIGN_FOLDER


@dataclass(frozen=True)
class Catalogue:
    """The levels of a library at the time of loading.

    Attributes:
        packs: levels in chapters; the campaign first where it ships.
        singles: levels of single files, in the order of their file names.
        faults: what is wrong with files and folders that were left out.
        closed_folders: those of them that are folders, which cannot be read.
    """

    packs: tuple[Campaign, ...]
    singles: tuple[Level, ...]
    faults: tuple[LevelError, ...]
    closed_folders: tuple[LevelError, ...] = ()

    @property
    def campaign(self) -> Campaign:
        """The pack that ships; an empty one where its folder is not in the library."""
        shipped = (pack for pack in self.packs if pack.origin == CAMPAIGN)
        return next(shipped, Campaign("", (), ()))

    @property
    def faulty_files(self) -> tuple[str, ...]:
        """Files with faults, without duplicates, in the order of loading."""
        return tuple(dict.fromkeys(fault.file for fault in self.faults))

    def level(self, name: str) -> Level:
        """The level of that name: an id, or the folder of an installed pack, a slash and an id.

        Of several with that id the first is meant: the campaign's, then a pack's, then a file's.

        Raises:
            NoSuchLevel: with the nearest name.
        """
        known: dict[str, Level] = {}
        for own_name, level in self._named():
            known.setdefault(own_name, level)
        if name not in known:
            raise NoSuchLevel(name, list(known))
        return known[name]

    def _named(self) -> Iterator[tuple[str, Level]]:
        for pack in self.packs:
            yield from ((level.id, level) for level in pack.levels)
        yield from ((level.id, level) for level in self.singles)
        for pack in self.packs:
            if pack.origin.name:
                yield from ((f"{pack.origin.name}/{level.id}", level) for level in pack.levels)


class Library:
    """Folders in which levels lie.

    A folder with a ``pack.json`` is a pack. In any other, each ``*.json`` is a level, and each
    folder with a ``pack.json`` is a pack. Folders that are not there are empty.

    Args:
        folders: where to look, in this order.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)

    @classmethod
    def with_campaign(cls, *folders: Path) -> Library:
        """The levels that ship, then those of these folders."""
        return cls((CAMPAIGN_FOLDER, *folders))

    def load(self) -> Catalogue:
        """Read all files again; a file with faults is left out and its faults are returned."""
        packs: list[Campaign] = []
        singles: list[Level] = []
        faults: list[LevelError] = []
        closed: list[LevelError] = []
        for path in (path for folder in self._folders for path in _files(folder, closed)):
            if path.name == PACK_FILE:
                origin = CAMPAIGN if path.parent.resolve() == CAMPAIGN_FOLDER.resolve() else None
                pack, found = load_pack(path, origin)
                packs.append(pack)
                faults += found
                continue
            try:
                singles.append(read_level(path))
            except LevelErrors as error:
                faults += error.errors
        return Catalogue(tuple(packs), tuple(singles), (*closed, *faults), tuple(closed))

    def files(self) -> tuple[tuple[Path, ...], tuple[LevelError, ...]]:
        """All files that `load` reads, and the folders that cannot be read.

        The files are each ``pack.json``, its levels, and the single files.
        """
        found: list[Path] = []
        faults: list[LevelError] = []
        for path in (path for folder in self._folders for path in _files(folder, faults)):
            found.append(path)
            if path.name == PACK_FILE:
                found += sorted(own for own in path.parent.glob("*.json") if own != path)
        return tuple(found), tuple(faults)

    def read(self, path: Path) -> Level:
        """The level of a file, with the origin of its pack where the pack is in this library.

        Raises:
            LevelErrors: with everything that is wrong with it.
        """
        folder = path.resolve().parent
        level = read_level(path)
        if path.stem != level.id or not (folder / PACK_FILE).is_file():
            return level
        if folder == CAMPAIGN_FOLDER.resolve():
            return replace(level, origin=CAMPAIGN)
        homes = {own.resolve() for own in self._folders}
        installed = folder in homes or folder.parent in homes
        return replace(level, origin=Origin("pack", folder.name)) if installed else level


def _files(folder: Path, faults: list[LevelError]) -> list[Path]:
    """The packs and single levels of a folder by name; a folder that cannot be read is a fault."""
    try:
        if (folder / PACK_FILE).is_file():
            return [folder / PACK_FILE]
        inside = sorted(folder.iterdir()) if folder.exists() else []
    except OSError as error:
        faults.append(_unreadable(folder, error))
        return []
    found: list[Path] = []
    for path in inside:
        try:
            found += _level_or_pack(path)
        except OSError as error:
            faults.append(_unreadable(path, error))
    return found


def _unreadable(folder: Path, error: OSError) -> LevelError:
    reason = error.strerror or str(error)
    message = f"The folder cannot be read, so its levels are left out: {reason}."
    return LevelError(str(folder), 0, 0, "", message)


def _level_or_pack(path: Path) -> list[Path]:
    """The file to read for an entry of a folder; none when it is neither level nor pack."""
    if path.suffix == ".json":
        return [] if path.name.startswith(".") else [path]
    return [path / PACK_FILE] if path.is_dir() and (path / PACK_FILE).is_file() else []
