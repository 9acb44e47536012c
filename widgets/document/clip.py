"""A piece of a network on the clipboard, as a small JSON text.

Only what lies between the copied nodes travels. Inputs and outputs are named, so that a paste can
wire the piece to those that are there. The text of a clipboard may come from anywhere: it is
read strictly and refused in one sentence.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from engine import Input, Link, Network, Neuron, Refused
from levels.limits import MAX_COORDINATE
from levels.reading.networks import link_json
from levels.solution import Place, Solution

CLIP_TYPE: Final = "application/x-neural-bonsai-network"
_FORMAT: Final = 1
_MAX_CHARACTERS: Final = 1_000_000
_FREEZES: Final = ("frozen", "frozen_bias")


@dataclass(frozen=True)
class Clip:
    """Copied nodes, the links among them, and where they were."""

    inputs: tuple[str, ...]
    neurons: tuple[Neuron, ...]
    links: tuple[Link, ...]
    places: Mapping[str, Place]


def write_clip(solution: Solution, ids: Collection[str]) -> str:
    """The nodes of these ids, and the links among them, as text."""
    network, wanted = solution.network, set(ids)
    nodes: list[dict[str, object]] = [
        {"id": node.id, "input": True} for node in network.inputs if node.id in wanted
    ]
    nodes += [_written(neuron) for neuron in network.neurons if neuron.id in wanted]
    for node in nodes:
        node["at"] = list(solution.layout.get(str(node["id"]), (0.0, 0.0)))
    links = [link_json(link) for link in network.links if wanted.issuperset(link.key)]
    return json.dumps({"neural-bonsai-clip": _FORMAT, "nodes": nodes, "links": links})


def read_clip(text: str) -> Clip:
    """The piece of network in a text.

    Raises:
        Refused: when it is none.
    """
    if len(text) > _MAX_CHARACTERS:
        raise _nothing()
    try:
        content = json.loads(text)
        if content["neural-bonsai-clip"] != _FORMAT:
            raise _nothing()
        return _read(content)
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as fault:
        raise _nothing() from fault


def _written(neuron: Neuron) -> dict[str, object]:
    written: dict[str, object] = {
        "id": neuron.id,
        "activation": neuron.activation,
        "bias": neuron.bias,
    }
    if neuron.output:
        written["output"] = True
    if neuron.start_bias is not None:
        written["start_bias"] = neuron.start_bias
    return written | {field: True for field in _FREEZES if getattr(neuron, field)}


def _read(content: Mapping[str, list[dict[str, object]]]) -> Clip:
    nodes = content["nodes"]
    if not isinstance(nodes, list) or not all(isinstance(node, dict) for node in nodes):
        raise _nothing()
    inputs = tuple(_name(node["id"]) for node in nodes if node.get("input") is True)
    neurons = tuple(_neuron(node) for node in nodes if node.get("input") is not True)
    links = tuple(_link(written) for written in content["links"])
    # A network checks what only a whole can break: ids that occur twice, cycles, loose ends.
    whole = Network(tuple(Input(name) for name in inputs))
    for neuron in neurons:
        whole = whole.add_neuron(neuron)
    for link in links:
        whole = whole.add_link(*link.key, link.start_weight, frozen=link.frozen)
    if len(whole.nodes) != len(nodes) or not nodes:
        raise _nothing()
    return Clip(inputs, neurons, links, {_name(node["id"]): _place(node["at"]) for node in nodes})


def _neuron(node: Mapping[str, object]) -> Neuron:
    start = node.get("start_bias")
    return Neuron(
        id=_name(node["id"]),
        activation=_name(node["activation"]),
        bias=node["bias"] is True,
        output=node.get("output") is True,
        start_bias=None if start is None else _number(start),
        frozen=node.get("frozen") is True,
        frozen_bias=node.get("frozen_bias") is True,
    )


def _link(written: object) -> Link:
    if not isinstance(written, list) or len(written) not in (2, 3, 4):
        raise _nothing()
    has_weight = len(written) > 2 and written[2] is not None
    weight = _number(written[2]) if has_weight else None
    return Link(_name(written[0]), _name(written[1]), weight, written[3:] == ["frozen"])


def _place(at: object) -> Place:
    if not isinstance(at, list) or len(at) != 2:
        raise _nothing()
    x, y = map(_number, at)
    if max(abs(x), abs(y)) > MAX_COORDINATE:
        raise _nothing()
    return (x, y)


def _name(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 80:
        raise _nothing()
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _nothing()
    return float(value)


def _nothing() -> Refused:
    return Refused("no-clip", "The clipboard holds no part of a network.")
