"""X-ray: the forward and backward numbers of one sample.

Computed neuron by neuron as in a textbook, without any code of the kernels that train; a test
compares the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engine.data import Dataset, Floats, Samples
from engine.features import feature_values
from engine.functions.activations import ACTIVATIONS
from engine.functions.losses import loss_function
from engine.network import LinkKey
from engine.plan import Plan
from engine.program import run
from engine.settings import TrainingSettings


@dataclass(frozen=True, slots=True)
class NodeRay:
    """The numbers of one node.

    Attributes:
        z: bias + Σ weight · input; for an input its value.
        a: activation of z; for an input its value.
        slope: f'(z); 1 for an input.
        loss_by_a: d loss / d a, the sum over the links out of it (for an output, from the
            loss).
        loss_by_z: d loss / d z = loss_by_a · slope; it is also d loss / d bias.
    """

    z: float
    a: float
    slope: float
    loss_by_a: float
    loss_by_z: float


@dataclass(frozen=True, slots=True)
class LinkRay:
    """The numbers of one link.

    Attributes:
        weight: its weight.
        signal: weight · activation of the source: what it adds to z of the target.
        gradient: d loss / d weight = activation of the source · d loss / d z of the target.
        back: weight · d loss / d z of the target: its part of d loss / d a of the source.
    """

    weight: float
    signal: float
    gradient: float
    back: float


@dataclass(frozen=True, slots=True)
class XRay:
    """All numbers of one sample.

    Attributes:
        nodes: by id, in the order of ``plan.nodes``: inputs, by depth, outputs.
        links: by source and target.
        biases: bias of each neuron that has one; d loss / d bias is ``loss_by_z`` of the neuron.
        targets: what each output is compared with, by id: ±1 for classes where the loss is the
            squared error or there is one output, 1 or 0 for softmax, else the number.
        loss: of this sample alone, without L1 and L2.
    """

    nodes: Mapping[str, NodeRay]
    links: Mapping[LinkKey, LinkRay]
    biases: Mapping[str, float]
    targets: Mapping[str, float]
    loss: float


def xray(
    plan: Plan,
    parameters: Floats,
    dataset: Dataset,
    sample: tuple[Floats, Floats],
    settings: TrainingSettings,
) -> XRay:
    """Compute all numbers of one sample.

    Args:
        plan: the compiled network.
        parameters: shape (plan.size,).
        dataset: the task is read.
        sample: x, shape (columns,), and y, shape (1,) or (outputs,): rows of `Samples`.
        settings: the loss is read.

    Raises:
        DataError: when the sample does not fit the task.
    """
    task = dataset.task
    alone = Samples(np.atleast_2d(sample[0]), np.atleast_2d(sample[1]))
    inputs = feature_values(plan.inputs, task.columns, alone.x)[:, 0]
    values = {node: float(value) for node, value in zip(plan.inputs, inputs, strict=True)}
    weights = {key: float(parameters[slot]) for key, slot in plan.link_slots.items()}
    biases = {node: float(parameters[slot]) for node, slot in plan.bias_slots.items()}
    with np.errstate(all="ignore"):
        sums, slopes = _forward(plan, values, weights, biases)
        loss = loss_function(settings.loss, task)
        answers = np.array([values[own.id] for own in plan.network.outputs]).reshape(-1, 1, 1)
        targets = loss.targets(alone)[:, np.newaxis]
        gradient = np.empty_like(answers)
        run(loss.gradient(answers, targets, gradient))
        places = {own.id: place for place, own in enumerate(plan.network.outputs)}
        by_a = {node: float(gradient[place, 0, 0]) for node, place in places.items()}
        by_z = _backward(plan, by_a, weights, slopes)
        worth = float(loss.value(answers, targets)[0])
    return XRay(
        nodes={n: NodeRay(sums[n], values[n], slopes[n], by_a[n], by_z[n]) for n in plan.nodes},
        links={
            key: LinkRay(
                weight=weight,
                signal=weight * values[key.source],
                gradient=values[key.source] * by_z[key.target],
                back=weight * by_z[key.target],
            )
            for key, weight in weights.items()
        },
        biases=biases,
        targets={node: float(targets[place, 0, 0]) for node, place in places.items()},
        loss=worth,
    )


def _forward(
    plan: Plan,
    values: dict[str, float],
    weights: Mapping[LinkKey, float],
    biases: Mapping[str, float],
) -> tuple[dict[str, float], dict[str, float]]:
    """Fill in the activations; returns z and f'(z) of each node."""
    sums, slopes = dict(values), dict.fromkeys(values, 1.0)
    for node in plan.nodes[len(plan.inputs) :]:
        activation = ACTIVATIONS[plan.network.neuron(node).activation]
        z = biases.get(node, 0.0)
        for link in plan.network.incoming(node):
            z += weights[link.key] * values[link.source]
        sums[node] = z
        values[node] = float(activation(np.array([z]))[0])
        slopes[node] = float(activation.slope(np.array([z]))[0])
    return sums, slopes


def _backward(
    plan: Plan,
    by_a: dict[str, float],
    weights: Mapping[LinkKey, float],
    slopes: Mapping[str, float],
) -> dict[str, float]:
    """Fill in d loss / d a of each node; returns d loss / d z."""
    by_z: dict[str, float] = {}
    for node in reversed(plan.nodes):
        if node not in by_a:
            back = (weights[own.key] * by_z[own.target] for own in plan.network.outgoing(node))
            by_a[node] = float(sum(back))
        by_z[node] = by_a[node] * slopes[node]
    return by_z
