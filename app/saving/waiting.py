"""Work of last time that cannot be saved yet: it is reported at once, and tried again until it is.

As long as it waits, the levels that it belongs to stay shut: what was built there meanwhile would
be based on an older state, and become a second solution beside it.
"""

from __future__ import annotations

import logging
from concurrent.futures import Future
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.saving.outbox import Outbox
from app.saving.recovery import take_in
from app.saving.unsaved import UnsavedError, read_unsaved
from app.saving.unsaved_files import unsaved_files
from app.storage.errors import RecordsError
from app.storage.records import Records

AGAIN_MS: Final = 1000

log = logging.getLogger(__name__)

_Attempt = tuple[list[str], RecordsError | None]


class Waiting(QObject):
    """Takes what could not be saved last time into the records, as soon as that is possible.

    Args:
        records: where it goes.
        outbox: on whose thread it is tried again.
        folder: where the files are that hold it.

    Attributes:
        reason: why it waits (a sentence); empty when nothing does.

    Signals:
        noticed: a sentence for the player.
        ended: everything that waited is in the records.
    """

    noticed = Signal(str)
    ended = Signal()
    _tried = Signal()

    def __init__(
        self, records: Records, outbox: Outbox, folder: Path, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._records, self._outbox, self._folder = records, outbox, folder
        self.reason = ""
        self._levels: frozenset[str] | None = frozenset()
        self._attempt: Future[_Attempt] | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._try)
        self._tried.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def concerns(self, level_id: str) -> bool:
        """Whether solutions or runs of a level of that id wait."""
        return bool(self.reason) and (self._levels is None or level_id in self._levels)

    def take_in(self) -> list[str]:
        """Take it in now, unless that is under way; sentences for the player."""
        if self._attempt is not None:
            return []
        sentences, error = _attempted(self._records, self._folder)
        if error is None:
            self._end()
        elif str(error) != self.reason:
            sentences.append(self._wait(error))
        return sentences

    def stop(self) -> None:
        """Try no more."""
        self._timer.stop()

    # -- within ------------------------------------------------------------------------------------

    def _wait(self, error: RecordsError) -> str:
        """Try again in a while; a sentence for the player."""
        log.info("unsaved work waits on: %s", error)
        self.reason = str(error)
        self._levels = _levels_of(self._folder, self._records)
        self._timer.start(AGAIN_MS)
        return f"{error} What was not saved last time waits until that is done; nothing is lost."

    def _end(self) -> None:
        self._timer.stop()
        self.reason, self._levels = "", frozenset()

    def _try(self) -> None:
        self._attempt = self._outbox.beside(lambda records: _attempted(records, self._folder))
        self._attempt.add_done_callback(lambda _done: self._tried.emit())

    def _take(self) -> None:
        if self._attempt is None or not self._attempt.done():
            return
        done, self._attempt = self._attempt, None
        try:
            sentences, error = done.result()
        except RecordsError as failed:  # no connection can be had
            sentences, error = [], failed
        for sentence in sentences:
            self.noticed.emit(sentence)
        if error is None:
            self._end()
            self.ended.emit()
        elif str(error) == self.reason:
            self._timer.start(AGAIN_MS)
        else:
            self.noticed.emit(self._wait(error))


def _attempted(records: Records, folder: Path) -> _Attempt:
    sentences: list[str] = []
    try:
        for sentence in take_in(records, folder):
            sentences.append(sentence)  # noqa: PERF402 (those before an error count)
    except RecordsError as error:
        return sentences, error
    return sentences, None


def _levels_of(folder: Path, records: Records) -> frozenset[str] | None:
    """Ids of the levels whose solutions or runs wait; None when that cannot be read."""
    levels: set[str] = set()
    for path in unsaved_files(folder):
        try:
            unsaved = read_unsaved(path)
            levels.update(own.level for own in unsaved.solutions)
            found = [records.find_solution(own.id) for own in unsaved.runs]
            levels.update(own[0].level_id for own in found if own is not None)
        except (OSError, UnsavedError) as error:
            log.info("%s cannot be used: %s", path, error)
        except RecordsError:
            return None
    return frozenset(levels)
