"""Keeps weights and curves of the run on the bench, so that they are there after a restart."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer

from app.saving.outbox import Outbox
from app.storage.errors import RecordsError
from app.storage.stored_run import StoredRun, run_key, unpack_run
from engine import Network
from engine.training.run import Frame, RunState
from levels import Level
from widgets.document.document import Document
from widgets.run_model import RunModel

KEEP_MS: Final = 1000
"""Delay, ms, before a paused run is written."""
RUNNING_MS: Final = 8000
"""Interval, ms, at which a run in training is written: a kill costs no more of it."""


class RunKeeper(QObject):
    """Writes the last run of the open solution.

    Args:
        outbox: where it is written.
        level: what is played.
        run: the run as the window sees it.
        document: the open solution.
    """

    def __init__(
        self,
        outbox: Outbox,
        level: Level,
        run: RunModel,
        document: Document,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._outbox, self._level = outbox, level
        self._run, self._document = run, document
        self._solution_id = 0
        self._is_stored = False
        self._old: Frame | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._keep)
        run.frame_changed.connect(self._keep_soon)
        run.state_changed.connect(self._keep_soon)

    def open(self, solution_id: int) -> StoredRun | None:
        """Another solution is open, and the document shows it; returns its last run."""
        self._timer.stop()
        self._solution_id = solution_id
        self._old = self._run.frame  # still of the solution before
        try:
            data = self._outbox.run_of(solution_id)
        except RecordsError:
            data = None  # no warning for lost weights: the solution itself is there
        self._is_stored = data is not None
        return None if data is None else unpack_run(data, self._key, self._network)

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
        wait = RUNNING_MS if self._run.state is RunState.RUNNING else KEEP_MS
        if not self._timer.isActive() or self._timer.remainingTime() > wait:
            self._timer.start(wait)

    def _keep(self) -> None:
        frame = self._run.frame
        if frame is None or frame is self._old:
            return
        snapshot = frame.snapshot
        if snapshot.plan.network != self._network:
            return  # a newer frame is on its way
        # A run that has not begun leaves nothing that its seeds do not give.
        has_begun = snapshot.update > 0
        if has_begun or self._is_stored:
            run = StoredRun(frame.seeds, snapshot) if has_begun else None
            self._outbox.put_run(self._solution_id, self._key, run)
        self._old, self._is_stored = frame, has_begun
