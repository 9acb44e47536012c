"""Pending writes of the whole game: they outlive the level that they come from.

An item is put into the outbox on the GUI's thread, which never waits for the database, and a
`Writer` brings it to the disk. A pass that fails is repeated until it succeeds. Until an item is on
disk it can be read here, so that a level that is opened again shows the newest edit.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Hashable
from concurrent.futures import Future, wait
from typing import Final, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.saving.aside import Aside
from app.saving.pending import (
    Pending,
    PendingOpening,
    PendingRun,
    PendingSolution,
    PendingSturdiness,
    PendingVerdict,
)
from app.saving.writer import Writer, Written
from app.storage.errors import RecordsError, Trouble
from app.storage.records import Records, StoredVerdict
from app.storage.stored_run import StoredRun
from app.storage.sturdiness import text_hash
from engine.judging.tally import Sturdiness
from levels import Address, Solution

SAVE_MS: Final = 250
"""How soon an edit is written; those within this time are written as one."""
RETRY_MS: Final = 1000
STOP_SECONDS: Final = 2.0

T = TypeVar("T")

log = logging.getLogger(__name__)


class Outbox(QObject):
    """Items on their way to the disk, the oldest first; a newer state replaces an older one.

    Args:
        records: where they are written; open as long as the outbox is.

    Attributes:
        aside: the file beside the records that holds what cannot be written for now.

    Signals:
        failed: writing went wrong (a sentence). What failed for now is tried again, and said once.
            Also that the file of the records had to be put back.
    """

    failed = Signal(str)
    _ended = Signal()

    def __init__(self, records: Records, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._records = records
        records.report_to(self.failed.emit)
        self.aside = Aside(records.folder)
        self._writer = Writer(records, self.aside)
        self._pending: dict[Hashable, Pending] = {}
        self._refused: dict[Hashable, Pending] = {}
        self._pass: Future[Written] | None = None
        self._said = ""
        self._stopped = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._begin)
        self._ended.connect(self._take, Qt.ConnectionType.QueuedConnection)

    # -- what waits --------------------------------------------------------------------------------

    @property
    def is_saved(self) -> bool:
        """Whether everything is on disk."""
        return not self._pending

    @property
    def pending(self) -> tuple[Pending, ...]:
        """What is not known to be on disk, the oldest first."""
        return tuple(self._pending.values())

    def edited(self, solution_id: int) -> PendingSolution | None:
        """The state of a solution that waits to be written; None when its row is the newest."""
        item = self._pending.get(("solution", solution_id))
        return item if isinstance(item, PendingSolution) else None

    def run_of(self, solution_id: int) -> bytes | None:
        """The last run of a solution, be it on disk yet or not.

        Raises:
            RecordsError: when it cannot be read.
        """
        item = self._pending.get(("run", solution_id))
        return item.data if isinstance(item, PendingRun) else self._records.run_of(solution_id)

    def opened(self, level: Address) -> int | None:
        """The open solution of a level, be it on disk yet or not.

        Raises:
            RecordsError: when it cannot be read.
        """
        item = self._pending.get(("opening", level))
        return item.id if isinstance(item, PendingOpening) else self._records.open_solution(level)

    def verdicts(self) -> list[StoredVerdict]:
        """The verdicts that wait to be written, the oldest first."""
        items = self._pending.values()
        return [item.verdict for item in items if isinstance(item, PendingVerdict)]

    def sturdiness(self, level_key: str) -> dict[str, Sturdiness]:
        """What waits to be written of how sturdy solutions are, by `text_hash`."""
        items = self._pending.values()
        waiting = [own for own in items if isinstance(own, PendingSturdiness)]
        return {text_hash(own.text): own.found for own in waiting if own.level_key == level_key}

    # -- to put something in -----------------------------------------------------------------------

    def put_solution(self, solution_id: int, level: Address, solution: Solution) -> None:
        """Have the newest state of a solution written within `SAVE_MS`."""
        self._put(PendingSolution(solution_id, level, solution), SAVE_MS)

    def put_run(self, solution_id: int, run_key: str, run: StoredRun | None) -> None:
        """Have the last run of a solution written, or have none kept."""
        self._put(PendingRun(solution_id, run_key, run), 0)

    def put_verdict(self, verdict: StoredVerdict) -> None:
        """Have a verdict written."""
        self._put(PendingVerdict(verdict), 0)

    def put_opening(self, level: Address, solution_id: int) -> None:
        """Remember which solution of a level is open."""
        self._put(PendingOpening(level, solution_id), SAVE_MS)

    def correct_opening(self, level: Address, solution_id: int) -> None:
        """Replace an opening that waits; the records hold this one, but would get that one."""
        if ("opening", level) in self._pending:
            self.put_opening(level, solution_id)

    def put_sturdiness(self, level_key: str, text: str, found: Sturdiness) -> None:
        """Have it written how sturdy the judged solution of that text is."""
        self._put(PendingSturdiness(level_key, text, found), 0)

    def _put(self, item: Pending, milliseconds: int) -> None:
        self._pending[item.key] = item
        if self._pass is None and not self._is_retrying:
            soon = self._timer.isActive() and self._timer.remainingTime() <= milliseconds
            if not soon:
                self._timer.start(milliseconds)

    def beside(self, work: Callable[[Records], T]) -> Future[T]:
        """Do other work on the records, on the thread and the connection that write.

        Returns:
            What comes of it; a `RecordsError` when there can be no connection.
        """
        return self._writer.run(work)

    # -- passes ------------------------------------------------------------------------------------

    def flush(self, seconds: float) -> bool:
        """Write everything now.

        Args:
            seconds: how long to wait for it at most.

        Returns:
            Whether everything is on disk.
        """
        deadline = time.monotonic() + seconds
        for _ in range(2):  # the pass under way, and one for what came after it began
            self._begin()
            if self._pass is not None:
                wait([self._pass], max(deadline - time.monotonic(), 0.0))
                self._take()
        return self.is_saved

    def stop(self) -> bool:
        """Write nothing more and end the thread; False when it did not end in time."""
        self._stopped = True
        self._timer.stop()
        ended = self._writer.stop()
        return bool(wait([ended], STOP_SECONDS).done)

    @property
    def _is_retrying(self) -> bool:
        return bool(self._said) and self._timer.isActive()

    def _begin(self) -> None:
        if self._pass is not None or self._stopped:
            return
        self._timer.stop()
        items = tuple(own for own in self.pending if self._refused.get(own.key) is not own)
        if items:
            self._pass = self._writer.start(items)
            self._pass.add_done_callback(lambda _done: self._ended.emit())

    def _take(self) -> None:
        """Take what a pass reports; the report of one that `flush` took comes twice."""
        if self._pass is None or not self._pass.done():
            return
        done, self._pass = self._pass, None
        written = done.result()
        for item in written.done:
            self._forget(item)
        for item, reason in written.refused:
            if self._pending.get(item.key) is item:
                self._refused[item.key] = item
                self.failed.emit(f"{reason} What was saved before is kept; undo the last change.")
        if written.error is not None and not self._is_put_back(written.error):
            self._timer.start(RETRY_MS)
            self._say(written.error)
            return
        self._said = ""
        if any(self._refused.get(own.key) is not own for own in self.pending):
            self._timer.start(SAVE_MS)

    def _is_put_back(self, error: RecordsError) -> bool:
        """Whether the file was gone before the writer had it open, and is there again."""
        if error.trouble is not Trouble.GONE:
            return False
        try:
            self._records.keep_in_place()
        except RecordsError as still:
            log.info("the records cannot be put back: %s", still)
            return False
        return True

    def _forget(self, item: Pending) -> None:
        """Drop an item that is on disk, unless a newer state has replaced it meanwhile."""
        if self._pending.get(item.key) is item:
            del self._pending[item.key]

    def _say(self, error: RecordsError) -> None:
        """Report a failure, once until saving works again."""
        sentence = f"{error} {self.pending[0].reassurance}; saving is tried again."
        if sentence != self._said:
            self._said = sentence
            self.failed.emit(sentence)
