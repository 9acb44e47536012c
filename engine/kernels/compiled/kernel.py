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
    passes,
    shuffle,
    simd,
    structs,
)
from engine.kernels.compiled import (
    optimizers as compiled_optimizers,
)
from engine.kernels.compiled.jit import fingerprint, kept_on_disk
from engine.kernels.compiled.loop import DONE, EPOCH, POSITION, SOURCES, STEPS, train
from engine.kernels.compiled.nudge_draws import Supply
from engine.kernels.compiled.optimizers import NUDGE, Rule, rule_of
from engine.kernels.compiled.shuffle import Words, read_generators, write_generators
from engine.kernels.compiled.structs import (
    Draws,
    Rows,
    TrainingData,
    Weights,
    Wiring,
    rows_for,
    training_data_of,
    weights_of,
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
        self._state, self._size = state, plan.size
        replicas = len(state.parameters)
        self._wiring = wiring_of(plan)
        self._data = training_data_of(loss, inputs, targets, settings.batch_size)
        self._rows = rows_for(self._wiring, self._data)
        self._rule = rule_of(settings)
        self._weights = weights_of(plan, settings, state.moments)
        self._supply = Supply(state.nudges if self._rule.optimizer == NUDGE else (), plan.size)
        self.updates_per_epoch = -(-self._data.samples // self._data.batch)
        self.cost = self._estimate(replicas)

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
        self._copy_in()
        sound = _train(*self._arguments(words, counters), updates, stop)
        self._copy_out()
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
        kinds = tuple(numba.typeof(one) for one in (*self._arguments(*self._counted()), 0, 0))
        kept = FunctionCache(_train.py_func)
        return bool(_train.signatures) or kept.load_overload(kinds, _train.targetctx) is not None

    def _counted(self) -> tuple[Words, Labels]:
        """Copies of what the compiled code counts on: the generators, and the counters."""
        state = self._state
        counters = [state.epoch, state.position, 0, int(state.steps), 0]
        return read_generators(state.shuffles), np.array(counters, dtype=np.int64)

    def _arguments(self, words: Words, counters: Labels) -> tuple[object, ...]:
        """What `loop.train` takes, but for the last two."""
        state = self._state
        tables_ = (self._wiring, self._data, self._rows, self._weights, self._rule)
        still = np.zeros(len(state.parameters), dtype=np.int64)
        still[state.halted] = 1
        return (*tables_, self._supply.draws, words, state.order.reshape(-1), still, counters)

    def _copy_in(self) -> None:
        """From the state to the kernel's own buffers."""
        weights, state, size = self._weights, self._state, self._size
        parameters = weights.parameters.reshape(-1, weights.size)
        parameters[: len(state.parameters), :size] = state.parameters
        weights.kept.reshape(-1, weights.size)[:, :size] = state.kept
        moments = weights.moments.reshape(*state.moments.shape[:2], weights.size)
        moments[..., :size] = state.moments

    def _copy_out(self) -> None:
        """Back to the state."""
        weights, state, size = self._weights, self._state, self._size
        parameters = weights.parameters.reshape(-1, weights.size)
        state.parameters[...] = parameters[: len(state.parameters), :size]
        state.kept[...] = weights.kept.reshape(-1, weights.size)[:, :size]
        moments = weights.moments.reshape(*state.moments.shape[:2], weights.size)
        state.moments[...] = moments[..., :size]

    def _estimate(self, replicas: int) -> float:
        """Time of one update in µs, on a usual machine: no clock is asked."""
        vectors = -(-self._data.batch // 8)
        links = _PRODUCT_US * vectors * self._size
        values = _VALUE_US * vectors * self._wiring.height
        return replicas * (_UPDATE_US + links + values)


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

    # Numba names its index on disk after the function. An index of other sources may hold types
    # that are no more, and reading it would fail: each set of sources gets its own.
    run.__qualname__ = f"train_{sources:08x}"
    return kept_on_disk(run)


_train = _compiled(
    fingerprint(
        *(training_state, activations, optimizers, proximal, jit, simd, fast_math, structs),
        *(compiled_activations, losses, passes, compiled_optimizers, shuffle, loop),
    )
)
