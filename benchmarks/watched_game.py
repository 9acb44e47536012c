"""The real game, trained at full speed by pressing its own buttons, with a clock on its frames.

Started by `benchmarks.frames` in a process of its own: ``python -m benchmarks.watched_game KERNEL
LEVEL SECONDS [SOLUTION]`` prints what it saw as one line of JSON. KERNEL is numpy or numba.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QElapsedTimer, QEvent, QObject
from PySide6.QtWidgets import QApplication

from app.cli.run import run
from app.session.game import Game
from benchmarks.onlooker import Onlooker, button, game
from engine.training.run import RunState
from levels import read_solution
from widgets.canvas.view import NetworkView
from widgets.run_model import FULL_SPEED, RunModel

WARM_UP_SECONDS: Final = 2.0
PATIENCE_MS: Final = 10_000


class Watcher(Onlooker):
    """Waits for the workbench, presses Train, and notes every frame that the canvas shows."""

    def __init__(self, seconds: float, solution: Path | None, kernel: str) -> None:
        super().__init__()
        self._seconds = seconds
        self._solution = solution
        self._intervals: list[float] = []
        self._kernel = kernel
        self._game: Game | None = None
        self._patience = QElapsedTimer()
        self._patience.start()
        self._last_frame: float | None = None
        self._epochs = 0
        self._epoch = 0
        self._fresh = False
        self._run: RunModel | None = None
        self._began = 0.0

    def tick(self) -> None:
        """Begin, keep training from standing still, and end when enough was seen."""
        if self._run is None:
            self._begin()
        elif self._run.state is RunState.FINISHED:
            button("train").click()  # from the start again: training never stands still
            self._last_frame = None  # but the gap between two runs is no frame
        elif time.perf_counter() - self._began > WARM_UP_SECONDS + self._seconds:
            self._tell()

    def _begin(self) -> None:
        self._game = playing = self._game or game()
        views = [one for one in QApplication.allWidgets() if isinstance(one, NetworkView)]
        if playing is None or playing.session is None or not (views and views[0].isVisible()):
            return
        if playing.kernel.name != self._kernel:
            if playing.turbo.isFinished() and self._patience.hasExpired(PATIENCE_MS):
                raise RuntimeError(f"the game has no {self._kernel} kernel")
            return
        bench = playing.session
        bench.reset()  # with the kernel that was found
        if self._solution is not None:
            bench.document.load(read_solution(self._solution.read_text(encoding="utf-8")))
        self._run = bench.run
        self._run.frame_changed.connect(self._count)
        views[0].viewport().installEventFilter(self)
        self._run.set_speed(FULL_SPEED)
        button("train").click()
        self._began = time.perf_counter()

    def _warm(self) -> bool:
        return time.perf_counter() - self._began > WARM_UP_SECONDS

    def _count(self) -> None:
        epoch = 0 if self._run is None else self._run.epoch
        if self._warm():
            self._epochs += max(epoch - self._epoch, 0)
        self._epoch = epoch
        self._fresh = True

    def _tell(self) -> None:
        middle, p95, p99 = np.percentile(self._intervals, [50, 95, 99])
        found = {
            "median_ms": middle,
            "p95_ms": p95,
            "p99_ms": p99,
            "frames_per_second": 1000 / np.mean(self._intervals),
            "epochs_per_second": self._epochs / self._seconds,
        }
        print(json.dumps({name: round(float(value), 2) for name, value in found.items()}))
        sys.stdout.flush()
        os._exit(0)  # what was measured is told; nothing of this game is kept

    def eventFilter(self, receiver: QObject, event: QEvent) -> bool:
        """Note when the canvas is painted with news."""
        if event.type() == QEvent.Type.Paint and self._fresh and self._warm():
            self._fresh = False
            now = time.perf_counter()
            if self._last_frame is not None:
                self._intervals.append((now - self._last_frame) * 1000)
            self._last_frame = now
        return super().eventFilter(receiver, event)


def main() -> int:
    """Play one level until the watcher has seen enough."""
    kernel, level, seconds, *solution = sys.argv[1:]
    if kernel == "numpy":
        sys.modules["numba"] = None  # type: ignore[assignment]  # as if it were not installed
    watcher = Watcher(float(seconds), Path(solution[0]) if solution else None, kernel)
    code = run(["play", level])
    del watcher
    return code


if __name__ == "__main__":
    sys.exit(main())
