"""``python -m benchmarks.atlas.scale``: what larger atlases would cost; writes docs/scale.md.

It counts wirings, and measures how many starts one core trains in a second. Seconds are those that
the processor spent, so that other programs hardly count.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.__main__ import processor
from benchmarks.atlas.puzzles import FIRST, Puzzle, puzzle
from benchmarks.search import ready_kernel
from engine.job import result_of
from engine.kernels.choice import KernelMaker
from engine.kernels.numpy.kernel import NumpyKernel
from engine.search.enumeration import candidates, count

DOCUMENT: Final = Path(__file__).parents[2] / "docs" / "scale.md"
COUNTED: Final = ("wave", "moons", "parity-3", "symmetry-4")
TIMED: Final = ("xor-table", "moons")
LARGEST: Final = 10
MEASURED: Final = 5
MADE: Final = 6
WIRINGS: Final = 192
ROUNDS: Final = 5
MACHINES: Final = (
    ("one core", 1),
    ("a laptop, 4 cores", 4),
    ("a class room, 30 laptops of 4 cores", 120),
    ("a cluster of 1,000 cores", 1_000),
)
_UNITS: Final = (("years", 365.25 * 86_400), ("days", 86_400), ("hours", 3_600), ("minutes", 60))

HEAD: Final = """# How the search grows

Made by `python -m benchmarks.atlas.scale`; do not edit by hand. Measured on {processor}.

## How many wirings there are

By number of parameters (links and biases), with four hidden activations, as many hidden neurons as
fit, links that skip layers, and optional biases. The inputs are x1 for `wave`, two for `moons` and
all puzzles of the plane, three for `parity-3`, four for `symmetry-4`. The numbers come from
`engine.search.enumeration.count`, which makes none of the wirings.
"""

COST: Final = """
Each further parameter costs about {growth:.0f} times as much as the one before, two inputs given.
So a machine that is ten times as fast reaches one size further, and the sizes beyond are the
heuristic's: `neural-bonsai par LEVEL` goes on from the networks that were found.

## What it costs

Every wiring gets {first} starts; the few that pass get more, which is not counted here. Starts a
second of one core, median of {rounds} rounds over wirings of {measured} parameters: {rates}.
Larger networks take a little longer for each start.
The tables are for a machine of which each core is as fast, with nothing lost between them; *all of
7* and so on are those of two inputs. One process makes the wirings, about {made:,.0f} a second, so
beyond some hundred cores it is what limits, unless sizes or skeletons are shared out as well.
"""

CLUSTER: Final = """
## More machines than one

A search is cut into chunks of some seconds, each decided by level, wiring and seed alone, so any
split over machines gives the same rows; a chunk whose worker died is trained again. On one
machine `neural-bonsai par LEVEL` uses all cores. For several, start a Dask scheduler and, on each
machine, workers with the same versions of Neural Bonsai and its packages (extra `cluster`):

```
dask scheduler                                    # prints its address
dask worker tcp://ADDRESS:8786 --nworkers 4 --nthreads 1   # on each laptop of the class room
neural-bonsai par LEVEL --scheduler tcp://ADDRESS:8786
```

Nothing but keys of wirings goes out, about 40 bytes each, and nothing but scores comes back, 8
bytes a start: a wireless network is enough.
"""


def lines(largest: int = LARGEST, rounds: int = ROUNDS, wirings: int = WIRINGS) -> Iterator[str]:
    """The document, in blocks."""
    kernel = ready_kernel() or NumpyKernel
    yield HEAD.format(processor=processor())
    table = {name: counts(puzzle(name), largest) for name in COUNTED}
    yield "| parameters | " + " | ".join(f"`{name}`" for name in COUNTED) + " |"
    yield "|---:|" + "---:|" * len(COUNTED)
    for size in range(1, largest + 1):
        yield f"| {size} | " + " | ".join(f"{table[name][size - 1]:,}" for name in COUNTED) + " |"
    plane = table["moons"]
    rates = {name: rate(puzzle(name), kernel, rounds, wirings) for name in TIMED}
    yield COST.format(
        growth=plane[-1] / plane[-2],
        first=FIRST,
        rounds=rounds,
        measured=MEASURED,
        rates=" and ".join(f"{round(own, -2):,.0f} on `{name}`" for name, own in rates.items()),
        made=round(making_rate(puzzle("moons"), min(largest, MADE)), -3),
    )
    numbers = {"10⁶ wirings": 10**6, "10⁹ wirings": 10**9} | {
        f"{plane[size - 1]:,}, all of {size}": plane[size - 1]
        for size in range(7, min(largest, 9) + 1)
    }
    for name, own in rates.items():
        yield f"\n| as fast as `{name}` | {' | '.join(numbers)} |"
        yield "|---|" + "---:|" * len(numbers)
        for machine, cores in MACHINES:
            cells = [duration(number * FIRST / own / cores) for number in numbers.values()]
            yield f"| {machine} | {' | '.join(cells)} |"
    yield CLUSTER.rstrip()


def counts(one: Puzzle, largest: int) -> list[int]:
    """How many wirings there are, from 1 parameter on."""
    return [count(one.space, size) for size in range(1, largest + 1)]


def rate(one: Puzzle, kernel: KernelMaker, rounds: int, wirings: int) -> float:
    """Starts a second of one core; median."""
    every = [own.network() for own in candidates(one.space, MEASURED)]
    networks = every[:: max(1, len(every) // wirings)][:wirings]
    found: list[float] = []
    for _ in range(rounds):
        begun = time.thread_time()
        result_of(one.trials(networks, 0, FIRST).begin(kernel))
        found.append(len(networks) * FIRST / (time.thread_time() - begun))
    return statistics.median(found)


def making_rate(one: Puzzle, size: int) -> float:
    """Wirings a second that one core makes, keys included."""
    begun = time.thread_time()
    made = sum(bool(own.key) for own in candidates(one.space, size))
    return made / (time.thread_time() - begun)


def duration(seconds: float) -> str:
    """A time, in its largest unit of which it makes more than one, to two figures."""
    for name, unit in _UNITS:
        if seconds >= 1.5 * unit:
            number = float(f"{seconds / unit:.2g}")
            return f"{number:,.0f} {name}" if number >= 10 else f"{number:g} {name}"
    return f"{float(f'{seconds:.2g}'):g} seconds"


if __name__ == "__main__":
    DOCUMENT.write_text("\n".join(lines()) + "\n", encoding="utf-8")
