"""What nodes are called in sentences and on screen: x₁² rather than x1^2, everywhere the same."""

from __future__ import annotations

import re
from typing import Final

from engine.data import Task
from engine.network import LinkKey, Network, Neuron

_SUBSCRIPT: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SUPERSCRIPT: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_COLUMN: Final = re.compile(r"\b([A-Za-z]\d+)\b")
_NUMBERED: Final = re.compile(r"(?<=[A-Za-z])\d+$")
_POWER: Final = re.compile(r"\^(\d+)")
_CALL: Final = re.compile(r"\b(sin|cos)\(")


def pretty(node_id: str, task: Task | None = None) -> str:
    """The id of an input or output as it is written by hand: "x1*x2" gives "x₁·x₂".

    A column that the task has a label for is called by it: "sepal length".
    """
    # Names and what is between them are written each for itself: a label may hold anything.
    parts = _COLUMN.split(node_id)
    parts[1::2] = [_column(name, task) for name in parts[1::2]]
    parts[::2] = [_operator(text) for text in parts[::2]]
    return "".join(parts)


def _column(name: str, task: Task | None) -> str:
    label = None if task is None else task.label(name)
    return name[0] + name[1:].translate(_SUBSCRIPT) if label is None else label


def _operator(text: str) -> str:
    text = _POWER.sub(lambda match: match[1].translate(_SUPERSCRIPT), text)
    return _CALL.sub(r"\1 ", text).replace(")", "").replace("*", "·")


def node_title(network: Network, node_id: str, task: Task | None = None) -> str:
    """The one name of a node on screen: "x₁²", "y", or "h₂" for a hidden neuron; see `pretty`.

    Ids of inputs and outputs are formulas; of a hidden neuron's only a last number is lowered.
    """
    node = network.nodes.get(node_id)
    if isinstance(node, Neuron) and not node.output:
        return _NUMBERED.sub(lambda match: match[0].translate(_SUBSCRIPT), node_id)
    return pretty(node_id, task)


def link_title(network: Network, key: LinkKey, task: Task | None = None) -> str:
    """A link in a sentence: "x₁ to h₂"."""
    ends = (node_title(network, end, task) for end in (key.source, key.target))
    return " to ".join(ends)
