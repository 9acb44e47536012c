"""``python -m benchmarks.atlas.lesson``: one network, two optimizers, and another smallest size.

Six parameters learn the truth table of XOR by Adam, and never by SGD at a rate of 1: what is
smallest depends on how it is trained.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Final

from benchmarks.atlas.puzzles import puzzle
from benchmarks.search import ready_kernel
from engine import TrainingSettings
from engine.job import result_of
from engine.kernels.choice import KernelMaker
from engine.kernels.numpy.kernel import NumpyKernel
from engine.search.candidate import Candidate
from engine.search.space import SearchSpace
from engine.search.trials import TrialsJob
from engine.settings import Optimizer
from levels.search_space import search_seeds

KEY: Final = "h1=tanh(x1,x2,+b) h2=tanh(h1) y=identity(h1,h2)"
STARTS: Final = 100
EPOCHS: Final = (1_000, 5_000)
WAYS: Final[tuple[tuple[Optimizer, float], ...]] = (
    ("adam", 0.05),
    ("adam", 0.2),
    ("sgd", 0.03),
    ("sgd", 0.1),
    ("sgd", 0.3),
    ("sgd", 1.0),
    ("sgd", 3.0),
)
SPACE: Final = SearchSpace(("x1", "x2"), ("y",), ("tanh",), ("identity",))


def measure(kernel: KernelMaker) -> Iterator[tuple[TrainingSettings, int]]:
    """From how many of `STARTS` starts the network passes, for each way to train it."""
    level = puzzle("xor-table").level
    network = Candidate.parse(KEY, SPACE).network()
    seeds = search_seeds(level, STARTS)
    for (optimizer, rate), epochs in product(WAYS, EPOCHS):
        way = replace(level.training, optimizer=optimizer, learning_rate=rate, epochs=epochs)
        job = TrialsJob([network], level.dataset(), way, level.terms, seeds)
        yield way, int(result_of(job.begin(kernel)).passed.sum())


if __name__ == "__main__":
    print(KEY)
    for found, passed in measure(ready_kernel() or NumpyKernel):
        print(
            f"{found.optimizer} {found.learning_rate:g}, {found.epochs:,} epochs: "
            f"{passed} of {STARTS}"
        )
