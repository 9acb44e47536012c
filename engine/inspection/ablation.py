"""Ablation: how much worse a network is without each of its parts.

Each variant is the network with one part taken away, as one more row of stacked parameters; so all
of them are evaluated in one pass, as replicas. Nothing is trained again: the figures are
those of the network with its present weights.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from engine.data import Dataset, Floats
from engine.functions.losses import loss_function
from engine.inspection.evaluate import outputs
from engine.job import result_of
from engine.kernels.choice import KernelMaker
from engine.metrics.metric import Metric
from engine.metrics.metrics import usual_metric
from engine.network import LinkKey
from engine.plan import Plan
from engine.settings import TrainingSettings

_TOGETHER: Final = 256
"""Variants of one pass at most; larger networks take several, so that memory stays bounded."""
_PRODUCTS: Final = 4_000_000
"""Multiplications of one pass at most, a few milliseconds, so that a stop is answered soon."""


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


@dataclass(frozen=True, slots=True, eq=False)
class AblationJob:
    """Ablation in small slices, beside a run; see `engine.job`.

    Attributes:
        plan: the compiled network.
        parameters: shape (plan.size,).
        dataset: its validation set is what counts.
        settings: the loss is read.
        metric: of the scores; the usual one of the task when None.
    """

    plan: Plan
    parameters: Floats
    dataset: Dataset
    settings: TrainingSettings
    metric: Metric | None = None

    def begin(self, kernel: KernelMaker | None = None) -> Generator[float, None, Ablation]:
        """Take every link, bias, hidden neuron and input away, one at a time.

        Args:
            kernel: not used, as nothing is trained.

        Yields:
            The share that is done, 0 to 1, after every few milliseconds.
        """
        del kernel
        metric = self.metric or usual_metric(self.dataset.task)
        cuts = _cuts(self.plan)
        rows = len(cuts) + 1
        losses, scores = np.empty(rows), np.empty(rows)
        together = _rows_of_a_pass(self.plan, self.dataset)
        for first in range(0, rows, together):
            last = min(first + together, rows)
            variants = _variants(self.parameters, cuts, first, last)
            figures = validation_figures(self.plan, variants, self.dataset, self.settings, metric)
            losses[first:last], scores[first:last] = figures
            yield last / rows
        return _ablation(self.plan, metric, losses, scores)


def ablate(
    plan: Plan,
    parameters: Floats,
    dataset: Dataset,
    settings: TrainingSettings,
    metric: Metric | None = None,
) -> Ablation:
    """Ablation in one go; see `AblationJob`."""
    return result_of(AblationJob(plan, parameters, dataset, settings, metric).begin())


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


def _heard(plan: Plan) -> list[str]:
    """Inputs and hidden neurons: the nodes that others read."""
    network = plan.network
    return [*(node.id for node in network.inputs), *(own.id for own in network.hidden)]


def _cuts(plan: Plan) -> list[list[int]]:
    """The slots that each variant sets to 0: links, then biases, then nodes."""
    cuts = [[slot] for slot in (*plan.link_slots.values(), *plan.bias_slots.values())]
    outgoing: dict[str, list[int]] = {node: [] for node in _heard(plan)}
    for key, slot in plan.link_slots.items():
        outgoing[key.source].append(slot)
    return cuts + list(outgoing.values())


def _rows_of_a_pass(plan: Plan, dataset: Dataset) -> int:
    products = max(1, plan.size * len(dataset.validation))
    return max(1, min(_TOGETHER, _PRODUCTS // products))


def _variants(parameters: Floats, cuts: list[list[int]], first: int, last: int) -> Floats:
    """Rows first to last of all variants; row 0 is the whole network."""
    variants = np.tile(parameters, (last - first, 1))
    for row in range(max(first, 1), last):
        variants[row - first, cuts[row - 1]] = 0.0
    return variants


def _ablation(plan: Plan, metric: Metric, losses: Floats, scores: Floats) -> Ablation:
    heard = _heard(plan)
    with np.errstate(all="ignore"):
        rises, lost = losses[1:] - losses[0], metric.decline(scores[0], scores[1:])
    links, biases = len(plan.link_slots), len(plan.bias_slots)
    saves = [1] * (links + biases) + [_saves(plan, node) for node in heard]
    worths = [
        Worth(float(rise), float(loss), saved)
        for rise, loss, saved in zip(rises, lost, saves, strict=True)
    ]
    return Ablation(
        loss=float(losses[0]),
        score=float(scores[0]),
        links=dict(zip(plan.link_slots, worths[:links], strict=True)),
        biases=dict(zip(plan.bias_slots, worths[links : links + biases], strict=True)),
        nodes=dict(zip(heard, worths[links + biases :], strict=True)),
    )


def _saves(plan: Plan, node_id: str) -> int:
    """Parameters at the node: links out of it, links into it, its bias."""
    network = plan.network
    touching = sum(1 for _ in network.outgoing(node_id)) + sum(1 for _ in network.incoming(node_id))
    return touching + (node_id in plan.bias_slots)
