"""Verdicts on all levels; writing is retried when it fails."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from app.storage.errors import RecordsError
from app.storage.records import Records, StoredVerdict
from levels import Address

RETRY_MS: Final = 5000


class Verdicts(QObject):
    """All verdicts, including those not yet written. Outlives the session of a level.

    Signals:
        failed: a verdict could not be written (a sentence); it is tried again.
    """

    failed = Signal(str)

    def __init__(self, records: Records, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._records = records
        self._waiting: list[StoredVerdict] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.flush)

    @property
    def is_saved(self) -> bool:
        """Whether every verdict is on disk."""
        return not self._waiting

    def add(self, verdict: StoredVerdict) -> None:
        """Store a verdict; until it can be written it is held in memory and counts."""
        self._waiting.append(verdict)
        self.flush()

    def flush(self) -> None:
        """Write pending verdicts, the oldest first."""
        self._timer.stop()
        while self._waiting:
            try:
                self._records.add_verdict(self._waiting[0])
            except RecordsError as error:
                self._timer.start(RETRY_MS)
                self.failed.emit(f"{error} The verdict counts; saving it is tried again.")
                return
            del self._waiting[0]

    def stop(self) -> None:
        """Try to write pending verdicts a last time and stop the retries."""
        self.flush()
        self._timer.stop()

    def on(self, level: Address, level_key: str) -> list[StoredVerdict]:
        """Every verdict on the level as it is now, the oldest first."""
        wanted = (level, level_key)
        waiting = [own for own in self._waiting if (own.address, own.level_key) == wanted]
        return self._records.verdicts(level, level_key) + waiting

    def best(self, level: Address, level_key: str) -> StoredVerdict | None:
        """The smallest solution of the level as it is now that passed; the earliest of equals."""
        passed = [verdict for verdict in self.on(level, level_key) if verdict.passed]
        return min(passed, key=lambda verdict: verdict.parameters, default=None)
