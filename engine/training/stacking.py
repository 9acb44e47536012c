"""Sets of samples side by side, so that every replica can have its own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.data import Floats, Samples, Task
from engine.features import feature_values
from engine.functions.losses import LossFunction
from engine.plan import Plan


def stacked(
    plan: Plan, loss: LossFunction, task: Task, sets: Sequence[Samples]
) -> tuple[Floats, Floats]:
    """Inputs and targets of sets of equally many samples.

    Args:
        plan: the compiled network.
        loss: what the targets are for.
        task: of all sets.
        sets: one for all replicas, or one for each.

    Returns:
        Values of the plan's inputs, shape (inputs, sets, samples), and targets, shape
        (outputs, sets, samples).
    """
    inputs = [feature_values(plan.inputs, task.columns, samples.x) for samples in sets]
    targets = [loss.targets(samples) for samples in sets]
    return np.stack(inputs, axis=1), np.stack(targets, axis=1)
