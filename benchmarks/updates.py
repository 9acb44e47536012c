"""Time per update of the NumPy kernel, beside plain PyTorch eager where it is installed.

One update is forward, loss, backward and step for one mini batch, shuffling included: float64, one
thread, tanh, binary cross-entropy from logits, plain SGD. "numpy-8" is one update of all eight
replicas together. Each figure is the best of several rounds, the rounds of all taking turns, so
that a busy moment of the machine falls on all alike.

The kernel is driven directly, as the trainer drives it between two measurements of the curves.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from engine import Dataset, Input, Link, Network, Neuron, Samples, Task, Trainer, TrainingSettings

ROUNDS: Final = 12
UPDATES: Final = 400
BATCHES: Final = 20
LEARNING_RATE: Final = 0.01
ENDLESS: Final = 1_000_000_000


@dataclass(frozen=True)
class Case:
    """A layered net and the batch it is trained on."""

    name: str
    sizes: tuple[int, ...]
    batch: int


CASES: Final = (
    Case("2-2-1", (2, 2, 1), 10),
    Case("2-4-2-1", (2, 4, 2, 1), 10),
    Case("2-8-8-1", (2, 8, 8, 1), 10),
    Case("2-8x6-1", (2, 8, 8, 8, 8, 8, 8, 1), 30),
)


def measure() -> dict[str, dict[str, float]]:
    """Microseconds per update: {"numpy-1": {"2-2-1": ...}, "numpy-8": ..., "torch": ...}."""
    times: dict[str, dict[str, float]] = {}
    for case in CASES:
        runners = _runners(case)
        for run in runners.values():
            run(UPDATES)
        for _ in range(ROUNDS):
            for who, run in runners.items():
                begun = time.perf_counter()
                run(UPDATES)
                spent = (time.perf_counter() - begun) / UPDATES * 1e6
                row = times.setdefault(who, {})
                row[case.name] = min(row.get(case.name, spent), spent)
    return times


def layered(*sizes: int) -> Network:
    """A tanh network linked layer by layer, with one linear output."""
    before = [f"x{number + 1}" for number in range(sizes[0])]
    inputs = tuple(Input(name) for name in before)
    neurons: list[Neuron] = []
    links: list[Link] = []
    for depth, size in enumerate(sizes[1:], start=1):
        last = depth == len(sizes) - 1
        layer = ["y"] if last else [f"h{depth}_{number + 1}" for number in range(size)]
        kind = "identity" if last else "tanh"
        neurons += [Neuron(name, kind, output=last) for name in layer]
        links += [Link(source, target) for target in layer for source in before]
        before = layer
    return Network(inputs, tuple(neurons), tuple(links))


def points(count: int) -> Dataset:
    """Uniform points, class 1 where both coordinates have the same sign."""
    generator = np.random.default_rng(0)
    x = generator.uniform(-1, 1, (count, 2))
    samples = Samples(x, (x[:, :1] * x[:, 1:] > 0).astype(np.float64))
    task = Task("classification", ("x1", "x2"), outputs=1, classes=2)
    return Dataset(task, samples, samples, samples)


def _runners(case: Case) -> dict[str, Callable[[int], object]]:
    dataset = points(case.batch * BATCHES)
    runners: dict[str, Callable[[int], object]] = {
        "numpy-1": _numpy(case, dataset, 1),
        "numpy-8": _numpy(case, dataset, 8),
    }
    try:
        import torch
    except ImportError:
        return runners
    return runners | {"torch": _torch(torch, case, dataset)}


def _numpy(case: Case, dataset: Dataset, replicas: int) -> Callable[[int], object]:
    settings = TrainingSettings("sgd", LEARNING_RATE, case.batch)
    trainer = Trainer(layered(*case.sizes), dataset, settings, range(replicas))
    return lambda updates: trainer.kernel.advance(updates, ENDLESS)


def _torch(torch: Any, case: Case, dataset: Dataset) -> Callable[[int], object]:
    torch.set_num_threads(1)
    torch.manual_seed(0)
    layers: list[Any] = []
    for before, size in zip(case.sizes, case.sizes[1:], strict=False):
        layers += [torch.nn.Linear(before, size, dtype=torch.float64), torch.nn.Tanh()]
    model = torch.nn.Sequential(*layers[:-1])
    optimizer = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE)
    loss = torch.nn.BCEWithLogitsLoss()
    x, y = torch.from_numpy(dataset.train.x.copy()), torch.from_numpy(dataset.train.y.copy())

    def run(updates: int) -> None:
        for number in range(updates):
            if number % BATCHES == 0:
                order = torch.randperm(len(x))
            first = number % BATCHES * case.batch
            rows = order[first : first + case.batch]
            optimizer.zero_grad()
            loss(model(x[rows]), y[rows]).backward()
            optimizer.step()

    return run


def main() -> None:
    """Print the table and how much eight replicas cost beside one."""
    times = measure()
    print(f"{'µs per update':<16}" + "".join(f"{case.name:>10}" for case in CASES))
    for who, row in times.items():
        print(f"{who:<16}" + "".join(f"{row[case.name]:>10.1f}" for case in CASES))
    each = [times["numpy-8"][case.name] / 8 for case in CASES]
    ratios = [times["numpy-8"][case.name] / times["numpy-1"][case.name] for case in CASES]
    print(f"{'one of eight':<16}" + "".join(f"{value:>10.1f}" for value in each))
    print(f"{'eight / one':<16}" + "".join(f"{value:>10.2f}" for value in ratios))


if __name__ == "__main__":
    main()
