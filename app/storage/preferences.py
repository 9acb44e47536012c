"""Preferences of the player in a small JSON file that is written atomically.

No content of the file prevents a start. A value that the game never writes costs itself only; where
no value can be read, all defaults apply. Either way the old file is renamed aside, and the player
sees a sentence that says where it went. A file that is merely forbidden stays as it is.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal, get_args

from app.storage.files import set_aside, write_atomically

ThemeName = Literal["light", "dark"]
SpeedUnit = Literal["update", "epoch"]
FORMAT: Final = 1
SPEED: Final = (0.01, 1e6)
TEXT_SCALE: Final = (0.8, 2.0)
MOST_BYTES: Final = 2**20


@dataclass(frozen=True, slots=True)
class Preferences:
    """Preferences of the player.

    Attributes:
        theme: "light" or "dark".
        speed: updates or epochs a second to aim at, 0.01 to 1e6, or 0 for as many as possible.
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
        """Raise ValueError for a value that the game never writes."""
        for name, is_valid in _CHECKS.items():
            if not is_valid(getattr(self, name)):
                raise ValueError(f"{name}: a value that the game never writes")


def _is_number(value: Any, low: float, high: float) -> bool:
    # Compared and not converted: a whole number may have too many digits for a float.
    return isinstance(value, float | int) and not isinstance(value, bool) and low <= value <= high


def _is_base64(value: Any) -> bool:
    try:
        base64.b64decode(value, validate=True)
    except (ValueError, TypeError):
        return False
    return isinstance(value, str)


def _is_arrangement(value: Any) -> bool:
    """Whether it is an object of plain values and lists, so that it can be written again."""
    if not isinstance(value, dict):
        return False
    parts = [own if isinstance(own, list) else [own] for own in value.values()]
    return not any(isinstance(own, list | dict) for part in parts for own in part)


_CHECKS: Final[Mapping[str, Callable[[Any], bool]]] = MappingProxyType(
    {
        "theme": lambda value: value in get_args(ThemeName),
        "speed": lambda value: _is_number(value, 0, 0) or _is_number(value, *SPEED),
        "speed_unit": lambda value: value in get_args(SpeedUnit),
        "reduced_motion": lambda value: isinstance(value, bool),
        "text_scale": lambda value: _is_number(value, *TEXT_SCALE),
        "geometry": _is_base64,
        "last_level": lambda value: isinstance(value, str),
        "arrangements": lambda value: (
            isinstance(value, dict) and all(map(_is_arrangement, value.values()))
        ),
    }
)
"""Whether a value can be one of the game's own, by name; for values of any type."""


def load_preferences(path: Path) -> tuple[Preferences, str | None]:
    """The preferences of a file, and a sentence for the player when not all could be read."""
    try:
        raw = _read(path)
    except (FileNotFoundError, NotADirectoryError):
        return Preferences(), None
    except PermissionError:
        return Preferences(), (
            f"You may not read your preferences in {path}; give yourself the permission and start "
            "the game again. The defaults are used until then, and changes are not kept."
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        return Preferences(), f"Your preferences could not be read ({reason}). {_aside(path)}"
    good, bad = _sorted_out(raw)
    preferences = Preferences(**good)
    if not bad:
        return preferences, None
    sentence = f"Not all of your preferences could be read ({', '.join(bad)}). {_aside(path)}"
    with suppress(OSError):
        save_preferences(path, preferences)
    return preferences, sentence


def is_forbidden(path: Path) -> bool:
    """Whether there are preferences that may not be read: they must not be replaced either."""
    try:
        return path.exists() and not os.access(path, os.R_OK)
    except OSError:  # nobody may look into the folder
        return True


def _read(path: Path) -> dict[str, Any]:
    """The object that the file holds.

    Raises:
        FileNotFoundError, NotADirectoryError: when there is none.
        OSError: when it cannot be read.
        ValueError: when it holds something else; the message is short and can be shown.
    """
    if not path.is_file() and path.exists():
        raise ValueError("not a file")
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ValueError("too large")
    try:
        raw = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ValueError("not valid JSON") from error
    version = raw.pop("format", None) if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or isinstance(version, bool) or version != FORMAT:
        raise ValueError("not the preferences of this version")
    return raw


def _sorted_out(raw: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The values that can be used, and the names of those that cannot."""
    good: dict[str, Any] = {}
    bad: list[str] = []
    for name, is_valid in _CHECKS.items():  # a key of a later version is passed over
        value = raw.get(name)
        if name == "arrangements" and isinstance(value, dict):
            good[name] = {key: own for key, own in value.items() if _is_arrangement(own)}
            bad += [name] if len(good[name]) < len(value) else []
        elif name in raw and is_valid(value):
            good[name] = value
        elif name in raw:
            bad.append(name)
    return good, bad


def _aside(path: Path) -> str:
    aside = set_aside(path)
    if aside is None:
        return "The defaults are used for now."
    return f"The old file is kept as {aside.name}."


def save_preferences(path: Path, preferences: Preferences) -> None:
    """Write the file so that it is whole at any moment: the old one or the new one.

    Raises:
        OSError: when it cannot be written; the old file is intact then.
    """
    text = json.dumps({"format": FORMAT, **asdict(preferences)}, indent=1) + "\n"
    write_atomically(path, text)
