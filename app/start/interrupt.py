"""Ctrl+C at a moment when Python's own way of telling it does harm."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def ending_at_once() -> Iterator[None]:
    """Within, SIGINT ends the process as the system does, unless it is ignored.

    Python would raise KeyboardInterrupt wherever it is: an import is left half done, and Qt's
    libraries answer that with a crash or take it for a file that is missing.
    """
    before = signal.getsignal(signal.SIGINT)
    if before != signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
