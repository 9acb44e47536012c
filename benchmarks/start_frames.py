"""The real game while it loads the compiled kernel, with a clock on the frames of its map.

Started by `benchmarks.start` in a process of its own: ``python -m benchmarks.start_frames`` prints
what it saw as one line of JSON. It repaints the map of levels all the time.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.cli.run import run
from app.window.home import Home
from benchmarks.onlooker import Onlooker, game

EVERY_MS: Final = 8
FIRST_FRAMES: Final = 10
PATIENCE_SECONDS: Final = 120.0


class Watcher(Onlooker):
    """Repaints the map until the kernel is loaded, and notes the longest frame."""

    def __init__(self) -> None:
        super().__init__()
        self._began = time.perf_counter()
        self._repaints: QTimer | None = None
        self._before: tuple[float, float, float] | None = None
        self._frames: list[tuple[float, float]] = []

    def tick(self) -> None:
        """Begin once the map is there, end once the kernel is, or will not be."""
        if time.perf_counter() - self._began > PATIENCE_SECONDS:
            raise TimeoutError(f"no kernel and no frames in {PATIENCE_SECONDS:g} seconds")
        playing = game()
        if playing is None:
            return
        if self._repaints is None:
            self._begin()
        elif playing.turbo.isFinished() and len(self._frames) > FIRST_FRAMES:
            self._report(playing.kernel.name)

    def _begin(self) -> None:
        shown = [one for one in QApplication.allWidgets() if isinstance(one, Home)]
        if shown and shown[0].isVisible():
            self._repaints = QTimer(self, timerType=Qt.TimerType.PreciseTimer)
            self._repaints.timeout.connect(lambda: self._repaint(shown[0]))
            self._repaints.start(EVERY_MS)

    def _repaint(self, home: Home) -> None:
        home.levels.repaint()
        own, whole, clock = time.thread_time(), time.process_time(), time.perf_counter()
        if self._before is not None:
            own_ms = (own - self._before[0]) * 1000
            others_ms = (whole - self._before[1]) * 1000 - own_ms
            # Others may work while the timer runs; what they take beyond that, frames wait for.
            work_ms = own_ms + max(0.0, others_ms - EVERY_MS)
            self._frames.append(((clock - self._before[2]) * 1000, work_ms))
        self._before = (own, whole, clock)

    def _report(self, kernel: str) -> None:
        clocks, works = zip(*self._frames[FIRST_FRAMES:], strict=True)
        found = {"kernel": kernel, "clock_ms": max(clocks), "work_ms": max(works)}
        print(json.dumps(found), flush=True)
        os._exit(0)


def main() -> int:
    """Play until the watcher has seen enough."""
    watcher = Watcher()
    code = run(["play"])
    del watcher
    return code


if __name__ == "__main__":
    sys.exit(main())
