"""Logs every unhandled exception and Qt message, and notifies the player.

The log rotates in the data folder; it holds what our own packages say from INFO on, and warnings of
all others. What reaches the player is one short notice, at most one in
`QUIET_SECONDS`, posted to the GUI's thread whichever thread it arose on.
"""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Final

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from app.storage.files import is_special
from app.storage.paths import Paths

QUIET_SECONDS: Final = 10.0
LOG_BYTES: Final = 1_000_000
LOG_FILES: Final = 5
_LEVELS: Final = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

OWN_PACKAGES: Final = ("app", "widgets", "levels", "engine")

log = logging.getLogger(__name__)
qt_log = logging.getLogger("Qt")


class CrashWatch(QObject):
    """Installs the exception hooks of Python and the message handler of Qt until `release`.

    Signals:
        noticed: a sentence for the player; delivered on this object's thread.
    """

    noticed = Signal(str)

    def __init__(self, paths: Paths, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log_path = paths.log
        self._last_notice = -QUIET_SECONDS
        self._fault_file = _fault_log(paths.crash_log)
        self._handler = _RotatingLog(paths.log)
        logging.getLogger().addHandler(self._handler)
        self._levels_before = _set_levels(dict.fromkeys(OWN_PACKAGES, logging.INFO))
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        sys.unraisablehook = self._on_unraisable
        qInstallMessageHandler(self._on_qt_message)

    def release(self) -> None:
        """Restore all hooks and close the logs."""
        qInstallMessageHandler(None)
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
        if self._fault_file is not None:
            faulthandler.disable()
            self._fault_file.close()
        _set_levels(self._levels_before)
        logging.getLogger().removeHandler(self._handler)
        self._handler.close()

    def report(self, text: str, error: BaseException | None = None) -> None:
        """Log something that went wrong and report it, unless something was reported just now.

        Whether the player's work is saved is not known here; the receiver of `noticed` adds it.
        """
        log.error("%s", text, exc_info=error)
        now = time.monotonic()
        if now - self._last_notice >= QUIET_SECONDS:
            self._last_notice = now
            details = f" Details are in {self._log_path.name}." if self._handler.is_open else ""
            self.noticed.emit(f"{text}{details}")

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, error, trace)
            return
        self.report("Something went wrong inside the game.", error)

    def _on_thread_exception(self, hook: threading.ExceptHookArgs) -> None:
        self.report("Something went wrong in the background.", hook.exc_value)

    def _on_unraisable(self, hook: sys.UnraisableHookArgs) -> None:
        log.error("unraisable in %r", hook.object, exc_info=hook.exc_value)

    def _on_qt_message(self, kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        qt_log.log(_LEVELS.get(kind, logging.WARNING), "%s", text)


def _set_levels(levels: Mapping[str, int]) -> dict[str, int]:
    """Set the levels of loggers, by name; returns those that they had."""
    before = {name: logging.getLogger(name).level for name in levels}
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    return before


class _RotatingLog(logging.Handler):
    """Writes to files that rotate; what that needs is imported with the first record.

    Where nothing can be written there is no log, which the game says in its window. Each further
    record is tried, as the player may have put that in order.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(logging.INFO)
        self._path = path
        self._files: logging.Handler | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is a file that holds the records."""
        return self._files is not None

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record; logging calls it by one thread at a time."""
        if self._files is None and not is_special(self._path):
            with suppress(OSError):
                self._files = self._opened()
        if self._files is not None:
            self._files.handle(record)

    def close(self) -> None:
        """Close the file, where one was written."""
        self._drop()
        super().close()

    def _drop(self) -> None:
        """Be without a file until the next record."""
        files, self._files = self._files, None
        if files is not None:
            with suppress(OSError):  # what is still to be written may not fit on the disk
                files.close()

    def _failed(self, _record: logging.LogRecord) -> None:
        self._drop()

    def _opened(self) -> logging.Handler:
        from logging.handlers import RotatingFileHandler

        files = RotatingFileHandler(
            self._path,
            maxBytes=LOG_BYTES,
            backupCount=LOG_FILES - 1,
            encoding="utf-8",
            errors="backslashreplace",  # names of files may hold what UTF-8 does not
        )
        files.handleError = self._failed  # type: ignore[method-assign,assignment]  # it prints tracebacks
        files.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        return files


def _fault_log(path: Path) -> IO[str] | None:
    if is_special(path):
        return None
    try:
        file = path.open("a", encoding="utf-8")
    except OSError:
        return None
    faulthandler.enable(file)
    return file
