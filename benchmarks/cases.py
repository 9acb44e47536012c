"""What is measured: networks, their batches and their samples, the same for all peers.

float64, one thread, tanh; cross-entropy from logits, binary for one output and softmax for several;
mini batches in a new order every epoch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.networks import layered
from engine import Dataset, Network, Neuron, Plan, Samples, Task

BATCHES: Final = 20
LEARNING_RATE: Final = 0.01
ENDLESS: Final = 1_000_000_000
_RANKS: Final = 10


@dataclass(frozen=True, eq=False)
class Case:
    """A network and the batch it is trained on.

    Attributes:
        name: as in the table.
        network: neurons that are not outputs are tanh.
        batch: samples of an update.
        sizes: neurons by layer, where each layer is linked to the next and to no other; else ().
        large: an update takes so long that fewer make a round.
    """

    name: str
    network: Network
    batch: int
    sizes: tuple[int, ...] = ()
    large: bool = False

    @property
    def outputs(self) -> int:
        """Number of outputs."""
        return len(self.network.outputs)

    @cached_property
    def dataset(self) -> Dataset:
        """As many samples as fill the batches of an epoch."""
        return points(self.batch * BATCHES, len(self.network.inputs), self.outputs)

    @cached_property
    def masks(self) -> tuple[NDArray[np.float64], ...]:
        """For each depth which of all nodes before it are linked to it: 1 or 0, (before, depth)."""
        plan, masks = Plan.compile(self.network), []
        before = len(self.network.inputs)
        for stage in plan.stages:
            mask = np.zeros((before, stage.targets))
            for place in range(stage.targets):
                for link in self.network.incoming(plan.nodes[before + place]):
                    mask[plan.index(link.source), place] = 1.0
            masks.append(mask)
            before += stage.targets
        return tuple(masks)


def _dense(name: str, batch: int, *sizes: int, large: bool = False) -> Case:
    return Case(name, layered(*sizes), batch, sizes, large)


def points(count: int, columns: int = 2, outputs: int = 1) -> Dataset:
    """Uniform points; class 1 where x1 and x2 have the same sign, or the largest of the first."""
    x = np.random.default_rng(0).uniform(-1, 1, (count, columns))
    names = tuple(f"x{number}" for number in range(1, columns + 1))
    if outputs == 1:
        y, classes = (x[:, :1] * x[:, 1:2] > 0).astype(np.float64), 2
    else:
        y, classes = x[:, :outputs].argmax(axis=1)[:, np.newaxis].astype(np.float64), outputs
    samples = Samples(x, y)
    task = Task("classification", names, outputs=outputs, classes=classes)
    return Dataset(task, samples, samples, samples)


def sparse(neurons: int) -> Network:
    """Ten ranks; each neuron reads one of the rank before it and two of anywhere before it."""
    rng = np.random.default_rng(0)
    network, before, nodes = Network().add_input("x1").add_input("x2"), ["x1", "x2"], ["x1", "x2"]
    for rank in range(_RANKS):
        first = neurons * rank // _RANKS + 1
        here = [f"h{number}" for number in range(first, neurons * (rank + 1) // _RANKS + 1)]
        for name in here:
            network = network.add_neuron(Neuron(name, "tanh"))
            network = _linked(network, _sources(rng, before, nodes), name)
        before, nodes = here, [*nodes, *here]
    network = network.add_neuron(Neuron("y", "identity", output=True))
    return _linked(network, before, "y")


def _sources(rng: np.random.Generator, before: list[str], nodes: list[str]) -> Sequence[str]:
    drawn = [str(rng.choice(before)), *(str(name) for name in rng.choice(nodes, 2))]
    return tuple(dict.fromkeys(drawn))


def _linked(network: Network, sources: Sequence[str], target: str) -> Network:
    for source in sources:
        network = network.add_link(source, target)
    return network


CASES: Final = (
    _dense("2-2-1", 10, 2, 2, 1),
    _dense("2-4-2-1", 10, 2, 4, 2, 1),
    _dense("2-8-8-1", 10, 2, 8, 8, 1),
    _dense("2-8x6-1", 30, 2, *[8] * 6, 1),
    _dense("64-32-10", 32, 64, 32, 10, large=True),
    Case("2-1-1 skip", layered(2, 1, 1, skip="to-output"), 10),
    Case("sparse 200", sparse(200), 10, large=True),
)
