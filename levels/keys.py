"""The key of a level, a hash of what affects a score alone, and seeds that follow from it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any, Final

_SEED_BYTES: Final = 6


def canonical(document: Mapping[str, Any]) -> str:
    """JSON with sorted keys, no spaces and shortest numbers: equal documents, equal texts.

    1.0 and 1 are the same number and give the same text.
    """
    plain = _plain(document)
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), allow_nan=False)


def score_key(document: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(document).encode()).hexdigest()


def hashed_seeds(stem: str, count: int, taken: Collection[int] = ()) -> tuple[int, ...]:
    """The first 48 bits of the SHA-256 of "STEM n" for n = 0, 1, ...

    Args:
        stem: the text.
        count: how many different ones.
        taken: seeds to be left out.
    """
    seeds: dict[int, None] = {}
    number = 0
    while len(seeds) < count:
        digest = hashlib.sha256(f"{stem} {number}".encode()).digest()
        seed = int.from_bytes(digest[:_SEED_BYTES], "big")
        number += 1
        if seed not in taken:
            seeds.setdefault(seed)
    return tuple(seeds)


def _plain(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(own) for key, own in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(own) for own in value]
    return value
