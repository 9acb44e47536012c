"""The benchmarks still find their way through the game; their figures are not judged here."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from benchmarks import start
from benchmarks.frames import dense
from levels import campaign
from tests.end_to_end.game import ROOT, Screen

pytestmark = pytest.mark.xvfb


def test_a_watched_game_tells_its_frames(screen: Screen):
    level = campaign().level("xor")
    assert dense(level, (3,)).parameters == 13
    command = [sys.executable, "-m", "benchmarks.watched_game", "numpy", "xor", "1"]
    done = subprocess.run(command, cwd=ROOT, env=screen.environment, capture_output=True, text=True)
    seen = json.loads(done.stdout.splitlines()[-1])
    assert 0 < seen["median_ms"] <= seen["p95_ms"] <= seen["p99_ms"]
    assert seen["epochs_per_second"] > 0


@pytest.mark.parametrize("program", start.PROGRAMS)
def test_a_started_program_tells_its_first_window(screen: Screen, program: str):
    assert 0 < start.first_window(program, screen.environment) < 60_000
