"""Damages to texts: of their bytes, of their tokens, and of the JSON values that they hold."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

Damage = Callable[[random.Random, bytes], bytes]

TOKENS: Final = (
    *(b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\", b"null", b"true", b"false", b"NaN"),
    *(b"Infinity", b"-", b"1e999", b"1e-999", b"9" * 400, b"-0", b"0.1", b"1E5", b"0x10", b"//"),
    *(
        b'"\\u0000"',
        b'"\\ud800"',
        "“\u202ex\u202c”".encode(),
        b"\xff",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
    ),
    *(b"\0", b"\r\n", b"[" * 50, b'{"a":' * 40, b'"x1": 1,', b'"format": 1,', b'"__proto__": {},'),
)
NUMBERS: Final = (
    0,
    -1,
    1,
    2**31,
    2**63,
    -(2**63),
    1e6,
    1e300,
    -1e300,
    5e-324,
    0.1,
    10**30,
    500_000,
)
TEXTS: Final = (
    *("", " ", "x" * 81, "x" * 5000, "\n", "\u202e", "\u0000", "../../etc/passwd", "<b>y</b>"),
    *("x1", "y", "h1", "tanh", "campaign", "1e5", "__class__", "%s%n", "🌳" * 80, "\ud800"),
)


def damaged(random_: random.Random, text: bytes) -> bytes:
    """A text with one to four damages of one kind."""
    damage = random_.choice(DAMAGES)
    for _ in range(random_.choice((1, 1, 1, 2, 3, 4))):
        text = damage(random_, text)
    return text


def damage_file(random_: random.Random, path: Path, damage: Damage) -> None:
    """Write the bytes of a file anew with a damage."""
    path.write_bytes(damage(random_, path.read_bytes()))


def flip(random_: random.Random, text: bytes) -> bytes:
    """Turn one bit round."""
    if not text:
        return text
    place = random_.randrange(len(text))
    return text[:place] + bytes([text[place] ^ 1 << random_.randrange(8)]) + text[place + 1 :]


def cut(random_: random.Random, text: bytes) -> bytes:
    """Leave out the end: one byte at least."""
    return text[: random_.randrange(len(text))] if text else text


def _remove(random_: random.Random, text: bytes) -> bytes:
    start = random_.randint(0, len(text))
    return text[:start] + text[start + random_.randint(1, 30) :]


def _insert(random_: random.Random, text: bytes) -> bytes:
    place = random_.randint(0, len(text))
    return text[:place] + random_.choice(TOKENS) + text[place:]


def _repeat(random_: random.Random, text: bytes) -> bytes:
    start = random_.randint(0, len(text))
    piece = text[start : start + random_.randint(1, 200)]
    return text[:start] + piece * random_.randint(2, 20) + text[start:]


def _swap(random_: random.Random, text: bytes) -> bytes:
    first, second = sorted(random_.randint(0, len(text)) for _ in range(2))
    return text[first:second] + text[:first] + text[second:]


def _change_value(random_: random.Random, text: bytes) -> bytes:
    """Change, remove, double or move one value of the JSON."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return _insert(random_, text)
    places = list(_places(value))
    if not places:
        return text
    holder, key = random_.choice(places)
    verb = random_.randrange(5)
    if verb == 0:
        del holder[key]
    elif verb == 1:
        other, name = random_.choice(places)
        holder[key] = json.loads(json.dumps(other[name]))
    elif verb == 2 and isinstance(holder, dict):
        holder[random_.choice((*TEXTS, *map(str, holder)))] = holder.pop(key)
    else:
        holder[key] = _odd_value(random_, holder[key])
    return json.dumps(value, ensure_ascii=random_.random() < 0.5).encode("utf-8", "surrogatepass")


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every holder and key of a value, in the order of the text."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting:
        holder = waiting.pop()
        keys = holder if isinstance(holder, dict) else range(len(holder))
        for key in keys:
            found.append((holder, key))
            if isinstance(holder[key], dict | list):
                waiting.append(holder[key])
    return found


def _odd_value(random_: random.Random, before: Any) -> Any:
    kind = random_.randrange(7)
    if kind == 0:
        return random_.choice(NUMBERS)
    if kind == 1:
        return random_.choice(TEXTS)
    if kind == 2:
        return random_.choice((None, True, False, [], {}))
    if kind == 3:
        return [before] * random_.choice((1, 2, 100))
    if kind == 4:
        return {random_.choice(TEXTS): before}
    if kind == 5 and isinstance(before, int | float) and not isinstance(before, bool):
        return before * random_.choice((-1, 0.5, 2, 10, 1000, 1e-9))
    return str(before)


DAMAGES: Final[tuple[Damage, ...]] = (
    *(flip, cut, _remove, _insert, _repeat, _swap),
    *([_change_value] * 6),
)
