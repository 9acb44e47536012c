"""The training step compiled by Numba: whole epochs without Python, and without its lock.

Same contract and same trajectory as `engine.kernels.numpy.kernel`, many times as fast. Importing
this imports Numba, which takes a quarter of a second; the first call compiles for some seconds
unless the machine code was loaded (`engine.kernels.compiled.warm`).
"""

from __future__ import annotations

from typing import Any, ClassVar, Final

import numpy as np

from engine import state as training_state
from engine.data import Floats, Labels
from engine.functions import activations, optimizers, proximal
from engine.functions.losses import LossFunction
from engine.kernels.code_store import CodeStore
from engine.kernels.compiled import (
    activations as compiled_activations,
)
from engine.kernels.compiled import (
    fast_math,
    jit,
    kept_code,
    loop,
    losses,
    replica_loop,
    shuffle,
    simd,
    structs,
)
from engine.kernels.compiled import (
    optimizers as compiled_optimizers,
)
from engine.kernels.compiled.jit import fingerprint
from engine.kernels.compiled.layouts import ReplicaLanes, layout_for
from engine.kernels.compiled.loop import DONE, EPOCH, POSITION, STEPS, train
from engine.kernels.compiled.nudge_draws import Supply
from engine.kernels.compiled.optimizers import NUDGE, rule_of
from engine.kernels.compiled.passes import gradients, replicas, samples, sparse
from engine.kernels.compiled.replica_loop import train_groups
from engine.kernels.compiled.shuffle import Words, read_generators, write_generators
from engine.kernels.compiled.structs import (
    VECTOR,
    rows_for,
    training_data_of,
    wiring_of,
)
from engine.plan import Plan
from engine.settings import TrainingSettings
from engine.state import TrainingState

# What an update, eight samples on a link and eight values of an activation cost, measured.
_UPDATE_US: Final = 0.2
_PRODUCT_US: Final = 1e-3
_VALUE_US: Final = 8e-3


class NumbaKernel:
    """Updates of all replicas, for one plan and one choice of settings.

    The arguments, the attributes and the methods are those of
    `engine.kernels.numpy.kernel.NumpyKernel`.
    """

    name: ClassVar[str] = "numba"
    slice_us: Final = 8_000.0  # Python's lock is free meanwhile; a stop is still answered soon

    def __init__(
        self,
        plan: Plan,
        settings: TrainingSettings,
        loss: LossFunction,
        inputs: Floats,
        targets: Floats,
        state: TrainingState,
    ) -> None:
        self._state = state
        self._rule = rule_of(settings)
        nudged = self._rule.optimizer == NUDGE
        # The nudge draws a number for every slot of the plan, in the plan's order.
        self._wiring, slots = wiring_of(plan, sparse=not nudged)
        self._data = training_data_of(
            loss, inputs, targets, settings.batch_size, state.order.shape[1]
        )
        self._rows = rows_for(self._wiring, self._data)
        self._layout = layout_for(plan, self._wiring, slots, settings, state)
        self._supply = Supply(state.nudges if nudged else (), plan.size)
        self.updates_per_epoch = -(-self._data.samples // self._data.batch)
        self.cost = self._estimate(len(slots))

    def advance(self, updates: int, stop: int) -> bool:
        """Carry out up to so many updates, not beyond the end of epoch ``stop``.

        Returns:
            Whether a replica diverged; the updates end there. Ask `TrainingState.halted`.
        """
        if self._rule.optimizer != NUDGE:
            return self._advance(updates, stop)
        while updates > 0 and self._state.epoch < stop:
            ahead = (stop - self._state.epoch) * self.updates_per_epoch - self._state.position
            portion = min(updates, ahead, self._supply.updates)
            if self._nudge(portion, stop):
                return True
            updates -= portion
        return False

    def _nudge(self, updates: int, stop: int) -> bool:
        """`advance` for as many updates as can be drawn for."""
        states, before = self._supply.states(), self._state.update
        self._supply.draw(updates)
        diverged = self._advance(updates, stop)
        done = self._state.update - before
        if done < updates:
            self._supply.put_back(states, done)
        return diverged

    def _advance(self, updates: int, stop: int) -> bool:
        """`advance` once what the updates take is drawn."""
        state = self._state
        words, counters = self._counted()
        self._layout.copy_in()
        function, arguments = self._entry(words, counters)
        sound = bool(function(*arguments, updates, stop))
        self._layout.copy_out()
        write_generators(words, state.shuffles)
        state.epoch, state.position = int(counters[EPOCH]), int(counters[POSITION])
        state.update += int(counters[DONE])
        state.steps.fill(counters[STEPS])
        begun = state.epoch if state.position == 0 else state.epoch + 1
        return not sound and state.catch(begun)

    def hold_halted(self) -> None:
        """Nothing to do: halted replicas are left out of every update."""

    def load(self, store: CodeStore) -> bool:
        """Take the machine code from a store; whether it is there now."""
        return kept_code.load(*self._shaped(), _SOURCES, store)

    def keep(self, store: CodeStore) -> None:
        """Put the machine code into a store, once it is compiled.

        Raises:
            OSError: when the store cannot keep it.
        """
        kept_code.keep(*self._shaped(), _SOURCES, store)

    def _shaped(self) -> tuple[Any, tuple[object, ...]]:
        """The compiled function that carries out the updates, and arguments of its types."""
        function, arguments = self._entry(*self._counted())
        return function, (*arguments, 0, 0)

    def _entry(self, words: Words, counters: Labels) -> tuple[Any, tuple[object, ...]]:
        """The compiled function that carries out the updates, and its arguments but two."""
        if isinstance(self._layout, ReplicaLanes):
            return train_groups, self._group_arguments(words, counters)
        return train, self._arguments(words, counters)

    def _counted(self) -> tuple[Words, Labels]:
        """Copies of what the compiled code counts on: the generators, and the counters."""
        state = self._state
        counters = [state.epoch, state.position, 0, int(state.steps)]
        return read_generators(state.shuffles), np.array(counters, dtype=np.int64)

    def _arguments(self, words: Words, counters: Labels) -> tuple[object, ...]:
        """What `loop.train` takes, but for the last two."""
        state = self._state
        tables = (self._wiring, self._data, self._rows, self._layout.weights, self._rule)
        still = np.zeros(len(state.parameters), dtype=np.int64)
        still[state.halted] = 1
        return (*tables, self._supply.draws, words, state.order.reshape(-1), still, counters)

    def _group_arguments(self, words: Words, counters: Labels) -> tuple[object, ...]:
        """What `replica_loop.train_groups` takes, but for the last two."""
        layout = self._layout
        assert isinstance(layout, ReplicaLanes)  # noqa: S101  (whoever calls has asked)
        tables = (self._wiring, self._data, self._rows, layout.weights, self._rule)
        return (*tables, words, self._state.order.reshape(-1), layout.active, counters)

    def _estimate(self, slots: int) -> float:
        """Time of one update in µs, on a usual machine: no clock is asked."""
        vectors = -(-self._data.batch // VECTOR)
        links = _PRODUCT_US * vectors * slots
        values = _VALUE_US * vectors * self._wiring.height
        return self._layout.times * (_UPDATE_US + links + values)


COMPILED_FROM: Final = (
    *(training_state, activations, optimizers, proximal, jit, simd, fast_math, structs),
    *(compiled_activations, losses, samples, compiled_optimizers, shuffle, loop),
    *(gradients, sparse, replicas, replica_loop),
)

_SOURCES: Final = fingerprint(*COMPILED_FROM)
