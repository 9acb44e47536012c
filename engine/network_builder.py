"""Builds a network node by node and link by link, in time proportional to its size.

`Network.add_link` returns a new network each time, which for a file of thousands of links takes
time proportional to their square. The rules and their reasons are the same here.
"""

from __future__ import annotations

from engine.network import Input, Link, LinkKey, Network, Neuron, Node, check_link, check_new_node


class NetworkBuilder:
    """Collects nodes and links; `network` gives the whole.

    Which nodes each node leads to is kept as a set of bits in one integer, so that asking for a
    cycle is one operation and a link that opens no new way changes nothing.
    """

    def __init__(self) -> None:
        self._nodes: dict[str, Node] = {}
        self._links: dict[LinkKey, Link] = {}
        self._bits: dict[str, int] = {}
        self._below: dict[str, int] = {}

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
        fresh = self._below[link.target]
        if fresh & ~self._below[link.source]:
            source = self._bits[link.source]
            for node, below in self._below.items():
                if below & source:
                    self._below[node] = below | fresh

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
        self._bits[node.id] = self._below[node.id] = 1 << len(self._bits)

    def _reaches(self, start: str, goal: str) -> bool:
        return bool(self._below[start] & self._bits[goal])
