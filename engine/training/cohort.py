"""Many starts trained to the end, each on data of its own if need be, without curves.

A `engine.training.trainer.Trainer` records curves and takes edits; a cohort only
trains, which costs less. Replica r takes the same steps as a trainer with that seed
and that data set.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.data import Dataset, Floats, Labels, Samples
from engine.errors import DataError
from engine.functions.losses import loss_function
from engine.inspection.evaluate import Evaluator, outputs
from engine.kernels.choice import KernelMaker
from engine.kernels.numpy.kernel import NumpyKernel
from engine.network import Network
from engine.settings import TrainingSettings
from engine.state import TrainingState
from engine.training.early_stopping import EarlyStopping
from engine.training.stacking import stacked
from engine.training.trainer import compiled_for


class Cohort:
    """Replicas of one network; train them by exhausting `slices`.

    Args:
        network: what to train.
        datasets: one for all seeds, or one for each; of one task and of equal sizes. The test sets
            are not touched.
        settings: how to train.
        seeds: one replica a seed, each ≥ 0.
        kernel: what carries out the updates; see `engine.kernels.choice`.

    Attributes:
        plan: the compiled network.

    Raises:
        DataError: when network and data do not fit together, or the data sets differ in size.
    """

    def __init__(
        self,
        network: Network,
        datasets: Sequence[Dataset],
        settings: TrainingSettings,
        seeds: Sequence[int],
        kernel: KernelMaker = NumpyKernel,
    ) -> None:
        sizes = {(len(own.train), len(own.validation)) for own in datasets}
        if len(sizes) != 1 or len(datasets) not in (1, len(seeds)):
            raise DataError("Replicas need one data set for all or one each, of equal sizes.")
        self._datasets, self._settings = tuple(datasets), settings
        first = self._datasets[0]
        self.plan = compiled_for(network, first)
        loss = loss_function(settings.loss, first.task)
        state = TrainingState.start(self.plan, settings, seeds, len(first.train))
        inputs, targets = stacked(self.plan, loss, first.task, [own.train for own in datasets])
        # The sets follow one another, and each replica takes its samples from its own.
        places = np.arange(len(datasets))[:, np.newaxis]
        state.order += places * len(first.train)
        every = len(datasets) * len(first.train)  # not −1: there may be no input
        rows = inputs.reshape(len(inputs), every), targets.reshape(len(targets), every)
        self._kernel = kernel(self.plan, settings, loss, *rows, state)
        self._state, self._loss = state, loss
        patience = settings.early_stopping
        self._stopping = (
            None
            if patience is None
            else EarlyStopping(self.plan, self._datasets, loss, state, patience)
        )

    @property
    def weights(self) -> Floats:
        """The parameters now, shape (seeds, plan.size)."""
        return self._state.parameters

    @property
    def stable(self) -> NDArray[np.bool_]:
        """Which replicas have not diverged, shape (seeds,)."""
        return np.asarray(self._state.diverged_at < 0)

    @property
    def diverged_at(self) -> Labels:
        """The epoch in which each replica diverged, −1 where it did not; shape (seeds,)."""
        return self._state.diverged_at.copy()

    def outputs(self, samples: Samples) -> Floats:
        """What the replicas answer now; shape (outputs, seeds, samples). NaN where one diverged."""
        columns = self._datasets[0].task.columns
        found = outputs(self.plan, self._state.parameters, samples.x, columns)
        found[:, ~self.stable] = np.nan
        return found

    def slices(self, until: int | None = None) -> Iterator[None]:
        """Train to the end, or to the end of some epoch, yielding after every slice of work.

        The end is reached once.
        """
        state, epochs = self._state, self._settings.epochs
        until = epochs if until is None else until
        if not state.update:
            self._look()
        while state.epoch < until and len(state.halted) < len(state.seeds):
            look = epochs
            if self._stopping is not None:
                look = min(epochs, self._stopping.next_after(state.epoch))
            updates = max(1, int(self._kernel.slice_us / self._kernel.cost))
            self._kernel.advance(updates, min(look, until))
            if state.epoch == look:
                self._look()
            yield
        if until == epochs:
            self._finish()

    def _finish(self) -> None:
        """Take the weights that early stopping kept, and look for what has overflown."""
        state = self._state
        if self._stopping is not None:
            state.take_best()
        # A trainer looks at the losses at every measurement; nothing is measured here.
        state.halt_overflown(np.stack([self._losses("train"), self._losses("validation")]))

    def _look(self) -> None:
        if self._stopping is not None and self._stopping.check():
            self._kernel.hold_halted()

    def _losses(self, name: str) -> Floats:
        """The losses on a set of that name, shape (seeds,)."""
        task, loss = self._datasets[0].task, self._loss
        sets = [getattr(own, name) for own in self._datasets]
        inputs, targets = stacked(self.plan, loss, task, sets)
        with np.errstate(all="ignore"):
            values = Evaluator(self.plan, self._state.parameters, inputs)()
            return np.asarray(loss.value(values, targets))
