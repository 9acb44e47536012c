"""``python -m benchmarks.peers [sgd|adam]``: one update beside what people would use instead.

The same work for all: float64, one thread, tanh, binary cross-entropy from logits, mini batches of
the same samples in a new order every epoch. All peers run in this process, in turns, so that a busy
moment of the machine falls on all alike; the figure is the median of many short rounds.

Where a choice had to be made it is the peer's gain: JAX runs all updates of a round in one compiled
`lax.scan` and gets its orders ready-made; ours shuffle while they are timed.
"""

from __future__ import annotations

import math
import os
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np

from benchmarks.updates import BATCHES, CASES, ENDLESS, LEARNING_RATE, Case, layered, points
from engine import Dataset, Trainer, TrainingSettings
from engine.kernels.choice import KernelMaker, compiled_kernel
from engine.kernels.numpy_kernel import NumpyKernel
from engine.settings import Optimizer

Runner = Callable[[int], object]
Table = dict[str, dict[str, float]]

ROUNDS: Final = 40
# Long enough for the clock, short enough for many rounds.
UPDATES: Final = {"numba": 20_000, "jax": 4_000}
FEW_UPDATES: Final = 200


def measure(optimizer: Optimizer = "sgd", rounds: int = ROUNDS) -> Table:
    """Median microseconds per update: {"numba": {"2-2-1": ...}, "jax": ..., ...}."""
    table: Table = {}
    for case in CASES:
        runners = _runners(case, optimizer)
        for who, run in runners.items():
            run(UPDATES.get(who, FEW_UPDATES))
        times: dict[str, list[float]] = {who: [] for who in runners}
        for _ in range(rounds):
            for who, run in runners.items():
                updates = UPDATES.get(who, FEW_UPDATES)
                begun = time.perf_counter()
                run(updates)
                times[who].append((time.perf_counter() - begun) / updates * 1e6)
        for who, found in times.items():
            table.setdefault(who, {})[case.name] = statistics.median(found)
    return table


def ratios(table: Mapping[str, Mapping[str, float]], to: str = "numba") -> dict[str, float]:
    """How many times as long each takes, as the geometric mean over the nets."""
    return {
        who: math.exp(statistics.fmean(math.log(row[net] / table[to][net]) for net in row))
        for who, row in table.items()
    }


def _runners(case: Case, optimizer: Optimizer) -> dict[str, Runner]:
    """Those that are installed."""
    dataset = points(case.batch * BATCHES)
    makers: dict[str, Callable[[Case, Dataset, Optimizer], Runner]] = {
        "textbook": Textbook,
        "torch": _torch,
        "jax": _jax,
        "sklearn": _sklearn,
    }
    runners = {"numpy": _ours(case, dataset, optimizer, NumpyKernel)}
    compiled = compiled_kernel()
    if compiled is not None:
        runners["numba"] = _ours(case, dataset, optimizer, compiled)
    for who, make in makers.items():
        try:
            runners[who] = make(case, dataset, optimizer)
        except ImportError:
            continue
    return runners


def _ours(case: Case, dataset: Dataset, optimizer: Optimizer, kernel: KernelMaker) -> Runner:
    settings = TrainingSettings(optimizer, LEARNING_RATE, case.batch)
    trainer = Trainer(layered(*case.sizes), dataset, settings, (0,), kernel=kernel)
    return lambda updates: trainer.kernel.advance(updates, ENDLESS)


def _start(case: Case) -> list[tuple[np.ndarray, np.ndarray]]:
    """Weights (before, after) and biases of each layer."""
    rng = np.random.default_rng(0)
    pairs = zip(case.sizes, case.sizes[1:], strict=False)
    return [(rng.uniform(-1, 1, pair) / math.sqrt(pair[0]), np.zeros(pair[1])) for pair in pairs]


