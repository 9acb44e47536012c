"""The losses: how far the outputs are from the targets, as a mean over the samples.

Shapes: outputs (outputs, replicas, samples); targets the same, or with one replica for all.
All work on complex128 too; where a branch is needed the real part decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from engine.data import Floats, Samples, Task
from engine.program import Array, Program, constant

_ZERO, _ONE = constant(0.0), constant(1.0)


class LossFunction(Protocol):
    """One loss."""

    def targets(self, samples: Samples) -> Floats:
        """What the outputs are compared with; shape (outputs, samples)."""

    def value(self, outputs: Array, targets: Array) -> Array:
        """The mean loss of each replica; shape (replicas,)."""

    def gradient(self, outputs: Array, targets: Array, result: Array) -> Program:
        """Program that writes d loss / d outputs to ``result``; nothing else is changed."""

    def error(self, outputs: Floats, targets: Floats, result: Floats) -> Program:
        """Program that writes the mean losses to ``result``, shape (replicas,); float64 only."""


@dataclass(frozen=True, slots=True)
class SquaredError:
    """Mean of (output − target)² over samples and outputs.

    Classes become +1 for the class and −1 for any other, on the raw output.
    """

    task: Task

    def targets(self, samples: Samples) -> Floats:
        """The numbers to predict, or ±1 for classes; shape (outputs, samples)."""
        if self.task.kind == "regression":
            return np.ascontiguousarray(samples.y.T)
        if self.task.outputs == 1:
            return _signs(samples)
        return 2.0 * _one_hot(self.task, samples) - 1.0

    def value(self, outputs: Array, targets: Array) -> Array:
        """The mean squared error of each replica; shape (replicas,)."""
        error = outputs - targets
        return np.asarray((error * error).mean(axis=(0, 2)))

    def gradient(self, outputs: Array, targets: Array, result: Array) -> Program:
        """2 (output − target) / (samples · outputs)."""
        scale = constant(2.0 / (outputs.shape[0] * outputs.shape[2]))
        return (
            (np.subtract, (outputs, targets, result)),
            (np.multiply, (result, scale, result)),
        )

    def error(self, outputs: Floats, targets: Floats, result: Floats) -> Program:
        """Mean of (output − target)²."""
        room = np.empty_like(outputs)
        scale = constant(1.0 / (outputs.shape[0] * outputs.shape[2]))
        return (
            (np.subtract, (outputs, targets, room)),
            (np.multiply, (room, room, room)),
            (np.add.reduce, (room, (0, 2), None, result)),
            (np.multiply, (result, scale, result)),
        )


@dataclass(frozen=True, slots=True)
class BinaryCrossEntropy:
    """Cross-entropy of two classes from one logit z: log(1 + exp(−s z)), s = ±1 by class."""

    def targets(self, samples: Samples) -> Floats:
        """+1 for class 1, −1 for class 0; shape (1, samples)."""
        return _signs(samples)

    def value(self, outputs: Array, targets: Array) -> Array:
        """The mean cross-entropy of each replica in nats; finite for any finite logit."""
        return np.asarray(_softplus(-targets * outputs).mean(axis=(0, 2)))

    def gradient(self, outputs: Array, targets: Array, result: Array) -> Program:
        """−s / (1 + exp(s z)) / samples: exact to the last bits also where it is tiny."""
        scale = constant(-1.0 / outputs.shape[2])
        return (
            (np.multiply, (outputs, targets, result)),
            (np.exp, (result, result)),
            (np.add, (result, _ONE, result)),
            (np.divide, (targets, result, result)),
            (np.multiply, (result, scale, result)),
        )

    def error(self, outputs: Floats, targets: Floats, result: Floats) -> Program:
        """Mean of log(1 + exp(−s z))."""
        room = np.empty_like(outputs)
        scale = constant(1.0 / outputs.shape[2])
        return (
            (np.multiply, (outputs, targets, room)),
            (np.negative, (room, room)),
            (np.logaddexp, (room, _ZERO, room)),
            (np.add.reduce, (room, (0, 2), None, result)),
            (np.multiply, (result, scale, result)),
        )


@dataclass(frozen=True, slots=True)
class SoftmaxCrossEntropy:
    """Cross-entropy of several classes from their logits: log Σ exp(z) − z of the class."""

    task: Task

    def targets(self, samples: Samples) -> Floats:
        """1 for the class, 0 for the others; shape (outputs, samples)."""
        return _one_hot(self.task, samples)

    def value(self, outputs: Array, targets: Array) -> Array:
        """The mean cross-entropy of each replica in nats; finite for any finite logits."""
        top = outputs.real.max(axis=0)
        total = np.log(np.exp(outputs - top).sum(axis=0)) + top
        own = (outputs * targets).sum(axis=0)
        return np.asarray((total - own).mean(axis=1))

    def gradient(self, outputs: Array, targets: Array, result: Array) -> Program:
        """(softmax − target) / samples; the largest logit is taken off first."""
        top = np.empty(outputs.shape[1:])
        total = np.empty(outputs.shape[1:], dtype=outputs.dtype)
        scale = constant(1.0 / outputs.shape[2])
        return (
            (np.maximum.reduce, (outputs.real, 0, None, top)),
            (np.subtract, (outputs, top, result)),
            (np.exp, (result, result)),
            (np.add.reduce, (result, 0, None, total)),
            (np.divide, (result, total, result)),
            (np.subtract, (result, targets, result)),
            (np.multiply, (result, scale, result)),
        )

    def error(self, outputs: Floats, targets: Floats, result: Floats) -> Program:
        """Mean of log Σ exp(z − top) − (z − top) of the class."""
        room, own = np.empty_like(outputs), np.empty_like(outputs)
        top, total = np.empty(outputs.shape[1:]), np.empty(outputs.shape[1:])
        scale = constant(1.0 / outputs.shape[2])
        return (
            (np.maximum.reduce, (outputs, 0, None, top)),
            (np.subtract, (outputs, top, room)),
            (np.multiply, (room, targets, own)),
            (np.exp, (room, room)),
            (np.add.reduce, (room, 0, None, total)),
            (np.log, (total, total)),
            (np.add.reduce, (own, 0, None, top)),
            (np.subtract, (total, top, total)),
            (np.add.reduce, (total, 1, None, result)),
            (np.multiply, (result, scale, result)),
        )


def loss_function(name: str, task: Task) -> LossFunction:
    """The loss that settings of that name mean for a task; regression has squared error alone."""
    if task.kind == "regression" or name == "squared-error":
        return SquaredError(task)
    return BinaryCrossEntropy() if task.outputs == 1 else SoftmaxCrossEntropy(task)


def _signs(samples: Samples) -> Floats:
    return np.where(samples.labels == 1, 1.0, -1.0)[np.newaxis]


def _one_hot(task: Task, samples: Samples) -> Floats:
    classes = np.arange(task.outputs)[:, np.newaxis]
    return np.asarray(classes == samples.labels, dtype=np.float64)


def _softplus(z: Array) -> Array:
    """log(1 + exp(z)) without overflow; analytic on both sides of Re z = 0."""
    positive = z.real > 0
    small = np.where(positive, -z, z)
    return np.where(positive, z, 0.0) + np.log1p(np.exp(small))
