"""``python -m benchmarks.growth``: how the cost of an update grows, and what the judge takes.

A network with two inputs, one hidden tanh layer and one output, everything but one quantity fixed:
16 hidden neurons, batches of 10 of 200 samples, one replica, SGD.
"""

from __future__ import annotations

import statistics
import time
from functools import partial
from typing import Final

from app.storage.code_folder import CodeFolder
from benchmarks.cases import ENDLESS, LEARNING_RATE, Case, points
from benchmarks.networks import layered
from benchmarks.peers import FEW_UPDATES, ours
from benchmarks.rounds import Runner, medians
from engine import ACCURACY, Terms, Trainer, TrainingSettings, judge
from engine.kernels.choice import KernelMaker, compiled_kernel
from engine.kernels.numpy.kernel import NumpyKernel

ROUNDS: Final = 15
NEURONS: Final = (1, 4, 16, 64, 256)
BATCH: Final = (1, 10, 30, 100, 300)
SAMPLES: Final = (100, 1_000, 10_000)
REPLICAS: Final = (1, 2, 8, 16)
JUDGED_EPOCHS: Final = 500
JUDGED_ROUNDS: Final = 5
_BATCH: Final = 10
_HIDDEN: Final = 16

Growth = dict[str, dict[str, dict[str, float]]]


def kernels() -> dict[str, KernelMaker]:
    """Ours, as far as they are ready."""
    compiled = compiled_kernel(CodeFolder.find())
    return {"numpy": NumpyKernel} | ({} if compiled is None else {"numba": compiled})


def measure() -> Growth:
    """Microseconds per update: {"neurons": {"numba": {"1": ..., "4": ...}, ...}, "batch": ...}.

    "replicas" tells the update of all of them together.
    """
    found: Growth = {}
    for who, kernel in kernels().items():
        runners: dict[str, dict[str, Runner]] = {
            "neurons": {str(n): ours(_case(n, _BATCH), "sgd", kernel, 1) for n in NEURONS},
            "batch": {str(n): ours(_case(_HIDDEN, n), "sgd", kernel, 1) for n in BATCH},
            "samples": {str(n): _on_samples(n, kernel) for n in SAMPLES},
            "replicas": {str(n): ours(_case(_HIDDEN, _BATCH), "sgd", kernel, n) for n in REPLICAS},
        }
        updates = FEW_UPDATES if who == "numpy" else 10 * FEW_UPDATES
        for quantity, row in runners.items():
            least = max(SAMPLES) // _BATCH if quantity == "samples" else 0
            count = max(updates, least)
            found.setdefault(quantity, {})[who] = medians(row, partial(_same, count), ROUNDS)
    return found


def _same(count: int, _: str) -> int:
    return count


def judge_ms() -> dict[str, float]:
    """Median milliseconds of a verdict: 2-4-2-1, five starts, 500 epochs of 400 samples."""
    settings = TrainingSettings("adam", 0.03, epochs=JUDGED_EPOCHS)
    terms, found = Terms(ACCURACY, 0.9, (1, 2, 3, 4, 5), 4), {}
    for who, kernel in kernels().items():
        times = []
        for _ in range(JUDGED_ROUNDS):
            begun = time.perf_counter()
            for _ in judge(layered(2, 4, 2, 1), points(400), settings, terms, kernel):
                pass
            times.append((time.perf_counter() - begun) * 1e3)
        found[who] = statistics.median(times)
    return found


def _case(hidden: int, batch: int) -> Case:
    return Case(f"2-{hidden}-1", layered(2, hidden, 1), batch, (2, hidden, 1))


def _on_samples(samples: int, kernel: KernelMaker) -> Runner:
    """Whole epochs of so many samples, so that the shuffle is spread over its updates."""
    settings = TrainingSettings("sgd", LEARNING_RATE, _BATCH)
    trainer = Trainer(layered(2, _HIDDEN, 1), points(samples), settings, (0,), kernel=kernel)
    return lambda updates: trainer.kernel.advance(updates, ENDLESS)


def main() -> None:
    """Measure and print."""
    for quantity, table in measure().items():
        print(f"µs per update by {quantity}")
        for who, row in table.items():
            print(f"  {who:<8}", *(f"{n}: {spent:.2f}" for n, spent in row.items()), sep="  ")
    print("judge, ms:", *(f"{who} {spent:.0f}" for who, spent in judge_ms().items()))


if __name__ == "__main__":
    main()
