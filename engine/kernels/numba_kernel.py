"""The training step compiled by Numba: whole epochs without Python, and without its lock.

Same contract and same trajectory as `engine.kernels.numpy_kernel`, many times as fast. Importing
this imports Numba, which takes a quarter of a second; the first call compiles for some seconds
unless the machine code is in Numba's cache on disk (`engine.kernels.warm` puts it there).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from engine.data import Floats, Labels
from engine.kernels.passes import backward, forward, loss_slope
from engine.kernels.compiled import fingerprint, inlined, kept_on_disk
from engine.kernels.lanes import lanes, move, store
from engine.kernels.shuffle import Words, read_generators, shuffle, write_generators
from engine.kernels.steps import adam_scales, step
from engine.kernels.tables import (
    ADAM,
    CHUNK,
    OPTIMIZER_CODES,
    Lesson,
    Rows,
    Rule,
    Weights,
    Wiring,
    aligned,
    lesson_of,
    rows_for,
    whole_vectors,
    wiring_of,
)
from engine.losses import LossFunction
from engine.plan import Plan
from engine.settings import TrainingSettings
from engine.state import TrainingState

# Cost of an update, of a vector of link × samples, and of a vector of activations, measured.
_UPDATE_US: Final = 0.15
_PRODUCT_US: Final = 6e-4
_VALUE_US: Final = 8e-3

_EPOCH, _POSITION, _DONE, _STEPS, _SOURCES = range(5)


class NumbaKernel:
    """Updates of all replicas, for one plan and one choice of settings.

    The arguments, the attributes and the methods are those of
    `engine.kernels.numpy_kernel.NumpyKernel`.
    """

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
        self._lesson = lesson_of(loss, inputs, targets, settings.batch_size)
        self._rows = rows_for(self._wiring, self._lesson)
        self._rule = Rule(OPTIMIZER_CODES[settings.optimizer], settings.learning_rate)
        size = whole_vectors(plan.size)
        self._weights = Weights(
            size,
            *(aligned(replicas * size) for _ in range(2)),
            aligned(len(state.moments) * replicas * size),
            *(aligned(size) for _ in range(3)),
        )
        self._weights.mask[: plan.size] = plan.mask
        self._weights.decay[: plan.size] = settings.l2 * plan.link_mask
        self.updates_per_epoch = -(-self._lesson.samples // self._lesson.batch)
        self.cost = self._estimate(replicas)

    def advance(self, updates: int, stop: int) -> bool:
        """Carry out up to so many updates, not beyond the end of epoch ``stop``.

        Returns:
            Whether a replica diverged; the updates end there. Ask `TrainingState.frozen`.
        """
        state = self._state
        counters = np.array([state.epoch, state.position, 0, state.steps, 0], dtype=np.int64)
        words = read_generators(state.shuffles)
        self._copy_in()
        sound = train(
            self._wiring,
            self._lesson,
            self._rows,
            self._weights,
            self._rule,
            words,
            state.order.reshape(-1),
            state.diverged_at,
            counters,
            updates,
            stop,
        )
        self._copy_out()
        write_generators(words, state.shuffles)
        state.epoch, state.position = int(counters[_EPOCH]), int(counters[_POSITION])
        state.update += int(counters[_DONE])
        state.steps.fill(counters[_STEPS])
        begun = state.epoch if state.position == 0 else state.epoch + 1
        return not sound and state.catch(begun)

    def hold_frozen(self) -> None:
        """Nothing to do: replicas that stand still are left out of every update."""

    def _copy_in(self) -> None:
        """From the state to the kernel's own buffers."""
        weights, state, size = self._weights, self._state, self._size
        weights.parameters.reshape(-1, weights.size)[:, :size] = state.parameters
        weights.kept.reshape(-1, weights.size)[:, :size] = state.kept
        moments = weights.moments.reshape(*state.moments.shape[:2], weights.size)
        moments[..., :size] = state.moments

    def _copy_out(self) -> None:
        """Back to the state."""
        weights, state, size = self._weights, self._state, self._size
        state.parameters[...] = weights.parameters.reshape(-1, weights.size)[:, :size]
        state.kept[...] = weights.kept.reshape(-1, weights.size)[:, :size]
        moments = weights.moments.reshape(*state.moments.shape[:2], weights.size)
        state.moments[...] = moments[..., :size]

    def _estimate(self, replicas: int) -> float:
        """Time of one update in µs, on a usual machine: no clock is asked."""
        vectors = -(-self._lesson.batch // 8)
        links = _PRODUCT_US * vectors * self._size
        values = _VALUE_US * vectors * self._wiring.height
        return replicas * (_UPDATE_US + links + values)


@inlined
def _fill(
    wiring: Wiring, lesson: Lesson, rows: Rows, order: Labels, first: int, count: int, width: int
) -> None:
    """Targets and inputs of the samples order[first : first + count], the last one repeated."""
    outputs = lesson.columns - wiring.inputs
    for place in range(width):
        sample = order[first + min(place, count - 1)] * lesson.columns
        for column in range(outputs):
            move(rows.targets, column * width + place, lesson.source, sample + column)
        for column in range(wiring.inputs):
            index = sample + outputs + column
            move(rows.activations, column * width + place, lesson.source, index)


@inlined
def _gradient(
    wiring: Wiring,
    lesson: Lesson,
    rows: Rows,
    weights: Weights,
    order: Labels,
    first: int,
    samples: int,
    base: int,
) -> None:
    """The gradient of one replica's batch: the samples order[first : first + samples]."""
    for place in range(0, weights.size, 8):
        store(weights.gradient, place, lanes(0.0))
    for begin in range(0, samples, CHUNK):
        count = min(CHUNK, samples - begin)
        width = (count + 7) // 8 * 8
        _fill(wiring, lesson, rows, order, first + begin, count, width)
        forward(wiring, rows, weights.parameters, base, width)
        loss_slope(lesson.loss, wiring, rows, count, width, samples)
        backward(wiring, rows, weights.parameters, base, weights.gradient, width)


@inlined
def _train(
    wiring: Wiring,
    lesson: Lesson,
    rows: Rows,
    weights: Weights,
    rule: Rule,
    words: Words,
    order: Labels,
    diverged_at: Labels,
    counters: Labels,
    updates: int,
    stop: int,
) -> bool:
    """Up to so many updates of all replicas, in step; whether all is finite after the last one.

    Args:
        wiring, lesson, rows, weights, rule: see `engine.kernels.tables`.
        words: state of the generators that shuffle, one row a replica.
        order: order of the samples of each replica, flat.
        diverged_at: replicas with −1 are trained, the others stand still.
        counters: epoch, position in it, updates done, steps of the optimizer; counted up.
        updates, stop: as in `NumbaKernel.advance`.
    """
    replicas, samples = len(diverged_at), lesson.samples
    sound = True
    while sound and updates > 0 and counters[_EPOCH] < stop:
        if counters[_POSITION] == 0 and lesson.batch < samples:
            for replica in range(replicas):
                shuffle(words, replica, order, samples)
        rate, epsilon = rule.learning_rate, 0.0
        if rule.optimizer == ADAM:
            counters[_STEPS] += 1
            rate, epsilon = adam_scales(rate, counters[_STEPS])
        first = counters[_POSITION] * lesson.batch
        count = min(lesson.batch, samples - first)
        for replica in range(replicas):
            if diverged_at[replica] < 0:
                place, base = replica * samples + first, replica * weights.size
                _gradient(wiring, lesson, rows, weights, order, place, count, base)
                sound &= step(rule, weights, replica, replicas, rate, epsilon)
        updates -= 1
        counters[_DONE] += 1
        counters[_POSITION] += 1
        if first + count == samples:
            counters[_EPOCH] += 1
            counters[_POSITION] = 0
    return sound


def _compiled(sources: int) -> Callable[..., bool]:
    """`_train` as machine code; ``sources`` tells what it was made from."""

    @kept_on_disk
    def train(
        wiring: Wiring,
        lesson: Lesson,
        rows: Rows,
        weights: Weights,
        rule: Rule,
        words: Words,
        order: Labels,
        diverged_at: Labels,
        counters: Labels,
        updates: int,
        stop: int,
    ) -> bool:
        counters[_SOURCES] = sources
        return _train(
            wiring, lesson, rows, weights, rule, words, order, diverged_at, counters, updates, stop
        )

    return train


train = _compiled(
    fingerprint(
        "engine.optimizers",
        "engine.state",
        *(f"engine.kernels.{name}" for name in ("compiled", "fast_math", "lanes", "passes")),
        *(f"engine.kernels.{name}" for name in ("shuffle", "steps", "tables", "numba_kernel")),
    )
)
