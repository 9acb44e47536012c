"""All metrics, and how they measure: accuracy and mean squared error.

A metric is one row of `METRICS` and, where none of `engine.metrics.metric` fits, a subclass of its
`Metric`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from engine.data import Floats, Labels, Samples, Task
from engine.functions.losses import SquaredError
from engine.metrics.metric import ErrorMetric, Metric, ShareMetric, predictions


def accuracy(task: Task, outputs: Floats, samples: Samples) -> Floats:
    """Share of samples classified correctly, 0 to 1; the shape is that of `Metric.score`."""
    return np.asarray((predictions(task, outputs) == samples.labels).mean(axis=-1))


def balanced_accuracy(task: Task, outputs: Floats, samples: Samples) -> Floats:
    """Mean of the recalls of the classes that occur, 0 to 1; the shape is that of `Metric.score`.

    The recall of a class is the share of its samples classified correctly, so a rare class counts
    as much as a common one (Brodersen, Ong, Stephan and Buhmann: The balanced accuracy and its
    posterior distribution, 2010).
    """
    right = predictions(task, outputs) == samples.labels
    present = np.unique(samples.labels)
    recalls = [right[..., samples.labels == label].mean(axis=-1) for label in present]
    return np.asarray(np.mean(recalls, axis=0))


def squared_errors(task: Task, outputs: Floats, samples: Samples) -> Floats:
    """(output − target)² of each sample, mean over outputs; shape (..., samples)."""
    targets = SquaredError(task).targets(samples)
    extra = outputs.ndim - targets.ndim
    error = outputs - targets.reshape(targets.shape[0], *(1,) * extra, targets.shape[1])
    return np.asarray((error * error).mean(axis=0))


ACCURACY: Final = ShareMetric(
    "accuracy",
    "accuracy",
    "share of samples classified correctly",
    "The share of points whose class the network gets right.",
    "classification",
    accuracy,
)
BALANCED_ACCURACY: Final = ShareMetric(
    "balanced-accuracy",
    "balanced accuracy",
    "mean over the classes of the share of each that is classified correctly",
    "The share of points that the network gets right, taken for each class and averaged: a rare "
    "class counts as much as a common one.",
    "classification",
    balanced_accuracy,
)
MSE: Final = ErrorMetric(
    "mse",
    "error",
    "mean squared error",
    "The mean of the squared distances between the network’s answers and the right ones: one far "
    "miss counts more than many near ones.",
    "regression",
    squared_errors,
    math.sqrt,
)

METRICS: Final[Mapping[str, Metric]] = MappingProxyType(
    {own.name: own for own in (ACCURACY, BALANCED_ACCURACY, MSE)}
)
"""Every metric by its name; the first one of a kind of task is the usual one for it."""


def metrics_for(task: Task) -> tuple[Metric, ...]:
    """The metrics that can score a task."""
    return tuple(own for own in METRICS.values() if own.kind == task.kind)


def usual_metric(task: Task) -> Metric:
    """The metric of a task whose level asks for no other: accuracy or mean squared error."""
    return metrics_for(task)[0]


def confusion_matrix(task: Task, outputs: Floats, samples: Samples) -> Labels:
    """How often each class was predicted as which: rows are the true class, columns the predicted.

    Args:
        task: classification; two classes with one output, or one output a class.
        outputs: shape (outputs, samples) or (outputs, replicas, samples).
        samples: with the true classes.

    Returns:
        shape (classes, classes), or (replicas, classes, classes); each sums to the samples.
    """
    predicted = np.asarray(predictions(task, outputs), dtype=np.int64)
    cells = samples.labels * task.classes + predicted
    counts = np.apply_along_axis(np.bincount, -1, cells, minlength=task.classes**2)
    shape = (*predicted.shape[:-1], task.classes, task.classes)
    return np.asarray(counts.reshape(shape), dtype=np.int64)


def r_squared(outputs: Floats, samples: Samples) -> Floats:
    """R² = 1 − Σ(output − target)² / Σ(target − mean)², mean over outputs.

    1 is perfect, 0 as good as the constant mean. A target that never changes counts 1 where it is
    met exactly, else 0. Shape of ``outputs`` without outputs and samples.
    """
    targets = samples.y.T.reshape(samples.y.shape[1], *(1,) * (outputs.ndim - 2), len(samples))
    missed = np.square(outputs - targets).sum(axis=-1)
    spread = np.square(targets - targets.mean(axis=-1, keepdims=True)).sum(axis=-1)
    constant = np.where(missed == 0.0, 1.0, 0.0)
    ratio = missed / np.where(spread > 0.0, spread, 1.0)
    return np.asarray(np.where(spread > 0.0, 1.0 - ratio, constant).mean(axis=0))
