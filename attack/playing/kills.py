"""SIGKILL at any moment of a first start, of editing and of judging."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from attack.tally import Tally

ROOT: Final = Path(__file__).parents[2]
PATIENCE_SECONDS: Final = 120.0
FIRST_START_SECONDS: Final = 1.5
PLAY_SECONDS: Final = 0.6
LANES: Final = 2
HUNG: Final = -1
"""Code of a game that did not end by itself though it was to."""

Moment = Callable[[Callable[[], bool]], None]
"""Returns when a game is to be killed. It is given a function that waits until the game has printed
what it found, or has ended, and tells which of both."""


@dataclass
class Outcome:
    """What a game printed before it ended, and how it ended.

    Attributes:
        found: its first line: what was there when it started; empty when it did not come so far.
        saved: the last edit that it called saved, by the number of the solution.
        judged: how many verdicts it called kept.
        code: its exit code; minus the signal that killed it; `HUNG`.
        errors: what it wrote to standard error.
    """

    found: dict[str, Any] = field(default_factory=dict)
    saved: dict[str, int] = field(default_factory=dict)
    judged: int = 0
    code: int = 0
    errors: str = ""

    def __str__(self) -> str:
        return f"{self.code}: {self.errors[-300:]}"


def kills(count: int, seed: int) -> list[Tally]:
    """A third of the kills each in first starts, while editing, and while judging."""
    each = count // 3
    tallies = [Tally("kills in the first start"), Tally("kills while editing")]
    tallies.append(Tally("kills while judging"))
    with ThreadPoolExecutor(LANES) as pool:
        lanes = [
            *(pool.submit(_first_starts, each // LANES, seed + lane) for lane in range(LANES)),
            *(pool.submit(_chain, "edit", each // LANES, seed + lane) for lane in range(LANES)),
            *(pool.submit(_chain, "judge", each // LANES, seed + lane) for lane in range(LANES)),
        ]
        for place, lane in enumerate(lanes):
            tallies[place // LANES].add(lane.result())
    return tallies


def _first_starts(count: int, seed: int) -> Tally:
    """Kill a game in its first start; the next start must come up as if nothing had been."""
    tally, random_ = Tally(""), random.Random(seed)
    for number in range(count):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "data"
            delay = random_.uniform(0.05, FIRST_START_SECONDS)
            began = time.perf_counter()
            play(folder, "edit", _after(delay, of_start=True))
            look = play(folder, "look")
            tally.took(time.perf_counter() - began)
            if not look.found or look.code:
                note = f"first start {seed}+{number}, killed after {delay:.3f} s"
                tally.err(f"{note}: the next one ended with {look}")
    return tally


def play(folder: Path, work: str, kill_after: Moment | None = None) -> Outcome:
    """Run a game, and kill it at a moment; without one it is to end by itself.

    Args:
        folder: its data folder.
        work: what `attack.playing.victim` does in it.
        kill_after: returns at that moment.
    """
    outcome, ready = Outcome(), threading.Event()

    def has_started() -> bool:
        ready.wait(PATIENCE_SECONDS)
        return bool(outcome.found)

    with subprocess.Popen(
        [sys.executable, "-m", "attack.playing.victim", str(folder), work],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        listener = threading.Thread(target=_listen, args=(process, outcome, ready))
        listener.start()
        try:
            if kill_after is not None:
                kill_after(has_started)
                process.send_signal(signal.SIGKILL)
            outcome.code = process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            outcome.code = HUNG
        finally:
            process.kill()
            listener.join()
    if outcome.code == HUNG:
        outcome.errors += f"(did not end within {PATIENCE_SECONDS:g} s)"
    return outcome


def _listen(process: subprocess.Popen[str], outcome: Outcome, ready: threading.Event) -> None:
    """Read what a game prints until it ends."""
    for line in process.stdout or ():
        if not line.endswith("}\n"):
            continue  # cut by the kill
        values = json.loads(line)
        if values["what"] == "found":
            outcome.found = values
            ready.set()
        elif values["what"] == "saved":
            outcome.saved[str(values["id"])] = values["edit"]
        elif values["what"] == "judged":
            outcome.judged = values["count"]
    outcome.errors = process.stderr.read() if process.stderr else ""
    ready.set()


def _chain(work: str, count: int, seed: int) -> Tally:
    """Kill game after game on one folder; each finds what those before it called kept."""
    tally, random_ = Tally(""), random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "data"
        kept = Outcome()
        for number in range(count):
            began = time.perf_counter()
            delay = random_.uniform(0, PLAY_SECONDS)
            outcome = play(folder, work, _after(delay))
            _compare(kept, outcome, -signal.SIGKILL, tally, f"{work} {seed}+{number}")
            kept.saved.update(outcome.saved)
            kept.judged = max(kept.judged, outcome.judged)
            tally.took(time.perf_counter() - began)
        _compare(kept, play(folder, "look"), 0, tally, f"the look after {work} {seed}")
    return tally


def _after(delay: float, *, of_start: bool = False) -> Moment:
    """Seconds after a game has printed what it found, or after its process was started."""

    def wait(has_started: Callable[[], bool]) -> None:
        if of_start or has_started():
            time.sleep(delay)

    return wait


def _compare(kept: Outcome, outcome: Outcome, code: int, tally: Tally, note: str) -> None:
    """Count what is not there any more, and a game that ended in another way than expected."""
    if not outcome.found:
        tally.err(f"{note} did not start: {outcome}")
        return
    if outcome.code != code:
        tally.err(f"{note} ended with {outcome}")
    edits = outcome.found["edits"]
    for number, edit in kept.saved.items():
        if edits.get(number, -1) < edit:
            tally.lose(f"{note}: edit {edit} of solution {number}; found {edits.get(number)}")
            kept.saved[number] = edits.get(number, 0)
    if outcome.found["unreadable"]:
        tally.err(f"{note}: {outcome.found['unreadable']} solutions cannot be read")
    if outcome.found["verdicts"] < kept.judged:
        tally.lose(f"{note}: {kept.judged - outcome.found['verdicts']} verdicts")
