"""``python -m benchmarks.peers [sgd|adam]``: one update beside what people would use instead.

The same work for all (see `benchmarks.cases`). All peers run in this process, in turns, so that a
busy moment of the machine falls on all alike; the figure is the median of many short rounds. Ours
shuffle while they are timed. Peers that are not installed are left out.

"numpy" and "numba" are our two kernels with one replica; "numpy-8" and "numba-8" are one update of
all of eight replicas together.
"""

from __future__ import annotations

import math
import statistics
import sys
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from app.storage.code_folder import CodeFolder
from benchmarks.cases import CASES, ENDLESS, LEARNING_RATE, Case
from benchmarks.libraries import (
    JAX_UPDATES,
    NotItsKindError,
    jax_runner,
    sklearn_runner,
    torch_runner,
)
from benchmarks.rounds import Runner, medians
from benchmarks.textbook import Textbook
from engine import Trainer, TrainingSettings
from engine.kernels.choice import KernelMaker, compiled_kernel
from engine.kernels.numpy.kernel import NumpyKernel
from engine.settings import Optimizer

Table = dict[str, dict[str, float]]

ROUNDS: Final = 40
REPLICAS: Final = 8
# Long enough for the clock, short enough for many rounds; large networks take a tenth.
UPDATES: Final = {"numba": 20_000, "numba-8": 4_000, "jax": JAX_UPDATES}
FEW_UPDATES: Final = 200
LIBRARIES: Final[Mapping[str, Callable[[Case, str], Runner]]] = {
    "torch": torch_runner,
    "jax": jax_runner,
    "sklearn": sklearn_runner,
}


def measure(optimizer: Optimizer = "sgd", rounds: int = ROUNDS) -> Table:
    """Median microseconds per update: {"numba": {"2-2-1": ...}, "jax": ..., ...}."""
    table: Table = {}
    for case in CASES:
        runners = runners_of(case, optimizer)
        for who, found in medians(runners, partial(_updates, case), rounds).items():
            table.setdefault(who, {})[case.name] = found
    return table


def ratios(table: Mapping[str, Mapping[str, float]], to: str = "numba") -> dict[str, float]:
    """How many times as long each takes: the geometric mean over the networks it has."""
    return {
        who: math.exp(statistics.fmean(math.log(row[net] / table[to][net]) for net in row))
        for who, row in table.items()
    }


def missing(table: Mapping[str, object]) -> str:
    """A sentence about the rows that are left out; empty when all are there."""
    absent = [who for who in ("numba", *LIBRARIES) if who not in table]
    return (
        f"Left out, because not installed or not compiled: {', '.join(absent)}." if absent else ""
    )


def runners_of(case: Case, optimizer: Optimizer) -> dict[str, Runner]:
    """Those that are installed and know such networks."""
    runners: dict[str, Runner] = {}
    kernels: dict[str, KernelMaker | None] = {
        "numpy": NumpyKernel,
        "numba": compiled_kernel(CodeFolder.find()),
    }
    for who, kernel in kernels.items():
        if kernel is not None:
            runners[who] = ours(case, optimizer, kernel, 1)
            runners[f"{who}-{REPLICAS}"] = ours(case, optimizer, kernel, REPLICAS)
    runners["textbook"] = Textbook(case, optimizer)
    for who, make in LIBRARIES.items():
        try:
            runners[who] = make(case, optimizer)
        except (ImportError, NotItsKindError):
            continue
    return runners


def ours(case: Case, optimizer: Optimizer, kernel: KernelMaker, replicas: int) -> Runner:
    """One of our kernels, driven as the trainer drives it between two measurements."""
    settings = TrainingSettings(optimizer, LEARNING_RATE, case.batch)
    trainer = Trainer(case.network, case.dataset, settings, range(replicas), kernel=kernel)
    return lambda updates: trainer.kernel.advance(updates, ENDLESS)


def _updates(case: Case, who: str) -> int:
    if who not in UPDATES:
        return FEW_UPDATES
    return UPDATES[who] // 10 if case.large else UPDATES[who]


def print_peers(table: Mapping[str, Mapping[str, float]], title: str) -> None:
    """Medians, and the geometric mean of the ratios to the fastest of ours."""
    first = "numba" if "numba" in table else "numpy"
    times = ratios(table, first)
    names = [case.name for case in CASES]
    print(f"{title:<22}", *(f"{name:>10}" for name in names), f"   × {first}")
    for who in sorted(table, key=times.__getitem__):
        cells = [
            f"{table[who][one]:>10.2f}" if one in table[who] else f"{'-':>10}" for one in names
        ]
        print(f"{who:<22}", *cells, f"{times[who]:>10.1f}")
    if absent := missing(table):
        print(absent)


def main() -> int:
    """Measure and print."""
    optimizer: Optimizer = "adam" if "adam" in sys.argv[1:] else "sgd"
    table = measure(optimizer)
    if "numba" not in table:
        print("The compiled kernel is not ready: run “neural-bonsai warm” first.")
    print_peers(table, f"µs per update, {optimizer}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
