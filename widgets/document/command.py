"""The one undo step of the editor: from one solution to another."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from PySide6.QtGui import QUndoCommand

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
    """

    text: str
    before: Solution
    after: Solution
    merge: Hashable | None = None
    live: LiveValue | None = None


Show = Callable[[Solution, Solution, LiveValue | None, bool], None]


class EditCommand(QUndoCommand):
    """An `Edit` on the undo stack.

    Args:
        edit: what was done.
        show: called with (from, to, live value, whether forward) whenever it is done or undone.
    """

    def __init__(self, edit: Edit, show: Show) -> None:
        super().__init__(edit.text)
        self.edit = edit
        self._show = show

    # -- Qt ----------------------------------------------------------------------------------

    def redo(self) -> None:
        """Do it."""
        self._show(self.edit.before, self.edit.after, self.edit.live, True)  # noqa: FBT003

    def undo(self) -> None:
        """Undo it."""
        self._show(self.edit.after, self.edit.before, self.edit.live, False)  # noqa: FBT003

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
        self.edit = Edit(second.text, first.before, second.after, first.merge, live)
        self.setText(second.text)
        self.setObsolete(first.before == second.after)
        return True
