"""Preferences of any content: the game starts, and what it set aside is there."""

from __future__ import annotations

import json
import random
import tempfile
import time
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

from app.storage.preferences import Preferences, load_preferences, save_preferences
from attack.fuzz import NUMBERS, TEXTS, damaged
from attack.tally import Tally

SLOW_SECONDS: Final = 0.5
_FIELDS: Final = tuple(own.name for own in fields(Preferences))


def odd_preferences(count: int, seed: int) -> Tally:
    """Load ``count`` preferences that the game has not written, and eleven that nobody would."""
    tally, random_ = Tally("preferences"), random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "preferences.json"
        save_preferences(path, Preferences())
        good = path.read_bytes()
        for number in range(count):
            text = damaged(random_, good) if number % 2 else _invented(random_)
            _load(path, text, tally, f"preferences {seed}+{number}")
        for number, text in enumerate(_NASTY):
            _load(path, text, tally, f"nasty preferences {number}")
    return tally


def _load(path: Path, text: bytes, tally: Tally, name: str) -> None:
    for old in path.parent.iterdir():
        old.unlink()
    path.write_bytes(text)
    began = time.process_time()
    try:
        found, notice = load_preferences(path)
        save_preferences(path, found)
        again, _ = load_preferences(path)
    except Exception as error:  # noqa: BLE001 (whatever it is, it is counted)
        tally.err(f"{name}: {error!r:.300}")
        return
    seconds = time.process_time() - began
    tally.took(seconds)
    if seconds > SLOW_SECONDS:
        tally.err(f"{name} took {seconds:.2f} s")
    if again != found:
        tally.err(f"{name}: what was read is not what was written")
    kept = [own for own in path.parent.iterdir() if own != path]
    if notice and not any(own.read_bytes() == text for own in kept):
        tally.lose(f"{name}: the old file is not kept")
    if not notice:
        for changed in _changed(text, found):
            tally.miss(f"{name}: {changed} is another one, without a word")


def _changed(text: bytes, found: Preferences) -> list[str]:
    """Fields that were loaded otherwise than a reading of our own has them in the text."""
    try:
        value = json.loads(text.decode("utf-8"))
    except (ValueError, RecursionError):
        return ["format", *_FIELDS]
    if not isinstance(value, dict) or value.get("format") != 1:
        return ["format", *_FIELDS]
    usual = Preferences()
    return [
        name for name in _FIELDS if value.get(name, getattr(usual, name)) != getattr(found, name)
    ]


def _invented(random_: random.Random) -> bytes:
    value: dict[str, Any] = {"format": 1}
    for name in random_.sample(_FIELDS, random_.randint(0, len(_FIELDS))):
        value[name] = random_.choice((*NUMBERS, *TEXTS, None, True, [], {}, {"xor": {"left": 5}}))
    return json.dumps(value).encode("utf-8", "surrogatepass")


_NASTY: Final = (
    b"",
    b"\0" * 4096,
    b"[" * 100_000,
    b'{"format": 1, "speed": ' + b"9" * 400 + b"}",
    b'{"format": 1, "speed": ' + b"9" * 5000 + b"}",
    b'{"format": 1, "text_scale": 1e999}',
    b'{"format": 1, "text_scale": NaN}',
    b'{"format": 1, "geometry": "' + b"A" * (1 << 22) + b'"}',
    b'{"format": 1, "arrangements": {' + b'"a": {' * 5000 + b"}" * 5000 + b"}}",
    b'{"format": 1, "last_level": "\\ud800"}',
    b'{"format": ' + b"1" * 400 + b"}",
)
