"""Random actions on the real window: no exception, no message of Qt, no stall, no growth."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from attack.tally import Tally
from benchmarks.virtual_screen import VirtualScreen

ROOT: Final = Path(__file__).parents[2]
GROWTH_BYTES: Final = 30_000_000
"""More memory than this between the first and the last third after warming up is growth."""
START_SECONDS: Final = 60
SECONDS_EACH: Final = 0.1
_FAULT: Final = re.compile(r"^\S+ \S+ (WARNING|ERROR|CRITICAL) .*", re.MULTILINE)


def random_actions(count: int, seed: int, patience: float = 1.0) -> Tally:
    """Do ``count`` random things in one game, on a virtual screen where there is one.

    Args:
        count: how many.
        seed: of what is done.
        patience: multiplies the limits of time and memory.
    """
    tally = Tally("random actions in the window")
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        folder = Path(place)
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
        if shutil.which("Xvfb") and shutil.which("xdotool"):
            environment = stack.enter_context(VirtualScreen()).environment
        command = [
            sys.executable,
            "-m",
            "attack.playing.restless",
            str(folder),
            str(count),
            str(seed),
        ]
        done = _run(command, environment, seconds=patience * (START_SECONDS + count * SECONDS_EACH))
        if done is None:
            tally.err(f"the game stood still (seed {seed})")
        elif done.returncode or not done.stdout.startswith("{"):
            tally.err(f"the game ended with {done.returncode}: {done.stderr[-600:]}")
        else:
            _take(json.loads(done.stdout), tally, patience)
        log = folder / "neural-bonsai.log"
        text = log.read_text(encoding="utf-8") if log.exists() else ""
        for fault in _FAULT.finditer(text):
            tally.err(text[fault.start() : fault.start() + 900])
        if done is not None and done.stderr.strip():
            tally.err(f"written to standard error: {done.stderr[-600:]}")
    return tally


def _run(
    command: list[str], environment: dict[str, str], seconds: float
) -> subprocess.CompletedProcess[str] | None:
    try:
        return subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=seconds
        )
    except subprocess.TimeoutExpired:
        return None


def _take(found: dict[str, object], tally: Tally, patience: float) -> None:
    tally.tried = int(str(found["actions"]))
    slowest, stalls = found["slowest"], found["stalls"]
    if not isinstance(slowest, dict) or not isinstance(stalls, list):
        raise TypeError("not what `attack.playing.restless` prints")
    tally.slowest = max(slowest.values())
    for gap, limit, doing in stalls:
        if gap > patience * limit:
            tally.err(f"a stall of {gap} s while: {doing}")
    before, after = (int(str(found[f"memory_{when}"])) for when in ("before", "after"))
    tally.remark = (
        f"{found['drags']} real drags from the palette; memory {before / 1e6:.0f} → "
        f"{after / 1e6:.0f} MB; longest stall {slowest['other']:.3f} s, "
        f"{slowest['open']:.3f} s while a level opens"
    )
    if after - before > patience * GROWTH_BYTES:
        tally.err(f"memory grew by {(after - before) / 1e6:.0f} MB")
