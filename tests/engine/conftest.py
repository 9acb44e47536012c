"""Networks and data that the engine's tests are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from engine import Dataset, Input, Link, Network, Neuron, Plan, Samples, Task

Dense = Callable[..., Network]
MakeData = Callable[..., Dataset]
Wiring = Callable[..., Network]


@pytest.fixture
def dense() -> Dense:
    """A layered network, linked all to all: dense(2, 4, 1, activation="tanh")."""

    def build(*sizes: int, activation: str = "tanh", output: str = "identity") -> Network:
        before = [f"x{i + 1}" for i in range(sizes[0])]
        inputs = tuple(Input(name) for name in before)
        neurons: list[Neuron] = []
        links: list[Link] = []
        for depth, size in enumerate(sizes[1:], start=1):
            last = depth == len(sizes) - 1
            stem = "y" if last else f"h{depth}_"
            layer = ["y"] if last and size == 1 else [f"{stem}{i + 1}" for i in range(size)]
            kind = output if last else activation
            neurons += [Neuron(name, kind, output=last) for name in layer]
            links += [Link(source, target) for target in layer for source in before]
            before = layer
        return Network(inputs, tuple(neurons), tuple(links))

    return build


@pytest.fixture
def wiring() -> Wiring:
    """A random acyclic wiring: skip links, missing biases, mixed activations, dead ends."""

    def build(
        seed: int, activations: Sequence[str], outputs: int = 1, inputs: int = 2, hidden: int = 6
    ) -> Network:
        rng = np.random.default_rng(seed)
        names = ["y"] if outputs == 1 else [f"y{i + 1}" for i in range(outputs)]
        nodes = [f"x{i + 1}" for i in range(inputs)]
        network = Network(tuple(Input(name) for name in nodes))
        for number in range(hidden):
            kind = str(rng.choice(list(activations)))
            node = f"h{number + 1}"
            network = network.add_neuron(Neuron(node, kind, bias=bool(rng.random() < 0.7)))
            count = int(rng.integers(1, min(4, len(nodes)) + 1))
            for source in rng.choice(nodes, size=count, replace=False):
                network = network.add_link(str(source), node)
            nodes.append(node)
        for name in names:
            network = network.add_neuron(
                Neuron(name, "identity", bias=bool(rng.random() < 0.7), output=True)
            )
            for source in rng.choice(nodes, size=4, replace=False):
                network = network.add_link(str(source), name)
        return network

    return build


@pytest.fixture
def random_parameters() -> Callable[[Plan, int], np.ndarray]:
    """Standard normal numbers on the plan's real slots, zeros on masked ones; (plan.size,)."""

    def draw(plan: Plan, seed: int) -> np.ndarray:
        values = np.random.default_rng(seed).standard_normal(plan.size)
        return values * plan.mask

    return draw


@pytest.fixture
def xor_data() -> MakeData:
    """Class 1 where x1 and x2 have the same sign; uniform in the square ±1."""

    def build(train: int = 60, validation: int = 80, test: int = 100, seed: int = 0) -> Dataset:
        rng = np.random.default_rng(seed)
        task = Task("classification", ("x1", "x2"), outputs=1, classes=2)

        def samples(count: int) -> Samples:
            x = rng.uniform(-1, 1, (count, 2))
            return Samples(x, (x[:, :1] * x[:, 1:] > 0).astype(np.float64))

        return Dataset(task, samples(train), samples(validation), samples(test))

    return build


@pytest.fixture
def three_kinds() -> MakeData:
    """Three classes by the angle of the point."""

    def build(train: int = 60, seed: int = 1) -> Dataset:
        rng = np.random.default_rng(seed)
        task = Task("classification", ("x1", "x2"), outputs=3, classes=3)

        def samples(count: int) -> Samples:
            x = rng.uniform(-1, 1, (count, 2))
            angle = np.arctan2(x[:, 1], x[:, 0])
            return Samples(x, np.floor((angle + np.pi) / (2 * np.pi) * 2.999)[:, np.newaxis])

        return Dataset(task, samples(train), samples(train), samples(train))

    return build


@pytest.fixture
def line_data() -> MakeData:
    """Regression of one number: y = 0.7 x1 + 0.3, without noise unless asked for."""

    def build(
        train: int = 20, noise: float = 0.0, outputs: int = 1, columns: int = 1, seed: int = 2
    ) -> Dataset:
        rng = np.random.default_rng(seed)
        names = tuple(f"x{i + 1}" for i in range(columns))
        task = Task("regression", names, outputs=outputs)

        def samples(count: int) -> Samples:
            x = rng.uniform(-1, 1, (count, columns))
            slopes = 0.7 + np.arange(outputs)
            return Samples(
                x, x[:, :1] * slopes + 0.3 + noise * rng.standard_normal((count, outputs))
            )

        return Dataset(task, samples(train), samples(2 * train), samples(2 * train))

    return build
