"""Damaged caches of compiled kernels: they cost a compilation, never a crash or a wrong number."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from app.storage.code_folder import VARIABLE
from attack.fuzz import cut, damage_file, flip
from attack.tally import Tally

ROOT: Final = Path(__file__).parents[1]
LEVEL: Final = "first-line"
LANES: Final = 2
HEAD_BYTES: Final = 100

Damage = Callable[[random.Random, list[Path]], None]


def damaged_caches(count: int, seed: int) -> Tally:
    """Judge with ``count`` damaged caches, and compare with the judge without any."""
    tally = Tally("damaged caches of machine code")
    try:
        import numba  # noqa: F401
    except ImportError:
        tally.remark = "numba is not installed"
        return tally
    with tempfile.TemporaryDirectory() as place:
        good = Path(place) / "good"
        done = _run(good, "warm")
        if done.returncode or not any(good.iterdir()):
            tally.err(f"nothing was compiled: {done.stderr[-300:]}")
            return tally
        expected = json.loads(_run(good, "judge", LEVEL, "--json").stdout)

        def attempt(number: int) -> Tally:
            folder = Path(place) / str(number)
            shutil.copytree(good, folder)
            return _attempt(number, seed, folder, expected)

        with ThreadPoolExecutor(LANES) as pool:
            for part in pool.map(attempt, range(count)):
                tally.add(part)
    return tally


def _attempt(number: int, seed: int, folder: Path, expected: dict[str, Any]) -> Tally:
    tally, random_ = Tally(""), random.Random(seed + number)
    damage = DAMAGES[number % len(DAMAGES)]
    damage(random_, sorted(own for own in folder.rglob("*") if own.is_file()))
    began = time.perf_counter()
    done = _run(folder, "judge", LEVEL, "--json")
    tally.took(time.perf_counter() - began)
    note = f"{damage.__name__} {seed + number}"
    if done.returncode:
        tally.err(f"{note}: judge ended with {done.returncode}: {done.stderr[-300:]}")
    elif _scores(json.loads(done.stdout)) != _scores(expected):
        tally.err(f"{note}: other scores")
    return tally


def _scores(verdict: dict[str, Any]) -> object:
    return [(start["seed"], round(start["test"], 9)) for start in verdict["starts"]]


def _run(cache: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=ROOT,
        env=os.environ | {VARIABLE: str(cache)},
        capture_output=True,
        text=True,
    )


def flip_bit(random_: random.Random, files: list[Path]) -> None:
    """Turn one bit of one file round."""
    damage_file(random_, random_.choice(files), flip)


def flip_head(random_: random.Random, files: list[Path]) -> None:
    """Turn one bit round in the first hundred bytes of a file."""
    path = random_.choice(files)
    data = path.read_bytes()
    path.write_bytes(flip(random_, data[:HEAD_BYTES]) + data[HEAD_BYTES:])


def empty(random_: random.Random, files: list[Path]) -> None:
    """Leave a file without content."""
    random_.choice(files).write_bytes(b"")


def shorten(random_: random.Random, files: list[Path]) -> None:
    """Leave out the end of a file."""
    damage_file(random_, random_.choice(files), cut)


def scramble(random_: random.Random, files: list[Path]) -> None:
    """Write something else over the middle of every file."""
    for path in files:
        data = path.read_bytes()
        middle = random_.randrange(len(data))
        path.write_bytes(data[:middle] + random_.randbytes(64) + data[middle + 64 :])


def swap(random_: random.Random, files: list[Path]) -> None:
    """Exchange the content of two files."""
    first, second = random_.choice(files), random_.choice(files)
    one, two = first.read_bytes(), second.read_bytes()
    first.write_bytes(two)
    second.write_bytes(one)


def remove(random_: random.Random, files: list[Path]) -> None:
    """Remove a file."""
    random_.choice(files).unlink()


def replace_by_folder(random_: random.Random, files: list[Path]) -> None:
    """Put a folder in the place of a file."""
    path = random_.choice(files)
    path.unlink()
    path.mkdir()


def open_to_all(_random: random.Random, files: list[Path]) -> None:
    """Let everybody write into the folder."""
    files[0].parent.chmod(0o777)


def pickle_of_another(_random: random.Random, files: list[Path]) -> None:
    """Put a pickle in the place of every file that ends whoever loads it."""
    for path in files:
        path.write_bytes(b"cos\n_exit\n(I77\ntR.")


DAMAGES: Final[tuple[Damage, ...]] = (
    *(flip_bit, flip_bit, flip_head, empty, shorten, scramble, swap, remove),
    *(replace_by_folder, open_to_all, pickle_of_another),
)
