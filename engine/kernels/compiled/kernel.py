"""The training step compiled by Numba: whole epochs without Python, and without its lock.

Same contract and same trajectory as `engine.kernels.numpy.kernel`, many times as fast. Importing
this imports Numba, which takes a quarter of a second; the first call compiles for some seconds
unless the machine code is in Numba's cache on disk (`engine.kernels.compiled.warm` puts it there).
"""

from __future__ import annotations

from typing import Any, ClassVar, Final

import numba
import numpy as np
from numba.core.caching import FunctionCache

from engine import state as training_state
from engine.data import Floats, Labels
from engine.functions import activations, optimizers, proximal
from engine.functions.losses import LossFunction
from engine.kernels.compiled import (
    activations as compiled_activations,
)
from engine.kernels.compiled import (
    fast_math,
    jit,
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
from engine.kernels.compiled.jit import fingerprint, kept_on_disk
from engine.kernels.compiled.layouts import ReplicaLanes, layout_for
from engine.kernels.compiled.loop import DONE, EPOCH, POSITION, SOURCES, STEPS, train
from engine.kernels.compiled.nudge_draws import Supply
from engine.kernels.compiled.optimizers import NUDGE, Rule, rule_of
from engine.kernels.compiled.passes import replicas, samples, sparse
from engine.kernels.compiled.replica_loop import train_groups
from engine.kernels.compiled.shuffle import Words, read_generators, write_generators
from engine.kernels.compiled.structs import (
    VECTOR,
    Draws,
    Rows,
    TrainingData,
    Weights,
    Wiring,
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
        self._data = training_data_of(loss, inputs, targets, settings.batch_size)
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
        if isinstance(self._layout, ReplicaLanes):
            sound = _train_groups(*self._group_arguments(words, counters), updates, stop)
        else:
            sound = _train(*self._arguments(words, counters), updates, stop)
        self._layout.copy_out()
        write_generators(words, state.shuffles)
        state.epoch, state.position = int(counters[EPOCH]), int(counters[POSITION])
        state.update += int(counters[DONE])
        state.steps.fill(counters[STEPS])
        begun = state.epoch if state.position == 0 else state.epoch + 1
        return not sound and state.catch(begun)

    def hold_halted(self) -> None:
        """Nothing to do: halted replicas are left out of every update."""

    def is_compiled(self) -> bool:
        """Whether the machine code is there or on disk: `advance` would not wait for a compiler."""
        if isinstance(self._layout, ReplicaLanes):
            return _is_there(_train_groups, self._group_arguments(*self._counted()))
        return _is_there(_train, self._arguments(*self._counted()))

    def _counted(self) -> tuple[Words, Labels]:
        """Copies of what the compiled code counts on: the generators, and the counters."""
        state = self._state
        counters = [state.epoch, state.position, 0, int(state.steps), 0]
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


def _is_there(compiled: Any, arguments: tuple[object, ...]) -> bool:
    """Whether a function is compiled for such arguments, in memory or on disk."""
    kinds = tuple(numba.typeof(one) for one in (*arguments, 0, 0))
    kept = FunctionCache(compiled.py_func)
    return bool(compiled.signatures) or kept.load_overload(kinds, compiled.targetctx) is not None


def _compiled(sources: int) -> Any:
    """`loop.train` as machine code; ``sources`` is the fingerprint of its sources."""

    def run(
        wiring: Wiring,
        data: TrainingData,
        rows: Rows,
        weights: Weights,
        rule: Rule,
        draws: Draws,
        words: Words,
        order: Labels,
        still: Labels,
        counters: Labels,
        updates: int,
        stop: int,
    ) -> bool:
        counters[SOURCES] = sources
        return train(
            wiring, data, rows, weights, rule, draws, words, order, still, counters, updates, stop
        )

    return _kept(run, f"train_{sources:08x}")


def _compiled_groups(sources: int) -> Any:
    """`replica_loop.train_groups` as machine code; ``sources`` tells what it was made from."""

    def run(
        wiring: Wiring,
        data: TrainingData,
        rows: Rows,
        weights: Weights,
        rule: Rule,
        words: Words,
        order: Labels,
        active: Floats,
        counters: Labels,
        updates: int,
        stop: int,
    ) -> bool:
        counters[SOURCES] = sources
        return train_groups(
            wiring, data, rows, weights, rule, words, order, active, counters, updates, stop
        )

    return _kept(run, f"train_groups_{sources:08x}")


def _kept(function: Any, name: str) -> Any:
    """The function compiled and kept on disk under a name.

    Numba names its index on disk after the function. An index of other sources may hold types that
    are no more, and reading it would fail: each set of sources gets its own.
    """
    function.__qualname__ = name
    return kept_on_disk(function)


_SOURCES = fingerprint(
    *(training_state, activations, optimizers, proximal, jit, simd, fast_math, structs),
    *(compiled_activations, losses, samples, compiled_optimizers, shuffle, loop),
    *(sparse, replicas, replica_loop),
)
_train = _compiled(_SOURCES)
_train_groups = _compiled_groups(_SOURCES)
