"""Two games on one folder: the second says so, and the first goes on."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Final

from attack.playing.kills import Heard, play
from attack.tally import Tally

ROOT: Final = Path(__file__).parents[2]
FAILED: Final = 2


def two_games(rounds: int) -> Tally:
    """Start a second game, and a judge, while one is played; then look whether all is there."""
    tally, first = Tally("two games at once"), Heard()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "data"
        for number in range(rounds):
            playing = threading.Thread(
                target=lambda: first.__dict__.update(
                    vars(play(folder, "edit", delay_from_found=FIRST_GAME_SECONDS))
                )
            )
            playing.start()
            time.sleep(HEAD_START_SECONDS)
            began = time.perf_counter()
            _second(folder, tally, f"second game {number}")
            tally.took(time.perf_counter() - began)
            playing.join()
            _check(first, play(folder, "look"), tally, f"round {number}")
    return tally


FIRST_GAME_SECONDS: Final = 4.0
HEAD_START_SECONDS: Final = 2.5


def _second(folder: Path, tally: Tally, note: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app", "play", "--data-dir", str(folder)],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    if done.returncode != FAILED:
        tally.err(f"{note} ended with {done.returncode}")
    if "open already" not in done.stderr:
        tally.miss(f"{note} said only: {done.stderr[-200:]!r}")


def _check(first: Heard, after: Heard, tally: Tally, note: str) -> None:
    if not first.saved:
        tally.err(f"{note}: the first game saved nothing: {first.errors[-300:]}")
    edits = after.found.get("edits", {})
    for number, edit in first.saved.items():
        if edits.get(number, -1) < edit:
            tally.lose(f"{note}: edit {edit} of solution {number}")
