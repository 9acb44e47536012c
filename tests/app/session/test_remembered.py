"""How solutions were left, as long as the program runs."""

from __future__ import annotations

from app.session.remembered import Bookmark, Remembered
from widgets.document.command import History


def test_the_oldest_bookmarks_give_way() -> None:
    remembered = Remembered(most=2)
    marks = [Bookmark(History(), seed) for seed in range(4)]
    for solution_id, mark in zip((1, 2, 1, 3), marks, strict=True):
        remembered.put(solution_id, mark)
    assert remembered.get(2) is None
    assert remembered.get(1) is marks[2]
    assert remembered.get(3) is marks[3]
