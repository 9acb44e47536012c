"""How the compiled kernel lays numbers out: samples in the lanes of a vector, or replicas."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Final

import numpy as np

from engine.data import Floats, Labels
from engine.kernels.compiled.structs import (
    VECTOR,
    Weights,
    Wiring,
    group_weights_of,
    weights_of,
)
from engine.plan import Plan
from engine.settings import TrainingSettings
from engine.state import TrainingState

GROUP_COST: Final = ((160, 3.0), (800, 5.5))
"""How many times as long a group of eight takes as one replica alone, for plans of up to so many
slots whose stages are dense; beyond, eight replicas no longer fit the first-level cache. Measured
on batches of 10 and 30: 1.8 to 3.5 up to 2-8-8-1, 4.0 to 6.1 up to 2-24-24-1; on 64-32-10 eight
replicas one after the other are faster."""

SPARSE_GROUP_COST: Final = 4.0
"""The same where most stages are sparse."""


class Layout(ABC):
    """The kernel's own copy of what it changes.

    Args:
        plan: the compiled network.
        slots: the plan's slots in the kernel's order.
        settings: how to train.
        state: what is copied in before updates and out after them.

    Attributes:
        weights: the copy.
        times: how many times as long as one replica all of them take.
    """

    weights: Weights
    times: float

    def __init__(
        self, plan: Plan, slots: Labels, settings: TrainingSettings, state: TrainingState
    ) -> None:
        self._state, self._size = state, len(slots)
        # A slice where all slots are there in their order: nothing needs to be picked out.
        self._slots: Labels | slice = slice(None) if len(slots) == plan.size else slots
        free = plan.free_mask[self._slots]
        links = plan.link_mask[self._slots] * free
        self._masks = (free, settings.l1 * links, settings.l2 * links)

    @abstractmethod
    def copy_in(self) -> None:
        """From the state to the kernel's own buffers."""

    @abstractmethod
    def copy_out(self) -> None:
        """Back to the state."""


class SampleLanes(Layout):
    """Eight samples side by side, one replica after the other."""

    def __init__(
        self, plan: Plan, slots: Labels, settings: TrainingSettings, state: TrainingState
    ) -> None:
        super().__init__(plan, slots, settings, state)
        kinds, replicas, _ = state.moments.shape
        self.times = replicas
        own = self.weights = weights_of(self._size, replicas, kinds)
        for mask, values in zip((own.mask, own.shrink, own.decay), self._masks, strict=True):
            mask[: self._size] = values

    def copy_in(self) -> None:
        """From the state to the kernel's own buffers."""
        state, slots = self._state, self._slots
        parameters, kept, moments = self._views()
        parameters[...] = state.parameters[:, slots]
        kept[...] = state.kept[:, slots]
        moments[...] = state.moments[..., slots]

    def copy_out(self) -> None:
        """Back to the state."""
        state, slots = self._state, self._slots
        parameters, kept, moments = self._views()
        state.parameters[:, slots] = parameters
        state.kept[:, slots] = kept
        state.moments[..., slots] = moments

    def _views(self) -> tuple[Floats, Floats, Floats]:
        """Parameters, kept ones and moments in the shapes of the state's."""
        weights, replicas = self.weights, len(self._state.parameters)
        parameters = weights.parameters.reshape(-1, weights.size)[:replicas, : self._size]
        kept = weights.kept.reshape(-1, weights.size)[:, : self._size]
        moments = weights.moments.reshape(*self._state.moments.shape[:2], weights.size)
        return parameters, kept, moments[..., : self._size]


class ReplicaLanes(Layout):
    """Eight replicas side by side, one sample after the other.

    Args:
        group_cost: how many times as long a group takes as one replica.

    Attributes:
        active: one number a lane: 1 where a replica trains, 0 where it is halted or there is
            none; as of the last `copy_in`.
    """

    def __init__(
        self,
        plan: Plan,
        slots: Labels,
        settings: TrainingSettings,
        state: TrainingState,
        group_cost: float,
    ) -> None:
        super().__init__(plan, slots, settings, state)
        kinds, replicas, _ = state.moments.shape
        self._groups = -(-replicas // VECTOR)
        self.times = self._groups * group_cost
        self.weights = group_weights_of(self._size, replicas, kinds)
        self.active = np.zeros(self._groups * VECTOR)
        self._set_active()

    def copy_in(self) -> None:
        """From the state to the kernel's own buffers; lanes of halted replicas hold zeros."""
        self._set_active()
        state, weights = self._state, self.weights
        self._write(weights.parameters, state.parameters)
        self._write(weights.kept, state.kept)
        for own, moments in zip(self._moments(), state.moments, strict=True):
            self._write(own, moments)

    def copy_out(self) -> None:
        """Back to the state, but for halted replicas."""
        state, weights = self._state, self.weights
        self._read(weights.parameters, state.parameters)
        self._read(weights.kept, state.kept)
        for own, moments in zip(self._moments(), state.moments, strict=True):
            self._read(own, moments)

    def _set_active(self) -> None:
        moving = np.zeros(len(self.active))
        moving[: len(self._state.parameters)] = 1.0
        moving[self._state.halted] = 0.0
        if (moving != self.active).any():
            self.active[:] = moving
            lanes, own = moving.reshape(self._groups, 1, VECTOR), self.weights
            for mask, values in zip((own.mask, own.shrink, own.decay), self._masks, strict=True):
                self._by_group(mask)[...] = values[:, np.newaxis] * lanes

    def _moments(self) -> Iterator[Floats]:
        length = self._groups * self.weights.size
        return (
            self.weights.moments[kind * length : (kind + 1) * length]
            for kind in range(len(self._state.moments))
        )

    def _by_group(self, numbers: Floats) -> Floats:
        return numbers.reshape(self._groups, self._size, VECTOR)

    def _moving(self, group: int) -> Labels:
        """Places of a group's replicas that are not halted, in the group."""
        return np.flatnonzero(self.active[group * VECTOR : (group + 1) * VECTOR])

    def _write(self, numbers: Floats, values: Floats) -> None:
        for group, own in enumerate(self._by_group(numbers)):
            moving = self._moving(group)
            own.fill(0.0)
            own[:, moving] = values[group * VECTOR + moving][:, self._slots].T

    def _read(self, numbers: Floats, values: Floats) -> None:
        for group, own in enumerate(self._by_group(numbers)):
            moving = self._moving(group)
            rows = group * VECTOR + moving
            where = rows if isinstance(self._slots, slice) else (rows[:, np.newaxis], self._slots)
            values[where] = own[:, moving].T


def layout_for(
    plan: Plan,
    wiring: Wiring,
    slots: Labels,
    settings: TrainingSettings,
    state: TrainingState,
) -> Layout:
    """The faster layout; the random nudge has a loop for single replicas only."""
    if settings.optimizer != "random-nudge":
        groups = ReplicaLanes(plan, slots, settings, state, _group_cost(len(slots), wiring))
        if groups.times < len(state.parameters):
            return groups
    return SampleLanes(plan, slots, settings, state)


def _group_cost(size: int, wiring: Wiring) -> float:
    """How many times as long a group takes as one replica of so many slots."""
    if 2 * len(wiring.links) > size:
        return SPARSE_GROUP_COST
    return next((cost for most, cost in GROUP_COST if size <= most), math.inf)
