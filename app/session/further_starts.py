"""After each verdict, trains the judged solution from many further starts in the background."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.saving.outbox import Outbox
from app.session.judging import Outcome
from app.storage.records import Records
from app.storage.sturdiness import text_hash
from engine.data import Dataset
from engine.judging.tally import Sturdiness
from levels import Level
from levels.sturdiness import sturdiness_job
from widgets.bench import Jobs


class FurtherStarts(QObject):
    """Measures how sturdy the solution judged last is, and stores the result.

    Edits do not stop it: it belongs to what was judged. The next verdict takes its place, and
    leaving the level ends it. A stored result is neither measured nor reported again.

    Args:
        jobs: where it is trained.
        records: where it is read.
        outbox: where it is written.
        level: whose terms hold.
        dataset: its three sets.

    Signals:
        changed: more is known of the solution judged last (`Sturdiness`).
        failed: it could not be measured (a sentence).
    """

    changed = Signal(object)
    failed = Signal(str)

    def __init__(
        self,
        jobs: Jobs,
        records: Records,
        outbox: Outbox,
        level: Level,
        dataset: Dataset,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs, self._outbox = jobs, outbox
        self._level, self._dataset = level, dataset
        self._known = records.sturdiness(level.key) | outbox.sturdiness(level.key)
        self._text = ""
        self._number: int | None = None

    def of(self, text: str) -> Sturdiness | None:
        """How sturdy the judged solution of that text is; None while it is not known."""
        return self._known.get(text_hash(text))

    def take(self, outcome: Outcome) -> None:
        """Begin with what was just judged."""
        self.stop()
        self._text = outcome.text
        if self.of(outcome.text) is not None:
            return
        job = sturdiness_job(self._level, outcome.solution, self._dataset)
        self._number = self._jobs.start(
            job, self._finish, self.changed.emit, self._forgo, background=True
        )

    def stop(self) -> None:
        """Drop what is under way."""
        if self._number is not None:
            self._jobs.cancel(self._number)
            self._number = None

    def _finish(self, found: Sturdiness) -> None:
        self._number = None
        self._known[text_hash(self._text)] = found
        self._outbox.put_sturdiness(self._level.key, self._text, found)
        self.changed.emit(found)

    def _forgo(self, error: Exception) -> None:
        self._number = None
        self.failed.emit(f"How sturdy the solution is could not be measured: {error}")
