"""The game in its own process on a virtual screen, and a real mouse and keyboard to play it."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.virtual_screen import VirtualScreen

ROOT = Path(__file__).parents[2]
BEAT = 0.04  # seconds between two moves of the mouse
PATIENCE = 60.0

Point = list[int]


class Screen(VirtualScreen):
    """A virtual screen with a hand on the mouse."""

    def click(self, point: Point) -> None:
        """Press and release the left button there."""
        self.xdotool("mousemove", *point, "sleep", BEAT, "click", 1)

    def drag(self, start: Point, end: Point, moves: int = 10) -> None:
        """Press at the start, move in small steps, rest a moment, let go at the end."""
        words = ["mousemove", *start, "sleep", BEAT, "mousedown", 1]
        for move in range(1, moves + 1):
            there = [round(a + (b - a) * move / moves) for a, b in zip(start, end, strict=True)]
            words += ["sleep", BEAT, "mousemove", *there]
        self.xdotool(*words, "sleep", 0.15, "mouseup", 1, "sleep", BEAT)


class Game:
    """One run of the game; `ask` puts a question to the harness within it."""

    def __init__(self, screen: Screen, folder: Path, *arguments: str) -> None:
        self._folder = folder
        self._log = folder / f"game-{time.monotonic_ns()}.log"
        address = folder / f"{time.monotonic_ns() % 10**9}.sock"
        environment = screen.environment | {"NEURAL_BONSAI_DATA": str(folder / "data")}
        with self._log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.end_to_end.harness", str(address), *arguments],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.wait(lambda: self._connect(address), "the game to start")
        self._lines = self._socket.makefile("rw", encoding="utf-8")

    def _connect(self, address: Path) -> bool:
        try:
            self._socket.connect(str(address))
        except OSError:
            return False
        return True

    def ask(self, *question: object) -> object:
        """The harness's answer; see its ANSWERS."""
        self._lines.write(json.dumps(question) + "\n")
        self._lines.flush()
        return json.loads(self._lines.readline())

    def wait(self, done: Callable[[], object], what: str, seconds: float = PATIENCE) -> object:
        """What ``done`` returns as soon as it is true; fails when it takes too long."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                pytest.fail(f"The game ended while waiting for {what}:\n{self.log}")
            if result := done():
                return result
            time.sleep(BEAT)  # another process: there is no signal to wait for
        pytest.fail(f"Waited {seconds:g} s for {what}:\n{self.log}{self._sight()}")

    def widget(self, name: str) -> dict:
        """Where the widget of that name is and what can be read in it, once it is shown."""
        return self.wait(lambda: self.ask("widget", name), f"“{name}” to be shown")

    def words(self, name: str) -> str:
        """What can be read in the widget; nothing when it is not shown."""
        found = self.ask("widget", name)
        return found["words"] if found else ""

    def close(self) -> int:
        """Close the main window; the exit code."""
        self.ask("close")
        code = self.process.wait(10)
        self.release()
        return code

    def release(self) -> None:
        """End the process if it still runs, and let go of the socket."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)
        self._lines.close()
        self._socket.close()

    @property
    def log(self) -> str:
        """What the game printed."""
        return self._log.read_text()

    def _sight(self) -> str:
        if not hasattr(self, "_lines"):
            return ""
        picture = self._folder / "failure.png"
        self.ask("picture", str(picture))
        return f"picture: {picture}\nshown: {self.ask('names')}"
