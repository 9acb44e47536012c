"""What reading an untrusted file may do: compute, for a short time, and nothing else."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

FORBIDDEN: Final = (
    *("exec", "compile", "import", "open", "os.", "shutil.", "subprocess.", "socket."),
    *("ctypes.", "pickle.find_class", "marshal.", "sqlite3.", "tempfile.", "urllib.", "winreg."),
)
"""Beginnings of the names of audit events (PEP 578) that no reader of a text may raise."""


class Escape(BaseException):
    """A reader did something else than read; no handler for `Exception` can hide it."""


class TooSlow(BaseException):
    """A reader did not come back in time."""


class Guard:
    """Watches over what runs within `watch`; to be made once in a process.

    An audit hook cannot be taken away again, so it is switched on and off.
    """

    def __init__(self) -> None:
        self._on = False
        sys.addaudithook(self._audit)
        signal.signal(signal.SIGALRM, self._alarm)

    @contextmanager
    def watch(self, seconds: float) -> Iterator[None]:
        """Raise `Escape` or `TooSlow` from within.

        Args:
            seconds: how long it may take by the clock.
        """
        self._on = True
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            yield
        finally:
            self._on = False
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _audit(self, event: str, arguments: tuple[object, ...]) -> None:
        if self._on and event.startswith(FORBIDDEN):
            self._on = False
            raise Escape(f"{event}{arguments!r:.200}")

    def _alarm(self, _number: int, _frame: FrameType | None) -> None:
        if self._on:
            raise TooSlow