class Textbook:
    """The loop that every course teaches: layers, a list of activations, the chain rule."""

    def __init__(self, case: Case, dataset: Dataset, optimizer: Optimizer) -> None:
        self._batch, self._adam = case.batch, optimizer == "adam"
        self._x, self._y = dataset.train.x, dataset.train.y
        self._rng = np.random.default_rng(0)
        self._layers = [list(layer) for layer in _start(case)]
        self._means = [[np.zeros_like(one) for one in layer] for layer in self._layers]
        self._squares = [[np.zeros_like(one) for one in layer] for layer in self._layers]
        self._steps = 0

    def __call__(self, updates: int) -> None:
        """Carry out so many updates."""
        for update in range(updates):
            if update % BATCHES == 0:
                order = self._rng.permutation(len(self._x))
            first = update % BATCHES * self._batch
            gradients = self._gradients(order[first : first + self._batch])
            self._steps += 1
            for number, pair in enumerate(gradients):
                for place, gradient in enumerate(pair):
                    step = self._scaled(number, place, gradient) if self._adam else gradient
                    layer = self._layers[number]
                    layer[place] = layer[place] - LEARNING_RATE * step

    def _gradients(self, rows: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
        layers, activations = self._layers, [self._x[rows]]
        for number, (weights, biases) in enumerate(layers):
            z = activations[-1] @ weights + biases
            activations.append(z if number == len(layers) - 1 else np.tanh(z))
        slope = (1 / (1 + np.exp(-activations[-1])) - self._y[rows]) / len(rows)
        found = []
        for number in range(len(layers) - 1, -1, -1):
            found.append((activations[number].T @ slope, slope.sum(axis=0)))
            if number:
                slope = slope @ layers[number][0].T * (1 - activations[number] ** 2)
        return found[::-1]

    def _scaled(self, number: int, place: int, gradient: np.ndarray) -> np.ndarray:
        """The direction of Adam."""
        means, squares, steps = self._means[number], self._squares[number], self._steps
        means[place] = 0.9 * means[place] + 0.1 * gradient
        squares[place] = 0.999 * squares[place] + 0.001 * gradient**2
        mean, square = means[place] / (1 - 0.9**steps), squares[place] / (1 - 0.999**steps)
        return np.asarray(mean / (np.sqrt(square) + 1e-8))


def _torch(case: Case, dataset: Dataset, optimizer: Optimizer) -> Runner:
    """PyTorch eager, as its tutorials write it."""
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(0)
    layers: list[Any] = []
    for before, size in zip(case.sizes, case.sizes[1:], strict=False):
        layers += [torch.nn.Linear(before, size, dtype=torch.float64), torch.nn.Tanh()]
    model = torch.nn.Sequential(*layers[:-1])
    make = torch.optim.Adam if optimizer == "adam" else torch.optim.SGD
    stepper = make(model.parameters(), lr=LEARNING_RATE)
    loss = torch.nn.BCEWithLogitsLoss()
    x, y = torch.from_numpy(dataset.train.x.copy()), torch.from_numpy(dataset.train.y.copy())

    def run(updates: int) -> None:
        for number in range(updates):
            if number % BATCHES == 0:
                order = torch.randperm(len(x))
            first = number % BATCHES * case.batch
            rows = order[first : first + case.batch]
            stepper.zero_grad()
            loss(model(x[rows]), y[rows]).backward()
            stepper.step()

    return run


def _jax(case: Case, dataset: Dataset, optimizer: Optimizer) -> Runner:
    """JAX: `lax.scan` over all updates of a round, compiled by XLA for one thread."""
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)  # noqa: FBT003
    x, signs = jnp.asarray(dataset.train.x), jnp.asarray(2.0 * dataset.train.y - 1.0)

    def loss(layers: Any, rows: Any) -> Any:
        a = x[rows]
        for weights, biases in layers[:-1]:
            a = jnp.tanh(a @ weights + biases)
        weights, biases = layers[-1]
        return jnp.mean(jax.nn.softplus(-signs[rows] * (a @ weights + biases)))

    def sgd(state: Any, rows: Any) -> Any:
        slopes = jax.grad(loss)(state, rows)
        return jax.tree.map(lambda p, g: p - LEARNING_RATE * g, state, slopes), None

    def adam(state: Any, rows: Any) -> Any:
        layers, mean, square, steps = state
        slopes, steps = jax.grad(loss)(layers, rows), steps + 1
        mean = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, mean, slopes)
        square = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, square, slopes)
        first, second = 1 - 0.9**steps, 1 - 0.999**steps
        layers = jax.tree.map(
            lambda p, m, v: p - LEARNING_RATE * (m / first) / (jnp.sqrt(v / second) + 1e-8),
            layers,
            mean,
            square,
        )
        return (layers, mean, square, steps), None

    layers = jax.tree.map(jnp.asarray, _start(case))
    zeros = jax.tree.map(jnp.zeros_like, layers)
    state = (layers, zeros, zeros, jnp.zeros(())) if optimizer == "adam" else layers
    step = adam if optimizer == "adam" else sgd
    epoch = jax.jit(lambda state, batches: jax.lax.scan(step, state, batches)[0])
    rng = np.random.default_rng(0)
    orders = [rng.permutation(len(x)) for _ in range(UPDATES["jax"] // BATCHES)]
    batches = jnp.asarray(np.concatenate(orders).reshape(-1, case.batch))

    def run(updates: int) -> None:
        nonlocal state
        state = jax.block_until_ready(epoch(state, batches[:updates]))

    return run


def _sklearn(case: Case, dataset: Dataset, optimizer: Optimizer) -> Runner:
    """scikit-learn's multi-layer perceptron, by its `fit`."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    def run(updates: int) -> None:
        model = MLPClassifier(
            case.sizes[1:-1],
            activation="tanh",
            solver=optimizer,
            alpha=0.0,
            batch_size=case.batch,
            learning_rate_init=LEARNING_RATE,
            max_iter=updates // BATCHES,
            momentum=0.0,
            tol=0.0,
            n_iter_no_change=updates,
            random_state=0,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(dataset.train.x, dataset.train.y[:, 0])

    return run


def main() -> int:
    """Measure and print."""
    optimizer: Optimizer = "adam" if "adam" in sys.argv[1:] else "sgd"
    table = measure(optimizer)
    first = "numba" if "numba" in table else "numpy"
    if first == "numpy":
        print("The compiled kernel is not ready: run python -m engine.kernels.warm first.")
    times = ratios(table, first)
    names = [case.name for case in CASES]
    print(f"{f'µs per update, {optimizer}':<22}", *(f"{name:>9}" for name in names), f"× {first}")
    for who, row in sorted(table.items(), key=lambda item: times[item[0]]):
        print(f"{who:<22}", *(f"{row[name]:>9.2f}" for name in names), f"{times[who]:>8.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
