"""How good answers are, as people count it: accuracy and mean squared error."""

from __future__ import annotations

from typing import Literal

import numpy as np

from engine.data import Floats, Labels, Samples, Task
from engine.functions.losses import SquaredError

Metric = Literal["accuracy", "mse"]


def predictions(task: Task, outputs: Floats) -> Labels | Floats:
    """What the outputs (outputs, ..., samples) say.

    Classification: the class of each sample, shape (..., samples): with one output class 1 where
    it is above 0, else the class of the largest output. Regression: the outputs themselves.
    """
    if task.kind == "regression":
        return outputs
    if task.outputs == 1:
        return np.asarray(outputs[0] > 0, dtype=np.int64)
    return np.asarray(outputs.argmax(axis=0), dtype=np.int64)


def accuracy(task: Task, outputs: Floats, samples: Samples) -> Floats:
    """Share of samples told right, 0 to 1; shape of ``outputs`` without outputs and samples."""
    return np.asarray((predictions(task, outputs) == samples.labels).mean(axis=-1))


def mean_squared_error(task: Task, outputs: Floats, samples: Samples) -> Floats:
    """Mean of (output − target)² over outputs and samples; classes count as ±1."""
    targets = SquaredError(task).targets(samples)
    error = squared_errors(outputs, targets)
    return np.asarray(error.mean(axis=-1))


def confusion_matrix(task: Task, outputs: Floats, samples: Samples) -> Labels:
    """How often each class was told as which: rows are the truth, columns what was told.

    Args:
        task: classification; two classes with one output, or one output a class.
        outputs: shape (outputs, samples) or (outputs, replicas, samples).
        samples: with the right classes.

    Returns:
        shape (classes, classes), or (replicas, classes, classes); each sums to the samples.
    """
    told = np.asarray(predictions(task, outputs), dtype=np.int64)
    cells = samples.labels * task.classes + told
    counts = np.apply_along_axis(np.bincount, -1, cells, minlength=task.classes**2)
    return np.asarray(counts.reshape(*told.shape[:-1], task.classes, task.classes), dtype=np.int64)


def r_squared(outputs: Floats, samples: Samples) -> Floats:
    """R² = 1 − Σ(output − target)² / Σ(target − mean)², mean over outputs.

    1 is perfect, 0 as good as telling the mean. A target that never changes counts 1 where it is
    told exactly, else 0. Shape of ``outputs`` without outputs and samples.
    """
    targets = samples.y.T.reshape(samples.y.shape[1], *(1,) * (outputs.ndim - 2), len(samples))
    missed = np.square(outputs - targets).sum(axis=-1)
    spread = np.square(targets - targets.mean(axis=-1, keepdims=True)).sum(axis=-1)
    constant = np.where(missed == 0.0, 1.0, 0.0)
    ratio = missed / np.where(spread > 0.0, spread, 1.0)
    return np.asarray(np.where(spread > 0.0, 1.0 - ratio, constant).mean(axis=0))


def squared_errors(outputs: Floats, targets: Floats) -> Floats:
    """(output − target)² of each sample, mean over outputs; shape (..., samples)."""
    extra = outputs.ndim - targets.ndim
    error = outputs - targets.reshape(targets.shape[0], *(1,) * extra, targets.shape[1])
    return np.asarray((error * error).mean(axis=0))


def score(metric: Metric, task: Task, outputs: Floats, samples: Samples) -> Floats:
    """The metric of that name."""
    if metric == "accuracy":
        return accuracy(task, outputs, samples)
    return mean_squared_error(task, outputs, samples)


def metric_of(task: Task) -> Metric:
    """The metric that curves show: accuracy of classes, squared error of numbers."""
    return "accuracy" if task.kind == "classification" else "mse"
