"""Training as a generator of frozen snapshots.

Nothing here knows of time or threads: `Trainer.snapshots` does a bounded amount of work, yields,
and goes on when it is asked. Between two snapshots the caller may change what it likes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from engine.data import Dataset
from engine.errors import DataError
from engine.features import feature_values
from engine.functions.losses import loss_function
from engine.kernels.choice import Kernel, KernelMaker
from engine.kernels.numpy.kernel import NumpyKernel
from engine.metrics.metric import Metric
from engine.metrics.metrics import usual_metric
from engine.network import LinkKey, Network
from engine.plan import Plan
from engine.settings import TrainingSettings
from engine.state import TrainingState
from engine.training.early_stopping import EarlyStopping
from engine.training.recorder import Recorder
from engine.training.schedule import DoublingSchedule, Schedule
from engine.training.snapshot import Curves, Snapshot, Status
from engine.training.stacking import stacked


class Trainer:
    """One network in training, from several random starts at once.

    Args:
        network: what to train; any legal wiring, also an unfinished one.
        dataset: train is learnt from, validation is measured, test is never touched.
        settings: how to train.
        seeds: one replica a seed, each ≥ 0; seed r alone decides the weights and the shuffles of
            replica r. Replica 0 is the one that the player watches.
        schedule: when to measure; `DoublingSchedule` by default.
        kernel: what carries out the updates; see `engine.kernels.choice`.
        metric: what the curves score; the usual one of the task when None.

    Raises:
        DataError: when the network's outputs or inputs do not fit the task, or there is no seed.
    """

    def __init__(
        self,
        network: Network,
        dataset: Dataset,
        settings: TrainingSettings,
        seeds: Sequence[int],
        schedule: Schedule | None = None,
        kernel: KernelMaker = NumpyKernel,
        metric: Metric | None = None,
    ) -> None:
        if not seeds:
            raise DataError("Training needs at least one seed.")
        self._dataset, self._seeds = dataset, tuple(seeds)
        self._schedule = schedule or DoublingSchedule()
        self._settings, self._make_kernel = settings, kernel
        self._metric = metric or usual_metric(dataset.task)
        self._plan = compiled_for(network, dataset)
        self.reset()

    @property
    def plan(self) -> Plan:
        """The compiled network."""
        return self._plan

    @property
    def settings(self) -> TrainingSettings:
        """How it trains now."""
        return self._settings

    @property
    def kernel(self) -> Kernel:
        """What carries out the updates; another one after each change."""
        return self._kernel

    @property
    def state(self) -> TrainingState:
        """Everything that training changes; not to be written to from outside."""
        return self._state

    # -- running -----------------------------------------------------------------------------

    def snapshots(
        self, until: int | None = None, *, to_the_last: bool = False
    ) -> Iterator[Snapshot]:
        """Train, yielding snapshots: at once, at every measurement, and after every slice of work.

        A slice is about 2 ms long with the NumPy kernel, 8 ms with the compiled one.

        Args:
            until: epoch to stop at; the settings' epochs when None. May be called again to go on.
            to_the_last: go on until every replica has diverged or was stopped early, not only the
                one that is watched.
        """
        self._keep_best(to_the_last=to_the_last)
        yield self.snapshot()
        while not self._over(until, to_the_last=to_the_last):
            self._advance(self._end(until), None, to_the_last=to_the_last)
            yield self.snapshot()

    def advance(self, until: int | None = None, updates: int | None = None) -> bool:
        """Train for one slice of work, which a measurement ends early.

        Args:
            until: epoch not to go beyond; the settings' epochs when None.
            updates: updates not to go beyond, at least 1; as many as fit into a slice when None.

        Returns:
            Whether there is more to do until then.
        """
        self._keep_best(to_the_last=False)
        if self._over(until, to_the_last=False):
            return False
        self._advance(self._end(until), updates, to_the_last=False)
        return not self._over(until, to_the_last=False)

    def snapshot(self) -> Snapshot:
        """This moment, as copies."""
        state = self._state
        parameters = state.parameters.copy()
        parameters.setflags(write=False)
        return Snapshot(
            plan=self._plan,
            epoch=state.epoch,
            update=state.update,
            status=self.status,
            diverged_at=tuple(int(epoch) for epoch in state.diverged_at),
            parameters=parameters,
            curves=self._recorder.curves,
            best_epoch=tuple(int(epoch) for epoch in state.best_epoch),
            stopped_at=tuple(int(epoch) for epoch in state.stopped_at),
        )

    def reset(self) -> None:
        """Begin again from the same start: same seeds, same first weights, empty curves."""
        samples = len(self._dataset.train)
        self._state = TrainingState.start(self._plan, self._settings, self._seeds, samples)
        self._recorder = Recorder(self._dataset, len(self._seeds), self._metric)
        self._bind()
        self._look()
        self._measure()

    def save(self) -> dict[str, Any]:
        """The state of the run as arrays and whole numbers; see `restore`."""
        return self._state.save()

    def restore(
        self,
        saved: Mapping[str, Any],
        curves: Curves | None = None,
        *,
        network: Network | None = None,
        settings: TrainingSettings | None = None,
    ) -> None:
        """Go on from a saved state of a run with the same data and seeds.

        What follows is what would have followed then, bit for bit.

        Args:
            saved: what `save` gave.
            curves: the curves of then; without them the present ones keep their rows up to the
                epoch of the state.
            network: that of then, where it differs from the present one.
            settings: those of then, where they differ from the present ones.
        """
        self._plan = self._plan if network is None else compiled_for(network, self._dataset)
        self._settings = settings or self._settings
        self._state = TrainingState.restore(saved)
        if curves is None:
            self._recorder.cut(self._state.epoch)
        else:
            self._recorder.restore(curves)
        self._bind()

    # -- changes in mid-run ------------------------------------------------------------------

    def graft(self, network: Network) -> None:
        """Go on with another network.

        Links and biases that both have keep weight and optimizer state in all replicas; new links
        start at a tenth of what the initializer draws. The epoch under way is not lost.
        """
        plan = compiled_for(network, self._dataset)
        self._state.graft(self._plan, plan, self._settings.initializer)
        self._plan = plan
        self._bind()

    def recall(
        self, plan: Plan, saved: Mapping[str, Any], places: Collection[LinkKey | str]
    ) -> None:
        """Bring back what these links and biases (ids of neurons) had in a saved state.

        Weights come back in all replicas, and optimizer state where the optimizer is the same. What
        the state or the present network does not have is left out.

        Args:
            plan: the network of the saved state.
            saved: what `save` gave then.
            places: what to bring back.
        """
        self._state.recall(plan, TrainingState.restore(saved), self._plan, places)
        self._bind()

    def change(self, settings: TrainingSettings) -> None:
        """Go on with other settings.

        Another optimizer starts with fresh state; with another batch size the epoch under way
        begins again. Another initializer shows at the next reset, another loss at once. Replicas
        that early stopping ended go on; then, and with another loss or patience, the best weights
        are looked for anew.
        """
        before, self._settings = self._settings, settings
        if settings.optimizer != before.optimizer:
            self._state.forget_moments(settings.optimizer)
        if settings.batch_size != before.batch_size:
            self._state.position = 0
        another = (settings.early_stopping, settings.loss) != (before.early_stopping, before.loss)
        if another or (self._state.stopped_at >= 0).any():
            self._state.forget_best()
        self._bind()

    def set_weight(self, source: str, target: str, value: float) -> None:
        """Set the weight of a link in all replicas; KeyError when there is no such link."""
        self._set(self._plan.link_slot(source, target), value)

    def set_bias(self, node_id: str, value: float) -> None:
        """Set the bias of a neuron in all replicas; KeyError when it has none."""
        self._set(self._plan.bias_slots[node_id], value)

    # -- within ------------------------------------------------------------------------------

    def _bind(self) -> None:
        """Make the buffers for the plan, the settings and the state as they are now."""
        task = self._dataset.task
        loss = loss_function(self._settings.loss, task)
        inputs, targets = stacked(self._plan, loss, task, [self._dataset.train])
        self._kernel = self._make_kernel(
            self._plan, self._settings, loss, inputs[:, 0], targets[:, 0], self._state
        )
        self._recorder.bind(self._plan, self._state.parameters, loss)
        patience = self._settings.early_stopping
        self._stopping = (
            None
            if patience is None
            else EarlyStopping(self._plan, [self._dataset], loss, self._state, patience)
        )

    def _advance(self, end: int, most: int | None, *, to_the_last: bool) -> None:
        """One slice of work, up to the next measurement or look at the validation loss."""
        state = self._state
        measured = self._schedule.next_after(state.epoch)
        looked = measured if self._stopping is None else self._stopping.next_after(state.epoch)
        updates = max(1, int(self._kernel.slice_us / self._kernel.cost))
        self._kernel.advance(min(updates, most or updates), min(end, measured, looked))
        if state.epoch == looked or state.epoch >= self._settings.epochs:
            self._look()
        self._keep_best(to_the_last=to_the_last)
        if state.epoch == measured or self.status is not Status.RUNNING:
            self._measure()

    def _keep_best(self, *, to_the_last: bool) -> None:
        """With early stopping, go back to the best weights once the run is over."""
        if self._stopping is not None and self._over(None, to_the_last=to_the_last):
            self._state.take_best()

    def _look(self) -> None:
        if self._stopping is not None and self._stopping.check():
            self._kernel.hold_halted()

    def _measure(self) -> None:
        if self._recorder.record(self._state):
            self._kernel.hold_halted()

    def _end(self, until: int | None) -> int:
        return self._settings.epochs if until is None else until

    def _over(self, until: int | None, *, to_the_last: bool) -> bool:
        done = len(self._state.halted) == len(self._seeds) if to_the_last else self._is_watched_done
        return done or self._state.epoch >= self._end(until)

    @property
    def _is_watched_done(self) -> bool:
        return bool(self._state.diverged_at[0] >= 0 or self._state.stopped_at[0] >= 0)

    @property
    def status(self) -> Status:
        """The status of the watched replica."""
        if self._state.diverged_at[0] >= 0:
            return Status.DIVERGED
        if self._state.stopped_at[0] >= 0 or self._state.epoch >= self._settings.epochs:
            return Status.FINISHED
        return Status.RUNNING

    def _set(self, slot: int, value: float) -> None:
        self._state.parameters[:, slot] = value
        self._state.kept[:, slot] = value
        self._state.forget_best()


def compiled_for(network: Network, dataset: Dataset) -> Plan:
    """The plan of a network that is to learn from these data.

    Raises:
        DataError: when the network's outputs or inputs do not fit the task.
    """
    task = dataset.task
    if len(network.outputs) != task.outputs:
        raise DataError(
            f"The network has {len(network.outputs)} outputs; the task asks for {task.outputs}."
        )
    plan = Plan.compile(network)
    feature_values(plan.inputs, task.columns, dataset.train.x[:1])
    return plan
