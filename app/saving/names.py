"""Names for solutions that the player has not named."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from levels.limits import MAX_NAME

_COPY: Final = re.compile(r" copy( \d+)?$")


def free_name(stem: str, taken: Collection[str], suffix: str = "") -> str:
    """The stem with the suffix, and a number where that name is taken; never longer than allowed.

    Args:
        stem: what it begins with; it is cut where there is no room.
        taken: names that others have.
        suffix: what it ends with.
    """
    ending, number = suffix, 2
    while (name := stem[: MAX_NAME - len(ending)] + ending) in taken:
        ending = f"{suffix} {number}"
        number += 1
    return name


def copy_name(original: str, taken: Collection[str]) -> str:
    """A free name for a copy; a copy of "bend copy" is "bend copy 2".

    Args:
        original: name of what is copied.
        taken: names that others have.
    """
    return free_name(_COPY.sub("", original), taken, " copy")
