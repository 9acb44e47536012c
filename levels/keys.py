"""The key of a level: a hash of what affects a score, and of nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical(document: Mapping[str, Any]) -> str:
    """JSON with sorted keys, no spaces and shortest numbers: equal documents, equal texts.

    1.0 and 1 are the same number and give the same text.
    """
    plain = _plain(document)
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), allow_nan=False)


def score_key(document: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(document).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(own) for key, own in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(own) for own in value]
    return value
