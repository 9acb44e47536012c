"""Builds a network node by node and link by link, in time proportional to its size.

`Network.add_link` returns a new network each time, which for a file of thousands of links takes
time proportional to their square. The rules and their reasons are the same here.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.network import Input, Link, LinkKey, Network, Neuron, Node, check_link, check_new_node


class NetworkBuilder:
    """Collects nodes and links; `network` gives the whole.

    Which nodes each node leads to is kept as a set of bits in one integer, and so is which nodes
    lead to it. Asking for a cycle is one operation, a link that opens no new way changes nothing,
    and one that does changes only the nodes that it connects.
    """

    def __init__(self) -> None:
        self._nodes: dict[str, Node] = {}
        self._links: dict[LinkKey, Link] = {}
        self._bits: dict[str, int] = {}
        self._below: dict[str, int] = {}
        self._above: dict[str, int] = {}
        self._names: list[str] = []

    def __contains__(self, node_id: str) -> bool:
        return node_id in self._nodes

    def add_input(self, name: str) -> None:
        """Add the input of that feature; Refused when its name is taken."""
        self._add(Input(name))

    def add_neuron(self, neuron: Neuron) -> None:
        """Add a neuron; Refused when its id is taken."""
        self._add(neuron)

    def add_link(self, link: Link) -> None:
        """Add a link; LinkRefused when the rules of `Network.check_link` forbid it."""
        check_link(self._nodes, self._links, self._reaches, *link.key)
        self._links[link.key] = link
        below, above = self._below[link.target], self._above[link.source]
        if below & ~self._below[link.source]:
            for node in self._named(above):
                self._below[node] |= below
            for node in self._named(below):
                self._above[node] |= above

    def network(self) -> Network:
        """The network as it is now."""
        nodes = self._nodes.values()
        return Network(
            inputs=tuple(node for node in nodes if isinstance(node, Input)),
            neurons=tuple(node for node in nodes if isinstance(node, Neuron)),
            links=tuple(self._links.values()),
        )

    def _add(self, node: Node) -> None:
        check_new_node(self._nodes, node.id)
        self._nodes[node.id] = node
        own = 1 << len(self._bits)
        self._bits[node.id] = self._below[node.id] = self._above[node.id] = own
        self._names.append(node.id)

    def _named(self, bits: int) -> Iterator[str]:
        """The nodes of a set of bits."""
        while bits:
            lowest = bits & -bits
            yield self._names[lowest.bit_length() - 1]
            bits ^= lowest

    def _reaches(self, start: str, goal: str) -> bool:
        return bool(self._below[start] & self._bits[goal])
