"""Fuzzed levels, packs and solutions: refused with reasons or read whole, in time."""

from __future__ import annotations

import gc
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import repeat
from pathlib import Path
from typing import Final

import levels
from attack.fuzz import damaged
from attack.guard import Escape, Guard, TooSlow
from attack.tally import Tally
from levels import (
    Level,
    LevelErrors,
    Library,
    Solution,
    campaign,
    parse_level,
    read_solution,
    write_solution,
)
from levels.packs import PACK_FILE

READ_SECONDS: Final = 0.5
"""Any file of at most 1 MiB is read or refused in this time."""

BUILD_SECONDS: Final = 0.2
"""Any network of an accepted file is built in this time."""

REPEATS: Final = 3
ALARM_SECONDS: Final = 10.0
WORKERS: Final = 2
_CHUNK: Final = 1000
_CAMPAIGN: Final = Path(levels.__file__).parent / "campaign"

Reader = Callable[[bytes], object]


def fuzz_files(count: int, seed: int, patience: float = 1.0) -> Tally:
    """Read ``count`` damaged files in two processes; ``patience`` multiplies `READ_SECONDS`."""
    total = Tally("fuzzed files")
    starts = range(0, count, _CHUNK)
    sizes = [min(_CHUNK, count - start) for start in starts]
    seeds = [seed * 1_000_003 + start for start in starts]
    with ProcessPoolExecutor(WORKERS, initializer=_prepare) as pool:
        for part in pool.map(_read_many, seeds, sizes, repeat(patience)):
            total.add(part)
    return total


def judge_reading(
    read: Reader, text: bytes, guard: Guard, tally: Tally, name: str, patience: float = 1.0
) -> object:
    """Read one text and count what came of it; returns what was read, or None.

    A reading that takes too long is repeated, as other programs may have slowed it down.
    """
    value, seconds = _read_once(read, text, guard, tally, name)
    for _ in range(REPEATS):
        if seconds <= patience * READ_SECONDS:
            break
        seconds = min(seconds, _read_once(read, text, guard, Tally(""), name)[1])
    tally.took(seconds)
    if seconds > patience * READ_SECONDS:
        tally.err(f"{name} took {seconds:.2f} s to read")
    return value


def _read_once(
    read: Reader, text: bytes, guard: Guard, tally: Tally, name: str
) -> tuple[object, float]:
    began = time.process_time()
    value: object = None
    try:
        with guard.watch(ALARM_SECONDS):
            value = read(text)
    except LevelErrors as faults:
        if not all(fault.message.strip() for fault in faults.errors) or not faults.errors:
            tally.miss(f"{name} is refused without a reason")
    except TooSlow:
        tally.err(f"{name} took longer than {ALARM_SECONDS:g} s")
    except Escape as escape:
        tally.err(f"{name}: {escape}")
    except Exception as error:  # noqa: BLE001 (whatever it is, it is counted)
        tally.err(f"{name}: {error!r:.300}")
    return value, time.process_time() - began


def seeds_of_files() -> list[tuple[bytes, Reader]]:
    """Every text that comes with the game, and what reads it."""
    found: list[tuple[bytes, Reader]] = []
    for level in campaign().levels:
        found.append(
            (_campaign_file(f"{level.id}.json"), partial(parse_level, source="fuzzed.json"))
        )
        if level.author_solution is not None:
            text = write_solution(level.author_solution, level.id).encode()
            found.append((text, read_solution))
    return found


def fuzz_packs(count: int, seed: int) -> Tally:
    """Load folders of levels in which one file is damaged; it hides nothing but itself."""
    tally, random_ = Tally("fuzzed packs"), random.Random(seed)
    names = [path.name for path in _CAMPAIGN.glob("*.json")]
    for number in range(count):
        name = random_.choice(names)
        with tempfile.TemporaryDirectory() as place:
            pack = Path(place) / "pack"
            shutil.copytree(_CAMPAIGN, pack)
            (pack / name).write_bytes(damaged(random_, (pack / name).read_bytes()))
            _load_pack(Path(place), names, name, tally, f"pack {seed}+{number}, {name} damaged")
    return tally


def _load_pack(folder: Path, names: list[str], broken: str, tally: Tally, note: str) -> None:
    began = time.process_time()
    try:
        catalogue = Library([folder]).load()
    except Exception as error:  # noqa: BLE001 (whatever it is, it is counted)
        tally.err(f"{note}: {error!r:.300}")
        return
    tally.took(time.process_time() - began)
    found = {level.id for pack in catalogue.packs for level in pack.levels}
    if broken == PACK_FILE:  # its bytes hold which levels there are
        return
    missing = {Path(name).stem for name in names if name != PACK_FILE} - found
    if missing - {Path(broken).stem}:
        tally.lose(f"{note}: {', '.join(sorted(missing))} cannot be played")
    if missing and not catalogue.faulty_files:
        tally.miss(f"{note}: it is missing without a word")


def check_accepted(value: object, tally: Tally, name: str) -> None:
    """A solution that was read is written, read back equal, and its network built, in time."""
    solution = value if isinstance(value, Solution) else None
    if isinstance(value, Level):
        solution = value.author_solution
    if solution is None:
        return
    try:
        again = read_solution(write_solution(solution))
    except Exception as error:  # noqa: BLE001
        tally.err(f"{name} was read, but not written: {error!r:.300}")
        return
    if replace(again, training=solution.training) != solution:
        tally.err(f"{name} came back as another one")


_guard: list[Guard] = []
_files: list[tuple[bytes, Reader]] = []


def warm_readers() -> None:
    """Read good and faulty texts, so that what is imported on demand is there before a guard."""
    for text, read in seeds_of_files():
        for content in (text, b"{}", b'{"format": 1, "network": 3, "data": {}, "k": 1}'):
            with suppress(LevelErrors):
                read(content)


def _prepare() -> None:
    warm_readers()
    _guard.append(Guard())
    _files.extend(seeds_of_files())
    gc.freeze()


def _read_many(seed: int, count: int, patience: float) -> Tally:
    tally = Tally("")
    for number, text, read in _damaged_files(seed, count):
        name = f"file {seed}+{number} ({read})"[:80]
        value = judge_reading(read, text, _guard[0], tally, name, patience)
        check_accepted(value, tally, name)
    return tally


def _damaged_files(seed: int, count: int) -> Iterator[tuple[int, bytes, Reader]]:
    random_ = random.Random(seed)
    for number in range(count):
        text, read = random_.choice(_files)
        yield number, damaged(random_, text), read


def _campaign_file(name: str) -> bytes:
    return (_CAMPAIGN / name).read_bytes()
