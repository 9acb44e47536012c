"""What a lens is: it says how each link and node looks, and items draw no more than that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Signal

from engine import LinkKey
from engine.training.run import Frame

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


@dataclass(frozen=True, slots=True)
class LegendRow:
    """One line of a legend: a link that looks so, and what that means."""

    look: LinkLook
    text: str


class Lens(QObject):
    """A way of colouring the network. The base shows everything calm and grey.

    Signals:
        changed: links or nodes look different now.
    """

    changed = Signal()

    def link(self, key: LinkKey) -> LinkLook:  # noqa: ARG002
        """How a link of the network on the canvas looks."""
        return CALM_LINK

    def node(self, node_id: str) -> NodeLook:  # noqa: ARG002
        """How a node of the network on the canvas looks."""
        return CALM_NODE

    def rows(self, what: str | LinkKey) -> tuple[tuple[str, str], ...]:  # noqa: ARG002
        """What it adds to the card of a node or link: pairs of label and value."""
        return ()

    @property
    def title(self) -> str:
        """What its legend is headed with; empty where it needs no legend."""
        return ""

    @property
    def legend(self) -> tuple[LegendRow, ...]:
        """What its looks mean."""
        return ()

    def show_frame(self, frame: Frame | None) -> None:
        """Training has come so far; None when there is no run."""

    def set_active(self, active: bool) -> None:
        """Whether anybody looks through it; one that measures rests otherwise."""


CALM_LINK = LinkLook(1.5, "faint")
CALM_NODE = NodeLook("faint")
