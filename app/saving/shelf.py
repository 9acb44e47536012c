"""The player's solutions of one level: which there are, which is open, and keeping all of them.

Edits, and which solution is open, reach the disk through the `Outbox`, which outlives the shelf.
There is always at least one solution, and always one that is open. Whatever changes which solutions
there are is written first and shown then: when it cannot be written, nothing has happened.
"""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.saving.entries import Deletion, Entry, UnreadableEntry
from app.saving.names import copy_name
from app.saving.outbox import Outbox
from app.storage.errors import RecordsError
from app.storage.records import Records, StoredSolution
from levels import (
    Level,
    LevelErrors,
    NotWritable,
    Solution,
    read_solution_for,
    write_solution,
)
from levels.limits import check_name

log = logging.getLogger(__name__)


class Shelf(QObject):
    """The solutions of one level.

    Args:
        records: where they are.
        outbox: where edits are written.
        level: whose solutions these are.

    Signals:
        changed: a solution came, went, or has another name or size.
        opened: another solution is open (the `Solution`).
        failed: something could not be written (a sentence), so nothing has happened.

    Raises:
        RecordsError: when the solutions cannot be read, or a first one cannot be written.
    """

    changed = Signal()
    opened = Signal(object)
    failed = Signal(str)

    def __init__(
        self, records: Records, outbox: Outbox, level: Level, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._records, self._outbox, self._level = records, outbox, level
        self._items = [self._read(own) for own in records.solutions(level.address)]
        if not self.entries:
            self._items.append(self._add(self._fresh()))
        remembered = outbox.opened(level.address)
        ids = [entry.id for entry in self.entries]
        self._open = remembered if remembered in ids else ids[0]

    @property
    def items(self) -> tuple[Entry | UnreadableEntry, ...]:
        """All solutions in the player's order, also those that cannot be read."""
        return tuple(self._items)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The solutions that can be opened, in the player's order."""
        return tuple(item for item in self._items if isinstance(item, Entry))

    @property
    def open_entry(self) -> Entry:
        """The solution that is open."""
        return self._entry(self._open)

    def deleted(self) -> list[StoredSolution]:
        """What `restore` can bring back, the last deleted first."""
        return [*map(self._newest, self._records.deleted_solutions(self._level.address))]

    # -- edits -------------------------------------------------------------------------------------

    def note(self, solution: Solution) -> None:
        """Replace the open solution after an edit, which goes into the outbox."""
        before = self.open_entry
        if before.solution == solution:
            return
        self._put(replace(before, solution=solution))
        sizes = (before.parameters, solution.network.parameters)
        if before.name != solution.name or sizes[0] != sizes[1]:
            self.changed.emit()

    def rename(self, entry_id: int, name: str) -> None:
        """Call a solution that is not open by another name; the open one is its document's.

        Raises:
            Refused: when no solution can have this name.
        """
        check_name(name)
        entry = self._entry(entry_id)
        self._put(replace(entry, solution=replace(entry.solution, name=name)))
        self.changed.emit()

    # -- verbs -------------------------------------------------------------------------------------

    def open(self, entry_id: int) -> None:
        """Open another solution; nothing happens to one that cannot be read."""
        ids = [entry.id for entry in self.entries]
        if entry_id != self._open and entry_id in ids:
            self._outbox.put_opening(self._level.address, entry_id)
            self._show(entry_id)

    def create(self) -> None:
        """Add a solution that starts as the level does, and open it."""
        self._add_and_open(self._fresh())

    def duplicate(self, entry_id: int) -> None:
        """Add a copy of a solution, and open it."""
        original = self._entry(entry_id).solution
        taken = {item.name for item in self._items}
        name = copy_name(original.name, taken)
        self._add_and_open(replace(original, name=name))

    def delete(self, entry_id: int) -> Deletion | None:
        """Delete a solution; a new one takes the place of the last one.

        Returns:
            What `undo_delete` needs to bring it back; None when nothing could be written.
        """
        item = next(item for item in self._items if item.id == entry_id)
        others = [entry for entry in self.entries if entry.id != entry_id]
        added: list[Entry] = []
        heir = self._open

        def write() -> None:
            nonlocal heir
            if not others:
                added.append(self._add(self._fresh(leaving=entry_id)))
            if entry_id == self._open:
                heir = _neighbour(item, [*others, *added]).id
            self._records.delete_solution(entry_id)
            self._records.set_open_solution(self._level.address, heir)

        if not self._attempt(write):
            return None
        self._items = [*(own for own in self._items if own.id != entry_id), *added]
        self._show_written(heir)
        return Deletion(entry_id, item.name, added[0] if added else None)

    def undo_delete(self, deletion: Deletion) -> bool:
        """Undo a deletion; False when that failed."""
        return self.restore(deletion.id, deletion.stand_in)

    def restore(self, solution_id: int, stand_in: Entry | None = None) -> bool:
        """Bring a deleted solution back and open it, if it can be read.

        Args:
            solution_id: its number.
            stand_in: goes in its place, unless it has been edited.

        Returns:
            Whether it is back.
        """
        stored = next((own for own in self.deleted() if own.id == solution_id), None)
        if stored is None:
            return False
        item = self._read(stored)
        shown = item.id if isinstance(item, Entry) else self._open
        leaving = stand_in.id if stand_in and self._is_untouched(stand_in) else None

        def write() -> None:
            self._records.restore_solution(solution_id)
            self._records.set_open_solution(self._level.address, shown)
            if leaving is not None and leaving != shown:
                self._records.delete_solution(leaving)

        if not self._attempt(write):
            return False
        kept = [own for own in self._items if own.id != leaving or own.id == shown]
        self._items = sorted([*kept, item], key=lambda own: (own.position, own.id))
        self._show_written(shown)
        return True

    # -- within ------------------------------------------------------------------------------------

    def _attempt(self, write: Callable[[], None]) -> bool:
        """Run writes as one transaction; report a failure and return False."""
        try:
            with self._records.together():
                write()
        except (RecordsError, NotWritable) as error:
            log.info("nothing was changed: %s", error)
            self.failed.emit(f"{error} Nothing was changed; try again in a moment.")
            return False
        return True

    def _show_written(self, entry_id: int) -> None:
        """Show what a verb has written, which an opening that waits must not overwrite."""
        self._outbox.correct_opening(self._level.address, entry_id)
        self._show(entry_id)

    def _show(self, entry_id: int) -> None:
        """Set the open solution, and emit the signals."""
        before, self._open = self._open, entry_id
        self.changed.emit()
        if entry_id != before:
            self.opened.emit(self.open_entry.solution)

    def _add_and_open(self, solution: Solution) -> None:
        added: list[Entry] = []

        def write() -> None:
            added.append(self._add(solution))
            self._records.set_open_solution(self._level.address, added[0].id)

        if self._attempt(write):
            self._items += added
            self._show_written(added[0].id)

    def _is_untouched(self, stand_in: Entry) -> bool:
        """Whether a solution was not edited since it was added, apart from node positions."""
        now = next((own for own in self.entries if own.id == stand_in.id), None)
        return now is not None and replace(now.solution, layout={}) == replace(
            stand_in.solution, layout={}
        )

    def _entry(self, entry_id: int) -> Entry:
        return next(entry for entry in self.entries if entry.id == entry_id)

    def _put(self, entry: Entry) -> None:
        """Replace the entry with the same id and have it saved."""
        self._items = [entry if item.id == entry.id else item for item in self._items]
        self._outbox.put_solution(entry.id, self._level.address, entry.solution)

    def _newest(self, stored: StoredSolution) -> StoredSolution:
        """The row as it will be once the edit that waits in the outbox is written."""
        edited = self._outbox.edited(stored.id)
        if edited is None:
            return stored
        try:
            text = edited.text
        except NotWritable:
            return stored  # the outbox has said so
        name, size = edited.solution.name, edited.solution.network.parameters
        return replace(stored, name=name, text=text, parameters=size, fault=None)

    def _read(self, row: StoredSolution) -> Entry | UnreadableEntry:
        stored = self._newest(row)
        if stored.fault is not None:
            return _unreadable(stored, stored.fault)
        try:
            solution = read_solution_for(self._level, stored.text, stored.name)
        except LevelErrors as faults:
            log.info("solution %d cannot be read: %s", stored.id, faults)
            first = faults.errors[0]
            reason = f"{first.path}: {first.message}" if first.path else first.message
            return _unreadable(stored, reason)
        return Entry(stored.id, stored.position, solution)

    def _add(self, solution: Solution) -> Entry:
        text = write_solution(solution, self._level.id)
        new = self._records.add_solution(
            self._level.address, solution.name, text, solution.network.parameters
        )
        return Entry(new.id, new.position, solution)

    def _fresh(self, leaving: int | None = None) -> Solution:
        """The level's start under an unused name; that of the item ``leaving`` counts as unused."""
        taken = {item.name for item in self._items if item.id != leaving}
        names = (f"Solution {number}" for number in itertools.count(len(taken) + 1))
        return replace(self._level.start, name=next(name for name in names if name not in taken))


def _unreadable(stored: StoredSolution, reason: str) -> UnreadableEntry:
    return UnreadableEntry(
        stored.id, stored.position, stored.name, stored.parameters, stored.text, reason
    )


def _neighbour(item: Entry | UnreadableEntry, entries: list[Entry]) -> Entry:
    """The next one in order, else the last one."""
    later = (entry for entry in entries if entry.position > item.position)
    return next(later, entries[-1])
