"""Paths of the player's files."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

VARIABLE: Final = "NEURAL_BONSAI_DATA"
"""Environment variable that names another data folder."""


@dataclass(frozen=True, slots=True)
class Paths:
    """Paths of all files that the game writes, within one folder."""

    folder: Path

    @classmethod
    def named(cls, chosen: Path | None = None) -> Paths:
        """Within the chosen folder, else that of `VARIABLE`, else the platform's own.

        The folder is not made here: commands that only read need none.
        """
        named = os.environ.get(VARIABLE)
        return cls((chosen or (Path(named) if named else _own_folder())).absolute())

    @property
    def levels(self) -> Path:
        """Levels and packs of the player's own, one file or folder each; it may be missing."""
        return self.folder / "levels"

    @property
    def records(self) -> Path:
        """The database of solutions and verdicts."""
        return self.folder / "records.db"

    @property
    def searches(self) -> Path:
        """What searches for small networks have trained, a file for each; it may be missing."""
        return self.folder / "searches"

    @property
    def preferences(self) -> Path:
        """Theme, speed, window geometry."""
        return self.folder / "preferences.json"

    @property
    def log(self) -> Path:
        """The rotating log."""
        return self.folder / "neural-bonsai.log"

    @property
    def crash_log(self) -> Path:
        """What `faulthandler` writes when the interpreter itself dies."""
        return self.folder / "crash.log"

    @property
    def lock(self) -> Path:
        """Lock file of the running game; only one may write to the folder."""
        return self.folder / "game.lock"


def _own_folder() -> Path:
    import platformdirs  # not where a folder is named

    return Path(platformdirs.user_data_dir("neural-bonsai", appauthor=False))
