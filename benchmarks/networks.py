"""Layered networks, as papers write them: 2-2-1, with or without links that skip layers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from engine import Network, Neuron

Skip = Literal["none", "to-output", "all"]


def layered(*sizes: int, activation: str = "tanh", skip: Skip = "none") -> Network:
    """Layers of these sizes, each linked to the next; inputs are x1, x2, ...

    Args:
        sizes: inputs, hidden layers, outputs. One output is y, several are y1, y2, ...
        activation: of hidden neurons; outputs have the identity.
        skip: further links, from the inputs to the outputs or from each layer to all after it.
    """
    layers = [tuple(f"x{number}" for number in range(1, sizes[0] + 1))]
    network = Network()
    for name in layers[0]:
        network = network.add_input(name)
    for size in sizes[1:-1]:
        first = len(network.hidden) + 1
        layers.append(tuple(f"h{number}" for number in range(first, first + size)))
        for name in layers[-1]:
            network = network.add_neuron(Neuron(name, activation))
    outputs = sizes[-1]
    layers.append(("y",) if outputs == 1 else tuple(f"y{n}" for n in range(1, outputs + 1)))
    for name in layers[-1]:
        network = network.add_neuron(Neuron(name, "identity", output=True))
    for source, target in _links(layers, skip):
        network = network.add_link(source, target)
    return network


def _links(layers: list[tuple[str, ...]], skip: Skip) -> Iterator[tuple[str, str]]:
    last = len(layers) - 1
    for after in range(1, last + 1):
        for before in range(after):
            jumps = skip == "all" or (skip == "to-output" and before == 0 and after == last)
            if before == after - 1 or jumps:
                yield from ((one, other) for one in layers[before] for other in layers[after])
