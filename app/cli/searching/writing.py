"""Writes a frontier into a level's file, or beside it."""

from __future__ import annotations

import json
import os
from pathlib import Path

from app.cli.errors import CommandError
from app.storage.files import write_atomically
from engine.search.frontier import Frontier
from levels import Level
from levels.errors import shown_path
from levels.reading.files import read_bytes
from levels.reading.frontier import with_frontier, write_frontier
from levels.reading.recipe import searched_recipe


def write_beside_or_into(level: Level, frontier: Frontier, file: Path | None) -> Path:
    """Write it into the level's file; where that may not be written, into ID.frontier.json here.

    Args:
        level: whose.
        frontier: what was found.
        file: of the level; None where it has none of its own.

    Returns:
        The file that was written.

    Raises:
        CommandError: when there is nothing to write, or it cannot be written.
    """
    if not frontier.tried:
        raise CommandError("Nothing was tried, so there is no frontier to write.", code=1)
    recipe = searched_recipe(level)
    if file is not None and os.access(file, os.W_OK) and os.access(file.parent, os.W_OK):
        text = read_bytes(file).decode("utf-8-sig")
        return _written(file, with_frontier(text, frontier, recipe))
    text = json.dumps(write_frontier(frontier, recipe), ensure_ascii=False, indent=1)
    return _written(Path(f"{level.id}.frontier.json"), text + "\n")


def _written(file: Path, text: str) -> Path:
    try:
        write_atomically(file, text)
    except OSError as error:
        reason = error.strerror or str(error)
        raise CommandError(
            f"{shown_path(file.absolute())} cannot be written: {reason}. What was trained is kept; "
            "the same command from a folder that may be written to is done sooner.",
            code=1,
        ) from error
    return file
