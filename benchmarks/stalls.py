"""How long the window does not answer while the disk is free, slow, or locked by another program.

``python -m benchmarks.stalls`` plays the real game for a few seconds each way, in processes of
their own, and prints the longest call of each kind in milliseconds, and the longest time between
two turns of the event loop. A slow disk is one that takes `SLOW_SECONDS` for each transaction.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from statistics import median
from typing import Final

from app.cli.run import run
from app.session.game import Game
from app.session.session import Session
from app.storage.records_file import RecordsFile
from benchmarks.onlooker import Onlooker, game

DISKS: Final = ("free", "slow", "locked")
SLOW_SECONDS: Final = 0.3
PLAY_SECONDS: Final = 12.0
LEVEL: Final = "xor"
TABS: Final = 3
SWITCH_EVERY, CREATE_EVERY, LEAVE_EVERY = 7, 53, 61
"""Ticks from one to the next; all others are edits."""
KINDS: Final = (
    *("edit", "switch tab", "new tab", "delete tab"),
    *("back to map", "open level", "close", "event loop"),
)


class Player(Onlooker):
    """Edits, switches, creates, deletes, leaves and opens again, with a clock on each call."""

    def __init__(self, folder: Path, disk: str) -> None:
        super().__init__()
        self._folder, self._disk = folder, disk
        self._calls: dict[str, list[float]] = defaultdict(list)
        self._ticks = 0
        self._began = 0.0
        self._ticked = 0.0
        self._locks = ExitStack()

    def tick(self) -> None:
        """Prepare, then do one thing a tick until the time is over."""
        playing = game()
        if playing is None:
            return
        if not self._began:
            self._prepare(playing)
            return
        now = time.perf_counter()
        if now - self._began > PLAY_SECONDS:
            self._end(playing)
        else:
            self._calls["event loop"].append(now - self._ticked)
            self._act(playing)
            self._ticked = time.perf_counter()
            self._ticks += 1

    def _prepare(self, playing: Game) -> None:
        playing.open_id(LEVEL)
        session = opened(playing)
        for _ in range(TABS - 1):
            session.shelf.create()
        playing.save()
        if self._disk == "locked":
            self._locks.enter_context(locked(self._folder / "records.db"))
        elif self._disk == "slow":
            slow_down()
        self._began = self._ticked = time.perf_counter()

    def _act(self, playing: Game) -> None:
        ticks = self._ticks
        if playing.session is None:
            self._time("open level", lambda: playing.open_id(LEVEL))
        elif ticks % LEAVE_EVERY == LEAVE_EVERY - 1:
            self._time("back to map", playing.leave)
        elif ticks % CREATE_EVERY == CREATE_EVERY - 1:
            shelf = playing.session.shelf
            self._time("new tab", shelf.create)
            self._time("delete tab", lambda: shelf.delete(shelf.open_entry.id))
        elif ticks % SWITCH_EVERY == SWITCH_EVERY - 1:
            shelf = playing.session.shelf
            other = shelf.entries[ticks % len(shelf.entries)].id
            self._time("switch tab", lambda: shelf.open(other))
        else:
            document = playing.session.document
            (output,) = playing.session.level.task.output_ids
            self._time("edit", lambda: document.move({output: (float(ticks), 5.0)}))

    def _time(self, kind: str, call: Callable[[], object]) -> None:
        began = time.perf_counter()
        call()
        self._calls[kind].append(time.perf_counter() - began)

    def _end(self, playing: Game) -> None:
        self._time("close", lambda: (playing.secure(accept_loss=True), playing.shut_down()))
        print(
            json.dumps({kind: [1000 * own for own in took] for kind, took in self._calls.items()})
        )
        sys.stdout.flush()
        os._exit(0)


def opened(playing: Game) -> Session:
    """The level on the bench; raises LookupError when none is open."""
    if playing.session is None:
        raise LookupError("no level is open")
    return playing.session


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """While another connection holds the write lock."""
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def slow_down() -> None:
    """From now on each transaction takes `SLOW_SECONDS` longer, as if the disk were slow."""
    transaction = RecordsFile._transaction  # noqa: SLF001 (nothing else is between game and disk)

    @contextmanager
    def slowly(self: RecordsFile) -> Iterator[sqlite3.Connection]:
        is_part = self._database.in_transaction
        with transaction(self) as database:
            yield database
            time.sleep(0.0 if is_part else SLOW_SECONDS)

    RecordsFile._transaction = slowly  # type: ignore[method-assign]  # noqa: SLF001


def measure(disk: str) -> dict[str, list[float]]:
    """Milliseconds of every call by kind, on one of `DISKS`."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.stalls", disk, folder],
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    if done.returncode or not done.stdout:
        raise RuntimeError(f"nothing was measured:\n{done.stdout}{done.stderr}")
    found: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    return found


def table(measured: dict[str, dict[str, list[float]]]) -> str:
    """The longest and the median call of each kind on each disk."""
    lines = [f"{'longest (median), ms':<22}" + "".join(f"{disk:>20}" for disk in measured)]
    for kind in KINDS:
        cells = []
        for took in measured.values():
            own = took.get(kind, [])
            cells.append(f"{max(own):.0f} ({median(own):.0f})" if own else "none")
        lines.append(f"{kind:<22}" + "".join(f"{cell:>20}" for cell in cells))
    return "\n".join(lines)


def main() -> int:
    """Measure every disk and print the table; with a disk and a folder, play there."""
    if len(sys.argv) == 1:
        print(table({disk: measure(disk) for disk in DISKS}))
        return 0
    disk, folder = sys.argv[1:]
    player = Player(Path(folder), disk)
    code = run(["play", "--data-dir", folder])
    del player
    return code


if __name__ == "__main__":
    sys.exit(main())
