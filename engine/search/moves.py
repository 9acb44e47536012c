"""Small changes of a network: what a heuristic search tries around what it has.

All of these give networks in which each neuron is fed and leads to an output; what loses its
followers or all its sources goes too. Whether a space allows them is for `Candidate.of` to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final, TypeVar

import numpy as np

from engine.network import Input, Link, LinkKey, Network, Neuron
from engine.search.space import SearchSpace

Item = TypeVar("Item")
Move = Callable[[Network, SearchSpace, np.random.Generator], Network | None]
"""One random change; None where there is nothing of the kind to change."""


def tidied(network: Network) -> Network:
    """Without hidden neurons that nothing feeds or that lead nowhere, and without idle inputs."""
    while True:
        fed = {link.target for link in network.links}
        used = {link.source for link in network.links}
        idle = [own.id for own in network.hidden if own.id not in fed or own.id not in used]
        if not idle:
            spare = [node.id for node in network.inputs if node.id not in used]
            return network.remove(spare) if spare else network
        network = network.remove(idle)


def reductions(network: Network) -> Iterator[Network]:
    """Every smaller network that lacks one link, one bias or one hidden neuron.

    A hidden neuron goes in two ways: with its links, and so that its sources feed its followers,
    where that is smaller.
    """
    for neuron in network.neurons:
        if neuron.bias:
            yield network.with_neuron(replace(neuron, bias=False))
    for link in network.links:
        yield tidied(network.remove(links=[link.key]))
    for neuron in network.hidden:
        without = network.remove([neuron.id])
        yield tidied(without)
        bridged = without
        for before in network.incoming(neuron.id):
            for after in network.outgoing(neuron.id):
                if bridged.can_link(before.source, after.target):
                    bridged = bridged.add_link(before.source, after.target)
        if bridged.parameters < network.parameters:
            yield tidied(bridged)


# -- one random change of the same size ------------------------------------------------------------


def other_activation(
    network: Network, space: SearchSpace, random: np.random.Generator
) -> Network | None:
    """Another activation for one neuron."""
    neuron = network.neurons[random.integers(len(network.neurons))]
    offered = space.output_activations if neuron.output else space.activations
    others = [name for name in offered if name != neuron.activation]
    if not others:
        return None
    return network.with_neuron(replace(neuron, activation=_one(others, random)))


def moved_link(network: Network, space: SearchSpace, random: np.random.Generator) -> Network | None:
    """One link that starts or ends elsewhere."""
    link = network.links[random.integers(len(network.links))]
    without = _with_inputs(network.remove(links=[link.key]), space)
    nodes = list(without.nodes)
    fresh = _one(nodes, random)
    source, target = (fresh, link.target) if random.random() < 0.5 else (link.source, fresh)
    if (source, target) == link.key or not without.can_link(source, target):
        return None
    return tidied(without.add_link(source, target))


def moved_bias(network: Network, _: SearchSpace, random: np.random.Generator) -> Network | None:
    """A bias that goes from one neuron to another."""
    having = [own for own in network.neurons if own.bias]
    lacking = [own for own in network.neurons if not own.bias]
    if not having or not lacking:
        return None
    less = network.with_neuron(replace(_one(having, random), bias=False))
    return less.with_neuron(replace(_one(lacking, random), bias=True))


def link_for_bias(
    network: Network, space: SearchSpace, random: np.random.Generator
) -> Network | None:
    """A bias instead of a link, or a link instead of a bias."""
    if random.random() < 0.5:
        lacking = [own for own in network.neurons if not own.bias]
        if not lacking:
            return None
        grown = network.with_neuron(replace(_one(lacking, random), bias=True))
        return tidied(grown.remove(links=[_one(network.links, random).key]))
    having = [own for own in network.neurons if own.bias]
    if not having:
        return None
    return added_link(network.with_neuron(replace(_one(having, random), bias=False)), space, random)


# -- one random change that makes it larger --------------------------------------------------------


def added_link(network: Network, space: SearchSpace, random: np.random.Generator) -> Network | None:
    """One link more."""
    whole = _with_inputs(network, space)
    nodes, neurons = list(whole.nodes), [own.id for own in whole.neurons]
    source, target = _one(nodes, random), _one(neurons, random)
    return tidied(whole.add_link(source, target)) if whole.can_link(source, target) else None


def added_bias(network: Network, _: SearchSpace, random: np.random.Generator) -> Network | None:
    """One bias more."""
    lacking = [own for own in network.neurons if not own.bias]
    if not lacking:
        return None
    return network.with_neuron(replace(_one(lacking, random), bias=True))


def inserted_neuron(
    network: Network, space: SearchSpace, random: np.random.Generator
) -> Network | None:
    """A hidden neuron in the middle of a link."""
    if not space.can_grow(len(network.hidden)):
        return None
    neuron = Neuron(network.fresh_id(), _one(space.activations, random), bias=False)
    return network.insert(neuron, _one(network.links, random).key)


def added_neuron(
    network: Network, space: SearchSpace, random: np.random.Generator
) -> Network | None:
    """A hidden neuron more, beside the others: one source, one follower."""
    if not space.can_grow(len(network.hidden)):
        return None
    whole = _with_inputs(network, space)
    own = whole.fresh_id()
    sources = [node.id for node in whole.nodes.values() if not getattr(node, "output", False)]
    grown = whole.add_neuron(Neuron(own, _one(space.activations, random), bias=False))
    grown = grown.add_link(_one(sources, random), own)
    followers = [node.id for node in grown.neurons if grown.can_link(own, node.id)]
    return tidied(grown.add_link(own, _one(followers, random)))


VARIATIONS: Final[tuple[Move, ...]] = (
    other_activation,
    moved_link,
    moved_link,
    moved_bias,
    link_for_bias,
)
GROWTHS: Final[tuple[Move, ...]] = (
    added_link,
    added_link,
    added_bias,
    inserted_neuron,
    added_neuron,
)


# -- networks from nothing -------------------------------------------------------------------------


def dense(space: SearchSpace, widths: tuple[int, ...], activation: str, *, skip: bool) -> Network:
    """Layers of hidden neurons in which each node feeds all of the next layer, with all biases.

    Args:
        space: its first output activation is that of the outputs.
        widths: hidden neurons of each layer; none: inputs feed the outputs.
        activation: of the hidden neurons.
        skip: whether the inputs feed the outputs besides.
    """
    ids = iter(space.hidden_ids(sum(widths)))
    layers = [list(space.inputs), *([next(ids) for _ in range(width)] for width in widths)]
    layers.append(list(space.outputs))
    neurons = [Neuron(node, activation) for layer in layers[1:-1] for node in layer]
    neurons += [Neuron(node, space.output_activations[0], output=True) for node in space.outputs]
    pairs = {
        LinkKey(source, target): None
        for place, layer in enumerate(layers[:-1])
        for source in layer
        for target in layers[place + 1]
    }
    if skip:
        pairs |= {LinkKey(one, other): None for one in space.inputs for other in space.outputs}
    links = tuple(Link(*pair) for pair in pairs)
    return Network(tuple(map(Input, space.inputs)), tuple(neurons), links)


def random_network(space: SearchSpace, parameters: int, random: np.random.Generator) -> Network:
    """A network of about so many parameters: some hidden neurons, and links wherever they fit.

    Without skip links each hidden neuron belongs to a layer, and links lead to the next one.
    """
    most = parameters // 3
    number = int(random.integers(most // 3, most + 1))
    while number and not space.can_grow(number - 1):
        number -= 1
    layers = _random_layers(space, number, random)
    network = Network(
        tuple(map(Input, space.inputs)),
        tuple(
            Neuron(node, _one(space.activations, random), bias=False)
            for layer in layers[1:-1]
            for node in layer
        )
        + tuple(
            Neuron(node, _one(space.output_activations, random), bias=False, output=True)
            for node in space.outputs
        ),
    )
    for place in range(1, len(layers)):
        before = _sources(space, layers, place)
        for node in layers[place]:
            network = network.add_link(_one(before, random), node)
    for _ in range(4 * parameters):
        if network.parameters >= parameters:
            break
        if random.random() < 0.3:
            grown = added_bias(network, space, random)
        else:
            low = 1 + int(random.integers(len(layers) - 1))
            before = _sources(space, layers, low)
            source, target = _one(before, random), _one(layers[low], random)
            can = network.can_link(source, target)
            grown = network.add_link(source, target) if can else None
        network = grown or network
    return tidied(network)


def _random_layers(space: SearchSpace, number: int, random: np.random.Generator) -> list[list[str]]:
    """Inputs, hidden neurons in some layers, outputs."""
    ids = list(space.hidden_ids(number))
    layers: list[list[str]] = []
    while ids:
        width = 1 + int(random.integers(len(ids)))
        layers.append(ids[:width])
        ids = ids[width:]
    return [list(space.inputs), *layers, list(space.outputs)]


def _sources(space: SearchSpace, layers: list[list[str]], place: int) -> list[str]:
    """Nodes that may feed those of a layer."""
    if not space.skip_links:
        return layers[place - 1]
    return [node for layer in layers[:place] for node in layer]


def _with_inputs(network: Network, space: SearchSpace) -> Network:
    """With all inputs of the space, so that links may start there."""
    for name in space.inputs:
        if name not in network.nodes:
            network = network.add_input(name)
    return network


def _one(items: Sequence[Item], random: np.random.Generator) -> Item:
    return items[int(random.integers(len(items)))]
