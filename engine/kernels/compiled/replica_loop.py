"""Whole epochs of groups of eight replicas, compiled; see `loop` and `passes.replicas`."""

from __future__ import annotations

from engine.data import Floats, Labels
from engine.kernels.compiled.jit import inlined, outermost
from engine.kernels.compiled.loop import DONE, EPOCH, POSITION, STEPS
from engine.kernels.compiled.losses import loss_slope
from engine.kernels.compiled.optimizers import (
    ADAM,
    Rule,
    adam_scales,
    group_clipping_scale,
    step,
)
from engine.kernels.compiled.passes.replicas import backward, forward
from engine.kernels.compiled.shuffle import Words, shuffle
from engine.kernels.compiled.simd import gathered, lanes, load, store, where_at_most
from engine.kernels.compiled.structs import Rows, TrainingData, Weights, Wiring


@inlined
def _fill(
    wiring: Wiring,
    data: TrainingData,
    rows: Rows,
    order: Labels,
    group: int,
    replicas: int,
    first: int,
    count: int,
) -> None:
    """Targets and inputs of ``count`` samples from ``first`` on, in each replica's own order.

    Lanes beyond the last replica repeat it.
    """
    outputs, columns = data.columns - wiring.inputs, data.columns
    last, own = replicas - 1 - 8 * group, 8 * group * data.samples + first
    b, c = min(1, last) * data.samples, min(2, last) * data.samples
    d, e = min(3, last) * data.samples, min(4, last) * data.samples
    f, g = min(5, last) * data.samples, min(6, last) * data.samples
    h = min(7, last) * data.samples
    for place in range(count):
        i = own + place
        a1, b1 = order[i] * columns, order[i + b] * columns
        c1, d1 = order[i + c] * columns, order[i + d] * columns
        e1, f1 = order[i + e] * columns, order[i + f] * columns
        g1, h1 = order[i + g] * columns, order[i + h] * columns
        for column in range(columns):
            value = gathered(
                data.source,
                a1 + column,
                b1 + column,
                c1 + column,
                d1 + column,
                e1 + column,
                f1 + column,
                g1 + column,
                h1 + column,
            )
            if column < outputs:
                store(rows.targets, 8 * (column * count + place), value)
            else:
                store(rows.activations, 8 * ((column - outputs) * count + place), value)


@inlined
def _gradient(
    wiring: Wiring,
    data: TrainingData,
    rows: Rows,
    weights: Weights,
    order: Labels,
    active: Floats,
    group: int,
    replicas: int,
    first: int,
    samples: int,
) -> None:
    """The gradients of one group's batches: ``samples`` samples from ``first`` on.

    Lanes whose ``active`` is 0 get 0, whatever numbers they hold.
    """
    base = group * weights.size
    for place in range(0, weights.size, 8):
        store(weights.gradient, place, lanes(0.0))
    for begin in range(0, samples, data.chunk):
        count = min(data.chunk, samples - begin)
        width = 8 * count
        _fill(wiring, data, rows, order, group, replicas, first + begin, count)
        forward(wiring, rows, weights.parameters, base, width)
        loss_slope(data.loss, wiring, rows, width, width, samples)
        backward(wiring, rows, weights.parameters, base, weights.gradient, width)
    moving = load(active, 8 * group)
    for place in range(0, weights.size, 8):
        own = where_at_most(moving, 0.0, 0.0, load(weights.gradient, place))
        store(weights.gradient, place, own)


@outermost
def train_groups(
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
    """Up to so many updates of all replicas, in step; whether all is finite after the last one.

    The arguments are those of `loop.train`, but ``active``, which has one number a lane: 1, or 0
    for replicas that are left alone and for lanes without a replica.
    """
    replicas, samples = len(words), data.samples
    groups = len(active) // 8
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
        for group in range(groups):
            _gradient(wiring, data, rows, weights, order, active, group, replicas, first, count)
            base = group * weights.size
            scale = group_clipping_scale(rule, weights, base)
            sound &= step(rule, weights, group, groups, base, scale, rate, epsilon)
        updates -= 1
        counters[DONE] += 1
        counters[POSITION] += 1
        if first + count == samples:
            counters[EPOCH] += 1
            counters[POSITION] = 0
    return sound
