"""Writes the preferences on a thread of its own: the window waits for no disk."""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.storage.preferences import Preferences, save_preferences

log = logging.getLogger(__name__)


class PreferencesKeeper(QObject):
    """Brings the newest preferences to the disk; those that came meanwhile are left out.

    Args:
        path: the file.

    Signals:
        failed: they could not be written (a sentence).
    """

    failed = Signal(str)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._newest: Preferences | None = None
        self._thread = ThreadPoolExecutor(1, "preferences")
        self._ended: Future[None] | None = None

    def keep(self, preferences: Preferences) -> None:
        """Have these written at once, or as soon as those before are."""
        self._newest = preferences
        self._thread.submit(self._write, preferences)

    def stop(self, seconds: float) -> bool:
        """Write what waits and end the thread; False when it did not end in time."""
        if self._ended is None:
            self._ended = self._thread.submit(lambda: None)
            self._thread.shutdown(wait=False)
        return bool(wait([self._ended], seconds).done)

    # -- on the thread -----------------------------------------------------------------------------

    def _write(self, preferences: Preferences) -> None:
        if preferences is not self._newest:
            return  # newer ones wait
        try:
            save_preferences(self._path, preferences)
        except OSError as error:
            log.info("preferences not saved: %s", error)
            reason = error.strerror or error
            self.failed.emit(f"Your preferences cannot be saved: {reason}.")
        except Exception:
            log.exception("preferences not saved")
