"""Many wirings trained at once from the same seeds: whole epochs of all of them without Python.

A start takes the very steps that `engine.kernels.compiled.kernel.NumbaKernel` takes with eight
seeds or more, and to many digits those of the other kernels. What comes out of it does not depend
on the wirings and seeds beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from engine.data import Floats, Labels, Samples, Task
from engine.errors import DataError
from engine.features import feature_values
from engine.functions.initializers import unscaled_weights, weight_scales
from engine.functions.losses import LossFunction
from engine.functions.optimizers import MOMENTS
from engine.kernels.code_store import CodeStore
from engine.kernels.compiled import kept_code
from engine.kernels.compiled.jit import fingerprint
from engine.kernels.compiled.kernel import COMPILED_FROM as FROM_BELOW
from engine.kernels.compiled.loop import EPOCH
from engine.kernels.compiled.optimizers import rule_of
from engine.kernels.compiled.shuffle import read_generators
from engine.kernels.compiled.structs import VECTOR, training_data_of
from engine.kernels.compiled.wirings import loop, outputs, tables
from engine.kernels.compiled.wirings.loop import train_wirings
from engine.kernels.compiled.wirings.outputs import outputs_of_wirings
from engine.kernels.compiled.wirings.tables import (
    group_rows_for,
    numbers_of,
    tile_for,
    wirings_of,
)
from engine.plan import Plan
from engine.settings import TrainingSettings
from engine.state import SHUFFLES, WEIGHTS, generators_for, set_by_hand

MOST_SEEDS: Final = VECTOR
"""Seeds that are trained together: one a lane."""

LARGEST_PLAN: Final = 800
"""Slots of a plan beyond which eight seeds together are slower than one after the other."""

# What an update of eight seeds costs, and for each sample a link and a value of an activation.
_UPDATE_US: Final = 0.1
_PRODUCT_US: Final = 1e-3
_VALUE_US: Final = 8e-3


def can_train_together(settings: TrainingSettings) -> bool:
    """Whether `ManyWirings` knows how: not the random nudge, and not early stopping."""
    return settings.optimizer != "random-nudge" and settings.early_stopping is None


class ManyWirings:
    """Starts of many wirings, all from the same seeds and on the same data.

    Args:
        plans: the compiled networks; with the inputs that each of them has.
        settings: how to train; see `can_train_together`.
        loss: the loss of the task.
        task: what all of them learn.
        train: the training set.
        seeds: 1 to `MOST_SEEDS`, each ≥ 0.

    Attributes:
        largest_plan: slots of a plan beyond which other kernels are as fast.
        updates_per_epoch: batches in one pass, the last short one included.
        cost: estimated time of one update of all wirings in µs.

    Raises:
        DataError: when the settings or the number of seeds are none of these.
    """

    largest_plan: ClassVar[int] = LARGEST_PLAN

    def __init__(
        self,
        plans: Sequence[Plan],
        settings: TrainingSettings,
        loss: LossFunction,
        task: Task,
        train: Samples,
        seeds: Sequence[int],
    ) -> None:
        if not can_train_together(settings):
            raise DataError("Random nudges and early stopping train one network after the other.")
        if not 1 <= len(seeds) <= MOST_SEEDS:
            raise DataError(f"1 to {MOST_SEEDS} starts are trained together, not {len(seeds)}.")
        self._plans, self._settings, self._loss, self._task = tuple(plans), settings, loss, task
        self._seeds = tuple(seeds)
        self._features = tuple(dict.fromkeys(name for plan in plans for name in plan.inputs))
        inputs, targets = self._columns(train)
        self._data = training_data_of(loss, inputs, targets, settings.batch_size, len(train))
        places = {name: len(targets) + place for place, name in enumerate(self._features)}
        self._wirings = wirings_of(self._plans, places)
        self._rows = group_rows_for(self._wirings, len(targets))
        self._tile, self._rule = tile_for(self._data), rule_of(settings)
        self._numbers = numbers_of(self._plans, MOMENTS[settings.optimizer])
        self._fill()
        self._words = read_generators(generators_for(self._seeds, SHUFFLES))
        self._order = np.tile(np.arange(len(train)), len(self._seeds))
        self._counters = np.zeros(4, dtype=np.int64)
        self.updates_per_epoch = -(-self._data.samples // self._data.batch)
        values = _VALUE_US * sum(plan.height for plan in plans)
        products = _PRODUCT_US * sum(plan.size for plan in plans)
        self.cost = _UPDATE_US * len(plans) + self._data.batch * (values + products)

    @property
    def epoch(self) -> int:
        """Full passes done."""
        return int(self._counters[EPOCH])

    @property
    def stable(self) -> NDArray[np.bool_]:
        """Which starts have not diverged; shape (wirings, seeds)."""
        sound = self.diverged_at < 0
        if not np.isfinite(self._numbers.moments).all():
            for number in range(len(self._plans)):
                moments = self._slots(self._numbers.moments, number, self._numbers.kinds)
                finite = np.asarray(np.isfinite(moments).all(axis=0))
                sound[number] &= finite[: len(self._seeds)]
        return sound

    @property
    def diverged_at(self) -> Labels:
        """The epoch in which a start left the valid range, −1 where none; (wirings, seeds)."""
        found = self._numbers.diverged_at.reshape(-1, VECTOR)
        return found[:, : len(self._seeds)].copy()

    @property
    def training(self) -> bool:
        """Whether there is a start that has not diverged."""
        return bool(self._numbers.alive.any())

    def advance(self, updates: int, stop: int) -> None:
        """Carry out up to so many updates of all wirings, not beyond the end of epoch ``stop``."""
        train: Any = train_wirings
        train(*self._training(), updates, stop)

    def weights(self, number: int) -> Floats:
        """The parameters of a wiring now, shape (seeds, plan.size); zeros where it diverged."""
        own = self._slots(self._numbers.parameters, number)
        return own[:, : len(self._seeds)].T.copy()

    def outputs(self, samples: Samples) -> Floats:
        """What all wirings answer now; shape (outputs, wirings, seeds, samples).

        NaN where a start has left the valid range.
        """
        shape = (self._task.outputs, len(self._plans), VECTOR, len(samples))
        results = np.empty(shape)
        look: Any = outputs_of_wirings
        look(*self._looking(samples), results)
        found = results[:, :, : len(self._seeds)]
        found[:, self.diverged_at >= 0] = np.nan
        return found

    def load(self, store: CodeStore) -> bool:
        """Take the machine code from a store; whether it is there now."""
        return all(kept_code.load(*shaped, _SOURCES, store) for shaped in self._shaped())

    def keep(self, store: CodeStore) -> None:
        """Put the machine code into a store, once it is compiled.

        Raises:
            OSError: when the store cannot keep it.
        """
        for shaped in self._shaped():
            kept_code.keep(*shaped, _SOURCES, store)

    def _shaped(self) -> tuple[tuple[Any, tuple[Any, ...]], ...]:
        """Each compiled function, and arguments of its types."""
        none = np.zeros((1, 1, VECTOR, 0))
        looking = (self._wirings, self._rows, self._numbers.parameters, self._data.source, 1, none)
        return (train_wirings, (*self._training(), 0, 0)), (outputs_of_wirings, looking)

    def _training(self) -> tuple[Any, ...]:
        """What `loop.train_wirings` takes, but for the last two."""
        tables = (self._wirings, self._data, self._rows, self._numbers, self._rule)
        return (*tables, self._words, self._order, self._tile, self._counters)

    def _looking(self, samples: Samples) -> tuple[Any, ...]:
        """What `outputs.outputs_of_wirings` takes, but for the last one."""
        inputs, targets = self._columns(samples)
        source = np.concatenate([targets, inputs]).T
        numbers = self._numbers.parameters
        return self._wirings, self._rows, numbers, source.reshape(-1), source.shape[1]

    def _columns(self, samples: Samples) -> tuple[Floats, Floats]:
        """Inputs of all wirings, shape (inputs, samples), and targets, (outputs, samples)."""
        inputs = feature_values(self._features, self._task.columns, samples.x)
        return inputs, self._loss.targets(samples)

    def _slots(self, numbers: Floats, number: int, kinds: int = 1) -> Floats:
        """One wiring's numbers; a view of shape (kinds · plan.size, 8)."""
        begin, size = self._wirings.places[number, [tables.BASE, tables.SIZE]]
        return numbers[kinds * begin : kinds * (begin + size)].reshape(-1, VECTOR)

    def _fill(self) -> None:
        """First weights and masks; lanes without a seed hold zeros."""
        seeds, settings, numbers = len(self._seeds), self._settings, self._numbers
        count = max(len(plan.link_slots) for plan in self._plans)
        draws = np.stack(
            [
                unscaled_weights(settings.initializer, count, generator)
                for generator in generators_for(self._seeds, WEIGHTS)
            ],
            axis=1,
        )
        for number, plan in enumerate(self._plans):
            keys = sorted(plan.link_slots)
            scales = weight_scales(settings.initializer, plan.network, keys)
            own = self._slots(numbers.parameters, number)
            slots = [plan.link_slots[key] for key in keys]
            own[slots, :seeds] = scales[:, np.newaxis] * draws[: len(keys)]
            set_by_hand(plan, own[:, :seeds].T)
            free = plan.free_mask
            links = plan.link_mask * free
            own_masks = (free, settings.l1 * links, settings.l2 * links)
            rooms = (numbers.mask, numbers.shrink, numbers.decay)
            for room, values in zip(rooms, own_masks, strict=True):
                self._slots(room, number)[:, :seeds] = values[:, np.newaxis]
        numbers.active.reshape(-1, VECTOR)[:, :seeds] = 1.0
        numbers.alive[:] = seeds


COMPILED_FROM: Final = (*FROM_BELOW, tables, loop, outputs)

_SOURCES: Final = fingerprint(*COMPILED_FROM)
