"""The real game in a process of its own, played by itself until it is killed.

``python -m attack.playing.victim FOLDER WORK`` plays on a data folder and prints one line of JSON
for each thing that is done: ``found`` (what was there at the start), ``saved`` (an edit that the
game calls saved), ``edited`` (one that may not be), ``judged`` and ``trained`` (the epoch on the
screen). WORK is ``edit``, ``move`` (edits, and never waits for the disk), ``judge``, ``train``,
``resume`` (says at which epoch the run is again, and closes) or ``look`` (says what it found, and
closes).

Edits are counted: the output neuron is moved to a place that says the number of the edit, so that
what is found can be compared with what was saved.
"""

from __future__ import annotations

import json
import random
import sys
from dataclasses import replace
from pathlib import Path
from typing import Final

from app.cli.run import run
from app.session.game import Game
from app.session.session import Session
from benchmarks.onlooker import Onlooker, game, main_window
from engine.training.run import RunState
from levels import Solution

LEVEL: Final = "first-line"
OUTPUT: Final = "y"
STEP: Final = 8.0
MARK: Final = 4000.0
"""Vertical place of an output neuron whose horizontal one is the number of an edit."""
NEW_SHARE: Final = 0.1
SWITCH_SHARE: Final = 0.3
MOST_SOLUTIONS: Final = 12
ENDLESS: Final = 1_000_000
"""Epochs that no run reaches before its game is killed."""


class Victim(Onlooker):
    """Opens a level as soon as the window stands, and works on it without end."""

    def __init__(self, work: str) -> None:
        super().__init__()
        self._work = work
        self._random = random.Random()
        self._session: Session | None = None
        self._judgings = 0
        self._edits = 0

    def tick(self) -> None:
        """Open the level, then edit, judge or close."""
        playing = game()
        if playing is None:
            return
        if self._session is None:
            self._begin(playing)
        elif self._work == "edit":
            self._edit(playing, self._session)
        elif self._work == "move":
            self._move(self._session)
            say("edited", {"id": self._session.shelf.open_entry.id, "edit": self._edits})
        elif self._work == "judge":
            self._judge(playing, self._session)
        elif self._work in ("train", "resume"):
            self._train(self._session)

    def _begin(self, playing: Game) -> None:
        playing.open_id(LEVEL)
        self._session = session = playing.session
        if session is None:
            raise RuntimeError("the level could not be opened")
        self._edits = max(edit_of(entry.solution) for entry in session.shelf.entries)
        say("found", found(session))
        if self._work == "look":
            main_window().close()

    def _judge(self, playing: Game, session: Session) -> None:
        if session.judging.active:
            return
        count = len(session.judging.history)
        if count > self._judgings and self._judgings and playing.save():
            say("judged", {"count": count})
        self._judgings = count
        if session.level.author_solution is not None:
            session.document.load(session.level.author_solution)
        session.judge()

    def _edit(self, playing: Game, session: Session) -> None:
        roll, shelf = self._random.random(), session.shelf
        if roll < NEW_SHARE and len(shelf.items) < MOST_SOLUTIONS:
            shelf.create()
        elif roll < SWITCH_SHARE:
            shelf.open(self._random.choice(shelf.entries).id)
        self._move(session)
        if playing.save():
            say("saved", {"id": shelf.open_entry.id, "edit": self._edits})

    def _move(self, session: Session) -> None:
        self._edits += 1
        session.document.move({OUTPUT: (self._edits * STEP, MARK)})

    def _train(self, session: Session) -> None:
        if session.run.frame is None:
            return
        if self._work == "resume":
            say("trained", {"epoch": session.run.epoch})
            main_window().close()
        elif session.run.state is RunState.RUNNING:
            say("trained", {"epoch": session.run.epoch})
        elif session.level.author_solution is not None:
            session.document.load(session.level.author_solution)
            training = session.document.solution.training
            session.document.set_training(replace(training, epochs=ENDLESS))
            session.train()


def say(what: str, values: dict[str, object]) -> None:
    """Print a line that the attacker reads."""
    sys.stdout.write(json.dumps({"what": what, **values}) + "\n")
    sys.stdout.flush()


def found(session: Session) -> dict[str, object]:
    """The last edit of every solution by its number, and how many verdicts there are."""
    shelf = session.shelf
    return {
        "edits": {entry.id: edit_of(entry.solution) for entry in shelf.entries},
        "unreadable": len(shelf.items) - len(shelf.entries),
        "verdicts": len(session.judging.history),
    }


def edit_of(solution: Solution) -> int:
    """The number of the edit that a solution shows; 0 when it shows none."""
    x, y = solution.layout.get(OUTPUT, (0.0, 0.0))
    return round(x / STEP) if y == MARK else 0


def main() -> int:
    """Play until killed, or until the look is done."""
    folder, work = Path(sys.argv[1]), sys.argv[2]
    sys.modules["numba"] = None  # type: ignore[assignment]  # as if it were not installed
    victim = Victim(work)
    code = run(["play", "--data-dir", str(folder)])
    del victim
    return code


if __name__ == "__main__":
    sys.exit(main())
