"""Writes a frontier into a level's file, or beside it."""

from __future__ import annotations

import json
import os
from pathlib import Path

from app.cli.errors import CommandError
from app.storage.files import write_atomically
from engine.search.frontier import Frontier
from levels import Level
from levels.reading.files import read_bytes
from levels.reading.frontier import with_frontier, write_frontier


def write_beside_or_into(level: Level, frontier: Frontier, file: Path | None) -> Path:
    """Write it into the level's file; where that may not be written, into ID.frontier.json here.

    Args:
        level: whose.
        frontier: what was found.
        file: of the level; None where it has none of its own.

    Returns:
        The file that was written.

    Raises:
        CommandError: when there is nothing to write.
        OSError: when it cannot be written.
    """
    if not frontier.tried:
        raise CommandError("Nothing was tried, so there is no frontier to write.", code=1)
    if file is not None and os.access(file, os.W_OK) and os.access(file.parent, os.W_OK):
        text = read_bytes(file).decode("utf-8-sig")
        write_atomically(file, with_frontier(text, frontier))
        return file
    beside = Path(f"{level.id}.frontier.json")
    text = json.dumps(write_frontier(frontier), ensure_ascii=False, indent=1)
    write_atomically(beside, text + "\n")
    return beside
