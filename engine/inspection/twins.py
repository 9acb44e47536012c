"""Twins: neurons that are equal up to a factor, and so could be merged.

Two neurons are twins when one is c times the other on every training sample (c = −1 for mirrored
ones). The links out of the one can then be moved to the other, times c; the outputs stay
the same with fewer parameters. An input may be the one that is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

import numpy as np

from engine.data import Dataset, Floats
from engine.features import feature_values
from engine.inspection.ablation import validation_figures
from engine.inspection.evaluate import Evaluator
from engine.inspection.health import FLAT
from engine.network import LinkKey
from engine.plan import Plan
from engine.settings import TrainingSettings

TOLERANCE: Final = 1e-2
"""Largest deviation of twins, as a share of the largest value of the one that goes."""


@dataclass(frozen=True, slots=True)
class Twin:
    """Two nodes of which one can go, with the evidence.

    Attributes:
        kept: an input or hidden neuron; it stays.
        gone: the hidden neuron that can go.
        factor: c of gone = c · kept, by least squares over the training samples.
        deviation: largest |gone − c · kept| over the training samples, as a share of the largest
            |gone|.
        saves: parameters saved: those of ``gone`` less the links that ``kept`` gets anew.
        loss_rise: validation loss after the merger minus before, without further training; None
            when ``kept`` lacks a link to what ``gone`` feeds, since that was not tried.
    """

    kept: str
    gone: str
    factor: float
    deviation: float
    saves: int
    loss_rise: float | None


def find_twins(
    plan: Plan,
    parameters: Floats,
    dataset: Dataset,
    settings: TrainingSettings,
    tolerance: float = TOLERANCE,
) -> tuple[Twin, ...]:
    """Every neuron that a merger would remove, once, with the nearest to keep; the closest first.

    Args:
        plan: the compiled network.
        parameters: shape (plan.size,).
        dataset: compared on train; the rise of the loss is that on validation.
        settings: the loss is read.
        tolerance: the deviation up to which two are twins.

    A constant neuron is no twin (see `engine.inspection.health`).
    """
    values = _values(plan, parameters, dataset)
    found = [
        Twin(kept, gone, factor, deviation, saves, None)
        for kept, gone in _pairs(plan)
        for factor, deviation in [_likeness(values[plan.index(kept)], values[plan.index(gone)])]
        if deviation <= tolerance and (saves := _saves(plan, kept, gone)) > 0
    ]
    found.sort(key=lambda twin: twin.deviation, reverse=True)
    nearest = {twin.gone: twin for twin in found}
    closest = sorted(nearest.values(), key=lambda twin: twin.deviation)
    return _measured(plan, parameters, dataset, settings, closest)


def _values(plan: Plan, parameters: Floats, dataset: Dataset) -> Floats:
    """The activation of each node for each training sample; shape (nodes, samples)."""
    inputs = feature_values(plan.inputs, dataset.task.columns, dataset.train.x)
    return Evaluator(plan, parameters[np.newaxis], inputs, every_node=True)()[:, 0]


def _pairs(plan: Plan) -> Iterator[tuple[str, str]]:
    """Pairs (kept, gone) of nodes; of two hidden neurons only one order.

    The later one in the plan goes: what it feeds comes later still, so the one that is kept may
    feed that too without a cycle.
    """
    hidden = {neuron.id for neuron in plan.network.hidden}
    keepable = [node for node in plan.nodes if node in hidden or node in plan.inputs]
    return ((kept, gone) for kept, gone in combinations(keepable, 2) if gone in hidden)


def _saves(plan: Plan, kept: str, gone: str) -> int:
    network = plan.network
    incoming = sum(1 for _ in network.incoming(gone))
    moved = [LinkKey(kept, link.target) for link in network.outgoing(gone)]
    spared = sum(key in network.link_by_key for key in moved)
    return incoming + (gone in plan.bias_slots) + spared


def _likeness(kept: Floats, gone: Floats) -> tuple[float, float]:
    """The factor of least squares, and the largest deviation relative to the largest |gone|."""
    with np.errstate(all="ignore"):
        if not (np.ptp(gone) > FLAT and np.ptp(kept) > FLAT):
            return 0.0, np.inf
        factor = float(kept @ gone / (kept @ kept))
        deviation = float(np.abs(gone - factor * kept).max() / np.abs(gone).max())
    return factor, deviation if np.isfinite(deviation) else np.inf


def _measured(
    plan: Plan,
    parameters: Floats,
    dataset: Dataset,
    settings: TrainingSettings,
    found: list[Twin],
) -> tuple[Twin, ...]:
    """The twins with the rise of the validation loss, all mergers in one pass."""
    variants, tried = [parameters], []
    for twin in found:
        merged = _merged(plan, parameters, twin)
        if merged is not None:
            tried.append(twin)
            variants.append(merged)
    losses, _ = validation_figures(plan, np.stack(variants), dataset, settings)
    with np.errstate(all="ignore"):
        rises = dict(zip(tried, losses[1:] - losses[0], strict=True))
    return tuple(
        replace(twin, loss_rise=float(rises[twin])) if twin in rises else twin for twin in found
    )


def _merged(plan: Plan, parameters: Floats, twin: Twin) -> Floats | None:
    """Parameters in which ``kept`` does the work of both; None where it lacks a link for that."""
    merged = parameters.copy()
    for link in plan.network.outgoing(twin.gone):
        slot = plan.link_slots.get(LinkKey(twin.kept, link.target))
        if slot is None:
            return None
        merged[slot] += twin.factor * parameters[plan.link_slots[link.key]]
        merged[plan.link_slots[link.key]] = 0.0
    return merged
