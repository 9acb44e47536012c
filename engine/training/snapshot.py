"""Immutable snapshots of a training run, and its curves so far.

Both may cross threads: a snapshot holds copies, and the curves are views of arrays to which
only new rows are ever added.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from engine.data import Floats

if TYPE_CHECKING:
    from engine.plan import Plan


class Status(Enum):
    """The status of a run."""

    RUNNING = "running"
    FINISHED = "finished"
    DIVERGED = "diverged"


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """The run so far; row i belongs to ``epochs[i]``.

    Attributes:
        epochs: shape (rows,), the epochs at which the run was measured, from 0 (the start).
        train_loss, validation_loss: shape (rows, replicas); without the L2 penalty.
        train_score, validation_score: shape (rows, replicas); in the metric of the run.
        A replica that diverged holds NaN from there on.
    """

    epochs: Floats
    train_loss: Floats
    validation_loss: Floats
    train_score: Floats
    validation_score: Floats

    @property
    def rows(self) -> tuple[Floats, Floats, Floats, Floats]:
        """Train loss, validation loss, train score, validation score."""
        return self.train_loss, self.validation_loss, self.train_score, self.validation_score


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """One moment of a run. Replica 0 is the one that the player watches.

    Attributes:
        plan: the compiled network whose slots ``parameters`` follows.
        epoch: full passes done; update: optimizer steps done.
        status: of replica 0.
        diverged_at: epoch in which each replica diverged, −1 where it did not; shape (replicas,).
        best_epoch: with early stopping the epoch of each replica's lowest validation loss so far;
            −1 without. At the end of the run ``parameters`` are those of that epoch.
        stopped_at: epoch in which early stopping ended each replica, −1 where it did not.
        parameters: shape (replicas, plan.size), float64, read-only; the last finite values.
        curves: the measurements so far.
    """

    plan: Plan
    epoch: int
    update: int
    status: Status
    diverged_at: tuple[int, ...]
    parameters: Floats
    curves: Curves
    best_epoch: tuple[int, ...] = ()
    stopped_at: tuple[int, ...] = ()

    def weight(self, source: str, target: str, replica: int = 0) -> float:
        """The weight of a link."""
        return float(self.parameters[replica, self.plan.link_slot(source, target)])

    def bias(self, node_id: str, replica: int = 0) -> float:
        """The bias of a neuron; 0 where it has none."""
        slot = self.plan.bias_slot(node_id)
        return 0.0 if slot is None else float(self.parameters[replica, slot])
