"""Which files of the data folder hold what could not be saved (`app.saving.unsaved`).

Needs no pydantic, as the map of levels waits for the answer.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Final

from app.storage.files import is_special

_NAME: Final = re.compile(r"unsaved-(\d{1,9})\.json")

log = logging.getLogger(__name__)


def unsaved_files(folder: Path) -> list[Path]:
    """The files that wait to be taken in, the oldest first; none where the folder is unreadable.

    A pipe of such a name is none of the game's, and opening it would wait without end.
    """
    try:
        return [path for _, path in _numbered(folder) if not is_special(path)]
    except OSError as error:
        log.warning("%s cannot be searched for unsaved work: %s", folder, error)
        return []


def next_path(folder: Path) -> Path:
    """Where a further file goes: none that waits is replaced.

    Raises:
        OSError: when the folder cannot be read.
    """
    numbers = [number for number, _ in _numbered(folder)]
    return folder / f"unsaved-{max(numbers, default=0) + 1}.json"


def _numbered(folder: Path) -> list[tuple[int, Path]]:
    found = [(_NAME.fullmatch(path.name), path) for path in folder.iterdir()]
    return sorted((int(match[1]), path) for match, path in found if match is not None)
