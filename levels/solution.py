"""A solution as a value: name, network, training settings, and positions of the nodes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from engine import Network, TrainingSettings

Place = tuple[float, float]
_NOWHERE: Mapping[str, Place] = MappingProxyType({})


@dataclass(frozen=True)
class Solution:
    """A network with its training settings, built by a player or by a level's author.

    Attributes:
        name: what the player calls it, up to 80 characters.
        network: the network.
        training: its training settings.
        layout: centre of each node on the canvas in scene units, x to the right, y downwards;
            a node that is missing here is placed by the editor.
    """

    name: str
    network: Network
    training: TrainingSettings
    layout: Mapping[str, Place] = field(default_factory=lambda: _NOWHERE)

    def with_network(self, network: Network, layout: Mapping[str, Place] | None = None) -> Solution:
        """The solution with another network; positions of removed nodes are dropped."""
        places = self.layout if layout is None else layout
        kept = {node: places[node] for node in network.nodes if node in places}
        return replace(self, network=network, layout=MappingProxyType(kept))
