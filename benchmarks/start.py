"""How long a player waits: from the start of the process to the first painted window.

The game and a bare window of Qt take turns, each in a fresh process, so that whatever slows the
machine slows both. The game shows its window first and fills it then, so the map of levels on it
is measured too. Then the compiled kernel is loaded beside the window, and the longest frame of
those seconds is measured.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Final

RUNS: Final = 9
FRAME_RUNS: Final = 3

WATCH: Final = """
import os, time
from PySide6 import QtWidgets
from PySide6.QtCore import QEvent, QObject, QTimer

def report():
    print(time.time(), flush=True)
    os._exit(0)

class Watch(QObject):
    def eventFilter(self, receiver, event):
        if event.type() == QEvent.Type.Paint and (not WANTED or receiver.objectName() == WANTED):
            QTimer.singleShot(0, report)  # once the paint is done and on the screen
        return False

class Watched(QtWidgets.QApplication):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.watch = Watch()
        self.installEventFilter(self.watch)

QtWidgets.QApplication = Watched
"""
GAME: Final = WATCH + "from app.cli.run import run\nrun(['play'])"
PROGRAMS: Final = {
    "game": "WANTED = ''" + GAME,
    "map": "WANTED = 'home'" + GAME,
    "bare": "WANTED = ''"
    + WATCH
    + "app = Watched([])\nwindow = QtWidgets.QMainWindow()\nwindow.resize(1280, 800)\n"
    + "window.show()\napp.exec()",
}


def measure(environment: dict[str, str]) -> dict[str, float]:
    """Median milliseconds: the game's first window, its map, a bare window, and longest frames.

    ``ratio`` and ``map_ratio`` are the first window's and the map's time by the bare window's.
    """
    with tempfile.TemporaryDirectory() as folder:
        data = {
            "NEURAL_BONSAI_DATA": str(Path(folder) / "data"),
            # As installed: modules are compiled once, by the cold run, whatever the shell says.
            "PYTHONPYCACHEPREFIX": str(Path(folder) / "bytecode"),
            "PYTHONDONTWRITEBYTECODE": "",
        }
        times: dict[str, list[float]] = {name: [] for name in PROGRAMS}
        for _ in range(RUNS + 1):
            for name in PROGRAMS:
                # A game that was closed leaves no lock; these are ended at their first paint.
                Path(folder, "data", "game.lock").unlink(missing_ok=True)
                times[name].append(first_window(name, environment | data))
        frames = [longest_frame(environment | data) for _ in range(FRAME_RUNS)]
    found = {f"{name}_ms": median(values[1:]) for name, values in times.items()}  # first: cold
    for kind in ("clock", "work"):
        found[f"frame_{kind}_ms"] = median(frame[kind] for frame in frames)
    ratios = {"ratio": "game_ms", "map_ratio": "map_ms"}
    return found | {name: found[one] / found["bare_ms"] for name, one in ratios.items()}


def first_window(program: str, environment: dict[str, str]) -> float:
    """Milliseconds from the start of one of `PROGRAMS` to its painted window."""
    began = time.time()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAMS[program]],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if done.returncode or not done.stdout:
        raise RuntimeError(f"no window appeared:\n{done.stdout}{done.stderr}")
    return (float(done.stdout.split()[-1]) - began) * 1000


def longest_frame(environment: dict[str, str]) -> dict[str, float]:
    """Milliseconds of the longest frame while the compiled kernel is loaded: clock and work."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.start_frames"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if done.returncode or not done.stdout:
        raise RuntimeError(f"no frames were seen:\n{done.stdout}{done.stderr}")
    report = json.loads(done.stdout.splitlines()[-1])
    return {kind: float(report[f"{kind}_ms"]) for kind in ("clock", "work")}


if __name__ == "__main__":
    print(measure(dict(os.environ)))
