"""What a search might have found, as short as a test wants to write it."""

from __future__ import annotations

from engine import Network
from engine.network import Input, Link, Neuron
from engine.search.frontier import BestOfSize, Frontier, TriedSize


def best(size: int, score: float | None = 0.98, passed: int = 97, *, judged: bool = True):
    """A network of that size: so many inputs linked to the output."""
    names = [f"x{place + 1}" for place in range(size)]
    network = Network(
        tuple(map(Input, names)),
        (Neuron("y", "identity", bias=False, output=True),),
        tuple(Link(name, "y") for name in names),
    )
    return BestOfSize(network, passed, 100, score, judged)


def tried(*wirings: int, passed: int = 0) -> tuple[TriedSize, ...]:
    """Sizes from 1 on, of which so many wirings were tried; ``passed`` of the last passed."""
    last = len(wirings)
    return tuple(
        TriedSize(size, count, passed if size == last else 0, 8)
        for size, count in enumerate(wirings, 1)
    )


KNOWN = Frontier((best(4, 0.98), best(6, 0.975), best(9, 0.99)), tried(2, 24, 286), 4508)
"""Four is the least: all 312 smaller networks failed."""
OPEN = Frontier((best(6, 0.7, 1, judged=False), best(7)), tried(2), 20_000)
"""Between one and seven parameters little was tried."""
