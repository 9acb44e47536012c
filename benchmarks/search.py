"""``python -m benchmarks.search``: how many full starts a second of one core trains in a search.

A start is 300 epochs of 200 samples in batches of 10 by SGD, scored on 200 others. The wirings are
taken evenly from all of two inputs, six parameters and up to two hidden neurons of four kinds.
Seconds are those that the processor spent on it, so that other programs do not count.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from app.storage.code_folder import CodeFolder
from benchmarks.cases import points
from engine import ACCURACY, Dataset, Network, Terms, TrainingSettings
from engine.job import result_of
from engine.judging.scoring import scores_of, set_free
from engine.kernels.choice import KernelMaker, compiled_kernel
from engine.kernels.numpy.kernel import NumpyKernel
from engine.search.enumeration import candidates
from engine.search.space import SearchSpace
from engine.search.start_groups import groups
from engine.search.trials import TrialsJob
from engine.training.cohort import Cohort

SPACE: Final = SearchSpace(
    ("x1", "x2"), ("y",), ("tanh", "relu", "abs", "sine"), ("identity",), max_neurons=2
)
PARAMETERS: Final = 6
WIRINGS: Final = 192
SEEDS: Final = tuple(range(1, 9))
SETTINGS: Final = TrainingSettings("sgd", 0.1, 10, 300)
TERMS: Final = Terms(ACCURACY, 0.9, (1,), 1)
ROUNDS: Final = 7
FEW: Final = 16


class Spent(NamedTuple):
    """Seconds of one round, of which so many in the kernel; for so many starts."""

    whole: float
    training: float
    starts: int


def measure(wirings: int = WIRINGS, rounds: int = ROUNDS) -> dict[str, dict[str, float]]:
    """Starts a second of one core, and per cent of the time outside the kernel; medians.

    Rows: many wirings at once, and one after the other with the eight or 64 seeds of each at once,
    as far as kernels are ready; in turns.
    """
    networks, dataset = some_wirings(wirings), points(200)
    few = networks[:: max(1, len(networks) // FEW)]
    runs: dict[str, Callable[[], Spent]] = {
        "one by one, NumPy, 8 seeds": lambda: one_by_one(few[:2], dataset, SEEDS, NumpyKernel)
    }
    compiled = ready_kernel()
    if compiled is not None:
        many = range(1, 65)
        runs |= {
            "many at once": lambda: at_once(networks, dataset, compiled),
            "one by one, 64 seeds": lambda: one_by_one(few, dataset, many, compiled),
            "one by one, 8 seeds": lambda: one_by_one(few, dataset, SEEDS, compiled),
        }
    found: dict[str, list[Spent]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            found[name].append(run())
    return {name: _figures(spent) for name, spent in found.items()}


def ready_kernel() -> KernelMaker | None:
    """The compiled kernel with its code for many wirings; None where it is not ready."""
    compiled = compiled_kernel(CodeFolder.find())
    if compiled is not None:
        from engine.kernels.compiled.wirings.warm import compile_wirings

        compile_wirings(CodeFolder.find())
    return compiled


def some_wirings(count: int) -> list[Network]:
    """So many wirings, taken evenly from all of `SPACE` with `PARAMETERS` parameters."""
    every = list(candidates(SPACE, PARAMETERS))
    return [one.network() for one in every[:: len(every) // count]][:count]


def at_once(networks: Sequence[Network], dataset: Dataset, kernel: KernelMaker) -> Spent:
    """By `TrialsJob`; then its groups once more, to see how long they train."""
    begun = time.thread_time()
    result_of(TrialsJob(networks, dataset, SETTINGS, TERMS, SEEDS).begin(kernel))
    whole = time.thread_time() - begun
    training = 0.0
    for _, group in groups(map(set_free, networks), dataset, SETTINGS, SEEDS, kernel):
        begun = time.thread_time()
        for _ in group.train(SETTINGS.epochs):
            pass
        training += time.thread_time() - begun
    return Spent(whole, training, len(networks) * len(SEEDS))


def one_by_one(
    networks: Sequence[Network], dataset: Dataset, seeds: Sequence[int], kernel: KernelMaker
) -> Spent:
    """By a `Cohort` for each network."""
    whole = training = 0.0
    for network in networks:
        begun = time.thread_time()
        cohort = Cohort(set_free(network), [dataset], SETTINGS, seeds, kernel)
        made = time.thread_time()
        for _ in cohort.slices():
            pass
        trained = time.thread_time()
        scores_of(cohort.plan, cohort.weights, dataset, dataset.test, TERMS)
        whole += time.thread_time() - begun
        training += trained - made
    return Spent(whole, training, len(networks) * len(seeds))


def _figures(spent: Sequence[Spent]) -> dict[str, float]:
    return {
        "starts_per_second": statistics.median(one.starts / one.whole for one in spent),
        "outside_percent": statistics.median(
            100 * max(0.0, 1 - one.training / one.whole) for one in spent
        ),
    }


if __name__ == "__main__":
    for row, figures in measure().items():
        print(row, *(f"{name} {value:.1f}" for name, value in figures.items()), sep="  ")
