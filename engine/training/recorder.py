"""The curves of a run as they grow: losses and scores of every replica on two sets."""

from __future__ import annotations

from typing import Final

import numpy as np

from engine.data import Dataset, Floats, Samples
from engine.functions.losses import LossFunction
from engine.inspection.evaluate import Evaluator
from engine.metrics.metric import Metric
from engine.plan import Plan
from engine.state import TrainingState
from engine.training.snapshot import Curves
from engine.training.stacking import stacked

_FIRST_ROWS: Final = 256


class Recorder:
    """Measures the state and keeps the rows.

    Rows that were handed out never change: when room runs out the rows move to larger arrays.

    Args:
        dataset: train and validation are measured; the test set is never touched.
        replicas: number of columns.
        metric: what the scores are.
    """

    def __init__(self, dataset: Dataset, replicas: int, metric: Metric) -> None:
        self._dataset, self._metric = dataset, metric
        self._sets: tuple[Samples, Samples] = (dataset.train, dataset.validation)
        self._epochs = np.empty(_FIRST_ROWS)
        # train loss, validation loss, train score, validation score
        self._rows = np.empty((4, _FIRST_ROWS, replicas))
        self._count = 0

    def bind(self, plan: Plan, parameters: Floats, loss: LossFunction) -> None:
        """Measure these parameters (replicas, plan.size) by this loss from now on."""
        self._loss = loss
        pairs = [stacked(plan, loss, self._dataset.task, [samples]) for samples in self._sets]
        self._evaluators = [Evaluator(plan, parameters, inputs) for inputs, _ in pairs]
        self._targets = [targets for _, targets in pairs]

    def record(self, state: TrainingState) -> bool:
        """Add a row for the state's epoch, once.

        Returns:
            Whether a replica turned out to have an infinite loss: it is halted.
        """
        if self._count and self._epochs[self._count - 1] == state.epoch:
            return False
        row = self._measure()
        fresh = state.halt_overflown(row[:2])
        row[:, state.diverged_at >= 0] = np.nan
        if self._count == len(self._epochs):
            self._epochs = np.concatenate([self._epochs, np.empty_like(self._epochs)])
            self._rows = np.concatenate([self._rows, np.empty_like(self._rows)], axis=1)
        self._epochs[self._count] = state.epoch
        self._rows[:, self._count] = row
        self._count += 1
        return fresh

    def cut(self, epoch: int) -> None:
        """Drop the rows after an epoch; what was handed out stays as it was."""
        self._count = int(np.searchsorted(self._epochs[: self._count], epoch, side="right"))
        self._epochs, self._rows = self._epochs.copy(), self._rows.copy()

    def restore(self, curves: Curves) -> None:
        """Go on from these rows."""
        self._count = len(curves.epochs)
        room = max(_FIRST_ROWS, self._count)
        self._epochs = np.empty(room)
        self._rows = np.empty((4, room, self._rows.shape[2]))
        self._epochs[: self._count] = curves.epochs
        for row, values in zip(self._rows, curves.rows, strict=True):
            row[: self._count] = values

    def _measure(self) -> Floats:
        """Loss and score of both sets; shape (4, replicas)."""
        task = self._dataset.task
        row = np.empty((4, self._rows.shape[2]))
        with np.errstate(all="ignore"):
            for place, evaluate in enumerate(self._evaluators):
                outputs = evaluate()
                row[place] = self._loss.value(outputs, self._targets[place])
                row[2 + place] = self._metric.score(task, outputs, self._sets[place])
        return row

    @property
    def curves(self) -> Curves:
        """The rows so far, read-only."""
        epochs = self._epochs[: self._count]
        rows = self._rows[:, : self._count]
        epochs.setflags(write=False)
        rows.setflags(write=False)
        return Curves(epochs, rows[0], rows[1], rows[2], rows[3])
