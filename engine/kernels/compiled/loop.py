"""Whole epochs, compiled: fill a batch, go forward and backward, step, shuffle, count."""

from __future__ import annotations

from engine.data import Floats, Labels
from engine.kernels.compiled.jit import inlined, outermost, outlined
from engine.kernels.compiled.losses import loss_slope, loss_sum
from engine.kernels.compiled.optimizers import (
    ADAM,
    NUDGE,
    Rule,
    adam_scales,
    clipping_scale,
    penalty,
    settle,
    step,
    try_guess,
)
from engine.kernels.compiled.passes.samples import backward, forward
from engine.kernels.compiled.shuffle import Words, shuffle
from engine.kernels.compiled.simd import lanes, move, store, transposed
from engine.kernels.compiled.structs import (
    CHUNK,
    SQUARED_ERROR,
    Draws,
    Rows,
    TrainingData,
    Weights,
    Wiring,
)

EPOCH, POSITION, DONE, STEPS = range(4)
"""What is counted: epochs, updates in the epoch under way, updates, and steps of the optimizer."""


@inlined
def _fill(
    wiring: Wiring,
    data: TrainingData,
    rows: Rows,
    order: Labels,
    first: int,
    count: int,
    width: int,
) -> None:
    """Targets and inputs of the samples order[first : first + count], the last one repeated."""
    outputs = data.columns - wiring.inputs
    blocks = wiring.inputs // 8 * 8
    for place in range(width):
        sample = order[first + min(place, count - 1)] * data.columns
        for column in range(outputs):
            move(rows.targets, column * width + place, data.source, sample + column)
        for column in range(blocks, wiring.inputs):
            index = sample + outputs + column
            move(rows.activations, column * width + place, data.source, index)
    if blocks:
        _fill_blocks(data, rows.activations, order, first, count, width, outputs, blocks)


@outlined
def _fill_blocks(
    data: TrainingData,
    activations: Floats,
    order: Labels,
    first: int,
    count: int,
    width: int,
    outputs: int,
    inputs: int,
) -> None:
    """`_fill` for whole vectors of inputs."""
    for place in range(0, width, 8):
        _fill_eight(data, activations, order, first, place, count - 1, width, outputs, inputs)


@inlined
def _fill_eight(
    data: TrainingData,
    activations: Floats,
    order: Labels,
    first: int,
    place: int,
    last: int,
    width: int,
    outputs: int,
    inputs: int,
) -> None:
    """`_fill_blocks` for eight samples."""
    a = order[first + min(place, last)] * data.columns + outputs
    b = order[first + min(place + 1, last)] * data.columns + outputs
    c = order[first + min(place + 2, last)] * data.columns + outputs
    d = order[first + min(place + 3, last)] * data.columns + outputs
    e = order[first + min(place + 4, last)] * data.columns + outputs
    f = order[first + min(place + 5, last)] * data.columns + outputs
    g = order[first + min(place + 6, last)] * data.columns + outputs
    h = order[first + min(place + 7, last)] * data.columns + outputs
    for column in range(0, inputs, 8):
        transposed(
            data.source,
            a + column,
            b + column,
            c + column,
            d + column,
            e + column,
            f + column,
            g + column,
            h + column,
            activations,
            column * width + place,
            width,
        )


@inlined
def _gradient(
    wiring: Wiring,
    data: TrainingData,
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
        _fill(wiring, data, rows, order, first + begin, count, width)
        forward(wiring, rows, weights.parameters, base, width)
        loss_slope(data.loss, wiring, rows, count, width, samples)
        backward(wiring, rows, weights.parameters, base, weights.gradient, count, width)


@outlined
def _nudged(
    wiring: Wiring,
    data: TrainingData,
    rows: Rows,
    weights: Weights,
    order: Labels,
    first: int,
    samples: int,
    replica: int,
    guess: int,
) -> bool:
    """Whether the guess has a lower error than the replica on the batch; NaN is never lower.

    ``guess`` is the place of the guess among the replicas.
    """
    scale = 1.0 / samples
    if data.loss == SQUARED_ERROR:
        scale = scale / (wiring.height - wiring.outputs)
    before = after = 0.0
    for attempt in range(2):
        base = (guess if attempt else replica) * weights.size
        before, after = after, 0.0
        for begin in range(0, samples, CHUNK):
            count = min(CHUNK, samples - begin)
            width = (count + 7) // 8 * 8
            _fill(wiring, data, rows, order, first + begin, count, width)
            forward(wiring, rows, weights.parameters, base, width)
            after += loss_sum(data.loss, wiring, rows, count, width)
        after = after * scale + penalty(weights, base)
    return after < before


@outermost
def train(
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
    """Up to so many updates of all replicas, in step; whether all is finite after the last one.

    See `structs` for the first six. ``words`` are the generators that shuffle, one row a replica;
    ``order`` is the order of the samples of each replica, flat. Replicas whose
    ``still`` is not 0 are left alone. ``counters`` are counted up (see `EPOCH`); ``updates`` and
    ``stop`` are those of `NumbaKernel.advance`.
    """
    replicas, samples = len(still), data.samples
    sound = True
    while sound and updates > 0 and counters[EPOCH] < stop:
        if counters[POSITION] == 0 and data.batch < samples:
            for replica in range(replicas):
                shuffle(words, replica, order, samples)
        rate, epsilon = rule.learning_rate, 0.0
        if rule.optimizer == ADAM:
            counters[STEPS] += 1
            rate, epsilon = adam_scales(rate, counters[STEPS])
        first = counters[POSITION] * data.batch
        count = min(data.batch, samples - first)
        for replica in range(replicas):
            if still[replica]:
                continue
            place, base = replica * samples + first, replica * weights.size
            if rule.optimizer == NUDGE:
                drawn = replica * draws.span + counters[DONE] * draws.size
                try_guess(rule, weights, draws, replica, replicas, drawn)
                better = _nudged(
                    wiring, data, rows, weights, order, place, count, replica, replicas
                )
                sound &= settle(weights, replica, replicas, better)
            else:
                _gradient(wiring, data, rows, weights, order, place, count, base)
                scale = clipping_scale(rule, weights, base)
                sound &= step(rule, weights, replica, replicas, 0, scale, rate, epsilon)
        updates -= 1
        counters[DONE] += 1
        counters[POSITION] += 1
        if first + count == samples:
            counters[EPOCH] += 1
            counters[POSITION] = 0
    return sound
