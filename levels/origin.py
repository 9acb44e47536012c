"""Where a level comes from. Solutions and records belong to an origin and an id together."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, NamedTuple

Kind = Literal["campaign", "pack", "file", "text"]


class Address(NamedTuple):
    """Key of solutions and records in the database: key of the origin, and id of the level."""

    origin: str
    level_id: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a level comes from.

    A level of an installed pack is known by the pack's folder, so it stays the same level when its
    file is edited or the pack updated. A single file is known by its path and not by what it
    holds: an author who saves another draft goes on with the same solutions. A file that was moved
    or renamed is recognised by its id and scoring key (`app.storage.records`).

    Attributes:
        kind: "campaign" for the one that ships, "pack" for an installed one, "file" for a single
            file, "text" for a level that was never a file.
        name: folder name of the pack, or absolute path of the file; empty for the others.
    """

    kind: Kind
    name: str = ""

    @classmethod
    def file(cls, path: str | os.PathLike[str]) -> Origin:
        """The origin of a single file; symbolic links are followed."""
        return cls("file", os.path.realpath(path))

    @property
    def key(self) -> str:
        """The origin as text, for the records: "campaign", "pack:NAME", "file:/PATH"."""
        # Some systems allow file names that are no Unicode; the records hold Unicode only.
        name = self.name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        return f"{self.kind}:{name}" if name else self.kind

    @property
    def path(self) -> Path | None:
        """The file of a single level."""
        return Path(self.name) if self.kind == "file" else None


CAMPAIGN: Final = Origin("campaign")
NO_FILE: Final = Origin("text")
