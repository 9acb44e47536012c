"""The process of the real game is killed; the next start has what was built and trained."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.saving.unsaved import UnsavedError, read_unsaved
from attack.playing.victim import edit_of
from levels import read_solution
from tests.app.hindered import hindered

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60.0
ASIDE_COSTS_SECONDS = 5.0
TRAINING_COSTS_SECONDS = 10.0

pytestmark = pytest.mark.long


class Victim:
    """A game in a process of its own, and when it said what.

    Attributes:
        said: what it has printed: seconds since it was started, what, and the values.
    """

    def __init__(self, folder: Path, work: str) -> None:
        self.said: list[tuple[float, str, dict[str, int]]] = []
        self._began = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "attack.playing.victim", str(folder), work],
            cwd=ROOT,
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
            stdout=subprocess.PIPE,
            text=True,
        )
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def _listen(self) -> None:
        for line in self._process.stdout:
            if line.endswith("}\n"):  # not cut by the kill
                values = json.loads(line)
                self.said.append((self.age, values.pop("what"), values))

    @property
    def age(self) -> float:
        """Seconds since it was started."""
        return time.monotonic() - self._began

    def newest(self, what: str, until: float = float("inf")) -> dict[str, int]:
        """What it said last of a kind, not later than at an age."""
        return [values for age, own, values in self.said if own == what and age <= until][-1]

    def kill(self) -> float:
        """SIGKILL; its age then."""
        age = self.age
        self._process.kill()
        self.end()
        return age

    def end(self) -> None:
        """Wait until it has ended."""
        self._process.wait(PATIENCE_SECONDS)
        self._listener.join()
        self._process.stdout.close()


@pytest.fixture
def start_victim(tmp_path: Path):
    """``start_victim(work)`` starts a game on the test's folder."""
    victims: list[Victim] = []

    def start(work: str) -> Victim:
        victims.append(Victim(tmp_path / "data", work))
        return victims[-1]

    yield start
    for victim in victims:
        victim.kill()  # nothing happens to one that has ended


def wait_until(condition: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < ends, "nothing happened"
        threading.Event().wait(0.02)


def edit_aside(folder: Path) -> int:
    """The edit that the file beside the records holds; 0 when there is none."""
    try:
        own = read_unsaved(folder / "unsaved-1.json")
    except (OSError, UnsavedError):
        return 0
    return edit_of(read_solution(own.solutions[0].text)) if own.solutions else 0


def test_edits_under_a_long_lock_outlive_a_kill(start_victim, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    victim = start_victim("move")
    wait_until(lambda: any(what == "edited" for _, what, _ in victim.said))
    with hindered(folder / "records.db"):
        began, locked_at = victim.age, victim.newest("edited")["edit"]
        wait_until(lambda: edit_aside(folder) > locked_at)
        wait_until(lambda: victim.age > began + 1.5 * ASIDE_COSTS_SECONDS)
        first = edit_aside(folder)
        wait_until(lambda: edit_aside(folder) > first)  # it follows the edits
        killed = victim.kill()
        promised = edit_aside(folder)
    assert promised >= victim.newest("edited", killed - ASIDE_COSTS_SECONDS)["edit"]
    again = start_victim("look")
    again.end()
    number = str(victim.newest("edited")["id"])
    assert again.newest("found")["edits"] == {number: promised}
    assert list(folder.glob("unsaved*")) == []


def test_a_kill_costs_ten_seconds_of_training_at_most(start_victim) -> None:
    victim = start_victim("train")
    wait_until(lambda: any(what == "trained" for _, what, _ in victim.said))
    began = victim.age
    wait_until(lambda: victim.age > began + 1.5 * TRAINING_COSTS_SECONDS)
    killed = victim.kill()
    kept = victim.newest("trained", killed - TRAINING_COSTS_SECONDS)["epoch"]
    assert kept > 0
    again = start_victim("resume")
    again.end()
    assert again.newest("trained")["epoch"] >= kept
