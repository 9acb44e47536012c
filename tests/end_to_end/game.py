"""The game in its own process on a virtual screen, and a real mouse and keyboard to play it."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from benchmarks.virtual_screen import SIZE, VirtualScreen

ROOT = Path(__file__).parents[2]
BEAT = 0.04  # seconds between two moves of the mouse
PATIENCE = 60.0
SOON = 10.0  # for what takes the game a moment, on a machine that has other things to do

Point = Sequence[int]


class Screen(VirtualScreen):
    """A virtual screen with a hand on mouse and keyboard.

    Args:
        size: width and height, px.
        scale: pixels of the screen for one of the game's own.

    Attributes:
        gestures: how many clicks, drags, turns of the wheel and keys there were.
        scale: as given.
    """

    def __init__(self, size: tuple[int, int] = SIZE, scale: float = 1.0) -> None:
        super().__init__(size)
        self.scale = scale
        self.gestures = 0

    @property
    def environment(self) -> dict[str, str]:
        """The environment for a game that is to show itself here, at this scale."""
        return super().environment | {"QT_SCALE_FACTOR": f"{self.scale:g}"}

    def click(self, point: Point, button: int = 1) -> None:
        """Press and release a button there; 3 is the right one, 4 and 5 are the wheel."""
        self._do("mousemove", *self._at(point), "sleep", BEAT, "click", button)

    def double_click(self, point: Point) -> None:
        """Press and release the left button twice."""
        there = self._at(point)
        self._do("mousemove", *there, "sleep", BEAT, "click", "--repeat", 2, "--delay", 60, 1)

    def wheel(self, point: Point, notches: int, *held: str) -> None:
        """Turn the wheel there, away from the player when positive, with keys held down."""
        down = [word for key in held for word in ("keydown", key)]
        up = [word for key in held for word in ("keyup", key)]
        turn = ["click", "--repeat", abs(notches), "--delay", 20, 4 if notches > 0 else 5]
        self._do("mousemove", *self._at(point), "sleep", BEAT, *down, *turn, *up)

    def rest(self, point: Point) -> None:
        """Move the mouse there, by way of a point beside it, and press nothing."""
        x, y = self._at(point)
        self.xdotool("mousemove", x - 3, y - 3, "sleep", BEAT, "mousemove", x, y)

    def drag(self, start: Point, end: Point, moves: int = 10, button: int = 1) -> None:
        """Press at the start, move in small steps, rest a moment, let go at the end."""
        start, end = self._at(start), self._at(end)
        words: list[object] = ["mousemove", *start, "sleep", BEAT, "mousedown", button]
        for move in range(1, moves + 1):
            there = [round(a + (b - a) * move / moves) for a, b in zip(start, end, strict=True)]
            words += ["sleep", BEAT, "mousemove", *there]
        self._do(*words, "sleep", 0.15, "mouseup", button, "sleep", BEAT)

    def press(self, *keys: str) -> None:
        """Press keys one after the other, by the names of X ("ctrl+a", "question")."""
        self._do("key", "--delay", 30, *keys)

    def type(self, text: str) -> None:
        """Type a text."""
        self._do("type", "--delay", 30, "--", text)

    def _at(self, point: Point) -> list[int]:
        return [round(self.scale * own) for own in point]

    def _do(self, *words: object) -> None:
        self.gestures += 1
        self.xdotool(*words)


class Game:
    """One run of the game; `ask` puts a question to the harness within it.

    Args:
        screen: where it shows itself.
        folder: for its data and its log.
        arguments: of the command line.
        environment: variables beside those of the screen.
    """

    def __init__(self, screen: Screen, folder: Path, *arguments: str, **environment: str) -> None:
        self.data = folder / "data"
        self._folder = folder
        self._log = folder / f"game-{time.monotonic_ns()}.log"
        address = folder / f"{time.monotonic_ns() % 10**9}.sock"
        variables = screen.environment | {"NEURAL_BONSAI_DATA": str(self.data)}
        with self._log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.end_to_end.harness", str(address), *arguments],
                cwd=ROOT,
                env=variables | environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.wait(lambda: self._connect(address), "the game to start")
        self._lines = self._socket.makefile("rw", encoding="utf-8")
        self.wait(self._shows_a_page, "a page")
        self.ask("stage-focus")
        self.wait(lambda: self.ask("focus"), "the window to get the keys", SOON)

    def _shows_a_page(self) -> bool:
        # The map is shown before there is a game to be asked.
        is_ready = self.ask("is-playing") and (
            self.ask("widget", "tree-map") or self.ask("network")
        )
        return bool(is_ready or self.ask("widget", "trouble"))

    def _connect(self, address: Path) -> bool:
        try:
            self._socket.connect(str(address))
        except OSError:
            return False
        return True

    def ask(self, *question: object) -> object:
        """What a row of `answers.ANSWERS`, `sights.SIGHTS` or `stage.STAGE` gives."""
        answer = json.loads(self._answer(json.dumps(question)))
        if isinstance(answer, dict) and "error" in answer:
            pytest.fail(f"{question}: {answer['error']}")
        return answer

    def _answer(self, question: str) -> str:
        try:
            self._lines.write(question + "\n")
            self._lines.flush()
            answer = self._lines.readline()
        except OSError:
            answer = ""
        if not answer:
            code = self.process.wait(10)
            pytest.fail(f"The game ended with {code} when asked {question}:\n{self.log}")
        return answer

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
        return self.wait(lambda: self.ask("widget", name), f"“{name}” to be shown", SOON)

    def word(self, text: str) -> dict:
        """Where the label or button with that text is, once it is shown."""
        return self.wait(lambda: self.ask("word", text), f"“{text}” to be shown", SOON)

    def slider(self, name: str, value: float) -> tuple[Point, Point]:
        """The knob of the slider within that widget, and where it stands for a value."""
        self.widget(name)
        return self.ask("knob", name), self.ask("groove", name, value)

    def run(self, state: str, seconds: float = PATIENCE) -> dict:
        """What the run is like, once it is in that state."""
        is_there = lambda: (run := self.ask("run"))["state"] == state and run  # noqa: E731
        return self.wait(is_there, f"the run to be {state}", seconds)

    def entry(self, text: str) -> dict:
        """The line with that text of the menu that is open, once it is."""
        lines = self.wait(lambda: self.ask("menu"), "a menu", SOON)
        for line in lines:
            if line["text"] == text:
                return line
        pytest.fail(f"No “{text}” among {[line['text'] for line in lines]}")

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
        if hasattr(self, "_lines"):
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
