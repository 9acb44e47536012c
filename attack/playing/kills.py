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


@dataclass
class Heard:
    """What a victim said before it ended.

    Attributes:
        found: its first line: what was there when it started; empty when it did not come so far.
        saved: the last edit that was said to be saved, by the number of the solution.
        judged: how many verdicts were said to be kept.
        code: how it ended.
        errors: what it wrote to standard error.
    """

    found: dict[str, Any] = field(default_factory=dict)
    saved: dict[str, int] = field(default_factory=dict)
    judged: int = 0
    code: int = 0
    errors: str = ""


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
            play(folder, "edit", delay_from_start=delay)
            heard = play(folder, "look")
            tally.took(time.perf_counter() - began)
            if not heard.found or heard.code:
                note = f"first start {seed}+{number}, killed after {delay:.3f} s"
                tally.err(f"{note}: the next one ended with {heard.code}: {heard.errors[-300:]}")
    return tally


def play(
    folder: Path,
    work: str,
    *,
    delay_from_start: float | None = None,
    delay_from_found: float | None = None,
) -> Heard:
    """Run a victim, and kill it after a delay (seconds); without one it is to end by itself."""
    heard, kill = Heard(), threading.Event()
    process = subprocess.Popen(
        [sys.executable, "-m", "attack.playing.victim", str(folder), work],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    listener = threading.Thread(target=_listen, args=(process, heard, kill))
    listener.start()
    try:
        if delay_from_start is not None:
            time.sleep(delay_from_start)
            process.send_signal(signal.SIGKILL)
        elif delay_from_found is not None and kill.wait(PATIENCE_SECONDS):
            time.sleep(delay_from_found)
            process.send_signal(signal.SIGKILL)
        heard.code = process.wait(PATIENCE_SECONDS)
    finally:
        process.kill()
        listener.join()
    return heard


def _listen(process: subprocess.Popen[str], heard: Heard, started: threading.Event) -> None:
    """Take down what a victim says until it ends."""
    for line in process.stdout or ():
        if not line.endswith("}\n"):
            continue  # cut by the kill
        values = json.loads(line)
        if values["what"] == "found":
            heard.found = values
            started.set()
        elif values["what"] == "saved":
            heard.saved[str(values["id"])] = values["edit"]
        elif values["what"] == "judged":
            heard.judged = values["count"]
    heard.errors = process.stderr.read() if process.stderr else ""
    started.set()


def _chain(work: str, count: int, seed: int) -> Tally:
    """Kill game after game on one folder; each finds what those before it said was kept."""
    tally, random_ = Tally(""), random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "data"
        kept = Heard()
        for number in range(count + 1):
            last = number == count
            began = time.perf_counter()
            delay = None if last else random_.uniform(0, PLAY_SECONDS)
            heard = play(folder, "look" if last else work, delay_from_found=delay)
            _compare(kept, heard, tally, f"{work} {seed}+{number}")
            kept.saved.update(heard.saved)
            kept.judged = max(kept.judged, heard.judged)
            if not last:
                tally.took(time.perf_counter() - began)
    return tally


def _compare(kept: Heard, heard: Heard, tally: Tally, note: str) -> None:
    if not heard.found:
        tally.err(f"{note} did not start: {heard.code}, {heard.errors[-300:]}")
        return
    edits = heard.found["edits"]
    for number, edit in kept.saved.items():
        if edits.get(number, -1) < edit:
            tally.lose(f"{note}: edit {edit} of solution {number}; found {edits.get(number)}")
            kept.saved[number] = edits.get(number, 0)
    if heard.found["unreadable"]:
        tally.err(f"{note}: {heard.found['unreadable']} solutions cannot be read")
    if heard.found["verdicts"] < kept.judged:
        tally.lose(f"{note}: {kept.judged - heard.found['verdicts']} verdicts")
