"""A wiring that can be trained: a skeleton with activations and biases, under a key of its own.

**Key**: one word for each neuron, hidden ones before outputs, in canonical order, with one blank
between two words::

    h1=abs(x1,x2,+b) y=identity(x1,h1)

A word is ``id=activation(sources)``: sources are ids of inputs, in the space's order, then of
hidden neurons; ``+b`` at the end stands for a bias. Ids hold neither commas, blanks, ``=`` nor
``+``, so that a key is read in one way only, features such as ``sin(x1)`` included. What is
between the outer brackets is one parameter each. Two networks have the same key exactly when they
differ in the names of hidden neurons, in order, in start weights or in freezes only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from engine.errors import Refused
from engine.network import Input, Link, Network, Neuron
from engine.search.canonical import canonical
from engine.search.skeleton import Skeleton, bits, mask_of
from engine.search.space import SearchSpace

_WORD = re.compile(r"([^=,+ ]+)=([a-z0-9-]+)\(([^=+ ]+?)(,\+b)?\)")


class Kind(NamedTuple):
    """What a neuron is, apart from its links: its activation, and whether it has a bias."""

    activation: str
    bias: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """One wiring of each class of those that differ in the names of hidden neurons only.

    `of`, `parse` and `engine.search.enumeration` make them; other combinations of the fields may
    not be canonical.

    Attributes:
        space: what it was built in; names its inputs and outputs.
        skeleton: its links, canonical.
        hidden: kinds of the hidden neurons, the least under the skeleton's automorphisms.
        outputs: kinds of the outputs.
    """

    space: SearchSpace
    skeleton: Skeleton
    hidden: tuple[Kind, ...]
    outputs: tuple[Kind, ...]

    @property
    def parameters(self) -> int:
        """Number of links and biases."""
        return self.skeleton.links + sum(kind.bias for kind in (*self.hidden, *self.outputs))

    @property
    def key(self) -> str:
        """Its name, for people and tables; see this module."""
        return " ".join(
            f"{node}={kind.activation}({','.join([*sources, '+b'] if kind.bias else sources)})"
            for node, kind, sources in self._rows()
        )

    def network(self) -> Network:
        """The network, with those inputs that it uses, and hidden neurons h1, h2, ..."""
        used = bits(self.skeleton.used & self.skeleton.all_inputs)
        hidden = len(self.hidden)
        rows = list(self._rows())
        return Network(
            inputs=tuple(Input(self.space.inputs[place]) for place in used),
            neurons=tuple(
                Neuron(node, kind.activation, bias=kind.bias, output=place >= hidden)
                for place, (node, kind, _) in enumerate(rows)
            ),
            links=tuple(Link(source, node) for node, _, sources in rows for source in sources),
        )

    @classmethod
    def of(cls, network: Network, space: SearchSpace) -> Candidate:
        """The candidate of a network; start weights, freezes and inputs without links are left out.

        Raises:
            Refused: when the network is not of the space, or some neuron is fed by nothing or
                leads to no output.
        """
        _check_nodes(network, space)
        hidden = _ordered(network)
        skeleton = _skeleton(network, space, hidden)
        _check_links(skeleton, space, hidden)
        form = canonical(skeleton)
        kinds = [_kind(network.neuron(hidden[place])) for place in form.order]
        outputs = tuple(_kind(network.neuron(node)) for node in space.outputs)
        return cls(space, form.skeleton, form.symmetry.least(kinds), outputs)

    @classmethod
    def parse(cls, key: str, space: SearchSpace) -> Candidate:
        """The candidate of a key. Hidden neurons may have any names and any order in it.

        Raises:
            Refused: for a text that is no key, or a wiring that is not of the space.
        """
        words = [_parsed(word) for word in key.split(" ")]
        network = Network(inputs=tuple(Input(name) for name in space.inputs))
        for node, kind, _ in words:
            output = node in space.outputs
            network = network.add_neuron(Neuron(node, kind.activation, kind.bias, output))
        for node, _, sources in words:
            for source in sources:
                network = network.add_link(source, node)
        return cls.of(network, space)

    def _rows(self) -> Iterator[tuple[str, Kind, list[str]]]:
        """Id, kind and ids of the sources of each neuron."""
        ids = self.space.hidden_ids(len(self.hidden))
        nodes = (*self.space.inputs, *ids)
        masks = (*self.skeleton.hidden, *self.skeleton.outputs)
        kinds = (*self.hidden, *self.outputs)
        for node, kind, mask in zip((*ids, *self.space.outputs), kinds, masks, strict=True):
            yield node, kind, [nodes[source] for source in bits(mask)]


def _kind(neuron: Neuron) -> Kind:
    return Kind(neuron.activation, neuron.bias)


def _parsed(word: str) -> tuple[str, Kind, list[str]]:
    """Id, kind and sources of one word of a key."""
    match = _WORD.fullmatch(word)
    if not match:
        raise Refused(
            "unreadable-key",
            f"“{word}” is no neuron of a key; one looks like “h1=tanh(x1,x2,+b)”.",
        )
    node, activation, sources, bias = match.groups()
    return node, Kind(activation, bias is not None), sources.split(",")


def _check_nodes(network: Network, space: SearchSpace) -> None:
    """Raise `Refused` for nodes that the space does not offer."""
    outputs = [neuron.id for neuron in network.outputs]
    if sorted(outputs) != sorted(space.outputs):
        raise Refused("wrong-outputs", f"The outputs must be {_listing(space.outputs)}.")
    for node in network.inputs:
        if node.id not in space.inputs:
            raise Refused("input-not-allowed", "There is no input “{node}” here.", node=node.id)
    number = len(network.hidden)
    if number and not space.can_grow(number - 1):
        limit = space.max_neurons if space.activations else 0
        raise Refused(
            "too-many-neurons", f"Hidden neurons allowed: {limit}, and there are {number}."
        )
    for neuron in network.neurons:
        offered = space.output_activations if neuron.output else space.activations
        if neuron.activation not in offered:
            raise Refused(
                "activation-not-allowed",
                f"“{{node}}” may use {_listing(offered)}, not {neuron.activation}.",
                node=neuron.id,
            )


def _check_links(skeleton: Skeleton, space: SearchSpace, hidden: Sequence[str]) -> None:
    """Raise `Refused` for links that the space does not allow, and for those that are missing."""
    for node, mask in zip(
        (*hidden, *space.outputs), (*skeleton.hidden, *skeleton.outputs), strict=True
    ):
        if not mask:
            raise Refused("not-fed", "No link leads to “{node}”.", node=node)
    for place in bits(skeleton.idle):
        node = hidden[place - skeleton.inputs]
        raise Refused("leads-nowhere", "No link leaves “{node}”.", node=node)
    unused = [space.inputs[place] for place in bits(skeleton.all_inputs & ~skeleton.used)]
    if space.every_input and unused:
        raise Refused("input-unused", "No link leaves “{node}”.", node=unused[0])
    if not space.skip_links and skeleton.skips():
        raise Refused("skip-link", "All paths to a neuron must be equally long here.")


def _ordered(network: Network) -> list[str]:
    """Ids of the hidden neurons, sources before followers."""
    sources: Mapping[str, set[str]] = {neuron.id: set() for neuron in network.hidden}
    for link in network.links:
        if link.source in sources and link.target in sources:
            sources[link.target].add(link.source)
    order: dict[str, None] = {}
    while len(order) < len(sources):
        order |= dict.fromkeys(
            node for node, own in sources.items() if node not in order and own <= order.keys()
        )
    return list(order)


def _skeleton(network: Network, space: SearchSpace, hidden: Sequence[str]) -> Skeleton:
    place = {node: number for number, node in enumerate((*space.inputs, *hidden))}
    masks = {
        node: mask_of([place[link.source] for link in network.incoming(node)])
        for node in (*hidden, *space.outputs)
    }
    return Skeleton(
        len(space.inputs),
        tuple(masks[node] for node in hidden),
        tuple(masks[node] for node in space.outputs),
    )


def _listing(names: Iterable[str]) -> str:
    return ", ".join(names) or "nothing"
