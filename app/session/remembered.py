"""What the game remembers of each solution while it runs: the undo history and the start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from widgets.document.command import History

MOST_SOLUTIONS: Final = 64


@dataclass(frozen=True, slots=True)
class Bookmark:
    """How a solution was left.

    Attributes:
        history: its undo steps.
        seed: of the start that is shown.
    """

    history: History
    seed: int


class Remembered:
    """Bookmarks by the solution's number in the records; the oldest are dropped."""

    def __init__(self, most: int = MOST_SOLUTIONS) -> None:
        self._most = most
        self._bookmarks: dict[int, Bookmark] = {}

    def put(self, solution_id: int, bookmark: Bookmark) -> None:
        """Remember how a solution was left."""
        self._bookmarks.pop(solution_id, None)
        self._bookmarks[solution_id] = bookmark
        while len(self._bookmarks) > self._most:
            del self._bookmarks[next(iter(self._bookmarks))]

    def get(self, solution_id: int) -> Bookmark | None:
        """How a solution was left; None when it is not remembered."""
        return self._bookmarks.get(solution_id)
