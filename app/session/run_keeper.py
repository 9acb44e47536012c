"""Keeps weights and curves of the run on the bench, so that they are there after a restart."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from app.storage.errors import RecordsError
from app.storage.records import Records
from app.storage.stored_run import StoredRun, pack_run, run_key, unpack_run
from engine import Network
from engine.training.run import Frame, RunState
from levels import Level
from widgets.document.document import Document
from widgets.run_model import RunModel

KEEP_MS: Final = 1000
"""Delay, ms, before a paused run is written; one in training is written when it is left."""


class RunKeeper(QObject):
    """Writes the last run of the open solution.

    Args:
        records: where it is written.
        level: what is played.
        run: the run as the window sees it.
        document: the open solution.

    Signals:
        failed: writing went wrong (a sentence).
    """

    failed = Signal(str)

    def __init__(
        self,
        records: Records,
        level: Level,
        run: RunModel,
        document: Document,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._records, self._level = records, level
        self._run, self._document = run, document
        self._solution_id = 0
        self._written: bytes | None = None
        self._old: Frame | None = None
        self._timer = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._timer.timeout.connect(self._keep)
        run.frame_changed.connect(self._keep_soon)
        run.state_changed.connect(self._keep_soon)

    def open(self, solution_id: int) -> StoredRun | None:
        """Another solution is open, and the document shows it; returns its last run."""
        self._timer.stop()
        self._solution_id = solution_id
        self._old = self._run.frame  # still of the solution before
        try:
            self._written = self._records.run_of(solution_id)
        except RecordsError:
            self._written = None  # no warning for lost weights: the solution itself is there
        if self._written is None:
            return None
        return unpack_run(self._written, self._key, self._network)

    def flush(self) -> None:
        """Write now what is shown."""
        self._timer.stop()
        self._keep()

    @property
    def _network(self) -> Network:
        """What is trained of the network on the canvas."""
        return self._level.rules.trainable(self._document.network)

    @property
    def _key(self) -> str:
        return run_key(self._level.key, self._network, self._document.solution.training)

    def _keep_soon(self) -> None:
        if self._run.state is not RunState.RUNNING and not self._timer.isActive():
            self._timer.start()

    def _keep(self) -> None:
        frame = self._run.frame
        if frame is None or frame is self._old:
            return
        snapshot = frame.snapshot
        if snapshot.plan.network != self._network:
            return  # a newer frame is on its way
        # A run that has not begun leaves nothing that its seeds do not give.
        data = pack_run(self._key, StoredRun(frame.seeds, snapshot)) if snapshot.update else None
        if data == self._written:
            return
        try:
            self._records.save_run(self._solution_id, data)
        except RecordsError as error:
            self.failed.emit(f"{error} The weights of this run could not be kept.")
        else:
            self._written = data
