"""How a link or a node is drawn: the values that a lens gives to an item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tone = Literal["blue", "orange", "faint", "muted", "ink", "moss", "warn"]
"""A colour by its role in the theme (`widgets.theme.look.Theme`)."""

Dash = Literal["solid", "dashed", "dotted"]


@dataclass(frozen=True, slots=True)
class LinkLook:
    """How a link looks.

    Attributes:
        width: of the line, in scene units.
        tone: its colour.
        opacity: 0 (not to be seen) to 1.
        dash: kind of line.
        hair: whether it is drawn one pixel wide at any zoom (see `geometry.is_crowd`).
        label: a few characters at the middle of the link; empty for none.
        badge: name of an icon at the middle of the link; empty for none.
    """

    width: float
    tone: Tone
    opacity: float = 1.0
    dash: Dash = "solid"
    hair: bool = False
    label: str = ""
    badge: str = ""


@dataclass(frozen=True, slots=True)
class NodeLook:
    """How a node looks, besides what it has learnt.

    Attributes:
        bias: colour of the dot for its bias; None for a neuron without bias.
        opacity: of the whole node, 0 to 1.
        label: a few characters at its upper right corner; empty for none.
        badge: name of an icon there; empty for none.
    """

    bias: Tone | None = None
    opacity: float = 1.0
    label: str = ""
    badge: str = ""


CALM_LINK = LinkLook(1.5, "faint")
CALM_NODE = NodeLook("faint")
