"""Whether neurons can still learn: how much they vary over the data, and how steep they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from engine.data import Dataset, Floats
from engine.features import feature_values
from engine.functions.activations import ACTIVATIONS
from engine.kernels.numpy.forward import ForwardPass
from engine.network import Network, Neuron
from engine.plan import Plan
from engine.program import run

State = Literal["alive", "dead", "saturated"]

FLAT: Final = 1e-6
"""A neuron whose activation varies less than this over all training samples is constant."""
RESPONSIVE: Final = 0.01
"""A neuron responds to a sample where |f'| is at least this share of the steepest."""
SATURATED: Final = 0.05
"""A neuron that responds to less than this share of the samples is saturated."""


@dataclass(frozen=True, slots=True)
class NeuronHealth:
    """Whether a hidden neuron can still learn, over the training samples.

    Attributes:
        id: the neuron.
        state: "dead" (an activation that can saturate, and a span below `FLAT`), "saturated"
            (flat on both sides, and ``responsive`` below `SATURATED`) or "alive".
        span: largest activation minus smallest.
        slope: mean |f'(z)|.
        responsive: share of samples at which it is steep enough to learn from, 0 to 1.
    """

    id: str
    state: State
    span: float
    slope: float
    responsive: float


def neuron_health(plan: Plan, parameters: Floats, dataset: Dataset) -> tuple[NeuronHealth, ...]:
    """The hidden neurons that some input reaches, in the order of ``plan.nodes``.

    Args:
        plan: the compiled network.
        parameters: shape (plan.size,).
        dataset: its training samples are sent through.
    """
    sums, values = _pass(plan, parameters, dataset)
    hidden = {neuron.id: neuron for neuron in plan.network.hidden}
    return tuple(
        _health(hidden[node], sums[row], values[row])
        for node, row in zip(plan.nodes, plan.rows, strict=True)
        if node in hidden and is_fed(plan.network, hidden[node])
    )


def is_fed(network: Network, neuron: Neuron) -> bool:
    """Whether a path of links leads from an input to the neuron."""
    return any(network.reaches(node.id, neuron.id) for node in network.inputs)


def _pass(plan: Plan, parameters: Floats, dataset: Dataset) -> tuple[Floats, Floats]:
    """The z and the activation of every row, shape (plan.height, samples) each."""
    inputs = feature_values(plan.inputs, dataset.task.columns, dataset.train.x)
    forward = ForwardPass(plan, parameters[np.newaxis], inputs.shape[1])
    forward.head[...] = inputs[:, np.newaxis]
    run(forward.program)
    values = forward.activations[:, 0]
    sums = np.zeros_like(values)
    with np.errstate(all="ignore"):
        for stage in plan.stages:
            read = values[stage.low : stage.high]
            sums[stage.first : stage.last] = stage.block(parameters) @ read
    return sums, values


def _health(neuron: Neuron, sums: Floats, values: Floats) -> NeuronHealth:
    activation = ACTIVATIONS[neuron.activation]
    steepest = activation.steepest if activation.can_die else 1.0
    with np.errstate(all="ignore"):
        span = float(np.ptp(values))
        slopes = np.abs(activation.slope(sums))
        responsive = float((slopes >= RESPONSIVE * steepest).mean())
        slope = float(slopes.mean())
    state: State = "alive"
    if activation.can_die and span < FLAT:
        state = "dead"
    elif activation.can_saturate and responsive < SATURATED:
        state = "saturated"
    return NeuronHealth(neuron.id, state, span, slope, responsive)
