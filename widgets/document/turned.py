"""What differs between two solutions when only start values were set, as by a slider."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine import LinkKey, Neuron
from engine.network import Link, Node
from levels import Solution


@dataclass(frozen=True, slots=True)
class Turned:
    """Links and neurons with another start value.

    Attributes:
        links: keys of the links.
        neurons: ids of the neurons.
    """

    links: tuple[LinkKey, ...]
    neurons: tuple[str, ...]


def turned(before: Solution, after: Solution) -> Turned | None:
    """What has another start value; None when anything else differs, or nothing does.

    Links and nodes that an edit leaves alone are the same objects before and after, so that this
    takes microseconds for hundreds of them.
    """
    old, new = before.network, after.network
    if old is new or before.layout != after.layout or before.training != after.training:
        return None
    if (len(old.links), len(old.nodes)) != (len(new.links), len(new.nodes)):
        return None
    pairs = zip(old.links, new.links, strict=True)
    links = [(one, other) for one, other in pairs if one is not other]
    both = zip(old.nodes.values(), new.nodes.values(), strict=True)
    nodes = [(one, other) for one, other in both if one is not other]
    if not (all(_turned_link(*pair) for pair in links) and all(_turned_node(*p) for p in nodes)):
        return None
    return Turned(tuple(own.key for _, own in links), tuple(own.id for _, own in nodes))


def _turned_link(one: Link, other: Link) -> bool:
    return replace(one, start_weight=other.start_weight) == other


def _turned_node(one: Node, other: Node) -> bool:
    if not (isinstance(one, Neuron) and isinstance(other, Neuron)):
        return one == other
    return replace(one, start_bias=other.start_bias) == other
