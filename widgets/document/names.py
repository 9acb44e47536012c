"""What nodes and activations are called on screen, and refusals in these words."""

from __future__ import annotations

from functools import partial

from engine import Network, Refused, Task
from engine.functions.activations import ACTIVATIONS
from engine.titles import link_title as link_title
from engine.titles import node_title as node_title
from engine.titles import pretty as pretty
from engine.wording import counted as counted


def activation_label(name: str) -> str:
    """How an activation is shown ("ReLU"); an unknown one by its own name."""
    known = ACTIVATIONS.get(name)
    return name if known is None else known.label


def reason_of(network: Network, refusal: Refused, task: Task | None = None) -> str:
    """The sentence of a refusal, with each node called as on screen."""
    return refusal.reason_with(partial(node_title, network, task=task))
