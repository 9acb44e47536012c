"""A training run as a whole: what decides it, what it is doing, and its frames.

A run knows neither clock nor thread: whoever drives it calls `Run.advance` while it is
`Run.active`, at the pace of their choice, and may edit it between two calls. The bench, a
comparison of two networks, an animation and the command line drive the same class.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

import numpy as np

from engine.data import Dataset
from engine.kernels.choice import Kernel, KernelMaker
from engine.kernels.numpy.kernel import NumpyKernel
from engine.metrics.metric import Metric
from engine.network import LinkKey, Network
from engine.plan import Plan
from engine.settings import TrainingSettings
from engine.training.frame import Frame as Frame
from engine.training.frame import FramePainter
from engine.training.frame import Now as Now
from engine.training.snapshot import Curves, Snapshot, Status
from engine.training.trainer import Trainer


class RunState(Enum):
    """What the run is doing."""

    IDLE = "idle"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    DIVERGED = "diverged"


@dataclass(frozen=True, slots=True, eq=False)
class Setup:
    """All that decides a run.

    Attributes:
        network, dataset, settings: what is trained, on what, and how.
        seeds: one replica each; the first is the one that the player watches.
        metric: what curves and frames score; the usual one of the task when None.
    """

    network: Network
    dataset: Dataset
    settings: TrainingSettings
    seeds: tuple[int, ...]
    metric: Metric | None = None


@dataclass(frozen=True, slots=True, eq=False)
class SavedRun:
    """A run at one moment, as a value that nothing changes; see `Run.save`.

    Attributes:
        setup: what decided it then.
        plan: its network, compiled.
        state: what it was doing.
        training: the state of training, see `engine.state.TrainingState.save`.
        curves: its curves.
        version: see `Run.version`.
    """

    setup: Setup
    plan: Plan
    state: RunState
    training: Mapping[str, Any]
    curves: Curves
    version: object

    @property
    def bytes(self) -> int:
        """How much memory the arrays take."""
        arrays = (*self.training.values(), self.curves.epochs, *self.curves.rows)
        return sum(own.nbytes for own in arrays if isinstance(own, np.ndarray))


class Run:
    """One network in training, from its start on.

    Args:
        setup: what decides the run.
        kernel: what carries out the updates; a run never changes it on its way, as two kernels do
            not agree to the last bit.
        number: which run it is; its frames carry it.

    Raises:
        DataError: when network and data do not fit.
    """

    def __init__(self, setup: Setup, kernel: KernelMaker = NumpyKernel, number: int = 0) -> None:
        self._setup, self._maker, self.number = setup, kernel, number
        self._painter: FramePainter | None = None
        self._step_end: int | None = None
        self._version = object()
        self._state = RunState.IDLE
        self._trainer = self._begun()

    # -- questions ---------------------------------------------------------------------------

    @property
    def setup(self) -> Setup:
        """What decides the run now."""
        return self._setup

    @property
    def state(self) -> RunState:
        """What it is doing."""
        return self._state

    @property
    def active(self) -> bool:
        """Whether `advance` has something to do: it runs, or a step is under way."""
        return self._state is RunState.RUNNING or self._step_end is not None

    @property
    def ended(self) -> bool:
        """Whether it is finished or diverged."""
        return self._state in (RunState.FINISHED, RunState.DIVERGED)

    @property
    def version(self) -> object:
        """Changes with the parameters: the same object means the same state, bit for bit.

        Going back to a saved moment brings its version back.
        """
        return self._version

    @property
    def epoch(self) -> int:
        """Full passes done."""
        return self._trainer.state.epoch

    @property
    def update(self) -> int:
        """Updates done."""
        return self._trainer.state.update

    @property
    def maker(self) -> KernelMaker:
        """The kind of kernel that carries out the updates."""
        return self._maker

    @property
    def kernel(self) -> Kernel:
        """What carries out the updates."""
        return self._trainer.kernel

    @property
    def plan(self) -> Plan:
        """The compiled network."""
        return self._trainer.plan

    def snapshot(self) -> Snapshot:
        """This moment, as copies."""
        return self._trainer.snapshot()

    def frame(self, epochs_per_second: float = 0.0) -> Frame:
        """This moment, ready to be painted."""
        moment, loss = self.snapshot(), self._setup.settings.loss
        painter = self._painter
        if painter is None or painter.network is not moment.plan.network or painter.loss != loss:
            own = self._setup
            painter = self._painter = FramePainter(moment, own.dataset, loss, own.metric)
        return painter.frame(self.number, self._setup.seeds, moment, epochs_per_second)

    # -- running -----------------------------------------------------------------------------

    def train(self) -> None:
        """Run until paused, finished or diverged; a run that has ended starts anew."""
        if self.ended:
            self.restart()
        self._step_end = None
        self._state = RunState.RUNNING

    def pause(self) -> None:
        """Pause; nothing is lost."""
        self._step_end = None
        if self._state is RunState.RUNNING:
            self._state = RunState.PAUSED

    def step(self) -> None:
        """Train one epoch and pause; nothing when the run has ended."""
        if not self.ended:
            self._state = RunState.PAUSED
            self._step_end = self.epoch + 1

    def advance(self, updates: int | None = None) -> None:
        """Train for one slice of a few milliseconds, or for so many updates if that is less.

        Nothing happens when the run is not active.
        """
        if not self.active:
            return
        more = self._trainer.advance(self._step_end, updates)
        self._touch()
        if not more:
            self._step_end = None
        self._end_if_over()

    def restart(self, kernel: KernelMaker | None = None) -> None:
        """Back to the same start, at epoch 0; from now on with that kernel."""
        self._maker = kernel or self._maker
        self._trainer = self._begun()
        self._step_end = None
        self._state = RunState.IDLE
        self._touch()

    # -- changes in mid-run ------------------------------------------------------------------

    def edit(self, network: Network, settings: TrainingSettings) -> None:
        """Go on with another network or other settings; what survives keeps its weights.

        Before the first update the start is drawn afresh: it is the one that a restart will give.
        """
        before, self._setup = self._setup, replace(self._setup, network=network, settings=settings)
        if self._state is RunState.IDLE:
            self.restart()
            return
        if network != before.network:
            self._trainer.graft(network)
        if settings != before.settings:
            self._trainer.change(settings)
        self._step_end = None
        self._touch()
        self._reopen()

    def set_value(self, where: LinkKey | str, value: float) -> None:
        """Set the weight of a link (key) or a bias (id of the neuron) in all replicas.

        What the network does not have is ignored.
        """
        plan = self.plan
        if isinstance(where, str):
            if where in plan.bias_slots:
                self._trainer.set_bias(where, value)
        elif where in plan.link_slots:
            self._trainer.set_weight(where[0], where[1], value)
        self._touch()

    # -- saving ------------------------------------------------------------------------------

    def save(self) -> SavedRun:
        """All of this moment, as a value."""
        curves = self._trainer.snapshot().curves
        return SavedRun(
            self._setup, self.plan, self._state, self._trainer.save(), curves, self._version
        )

    def restore(self, saved: SavedRun) -> None:
        """Go back to a saved moment of this run, or of a run with the same data and seeds.

        A run that is training goes on training, unless that moment was the end of the run.
        """
        self._trainer.restore(
            saved.training,
            saved.curves,
            network=saved.setup.network,
            settings=saved.setup.settings,
        )
        running = self._state is RunState.RUNNING
        self._setup = replace(saved.setup, dataset=self._setup.dataset, metric=self._setup.metric)
        self._state, self._step_end = saved.state, None
        if running and not self.ended:
            self._state = RunState.RUNNING
        elif not running:
            self.pause()
        self._version = saved.version

    def resume(self, stored: Snapshot) -> None:
        """Go on from what was kept for good of an earlier run of this network.

        Weights, counters and curves come back; optimizer state and random generators begin afresh.
        The run is paused then, or has ended as it had.

        Args:
            stored: parameters and curves of as many replicas.
        """
        parameters = stored.parameters
        training = self._trainer.save() | {
            "epoch": stored.epoch,
            "update": stored.update,
            "parameters": parameters,
            "kept": parameters,
            "best": parameters,
            "diverged_at": np.array(stored.diverged_at, dtype=np.int64),
            "stopped_at": np.array(stored.stopped_at, dtype=np.int64),
        }
        self._trainer.restore(training, stored.curves)
        self._state = RunState.PAUSED
        self._touch()
        self._end_if_over()

    def recall(self, saved: SavedRun, by_hand: Collection[LinkKey | str] = ()) -> None:
        """Go on with the network and settings of a saved moment, without its other weights.

        What both networks have keeps the present weights; what comes back, and what is named in
        ``by_hand``, has the weights and the optimizer state of that moment.
        """
        present = self.plan
        self.edit(saved.setup.network, saved.setup.settings)
        if self._state is RunState.IDLE:
            return
        links = saved.plan.link_slots.keys() - present.link_slots.keys()
        biases = saved.plan.bias_slots.keys() - present.bias_slots.keys()
        self._trainer.recall(saved.plan, saved.training, {*links, *biases, *by_hand})

    # -- within ------------------------------------------------------------------------------

    def _begun(self) -> Trainer:
        own = self._setup
        return Trainer(
            own.network,
            own.dataset,
            own.settings,
            own.seeds,
            kernel=self._maker,
            metric=own.metric,
        )

    def _touch(self) -> None:
        self._version = object()

    def _end_if_over(self) -> None:
        status = self._trainer.status
        if status is Status.DIVERGED:
            self._state = RunState.DIVERGED
        elif status is Status.FINISHED:
            self._state = RunState.FINISHED
        if self.ended:
            self._step_end = None

    def _reopen(self) -> None:
        """A finished run that has more epochs to go, or goes on after early stopping, is paused."""
        if self._state is RunState.FINISHED and self._trainer.status is Status.RUNNING:
            self._state = RunState.PAUSED
