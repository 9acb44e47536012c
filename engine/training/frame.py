"""Moments of a run, ready to be painted: with the maps of all nodes, and the score of now."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.data import Dataset, Floats, Samples
from engine.features import feature_values
from engine.functions.losses import loss_function
from engine.inspection.evaluate import Evaluator
from engine.inspection.health import is_fed
from engine.inspection.maps import DecisionMaps, MapGrid
from engine.metrics.metric import Metric
from engine.metrics.metrics import usual_metric
from engine.settings import Loss
from engine.training.snapshot import Snapshot

MAP_RESOLUTION: Final = 96
MAP_MARGIN: Final = 0.1


@dataclass(frozen=True, slots=True)
class Now:
    """How good replica 0 is with exactly the parameters of its frame.

    The curves hold what was measured on their schedule; this holds what is on the screen, also
    after an edit or a weight set by hand.

    Attributes:
        train_loss, validation_loss: without the L2 penalty; NaN where the outputs are no numbers.
        train_score, validation_score: in the metric of the run; NaN likewise.
        unlinked: ids of the outputs that no path of links leads to from an input. Where there is
            one, the numbers say nothing.
    """

    train_loss: float
    validation_loss: float
    train_score: float
    validation_score: float
    unlinked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One moment of a run, ready to be painted.

    Attributes:
        run: number of the run; a later run has a higher one.
        snapshot: the moment itself.
        maps: what each node of ``snapshot.plan.nodes`` gives over the plane for replica 0,
            shape (nodes, rows, columns), row 0 at the top; float32.
        grid: where the maps lie in the plane.
        epochs_per_second: measured speed of training; 0 while it is paused.
        now: losses and scores of these parameters; None where they were not measured.
        seeds: of the replicas.
    """

    run: int
    snapshot: Snapshot
    maps: NDArray[np.float32]
    grid: MapGrid
    epochs_per_second: float = 0.0
    now: Now | None = None
    seeds: tuple[int, ...] = ()

    def map_of(self, node_id: str) -> NDArray[np.float32] | None:
        """The map of one node, shape (rows, columns); None when the run has no such node."""
        nodes = self.snapshot.plan.nodes
        return self.maps[nodes.index(node_id)] if node_id in nodes else None


class FramePainter:
    """Makes frames of snapshots of one network; buffers are made once.

    Args:
        snapshot: of the network.
        dataset: train and validation are measured and set the borders of the maps.
        loss: the loss of the run.
        metric: what the scores are; the usual one of the task when None.
    """

    def __init__(
        self, snapshot: Snapshot, dataset: Dataset, loss: Loss, metric: Metric | None = None
    ) -> None:
        plan, task = snapshot.plan, dataset.task
        self.network, self.loss = plan.network, loss
        shown = np.concatenate([dataset.train.x, dataset.validation.x])
        self._grid = MapGrid.around(shown, resolution=MAP_RESOLUTION, margin=MAP_MARGIN)
        self._maps = DecisionMaps(plan, self._grid, task.columns)
        self._task, self._loss = task, loss_function(loss, task)
        self._metric = metric or usual_metric(task)
        self._sets = (dataset.train, dataset.validation)
        self._targets = [self._loss.targets(samples)[:, np.newaxis] for samples in self._sets]
        self._parameters = np.zeros((1, plan.size))
        self._evaluators = [
            Evaluator(plan, self._parameters, feature_values(plan.inputs, task.columns, samples.x))
            for samples in self._sets
        ]
        self._unlinked = tuple(
            neuron.id for neuron in plan.network.outputs if not is_fed(plan.network, neuron)
        )

    def frame(
        self, run: int, seeds: tuple[int, ...], snapshot: Snapshot, epochs_per_second: float = 0.0
    ) -> Frame:
        """The snapshot with the maps of all its nodes, and its losses and scores."""
        parameters = snapshot.parameters[0]
        maps, now = self._maps(parameters).astype(np.float32), self._now(parameters)
        return Frame(run, snapshot, maps, self._grid, epochs_per_second, now, seeds)

    def _now(self, parameters: Floats) -> Now:
        self._parameters[0] = parameters
        (train_loss, train_score), (validation_loss, validation_score) = (
            self._figures(*each)
            for each in zip(self._evaluators, self._targets, self._sets, strict=True)
        )
        return Now(train_loss, validation_loss, train_score, validation_score, self._unlinked)

    def _figures(
        self, evaluate: Evaluator, targets: Floats, samples: Samples
    ) -> tuple[float, float]:
        """Loss and score on one set; NaN where the outputs are no numbers."""
        with np.errstate(all="ignore"):
            outputs = evaluate()
            if not np.isfinite(outputs).all():
                return math.nan, math.nan
            loss = self._loss.value(outputs, targets)
            reached = self._metric.score(self._task, outputs, samples)
        return float(loss[0]), float(reached[0])
