"""Ablation: how much worse a network is without each of its parts.

Each variant is the network with one part taken away, as one more row of stacked parameters; so all
of them are evaluated in one pass, as replicas. Nothing is trained again: the figures are
those of the network with its present weights.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from engine.data import Dataset, Floats
from engine.functions.losses import loss_function
from engine.inspection.evaluate import outputs
from engine.metrics import Metric, usual_metric
from engine.network import LinkKey
from engine.plan import Plan
from engine.settings import TrainingSettings

_TOGETHER: Final = 256
"""Variants of one pass; larger networks take several, so that memory stays bounded."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What one part is worth.

    Attributes:
        loss_rise: validation loss without it minus validation loss with it; NaN where either is no
            number. About 0 or below: it can go.
        score_loss: how much worse the validation score is without it, in the unit of the metric.
        saves: parameters that go with it.
    """

    loss_rise: float
    score_loss: float
    saves: int


@dataclass(frozen=True, slots=True)
class Ablation:
    """What every part is worth.

    Attributes:
        loss, score: of the whole network on the validation set.
        links: without the link.
        biases: without the bias of the neuron.
        nodes: without all links out of a hidden neuron or an input.
    """

    loss: float
    score: float
    links: Mapping[LinkKey, Worth]
    biases: Mapping[str, Worth]
    nodes: Mapping[str, Worth]


def ablate(
    plan: Plan,
    parameters: Floats,
    dataset: Dataset,
    settings: TrainingSettings,
    metric: Metric | None = None,
) -> Ablation:
    """Take every link, bias, hidden neuron and input away, one at a time.

    Args:
        plan: the compiled network.
        parameters: shape (plan.size,).
        dataset: its validation set is what counts.
        settings: the loss is read.
        metric: of the scores; the usual one of the task when None.
    """
    measured = metric or usual_metric(dataset.task)
    network = plan.network
    cuttable = [*(node.id for node in network.inputs), *(own.id for own in network.hidden)]
    cuts = [[slot] for slot in (*plan.link_slots.values(), *plan.bias_slots.values())]
    cuts += [[plan.link_slots[link.key] for link in network.outgoing(node)] for node in cuttable]
    variants = np.tile(parameters, (1 + len(cuts), 1))
    for variant, slots in zip(variants[1:], cuts, strict=True):
        variant[slots] = 0.0
    losses, scores = validation_figures(plan, variants, dataset, settings, measured)
    with np.errstate(all="ignore"):
        rises, lost = losses[1:] - losses[0], measured.decline(scores[0], scores[1:])
    links, biases = len(plan.link_slots), len(plan.bias_slots)
    saves = [1] * (links + biases) + [_saves(plan, node) for node in cuttable]
    worths = [
        Worth(float(rise), float(loss), saved)
        for rise, loss, saved in zip(rises, lost, saves, strict=True)
    ]
    return Ablation(
        loss=float(losses[0]),
        score=float(scores[0]),
        links=dict(zip(plan.link_slots, worths[:links], strict=True)),
        biases=dict(zip(plan.bias_slots, worths[links : links + biases], strict=True)),
        nodes=dict(zip(cuttable, worths[links + biases :], strict=True)),
    )


def validation_figures(
    plan: Plan,
    variants: Floats,
    dataset: Dataset,
    settings: TrainingSettings,
    metric: Metric | None = None,
) -> tuple[Floats, Floats]:
    """Validation loss and score of each row of parameters; variants has shape (rows, plan.size)."""
    task, samples = dataset.task, dataset.validation
    loss, measured = loss_function(settings.loss, task), metric or usual_metric(task)
    targets = loss.targets(samples)[:, np.newaxis]
    losses, scores = np.empty(len(variants)), np.empty(len(variants))
    for first in range(0, len(variants), _TOGETHER):
        some = slice(first, first + _TOGETHER)
        with np.errstate(all="ignore"):
            values = outputs(plan, variants[some], samples.x, task.columns)
            losses[some] = loss.value(values, targets)
            scores[some] = measured.score(task, values, samples)
    return losses, scores


def _saves(plan: Plan, node_id: str) -> int:
    """Parameters at the node: links out of it, links into it, its bias."""
    network = plan.network
    touching = sum(1 for _ in network.outgoing(node_id)) + sum(1 for _ in network.incoming(node_id))
    return touching + (node_id in plan.bias_slots)
