"""Checks the gradient of backpropagation against two that are computed without it.

* Complex step: Im loss(p + i h) / h with h = 1e-30 has no cancellation, so a smooth network agrees
  to about 1e-15 (Squire and Trapp 1998). The forward pass is the one used in training.
* Central differences: (loss(p + h) − loss(p − h)) / 2h, good to about 1e-9.

At a kink (ReLU, |z|) differences see both sides; keep samples away from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from engine.data import Dataset, Floats
from engine.features import feature_values
from engine.functions.losses import LossFunction, loss_function
from engine.kernels.numpy.backward import GradientPass
from engine.kernels.numpy.forward import ForwardPass
from engine.plan import Plan
from engine.program import Array, run
from engine.settings import TrainingSettings

_COMPLEX_STEP: Final = 1e-30
_DIFFERENCE: Final = 1e-5


@dataclass(frozen=True, slots=True, eq=False)
class GradientReport:
    """Three gradients of the same loss.

    Attributes:
        names: the parameters: "x1 → h1", or "bias of h1"; frozen ones are left out.
        analytic: what training uses; shape (parameters,).
        complex_step, difference: the two checks.
    """

    names: tuple[str, ...]
    analytic: Floats
    complex_step: Floats
    difference: Floats

    @property
    def complex_error(self) -> float:
        """Largest deviation from the complex step, relative to the largest entry."""
        return _relative(self.analytic, self.complex_step)

    @property
    def difference_error(self) -> float:
        """Largest deviation from the central differences, relative to the largest entry."""
        return _relative(self.analytic, self.difference)

    def __str__(self) -> str:
        lines = [f"{'parameter':<24}{'analytic':>16}{'complex step':>16}{'difference':>16}"]
        rows = zip(self.names, self.analytic, self.complex_step, self.difference, strict=True)
        lines += [f"{name:<24}{a:>16.8g}{c:>16.8g}{d:>16.8g}" for name, a, c, d in rows]
        errors = f"{self.complex_error:.1e} and {self.difference_error:.1e}"
        return "\n".join([*lines, f"largest relative deviation: {errors}"])


def check_gradient(
    plan: Plan, parameters: Floats, dataset: Dataset, settings: TrainingSettings
) -> GradientReport:
    """The gradient of the training loss with its L2 penalty, in three ways.

    Args:
        plan: the compiled network.
        parameters: where to take it, shape (plan.size,).
        dataset: the loss is that of all its training samples.
        settings: loss and L2 are read.
    """
    task, train = dataset.task, dataset.train
    loss = loss_function(settings.loss, task)
    inputs = feature_values(plan.inputs, task.columns, train.x)
    objective = _Objective(plan, inputs, loss.targets(train), loss, settings.l2)
    named = {f"{key.source} → {key.target}": slot for key, slot in plan.link_slots.items()}
    named |= {f"bias of {node}": slot for node, slot in plan.bias_slots.items()}
    named = {name: slot for name, slot in named.items() if plan.free_mask[slot]}
    slots = list(named.values())
    step = np.zeros((len(slots), plan.size))
    step[np.arange(len(slots)), slots] = 1.0
    shifted = objective.values(parameters + 1j * _COMPLEX_STEP * step)
    above = objective.values(parameters + _DIFFERENCE * step)
    below = objective.values(parameters - _DIFFERENCE * step)
    return GradientReport(
        names=tuple(named),
        analytic=objective.gradient(parameters)[slots],
        complex_step=shifted.imag / _COMPLEX_STEP,
        difference=(above - below) / (2 * _DIFFERENCE),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Objective:
    """Loss plus penalty as a function of the parameters."""

    plan: Plan
    inputs: Floats
    targets: Floats
    loss: LossFunction
    l2: float

    def values(self, parameters: Array) -> Array:
        """Of each row of parameters (replicas, size), real or complex; shape (replicas,)."""
        forward = ForwardPass(self.plan, parameters, self.inputs.shape[1])
        forward.head[...] = self.inputs[:, np.newaxis]
        run(forward.program)
        weights = parameters * self.plan.link_mask
        with np.errstate(all="ignore"):
            penalty = 0.5 * self.l2 * (weights * weights).sum(axis=1)
            losses = self.loss.value(forward.outputs, self.targets[:, np.newaxis])
        return np.asarray(losses + penalty)

    def gradient(self, parameters: Floats) -> Floats:
        """As training computes it; shape (size,)."""
        gradient = np.zeros((2, 1, self.plan.size))
        samples = self.inputs.shape[1]
        stacked = parameters[np.newaxis].copy()
        backward = GradientPass(self.plan, stacked, gradient, samples, self.loss, self.l2)
        backward.forward.head[...] = np.concatenate([self.targets, self.inputs])[:, np.newaxis]
        run(backward.program)
        return np.asarray(gradient[0, 0])


def _relative(values: Floats, reference: Floats) -> float:
    largest = np.abs(reference).max(initial=0.0)
    return float(np.abs(values - reference).max(initial=0.0) / max(largest, 1e-300))
