"""How far a search is: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from contextlib import suppress
from importlib.util import find_spec
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, TextIO

from engine.wording import counted

if TYPE_CHECKING:
    from app.search.search import Showing

LINE_SECONDS: Final = 10.0
"""How often a plain line is printed."""

_BAR: Final = "{l_bar}{bar:8}|{postfix}"


class Display:
    """Shows how far a search is, on stderr; where nobody reads that, nothing.

    Args:
        stream: where; a bar where it is a terminal.
        seconds: how long the search may take.
    """

    def __init__(self, stream: TextIO, seconds: float) -> None:
        self._stream, self._seconds = stream, seconds
        self._bar: Any = None
        self._whole = False
        self._last = -LINE_SECONDS

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def say(self, sentence: str) -> None:
        """Print a sentence; a bar that is shown ends."""
        self._close()
        self._print(sentence)

    def show(self, showing: Showing) -> None:
        """Show how far it is."""
        if self._stream.isatty() and find_spec("tqdm") is not None:
            self._move_bar(showing)
            return
        now = time.monotonic()
        if now - self._last >= LINE_SECONDS:
            self._last = now
            self._print(self.line(showing))

    def line(self, showing: Showing) -> str:
        """How far it is, in one line."""
        done = counted(showing.progress.wirings, "wiring")
        if showing.total:
            done = f"{showing.progress.wirings:,} of {counted(showing.total, 'wiring')}"
        return f"{done}, {_rates(showing)}, {_left(showing, self._seconds)}{_best(showing)}"

    def _print(self, text: str) -> None:
        with suppress(OSError):  # nobody reads it; the search goes on
            print(text, file=self._stream, flush=True)

    def _move_bar(self, showing: Showing) -> None:
        whole = bool(showing.total)
        if self._bar is None or whole != self._whole:
            from tqdm import tqdm  # not where there is no terminal

            self._close()
            self._whole = whole
            total = showing.total if whole else self._seconds
            words = "all" if whole else "larger"
            # It is moved often enough: no thread of its own has to watch it.
            quiet = type("Bar", (tqdm,), {"monitor_interval": 0})
            self._bar = quiet(total=total, desc=words, bar_format=_BAR, file=self._stream)
        done = showing.progress.wirings if whole else showing.elapsed
        self._bar.n = min(done, self._bar.total)
        best = f", best {showing.best.parameters}" if showing.best else ""
        self._bar.set_postfix_str(f"{_rates(showing)}, {_left(showing, self._seconds)}{best}")

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def _rates(showing: Showing) -> str:
    progress = showing.progress
    wirings = progress.wirings / progress.seconds if progress.seconds else 0.0
    return f"{progress.rate:,.0f} starts/s, {wirings:,.0f} wirings/s"


def _left(showing: Showing, seconds: float) -> str:
    """Time left: until all wirings are tried, or until the time is over."""
    progress = showing.progress
    if showing.total and progress.wirings:
        rest = (showing.total - progress.wirings) * progress.seconds / progress.wirings
    else:
        rest = seconds - showing.elapsed
    minutes, rest = divmod(max(0, round(rest)), 60)
    return f"{minutes}:{rest:02} left"


def _best(showing: Showing) -> str:
    if showing.best is None:
        return ""
    size = counted(showing.best.parameters, "parameter")
    starts = counted(showing.best.starts, "start")
    return f", best so far {size} ({showing.best.passed} of {starts})"
