"""Conversion of networks and training settings from and to JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from engine import Input, Link, Network, Neuron, Refused, Task, TrainingSettings
from engine.functions.activations import ACTIVATIONS
from engine.network_builder import NetworkBuilder
from engine.settings import SETTINGS
from levels.errors import AddFault, Path, nearest, shown
from levels.formats.solution import LinkFormat, NetworkFormat, NodeFormat, TrainingFormat
from levels.solution import Place

_INPUT: Final = re.compile(r"x\d+|x\d+\^2|x\d+\*x\d+|(sin|cos)\(x\d+\)")
_OUTPUT: Final = re.compile(r"y\d*")
_OF_NEURONS: Final = ("activation", "bias", "start_bias", "frozen", "frozen_bias")
_HIDDEN: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A network and the places of its nodes."""

    network: Network
    layout: Mapping[str, Place]


def read_network(
    source: NetworkFormat, add_fault: AddFault, path: Path = (), task: Task | None = None
) -> Drawing:
    """The network of a file; illegal parts are reported to ``add_fault`` and left out.

    Inputs and outputs that only links name are added; so are the outputs of the task.
    """
    builder, layout = NetworkBuilder(), dict[str, Place]()
    for number, node in enumerate(source.nodes):
        try:
            _add_node(builder, node)
        except Refused as fault:
            add_fault((*path, "nodes", number, *_field_at_fault(fault)), fault.reason)
        else:
            if node.at is not None:
                layout[node.id] = node.at
    for number, link in enumerate(source.links):
        try:
            _add_link(builder, link)
        except Refused as fault:
            add_fault((*path, "links", number), fault.reason)
    network = builder.network()
    if task is not None:
        network = complete(network, task)
    return Drawing(network, MappingProxyType(layout))


def complete(network: Network, task: Task) -> Network:
    """The network with the output neurons of the task that it lacks."""
    for node_id in task.output_ids:
        if node_id not in network.nodes:
            network = network.add_neuron(Neuron(node_id, activation="identity", output=True))
    return network


def read_training(source: TrainingFormat, base: TrainingSettings) -> TrainingSettings:
    """The settings of a file over those of the level; null means unset, but where it is a value."""
    given = {
        name: getattr(source, name)
        for name, row in SETTINGS.items()
        if name in source.model_fields_set and (row.null or getattr(source, name) is not None)
    }
    return replace(base, **given)


def write_network(network: Network, layout: Mapping[str, Place]) -> dict[str, object]:
    """The JSON of a network; `read_network` gives the same network and places again."""
    nodes = [_node_json(node, layout.get(node.id)) for node in network.nodes.values()]
    return {"nodes": nodes, "links": [link_json(link) for link in network.links]}


def link_json(link: Link) -> list[str | float | None]:
    """The JSON of a link: source, target, and weight and "frozen" where they are set."""
    if link.frozen:
        return [*link.key, link.start_weight, "frozen"]
    return [*link.key] if link.start_weight is None else [*link.key, link.start_weight]


def write_training(settings: TrainingSettings) -> dict[str, object]:
    """The JSON of all training settings."""
    return {name: row.value(settings) for name, row in SETTINGS.items()}


def _add_node(builder: NetworkBuilder, node: NodeFormat) -> None:
    if _INPUT.fullmatch(node.id):
        if any(getattr(node, field) is not None for field in _OF_NEURONS):
            raise Refused("plain-input", f"“{node.id}” is an input: it has only an id and a place.")
        builder.add_input(node.id)
        return
    if not _HIDDEN.fullmatch(node.id):
        raise Refused(
            "node-name",
            f"“{shown(node.id)}” is neither an input (as x1, x1^2, sin(x1)) nor a name "
            "of letters, digits and _.",
        )
    output = bool(_OUTPUT.fullmatch(node.id))
    activation = node.activation or ("identity" if output else "tanh")
    if activation not in ACTIVATIONS:
        known = nearest(activation, ACTIVATIONS)
        raise Refused("no-such-activation", f"Unknown activation “{shown(activation)}”{known}")
    bias = node.bias is not False
    if node.start_bias is not None and not bias:
        raise Refused("no-bias", f"“{node.id}” has no bias, so it can have no start_bias.")
    if node.frozen_bias and not bias:
        raise Refused("no-bias-to-freeze", f"“{node.id}” has no bias, so there is none to freeze.")
    frozen, frozen_bias = node.frozen is True, node.frozen_bias is True
    builder.add_neuron(
        Neuron(node.id, activation, bias, output, node.start_bias, frozen, frozen_bias)
    )


def _field_at_fault(fault: Refused) -> Path:
    fields = {
        "no-such-activation": "activation",
        "no-bias": "start_bias",
        "no-bias-to-freeze": "frozen_bias",
        "node-name": "id",
    }
    return (fields[fault.code],) if fault.code in fields else ()


def _add_link(builder: NetworkBuilder, link: LinkFormat) -> None:
    source, target = link[0], link[1]
    for end in (source, target):
        if end not in builder and _INPUT.fullmatch(end):
            builder.add_input(end)
        elif end not in builder and _OUTPUT.fullmatch(end):
            builder.add_neuron(Neuron(end, activation="identity", output=True))
    weight = link[2] if len(link) > 2 else None
    builder.add_link(Link(source, target, weight, frozen=len(link) == 4))


def _node_json(node: Input | Neuron, place: Place | None) -> dict[str, object]:
    fields: dict[str, object] = {"id": node.id}
    if isinstance(node, Neuron):
        fields |= {"activation": node.activation, "bias": node.bias}
        if node.start_bias is not None:
            fields["start_bias"] = node.start_bias
        fields |= {field: True for field in ("frozen", "frozen_bias") if getattr(node, field)}
    return fields if place is None else fields | {"at": list(place)}
