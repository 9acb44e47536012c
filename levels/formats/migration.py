"""Bringing files of older formats up to date, one version at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

Step = Callable[[dict[str, Any]], dict[str, Any]]

LEVEL_STEPS: Final[Mapping[int, Step]] = MappingProxyType({})
"""Version to the step that leads to the next one. Format 1 is the first, so there is none yet."""

SOLUTION_STEPS: Final[Mapping[int, Step]] = MappingProxyType({})
PACK_STEPS: Final[Mapping[int, Step]] = MappingProxyType({})


class UnknownFormat(Exception):
    """A file of a version that this game cannot read; its message gives the reason."""


def migrate(
    document: dict[str, Any], current: int, steps: Mapping[int, Step] | None = None
) -> dict[str, Any]:
    """The document in the current format.

    Raises:
        UnknownFormat: when it is newer than this game, or older than any it knows.
    """
    known = steps or {}
    version = document["format"]
    if version > current:
        raise UnknownFormat(
            f"This file has format {version}, and this game reads up to {current}: "
            "a newer Neural Bonsai is needed."
        )
    while version < current:
        if version not in known:
            raise UnknownFormat(f"There is no format {version}; the current one is {current}.")
        document = known[version](document)
        version += 1
    return document | {"format": current}
