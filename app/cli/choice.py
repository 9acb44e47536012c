"""Resolves the level and solution arguments of commands."""

from __future__ import annotations

from pathlib import Path

from app.cli.errors import CommandError
from app.storage.paths import Paths
from levels import Level, LevelErrors, Library, NoSuchLevel, Solution, read_solution_for
from levels.errors import shown_path
from levels.reading.files import read_bytes


def library(data_folder: Path | None = None) -> Library:
    """The levels that ship and those in the player's folder (the usual one when None)."""
    return Library.with_campaign(Paths.named(data_folder).levels)


def find_level(name: str, levels: Library | None = None) -> Level:
    """The level of that name in the library (the usual one when None), or of that file.

    Raises:
        CommandError: when there is neither.
        LevelErrors: when the file has faults.
    """
    path, known = Path(name), levels or library()
    found = known.load()
    try:
        return found.level(name)
    except NoSuchLevel as unknown:
        if path.exists():
            return known.read(path)
        left_out = [fault for fault in found.faults if Path(fault.file).stem == name]
        if left_out:
            raise LevelErrors(left_out) from None
        if path.suffix == ".json" or len(path.parts) > 1:
            raise CommandError(f"There is no level file {shown_path(name)}.") from None
        raise CommandError(str(unknown)) from None


def find_solution(level: Level, path: Path | None) -> Solution:
    """The solution in a file, or the author's own.

    Raises:
        CommandError: when the level has none, or a rule of the level forbids it.
        LevelErrors: when the file has faults.
    """
    if path is None:
        if level.author_solution is None:
            raise CommandError(
                f"“{level.id}” carries no author's solution; name one with --solution FILE."
            )
        return level.author_solution
    solution = read_solution_for(level, read_bytes(path), str(path))
    faults = level.rules.faults(solution)
    if faults:
        reasons = " ".join(fault.reason for fault in faults)
        raise CommandError(f"{shown_path(path)} is not allowed on “{level.id}”: {reasons}", code=1)
    return solution
