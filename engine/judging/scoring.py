"""What the judge trains, and how it scores what was trained."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.data import Dataset, Floats, Samples, Task
from engine.inspection.evaluate import outputs
from engine.metrics.terms import Terms
from engine.network import Network
from engine.plan import Plan


def set_free(network: Network) -> Network:
    """The network without start weights and freezes: a solution has to learn all of itself."""
    return replace(
        network,
        neurons=tuple(
            replace(neuron, start_bias=None, frozen=False, frozen_bias=False)
            for neuron in network.neurons
        ),
        links=tuple(replace(link, start_weight=None, frozen=False) for link in network.links),
    )


def scores_of(
    plan: Plan, weights: Floats, dataset: Dataset, samples: Samples, terms: Terms
) -> Floats:
    """The scores of some replicas on one set.

    Args:
        plan: the compiled network.
        weights: shape (replicas, plan.size).
        dataset: whose task is scored.
        samples: the set.
        terms: the metric.

    Returns:
        Shape (replicas,); NaN where an output is no finite number.
    """
    values = outputs(plan, weights, samples.x, dataset.task.columns)
    return scores_of_outputs(dataset.task, values, samples, terms)


def scores_of_outputs(task: Task, values: Floats, samples: Samples, terms: Terms) -> Floats:
    """The scores of what some replicas answer.

    Args:
        task: what was asked.
        values: the answers, shape (outputs, replicas, samples).
        samples: the set that they are for.
        terms: the metric.

    Returns:
        Shape (replicas,); NaN where an answer is no finite number.
    """
    with np.errstate(all="ignore"):
        scores = terms.metric.score(task, values, samples)
    return np.where(np.isfinite(values).all(axis=(0, 2)), scores, np.nan)


def reached(scores: Floats, terms: Terms) -> NDArray[np.bool_]:
    """Which scores reach the threshold; NaN does not. Shape of ``scores``."""
    return np.array([terms.reached(float(score)) for score in scores], dtype=np.bool_)
