"""Spaces to search in, and a second way to tell whether two networks differ in names only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import permutations

import pytest

from engine import Network
from engine.search.space import SearchSpace

ACTIVATIONS = ("tanh", "sigmoid", "relu", "abs")


@pytest.fixture(scope="session")
def space() -> Callable[..., SearchSpace]:
    """Makes a space of so many inputs, hidden activations, outputs and their activations."""

    def make(
        inputs: int = 2, activations: int = 1, outputs: int = 1, answers: int = 1, **rules
    ) -> SearchSpace:
        return SearchSpace(
            inputs=tuple(f"x{number}" for number in range(1, inputs + 1)),
            outputs=tuple(f"y{number}" for number in range(1, outputs + 1)),
            activations=ACTIVATIONS[:activations],
            output_activations=("identity", "abs")[:answers],
            **rules,
        )

    return make


Facts = tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str, bool], ...]]


@pytest.fixture(scope="session")
def least_facts() -> Callable[[Network], Facts]:
    """Links and neurons of a network, least over all ways to name its hidden neurons."""

    def facts(network: Network, names: Mapping[str, str]) -> Facts:
        def name(node: str) -> str:
            return names.get(node, node)

        links = sorted((name(link.source), name(link.target)) for link in network.links)
        neurons = sorted((name(own.id), own.activation, own.bias) for own in network.neurons)
        return tuple(links), tuple(neurons)

    def least(network: Network) -> Facts:
        own = [neuron.id for neuron in network.hidden]
        fresh = [f"#{number}" for number in range(len(own))]
        namings = (dict(zip(own, order, strict=True)) for order in permutations(fresh))
        return min(facts(network, names) for names in namings)

    return least
