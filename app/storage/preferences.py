"""Preferences of the player in a small JSON file that is written atomically.

A file that cannot be read is renamed aside, never overwritten: the defaults apply, and the player
sees a sentence that says where the old one went.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Final, Literal, get_args

ThemeName = Literal["light", "dark"]
SpeedUnit = Literal["update", "epoch"]
FORMAT: Final = 1
MAX_SPEED: Final = 1e6
TEXT_SCALE: Final = (0.8, 2.0)


@dataclass(frozen=True, slots=True)
class Preferences:
    """Preferences of the player.

    Attributes:
        theme: "light" or "dark".
        speed: updates or epochs a second to aim at, 0 for as many as possible.
        speed_unit: "update" or "epoch": what is counted.
        reduced_motion: whether animations are skipped.
        text_scale: how large text is, 0.8 to 2 times the usual size.
        geometry: Qt's window geometry as base64, "" before the first run.
        last_level: id of the level that was open last, "" for the list.
        arrangements: the arrangement of the views of a level, by its id, as
            `widgets.dock.arrangement.Arrangement` writes it.
    """

    theme: ThemeName = "light"
    speed: float = 120.0
    speed_unit: SpeedUnit = "epoch"
    reduced_motion: bool = False
    text_scale: float = 1.0
    geometry: str = ""
    last_level: str = ""
    arrangements: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raise ValueError or TypeError for a value that the game never writes."""
        if self.theme not in get_args(ThemeName):
            raise ValueError(f"theme: “{self.theme}” is neither light nor dark")
        if not _is_number(self.speed, 0, MAX_SPEED):
            raise ValueError(f"speed: {self.speed!r} is no number from 0 to {MAX_SPEED:,.0f}")
        if not _is_number(self.text_scale, *TEXT_SCALE):
            raise ValueError(f"text_scale: {self.text_scale!r} is no number from 0.8 to 2")
        if self.speed_unit not in get_args(SpeedUnit):
            raise ValueError(f"speed_unit: “{self.speed_unit}” is neither update nor epoch")
        if not isinstance(self.reduced_motion, bool):
            raise TypeError("reduced_motion: neither true nor false")
        if not (isinstance(self.geometry, str) and isinstance(self.last_level, str)):
            raise TypeError("geometry, last_level: not text")
        if not isinstance(self.arrangements, dict):
            raise TypeError("arrangements: not an object")
        try:
            base64.b64decode(self.geometry.encode("ascii"), validate=True)
        except (binascii.Error, UnicodeEncodeError) as error:
            raise ValueError("geometry: not base64") from error


def _is_number(value: Any, low: float, high: float) -> bool:
    number = isinstance(value, float | int) and not isinstance(value, bool)
    return number and math.isfinite(value) and low <= value <= high


def load_preferences(path: Path) -> tuple[Preferences, str | None]:
    """The preferences of a file, and a sentence for the player when they could not be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Preferences(), None
    except (OSError, UnicodeDecodeError) as error:
        return Preferences(), _set_aside(path, str(error))
    try:
        return _parse(text), None
    except (ValueError, TypeError, RecursionError) as error:
        return Preferences(), _set_aside(path, str(error))


def _parse(text: str) -> Preferences:
    raw = json.loads(text)
    if not isinstance(raw, dict) or raw.pop("format", None) != FORMAT:
        raise ValueError("not the preferences of this version")
    # A key of a later version is no reason to lose the others.
    known = {item.name for item in fields(Preferences)}
    return Preferences(**{key: value for key, value in raw.items() if key in known})


def _set_aside(path: Path, reason: str) -> str:
    number = 1
    while (aside := path.with_name(f"{path.stem}.unreadable-{number}{path.suffix}")).exists():
        number += 1
    try:
        path.rename(aside)
    except OSError:
        return f"Your preferences could not be read ({reason}). The defaults are used for now."
    return f"Your preferences could not be read ({reason}). The old file is kept as {aside.name}."


def save_preferences(path: Path, preferences: Preferences) -> None:
    """Write the file so that it is whole at any moment: the old one or the new one.

    Raises:
        OSError: when it cannot be written; the old file is intact then.
    """
    text = json.dumps({"format": FORMAT, **asdict(preferences)}, indent=1) + "\n"
    write_atomically(path, text)


def write_atomically(path: Path, text: str) -> None:
    """Replace a file's text by way of a temporary file beside it, synced to disk before and after.

    Raises:
        OSError: when it cannot be written; the old file is intact then.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    # The rename itself must reach the disk too; Windows cannot open a folder and does not need it.
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
