"""Which levels of a pack can be played at a time."""

from __future__ import annotations

from collections.abc import Collection, Sequence


def open_ids(
    ids: Sequence[str], open_count: int, passed: Collection[str], skipped: Collection[str] = ()
) -> frozenset[str]:
    """The levels that can be played now.

    Passed and skipped ones stay open; beside them, the next ``open_count`` in order are open.

    Args:
        ids: all levels in order of play.
        open_count: how many that are neither passed nor skipped are open.
        passed: those that were passed.
        skipped: those that were skipped.
    """
    done = {*passed, *skipped}
    waiting = [level_id for level_id in ids if level_id not in done]
    return frozenset(done.union(waiting[:open_count]))
