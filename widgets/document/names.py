"""How nodes and activations are called on screen: x₁² rather than x1^2."""

from __future__ import annotations

import re
from typing import Final

from engine import Input, LinkKey, Network
from engine.functions.activations import ACTIVATIONS
from engine.wording import counted as counted

_SUBSCRIPT: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SUPERSCRIPT: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_COLUMN: Final = re.compile(r"\b([A-Za-z])(\d+)\b")
_POWER: Final = re.compile(r"\^(\d+)")
_CALL: Final = re.compile(r"\b(sin|cos)\(([^()]*)\)")


def pretty(node_id: str) -> str:
    """The id of an input or output as it is written by hand: "x1*x2" gives "x₁·x₂"."""
    # Columns first: a raised figure counts as part of a word and would hide where one ends.
    text = _COLUMN.sub(lambda match: match[1] + match[2].translate(_SUBSCRIPT), node_id)
    text = _POWER.sub(lambda match: match[1].translate(_SUPERSCRIPT), text)
    return _CALL.sub(r"\1 \2", text).replace("*", "·")


def activation_label(name: str) -> str:
    """How an activation is shown ("ReLU"); an unknown one by its own name."""
    known = ACTIVATIONS.get(name)
    return name if known is None else known.label


def node_title(network: Network, node_id: str) -> str:
    """A node in a sentence: "x₁", "y", or "h2" for a hidden neuron."""
    node = network.nodes.get(node_id)
    named = isinstance(node, Input) or (node is not None and node.output)
    return pretty(node_id) if named else node_id


def link_title(network: Network, key: LinkKey) -> str:
    """A link in a sentence: "x₁ to h2"."""
    return f"{node_title(network, key.source)} to {node_title(network, key.target)}"
