"""Two games on one folder: the second says so, and the first goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from attack.playing.kills import PATIENCE_SECONDS, ROOT, Outcome, play
from attack.tally import Tally

FAILED: Final = 2
GOES_ON_SECONDS: Final = 1.5
"""How long the first game is played after the second has ended."""


def two_games(rounds: int) -> Tally:
    """Start a second game while one is played; then look whether all is there."""
    tally = Tally("two games at once")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "data"
        for number in range(rounds):

            def meanwhile(has_started: Callable[[], bool], number: int = number) -> None:
                if has_started():
                    began = time.perf_counter()
                    _second(folder, tally, f"second game {number}")
                    tally.took(time.perf_counter() - began)
                    time.sleep(GOES_ON_SECONDS)

            first = play(folder, "edit", meanwhile)
            _check(first, play(folder, "look"), tally, f"round {number}")
    return tally


def _second(folder: Path, tally: Tally, note: str) -> None:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "app", "play", "--data-dir", str(folder)],
            cwd=ROOT,
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
        )
    except subprocess.TimeoutExpired:
        tally.err(f"{note} did not end within {PATIENCE_SECONDS:g} s")
        return
    if done.returncode != FAILED:
        tally.err(f"{note} ended with {done.returncode}")
    if "open already" not in done.stderr:
        tally.miss(f"{note} said only: {done.stderr[-200:]!r}")


def _check(first: Outcome, after: Outcome, tally: Tally, note: str) -> None:
    if not first.saved or first.code != -signal.SIGKILL:
        tally.err(f"{note}: the first game saved {len(first.saved)} solutions, ended with {first}")
    if not after.found or after.code:
        tally.err(f"{note}: the look afterwards ended with {after}")
    edits = after.found.get("edits", {})
    for number, edit in first.saved.items():
        if edits.get(number, -1) < edit:
            tally.lose(f"{note}: edit {edit} of solution {number}")
