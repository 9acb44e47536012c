"""A solution as a value: a network, how to train it, where its nodes stand, and a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from engine import Network, TrainingSettings

Place = tuple[float, float]
_NOWHERE: Mapping[str, Place] = MappingProxyType({})


@dataclass(frozen=True)
class Solution:
    """What a player builds and keeps, and what an author proves a level with.

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
        """The same with another network; places of nodes that are gone are dropped."""
        places = self.layout if layout is None else layout
        kept = {node: places[node] for node in network.nodes if node in places}
        return replace(self, network=network, layout=MappingProxyType(kept))
