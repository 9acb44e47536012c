"""What a lens is: it says how each link and node looks, and items draw no more than that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from engine import LinkKey
from engine.training.run import Frame
from widgets.canvas.items.looks import CALM_LINK, CALM_NODE, LinkLook, NodeLook


@dataclass(frozen=True, slots=True)
class LegendRow:
    """One line of a legend: a link that looks so, and what that means."""

    look: LinkLook
    text: str


class Lens(QObject):
    """A way of colouring the network. The base shows everything grey.

    Signals:
        changed: links or nodes look different now.
    """

    changed = Signal()

    def link(self, key: LinkKey) -> LinkLook:  # noqa: ARG002
        """How a link of the network on the canvas looks."""
        return CALM_LINK

    def links(self, keys: Iterable[LinkKey]) -> Iterator[LinkLook]:
        """How these links look, in their order; for all of a network at once."""
        return map(self.link, keys)

    def node(self, node_id: str) -> NodeLook:  # noqa: ARG002
        """How a node of the network on the canvas looks."""
        return CALM_NODE

    def rows(self, what: str | LinkKey) -> tuple[tuple[str, str], ...]:  # noqa: ARG002
        """What it adds to the card of a node or link: pairs of label and value."""
        return ()

    @property
    def title(self) -> str:
        """The heading of its legend; empty where it needs no legend."""
        return ""

    @property
    def legend(self) -> tuple[LegendRow, ...]:
        """What its looks mean."""
        return ()

    def show_frame(self, frame: Frame | None) -> None:
        """Take over a newer frame; None when there is no run."""

    def set_active(self, active: bool) -> None:
        """Whether it is in use; a lens measures only while it is."""
