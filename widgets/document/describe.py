"""Nodes and links in words, for screen readers and the outline."""

from __future__ import annotations

from collections.abc import Collection

from engine import Input, LinkKey, Network, Task
from engine.wording import counted
from engine.wording import listed as listed_words
from widgets.document.names import activation_label, link_title, node_title


def kind_of(network: Network, node_id: str) -> str:
    """What a node is: "input", "tanh neuron", "output"."""
    node = network.nodes[node_id]
    if isinstance(node, Input):
        return "input"
    return "output" if node.output else f"{activation_label(node.activation)} neuron"


def describe(network: Network, node_id: str | None, task: Task | None = None) -> str:
    """One sentence on a node and its links; empty for none."""
    if node_id is None or node_id not in network.nodes:
        return ""
    fed_by = [node_title(network, link.source, task) for link in network.incoming(node_id)]
    feeds = [node_title(network, link.target, task) for link in network.outgoing(node_id)]
    parts = [f"{node_title(network, node_id, task)}, {kind_of(network, node_id)}"]
    if fed_by:
        parts.append(f"fed by {', '.join(fed_by)}")
    if feeds:
        parts.append(f"feeds {', '.join(feeds)}")
    if not fed_by and not feeds:
        parts.append("not linked")
    return "; ".join(parts)


def listed(
    network: Network,
    nodes: Collection[str],
    links: Collection[LinkKey],
    task: Task | None = None,
) -> str:
    """Nodes and links in a few words: "h₁", "link x₁ to y", "2 inputs and 1 link"."""
    titles = [node_title(network, node, task) for node in nodes]
    titles += [f"link {link_title(network, key, task)}" for key in links]
    if len(titles) == 1:
        return titles[0]
    inputs = sum(own.id in nodes for own in network.inputs)
    parts = ((inputs, "input"), (len(nodes) - inputs, "neuron"), (len(links), "link"))
    return listed_words([counted(count, thing) for count, thing in parts if count])
