"""The network as a value: inputs, neurons, links, and the rules of wiring.

A `Network` never changes; each edit returns a new one. So it may be handed to another thread, kept
in an undo step or compared, and nobody has to copy it. Any acyclic wiring is legal: skip links,
single links, no layers needed. Each rule is stated once, as an exception with its reason
(`Network.check_link`); the boolean form (`Network.can_link`) is derived from it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from engine.errors import LinkRefused, Refused


class LinkKey(NamedTuple):
    """Where a link starts and ends; no two links of a network share it."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Input:
    """An input node; its id is the name of the feature it shows ("x1", "x1*x2", "sin(x1)")."""

    id: str


@dataclass(frozen=True, slots=True)
class Neuron:
    """``activation(bias + sum of weight * input)``.

    Attributes:
        id: unique among all nodes.
        activation: a name of `engine.functions.activations`.
        bias: whether it has a bias; a bias is one parameter.
        output: output neurons give the network's answer and feed nothing else.
        start_bias: the bias to start training from; None leaves it to the initializer (0).
        frozen: training leaves its bias and all links into it exactly alone.
        frozen_bias: training leaves its bias exactly alone.
    """

    id: str
    activation: str = "tanh"
    bias: bool = True
    output: bool = False
    start_bias: float | None = None
    frozen: bool = False
    frozen_bias: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A weighted connection.

    Attributes:
        source, target: ids of the nodes at its ends.
        start_weight: the weight to start training from; None leaves it to the initializer.
        frozen: training leaves the weight exactly alone.
    """

    source: str
    target: str
    start_weight: float | None = None
    frozen: bool = False

    @property
    def key(self) -> LinkKey:
        """Source and target."""
        return LinkKey(self.source, self.target)


Node = Input | Neuron


@dataclass(frozen=True)
class Network:
    """A feed-forward graph of inputs, neurons and links.

    The order of the tuples is the order of drawing and has no meaning for the result.

    Raises:
        Refused: from every edit that breaks a rule; the network itself is always legal.
    """

    inputs: tuple[Input, ...] = ()
    neurons: tuple[Neuron, ...] = ()
    links: tuple[Link, ...] = ()

    # -- questions ---------------------------------------------------------------------------

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """Every node by its id, inputs first."""
        nodes: tuple[Node, ...] = (*self.inputs, *self.neurons)
        return {node.id: node for node in nodes}

    @cached_property
    def link_by_key(self) -> Mapping[LinkKey, Link]:
        """Every link by source and target."""
        return {link.key: link for link in self.links}

    @property
    def outputs(self) -> tuple[Neuron, ...]:
        """The output neurons, in order: output i answers for column or class i."""
        return tuple(neuron for neuron in self.neurons if neuron.output)

    @property
    def hidden(self) -> tuple[Neuron, ...]:
        """The neurons between inputs and outputs."""
        return tuple(neuron for neuron in self.neurons if not neuron.output)

    @cached_property
    def parameters(self) -> int:
        """Number of links plus number of biases: the size, and the main score."""
        return len(self.links) + sum(neuron.bias for neuron in self.neurons)

    def neuron(self, node_id: str) -> Neuron:
        """The neuron of that id; Refused when there is none (or it is an input)."""
        node = self.nodes.get(node_id)
        if not isinstance(node, Neuron):
            raise Refused("no-such-neuron", "There is no neuron “{node}”.", node=node_id)
        return node

    def incoming(self, node_id: str) -> Iterator[Link]:
        """Links that end at the node."""
        return (link for link in self.links if link.target == node_id)

    def outgoing(self, node_id: str) -> Iterator[Link]:
        """Links that start at the node."""
        return (link for link in self.links if link.source == node_id)

    def is_frozen(self, link: Link) -> bool:
        """Whether training leaves the link alone: it is frozen, or the neuron it feeds is."""
        return link.frozen or self.neuron(link.target).frozen

    def reaches(self, start: str, goal: str) -> bool:
        """Whether a path of links leads from ``start`` to ``goal`` (a node reaches itself)."""
        following: dict[str, list[str]] = {}
        for link in self.links:
            following.setdefault(link.source, []).append(link.target)
        seen, waiting = {start}, [start]
        while waiting:
            here = waiting.pop()
            if here == goal:
                return True
            fresh = [node for node in following.get(here, ()) if node not in seen]
            seen.update(fresh)
            waiting.extend(fresh)
        return False

    def fresh_id(self, stem: str = "h") -> str:
        """The first of h1, h2, ... that no node has."""
        number = 1
        while f"{stem}{number}" in self.nodes:
            number += 1
        return f"{stem}{number}"

    # -- rules -------------------------------------------------------------------------------

    def check_link(self, source: str, target: str) -> None:
        """Raise `LinkRefused` with the reason when a link from source to target is illegal."""
        check_link(self.nodes, self.link_by_key, self.reaches, source, target)

    def can_link(self, source: str, target: str) -> bool:
        """Whether `check_link` would not raise."""
        try:
            self.check_link(source, target)
        except LinkRefused:
            return False
        return True

    # -- edits: each returns a new network ---------------------------------------------------

    def add_input(self, name: str) -> Network:
        """With the input of that feature."""
        check_new_node(self.nodes, name)
        return replace(self, inputs=(*self.inputs, Input(name)))

    def add_neuron(self, neuron: Neuron) -> Network:
        """With one more neuron."""
        check_new_node(self.nodes, neuron.id)
        return replace(self, neurons=(*self.neurons, neuron))

    def add_link(
        self,
        source: str,
        target: str,
        start_weight: float | None = None,
        *,
        frozen: bool = False,
    ) -> Network:
        """With one more link; LinkRefused when the rules forbid it."""
        self.check_link(source, target)
        return replace(self, links=(*self.links, Link(source, target, start_weight, frozen)))

    def insert(self, neuron: Neuron, key: LinkKey) -> Network:
        """With the neuron in the middle of a link, which it replaces by two."""
        self._link(key)
        grown = self.remove(links=[key]).add_neuron(neuron)
        return grown.add_link(key.source, neuron.id).add_link(neuron.id, key.target)

    def remove(
        self,
        nodes: Collection[str] = (),
        links: Collection[LinkKey] = (),
        *,
        outputs: bool = False,
    ) -> Network:
        """Without these nodes, the links at them, and these links.

        Output neurons cannot go, unless ``outputs`` says that those among the nodes may.
        """
        for node_id in nodes:
            node = self.nodes.get(node_id)
            if isinstance(node, Neuron) and node.output and not outputs:
                raise Refused(
                    "output-stays", "“{node}” is the answer: it cannot be removed.", node=node_id
                )
        gone, cut = set(nodes), set(links)
        return Network(
            inputs=tuple(node for node in self.inputs if node.id not in gone),
            neurons=tuple(node for node in self.neurons if node.id not in gone),
            links=tuple(
                link
                for link in self.links
                if link.key not in cut and not gone.intersection(link.key)
            ),
        )

    def with_neuron(self, neuron: Neuron) -> Network:
        """With the neuron of the same id replaced."""
        self.neuron(neuron.id)
        neurons = (neuron if own.id == neuron.id else own for own in self.neurons)
        return replace(self, neurons=tuple(neurons))

    def with_start_weight(self, key: LinkKey, weight: float | None) -> Network:
        """With the start weight of one link set (None: drawn by the initializer)."""
        return self.with_link(replace(self._link(key), start_weight=weight))

    def with_link(self, link: Link) -> Network:
        """With the link between the same nodes replaced."""
        self._link(link.key)
        links = (link if own.key == link.key else own for own in self.links)
        return replace(self, links=tuple(links))

    def _link(self, key: LinkKey) -> Link:
        if key not in self.link_by_key:
            raise Refused(
                "no-such-link", "“{source}” and “{target}” are not linked.", **key._asdict()
            )
        return self.link_by_key[key]


def check_new_node(nodes: Mapping[str, Node], node_id: str) -> None:
    """Raise `Refused` when a node of that id is there already."""
    if node_id in nodes:
        raise Refused("duplicate-node", "There is a node “{node}” already.", node=node_id)


def check_link(
    nodes: Mapping[str, Node],
    links: Container[LinkKey],
    reaches: Callable[[str, str], bool],
    source: str,
    target: str,
) -> None:
    """Raise `LinkRefused` with the reason when a link from source to target is illegal.

    Args:
        nodes: every node by its id.
        links: the links that are there.
        reaches: whether a path of links leads from one node to another (a node reaches itself).
        source: id of the node where it is to start.
        target: id of the node where it is to end.
    """
    for end in (source, target):
        if end not in nodes:
            raise LinkRefused("no-such-node", "There is no node “{node}”.", node=end)
    if source == target:
        raise LinkRefused("self-link", "A neuron cannot feed itself.")
    if isinstance(nodes[target], Input):
        raise LinkRefused(
            "into-input", "“{target}” is an input: links only leave it.", target=target
        )
    start = nodes[source]
    if isinstance(start, Neuron) and start.output:
        raise LinkRefused(
            "from-output", "“{source}” is an output: links only enter it.", source=source
        )
    if LinkKey(source, target) in links:
        raise LinkRefused(
            "duplicate-link",
            "“{source}” and “{target}” are linked already.",
            source=source,
            target=target,
        )
    if reaches(target, source):
        raise LinkRefused("cycle", "This link would make a cycle: signals only flow forward.")
