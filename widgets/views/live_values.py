"""The weights and biases that training has now, as far as the newest frame knows them."""

from __future__ import annotations

from engine import LinkKey, Network
from widgets.run_model import RunModel


def live_weight(run: RunModel, network: Network, key: LinkKey) -> float | None:
    """The weight of a link: from the run, else its start weight, else None."""
    frame = run.frame
    if frame is not None and key in frame.snapshot.plan.network.link_by_key:
        return frame.snapshot.weight(*key)
    link = network.link_by_key.get(key)
    return None if link is None else link.start_weight


def live_bias(run: RunModel, network: Network, node_id: str) -> float | None:
    """The bias of a neuron: from the run, else its start bias, else None."""
    frame = run.frame
    if frame is not None and node_id in frame.snapshot.plan.nodes:
        return frame.snapshot.bias(node_id)
    return network.neuron(node_id).start_bias
