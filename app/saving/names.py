"""Names for solutions that the player has not named."""

from __future__ import annotations

from collections.abc import Collection

from levels.limits import MAX_NAME


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
