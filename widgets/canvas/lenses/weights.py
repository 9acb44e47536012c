"""The usual lens: width and colour of a link are its weight, the dash is its sign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QObject

from engine import LinkKey, Neuron
from engine.training.run import Frame
from widgets.canvas.items.geometry import fineness, is_crowd, link_width, strength
from widgets.canvas.items.looks import LinkLook, NodeLook, Tone
from widgets.canvas.lenses.lens import Lens
from widgets.document.document import Document

# Widths are drawn in steps that the eye does not see, so most frames leave most links alone.
_STEP: Final = 0.25
_OPACITY: Final = 0.86


class WeightsLens(Lens):
    """Weights and biases as training has them, else as they are to start from.

    Args:
        document: whose network is shown.
    """

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._frame: Frame | None = None

    def show_frame(self, frame: Frame | None) -> None:
        """Show the weights of a frame; links that it does not know show their start weights."""
        self._frame = frame

    def link(self, key: LinkKey) -> LinkLook:
        """Width, colour and dash by the weight; calm while none is known."""
        return next(self.links([key]))

    def links(self, keys: Iterable[LinkKey]) -> Iterator[LinkLook]:
        """How these links look, in their order."""
        links, frame = self._document.network.link_by_key, self._frame
        slots: Mapping[LinkKey, int] = {}
        values: list[float] = []
        if frame is not None:
            # As plain numbers: asking the array for thousands of single ones takes far longer.
            slots, values = frame.snapshot.plan.link_slots, frame.snapshot.parameters[0].tolist()
        for key in keys:
            slot = slots.get(key)
            weight = links[key].start_weight if slot is None else values[slot]
            yield weight_look(weight, len(links))

    def node(self, node_id: str) -> NodeLook:
        """The dot of the bias by its sign."""
        node, frame = self._document.network.nodes[node_id], self._frame
        if not isinstance(node, Neuron) or not node.bias:
            return NodeLook()
        bias = node.start_bias
        if frame is not None and node_id in frame.snapshot.plan.nodes:
            bias = frame.snapshot.bias(node_id)
        return NodeLook(bias_tone(bias))


def bias_tone(bias: float | None) -> Tone:
    """Blue for a positive bias, orange for a negative one, faint for none that is known or 0."""
    if bias is None or bias == 0.0:
        return "faint"
    return "blue" if bias > 0 else "orange"


def weight_look(weight: float | None, links: int) -> LinkLook:
    """How a link of that weight looks among so many links."""
    hair = is_crowd(links)
    width = link_width(weight) * (1.0 if hair else fineness(links))
    positive = None if weight is None else weight >= 0
    return _look(max(round(width / _STEP) * _STEP, _STEP), positive, hair)


@lru_cache(maxsize=512)
def _look(width: float, positive: bool | None, hair: bool) -> LinkLook:
    """One object for all links that look the same, so that comparing looks is quick."""
    if positive is None:
        return LinkLook(width, "faint", hair=hair)
    opacity = 0.2 + 0.75 * strength(width) if hair else _OPACITY
    return LinkLook(
        width,
        "blue" if positive else "orange",
        opacity,
        "solid" if positive else "dashed",
        hair,
    )
