"""What each part of a network is worth: how much worse it is without it.

Each variant is the network with one part taken away, as one more row of stacked parameters; so all
of them are evaluated in one pass, as replicas. Nothing is trained again: the figures tell what the
network as it stands would lose.
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
from engine.metrics import metric_of, score
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
        score_loss: how much worse the validation score is without it: accuracy lost, or squared
            error gained.
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
        nodes: without all links out of a hidden neuron or an input: nobody hears it any more.
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
    """

    plan: Plan
    parameters: Floats
    dataset: Dataset
    settings: TrainingSettings

    def begin(self, kernel: KernelMaker | None = None) -> Generator[float, None, Ablation]:
        """Take every link, bias, hidden neuron and input away, one at a time.

        Args:
            kernel: not used, as nothing is trained.

        Yields:
            The share that is done, 0 to 1, after every few milliseconds.
        """
        del kernel
        cuts = _cuts(self.plan)
        rows = len(cuts) + 1
        losses, scores = np.empty(rows), np.empty(rows)
        together = _rows_of_a_pass(self.plan, self.dataset)
        for first in range(0, rows, together):
            last = min(first + together, rows)
            variants = _variants(self.parameters, cuts, first, last)
            figures = validation_figures(self.plan, variants, self.dataset, self.settings)
            losses[first:last], scores[first:last] = figures
            yield last / rows
        return _ablation(self.plan, self.dataset, losses, scores)


def ablate(
    plan: Plan, parameters: Floats, dataset: Dataset, settings: TrainingSettings
) -> Ablation:
    """Ablation in one go; see `AblationJob`."""
    return result_of(AblationJob(plan, parameters, dataset, settings).begin())


def validation_figures(
    plan: Plan, variants: Floats, dataset: Dataset, settings: TrainingSettings
) -> tuple[Floats, Floats]:
    """Validation loss and score of each row of parameters; variants has shape (rows, plan.size)."""
    task, samples = dataset.task, dataset.validation
    loss = loss_function(settings.loss, task)
    targets = loss.targets(samples)[:, np.newaxis]
    losses, scores = np.empty(len(variants)), np.empty(len(variants))
    for first in range(0, len(variants), _TOGETHER):
        some = slice(first, first + _TOGETHER)
        with np.errstate(all="ignore"):
            values = outputs(plan, variants[some], samples.x, task.columns)
            losses[some] = loss.value(values, targets)
            scores[some] = score(metric_of(task), task, values, samples)
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


def _ablation(plan: Plan, dataset: Dataset, losses: Floats, scores: Floats) -> Ablation:
    heard = _heard(plan)
    worse = 1.0 if metric_of(dataset.task) == "mse" else -1.0
    with np.errstate(all="ignore"):
        rises, lost = losses[1:] - losses[0], worse * (scores[1:] - scores[0])
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
