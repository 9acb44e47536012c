"""The player's solutions of one level: which there are, which is open, and keeping all of them.

Every edit reaches the disk within `SAVE_MS`; `Shelf.flush` writes what waits at once. There is
always at least one solution, and always one that is open.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from app.storage.records import Records, RecordsError, StoredSolution
from levels import Level, LevelErrors, Solution, read_solution, write_solution
from levels.limits import MAX_NAME, check_name

SAVE_MS: Final = 250
RETRY_MS: Final = 5000

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """One solution on the shelf; ``id`` is its number in the records."""

    id: int
    solution: Solution

    @property
    def name(self) -> str:
        """What the player calls it."""
        return self.solution.name

    @property
    def parameters(self) -> int:
        """Its size."""
        return self.solution.network.parameters


class Shelf(QObject):
    """The solutions of one level.

    Signals:
        changed: a solution came, went, or has another name or size.
        opened: another solution is open (the `Solution`).
        failed: saving went wrong (a sentence); it is tried again.
    """

    changed = Signal()
    opened = Signal(object)
    failed = Signal(str)

    def __init__(self, records: Records, level: Level, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._records, self._level = records, level
        self._entries = self._read()
        self._unsaved: set[int] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.flush)
        if not self._entries:
            self._add(replace(level.start, name=self._fresh_name("Solution 1")))
        remembered = records.open_solution(level.id)
        ids = [entry.id for entry in self._entries]
        self._open = remembered if remembered in ids else ids[0]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All solutions in the player's order."""
        return tuple(self._entries)

    @property
    def open_entry(self) -> Entry:
        """The solution that is open."""
        return self._entry(self._open)

    # -- verbs -------------------------------------------------------------------------------------

    def note(self, solution: Solution) -> None:
        """The open solution is another one now; it will be saved soon."""
        before = self.open_entry
        if before.solution == solution:
            return
        self._entries[self._entries.index(before)] = Entry(self._open, solution)
        self._unsaved.add(self._open)
        if not self._timer.isActive():
            self._timer.start(SAVE_MS)
        sizes = (before.parameters, solution.network.parameters)
        if before.name != solution.name or sizes[0] != sizes[1]:
            self.changed.emit()

    def flush(self) -> None:
        """Save now what waits to be saved."""
        self._timer.stop()
        try:
            for entry in self._entries:
                if entry.id in self._unsaved:
                    self._save(entry)
        except RecordsError as error:
            self._timer.start(RETRY_MS)
            self.failed.emit(f"{error} What you built is still here; saving is tried again.")

    def open(self, entry_id: int) -> None:
        """Open another solution."""
        if entry_id == self._open or entry_id not in [entry.id for entry in self._entries]:
            return
        self.flush()
        self._open = entry_id
        self._records.set_open_solution(self._level.id, entry_id)
        self.changed.emit()
        self.opened.emit(self.open_entry.solution)

    def create(self) -> None:
        """Add a solution that starts as the level does, and open it."""
        number = len(self._entries) + 1
        name = self._fresh_name(f"Solution {number}")
        self.open(self._add(replace(self._level.start, name=name)))

    def rename(self, entry_id: int, name: str) -> None:
        """Call a solution that is not open by another name; the open one is its document's.

        Raises:
            Refused: when no solution can have this name.
        """
        check_name(name)
        entry = self._entry(entry_id)
        renamed = Entry(entry.id, replace(entry.solution, name=name))
        self._entries[self._entries.index(entry)] = renamed
        self._unsaved.add(entry_id)
        self.flush()
        self.changed.emit()

    def duplicate(self, entry_id: int) -> None:
        """Add a copy of a solution, and open it."""
        original = self._entry(entry_id).solution
        copy = replace(original, name=self._fresh_name(f"{original.name} copy"))
        self.open(self._add(copy))

    def delete(self, entry_id: int) -> None:
        """Forget a solution; the last one gives way to a new start."""
        position = [entry.id for entry in self._entries].index(entry_id)
        if len(self._entries) == 1:
            self._add(replace(self._level.start, name="Solution 1"))
        if entry_id == self._open:
            neighbour = position + 1 if position + 1 < len(self._entries) else position - 1
            self.open(self._entries[neighbour].id)
        del self._entries[position]
        self._unsaved.discard(entry_id)
        self._records.delete_solution(entry_id)
        self.changed.emit()

    # -- within ------------------------------------------------------------------------------------

    def _entry(self, entry_id: int) -> Entry:
        return next(entry for entry in self._entries if entry.id == entry_id)

    def _read(self) -> list[Entry]:
        entries = (self._parsed(stored) for stored in self._records.solutions(self._level.id))
        return [entry for entry in entries if entry is not None]

    def _parsed(self, stored: StoredSolution) -> Entry | None:
        try:
            solution = read_solution(
                stored.text, stored.name, self._level.task, self._level.training
            )
        except LevelErrors as error:
            # It stays in the records, untouched: a later version may understand it.
            log.info("solution %d of %s is not readable: %s", stored.id, stored.level_id, error)
            return None
        return Entry(stored.id, replace(solution, name=stored.name))

    def _add(self, solution: Solution) -> int:
        parameters = solution.network.parameters
        text = write_solution(solution, self._level.id)
        new = self._records.add_solution(self._level.id, solution.name, text, parameters)
        self._entries.append(Entry(new, solution))
        return new

    def _save(self, entry: Entry) -> None:
        text = write_solution(entry.solution, self._level.id)
        self._records.save_solution(entry.id, entry.name, text, entry.parameters)
        self._unsaved.discard(entry.id)

    def _fresh_name(self, wanted: str) -> str:
        taken = {entry.name for entry in self._entries}
        stem, number = wanted[: MAX_NAME - 4], 2
        name = stem
        while name in taken:
            name = f"{stem} {number}"
            number += 1
        return name
