"""The one undo step of the editor: from one solution to another."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from enum import Enum

from PySide6.QtGui import QUndoCommand, QUndoStack

from engine import LinkKey
from levels.solution import Solution

_MERGEABLE = 1


@dataclass(frozen=True)
class LiveValue:
    """A weight (of a link) or bias (of a node) set by hand, as training takes it over."""

    where: LinkKey | str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Edit:
    """What was done.

    Attributes:
        text: its name for people ("Add tanh neuron").
        before, after: the solution before and after.
        merge: edits in a row that share this become one; None never merges.
        live: the value that training gets at once.
        token: which step of the history it is; edits that become one step share it.
    """

    text: str
    before: Solution
    after: Solution
    merge: Hashable | None = None
    live: LiveValue | None = None
    token: object = field(default_factory=object, compare=False)


class Direction(Enum):
    """How a step of the history is made."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True)
class Step:
    """A step of the history being made, for listeners that keep state beside the solution.

    Attributes:
        token: which step it is; see `Edit`.
        direction: whether it is made for the first time, undone, or made again.
        before, after: the solution before and after this very move.
        live: what was set by hand in it.
    """

    token: object
    direction: Direction
    before: Solution
    after: Solution
    live: LiveValue | None = None


@dataclass(frozen=True)
class History:
    """All undo steps of a document as a value: ``index`` of them are done, the others undone."""

    edits: tuple[Edit, ...] = ()
    index: int = 0


Show = Callable[[Edit, Direction], None]


class EditCommand(QUndoCommand):
    """An `Edit` on the undo stack.

    Args:
        edit: what was done.
        show: called with the edit and the direction whenever it is done or undone.
    """

    def __init__(self, edit: Edit, show: Show) -> None:
        super().__init__(edit.text)
        self.edit = edit
        self._show = show
        self._done = False

    # -- Qt ----------------------------------------------------------------------------------

    def redo(self) -> None:
        """Apply the edit."""
        direction, self._done = Direction.REDO if self._done else Direction.DO, True
        self._show(self.edit, direction)

    def undo(self) -> None:
        """Undo the edit."""
        self._show(self.edit, Direction.UNDO)

    def id(self) -> int:
        """One number for all that may merge; `mergeWith` looks closer."""
        return -1 if self.edit.merge is None else _MERGEABLE

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take in the edit that follows, when both are of one kind and on the same things."""
        if not isinstance(other, EditCommand) or other.edit.merge != self.edit.merge:
            return False
        first, second = self.edit, other.edit
        live = second.live
        if live is not None and first.live is not None:
            live = LiveValue(live.where, first.live.before, live.after)
        self.edit = replace(second, before=first.before, live=live, token=first.token)
        self.setText(second.text)
        self.setObsolete(first.before == second.after)
        return True


def settle(history: QUndoStack) -> None:
    """Let the next edit be a step of its own, also where it would merge with the last."""
    top = history.command(history.index() - 1)
    if isinstance(top, EditCommand):
        top.edit = replace(top.edit, merge=None)
