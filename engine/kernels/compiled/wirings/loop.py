"""Whole epochs of many wirings from the same seeds, compiled.

All wirings see the same samples in the same order, as the order is the seed's alone. So it is
shuffled once, and the samples of some updates are gathered once into a tile; then one wiring after
the other carries out these updates. Each takes the very steps of `replica_loop.train_groups`.
"""

from __future__ import annotations

from engine.data import Labels
from engine.kernels.compiled.jit import inlined, outermost, outlined
from engine.kernels.compiled.loop import DONE, EPOCH, POSITION, STEPS
from engine.kernels.compiled.losses import loss_slope
from engine.kernels.compiled.optimizers import (
    ADAM,
    Rule,
    adam_scales,
    group_clipping_scale,
    step,
)
from engine.kernels.compiled.passes.replicas import backward, fill_ones, forward_beside_ones
from engine.kernels.compiled.shuffle import Words, shuffle
from engine.kernels.compiled.simd import gathered, lanes, load, magnitude, store, where_at_most
from engine.kernels.compiled.structs import Rows, TrainingData, Weights, Wiring
from engine.kernels.compiled.wirings.tables import (
    BASE,
    COLUMN,
    FIRST_ROW,
    HEIGHT,
    INPUTS,
    ONE,
    ONE_END,
    OUTPUT_ROW,
    SIZE,
    STAGE,
    STAGE_END,
    Numbers,
    Tile,
    Wirings,
)
from engine.state import LARGEST_PARAMETER

_LIMIT = LARGEST_PARAMETER


@inlined
def wiring_at(wirings: Wirings, number: int) -> Wiring:
    """One wiring's own tables: views of those of all."""
    place = wirings.places[number]
    return Wiring(
        wirings.stages[place[STAGE] : place[STAGE_END]],
        wirings.runs,
        wirings.links,
        wirings.first_link,
        wirings.ones[place[ONE] : place[ONE_END]],
        place[INPUTS],
        place[FIRST_ROW],
        place[HEIGHT],
        place[OUTPUT_ROW],
    )


@inlined
def _weights_at(wirings: Wirings, numbers: Numbers, number: int) -> Weights:
    """One wiring's own numbers: views of those of all."""
    begin, size = wirings.places[number, BASE], wirings.places[number, SIZE]
    end, kinds = begin + size, numbers.kinds
    return Weights(
        size,
        numbers.parameters[begin:end],
        numbers.kept[begin:end],
        numbers.moments[kinds * begin : kinds * end],
        numbers.gradient,
        numbers.mask[begin:end],
        numbers.shrink[begin:end],
        numbers.decay[begin:end],
    )


@inlined
def _gather(
    data: TrainingData, tile: Tile, at: int, order: Labels, seeds: int, first: int, samples: int
) -> None:
    """Targets and inputs of an update's samples, from ``first`` on, in each seed's own order.

    Lanes beyond the last seed repeat it.
    """
    last, columns, all_samples = seeds - 1, data.columns, data.samples
    b, c = min(1, last) * all_samples, min(2, last) * all_samples
    d, e = min(3, last) * all_samples, min(4, last) * all_samples
    f, g = min(5, last) * all_samples, min(6, last) * all_samples
    h = min(7, last) * all_samples
    for begin in range(0, samples, data.chunk):
        count = min(data.chunk, samples - begin)
        for place in range(count):
            i = first + begin + place
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
                store(tile.numbers, at + 8 * (columns * begin + column * count + place), value)


@inlined
def _put(
    wirings: Wirings, wiring: Wiring, number: int, rows: Rows, tile: Tile, at: int, width: int
) -> Rows:
    """The inputs that the wiring has, of a chunk that begins at ``at`` in the tile.

    Returns:
        The rows with the targets of the chunk.
    """
    first = wirings.places[number, COLUMN]
    for row in range(wiring.inputs):
        origin = at + wirings.columns[first + row] * width
        for place in range(0, width, 8):
            store(rows.activations, row * width + place, load(tile.numbers, origin + place))
    targets = tile.numbers[at : at + (wiring.height - wiring.outputs) * width]
    return Rows(
        rows.sums,
        rows.activations,
        rows.sensitivity,
        targets,
        rows.transposed,
        rows.scratch,
    )


@outlined
def _halt(own: Weights, numbers: Numbers, number: int, rows: Rows, epoch: int) -> None:
    """Halt the lanes that left the valid range: from now on they hold zeros."""
    beyond = lanes(0.0)
    for place in range(0, own.size, 8):
        size = magnitude(load(own.parameters, place))
        beyond = beyond + where_at_most(size, _LIMIT, 0.0, 1.0)
    store(rows.scratch, 0, beyond)
    running = 0
    for lane in range(8):
        here = 8 * number + lane
        if rows.scratch[lane] > 0.0 and numbers.active[here] > 0.0:
            numbers.active[here] = 0.0
            numbers.diverged_at[here] = epoch
            for slot in range(lane, own.size, 8):
                own.parameters[slot] = own.mask[slot] = 0.0
                own.shrink[slot] = own.decay[slot] = 0.0
            for slot in range(lane, len(own.moments), 8):
                own.moments[slot] = 0.0
        running += numbers.active[here] > 0.0
    numbers.alive[number] = running


@inlined
def _train_one(
    wirings: Wirings,
    number: int,
    data: TrainingData,
    rows: Rows,
    numbers: Numbers,
    rule: Rule,
    tile: Tile,
    counters: Labels,
    count: int,
) -> None:
    """The updates of the tile, ``count`` of them, for one wiring."""
    wiring, own = wiring_at(wirings, number), _weights_at(wirings, numbers, number)
    whole, filled = data.batch == data.samples, 0
    for update in range(count):
        first = 0 if whole else (counters[POSITION] + update) * data.batch
        samples = min(data.batch, data.samples - first)
        at = 0 if whole else 8 * data.columns * data.batch * update
        for place in range(0, own.size, 8):
            store(own.gradient, place, lanes(0.0))
        for begin in range(0, samples, data.chunk):
            width = 8 * min(data.chunk, samples - begin)
            if width != filled:
                fill_ones(wiring, rows, width)
                filled = width
            place = at + 8 * data.columns * begin
            chunk = _put(wirings, wiring, number, rows, tile, place, width)
            forward_beside_ones(wiring, chunk, own.parameters, 0, width)
            loss_slope(data.loss, wiring, chunk, width, width, samples)
            backward(wiring, chunk, own.parameters, 0, own.gradient, width)
        if numbers.alive[number] < 8:
            moving = load(numbers.active, 8 * number)
            for place in range(0, own.size, 8):
                slope = where_at_most(moving, 0.0, 0.0, load(own.gradient, place))
                store(own.gradient, place, slope)
        scale = group_clipping_scale(rule, own, 0)
        if not step(rule, own, 0, 1, 0, scale, tile.rates[update], tile.epsilons[update]):
            epoch = counters[EPOCH] + 1 + (update if whole else 0)
            _halt(own, numbers, number, rows, epoch)
            if not numbers.alive[number]:
                break


@inlined
def _schedule(rule: Rule, tile: Tile, counters: Labels, count: int) -> None:
    """Step size and epsilon of the next updates."""
    for update in range(count):
        tile.rates[update], tile.epsilons[update] = rule.learning_rate, 0.0
        if rule.optimizer == ADAM:
            counters[STEPS] += 1
            rate, epsilon = adam_scales(rule.learning_rate, counters[STEPS])
            tile.rates[update], tile.epsilons[update] = rate, epsilon


@outermost
def train_wirings(
    wirings: Wirings,
    data: TrainingData,
    rows: Rows,
    numbers: Numbers,
    rule: Rule,
    words: Words,
    order: Labels,
    tile: Tile,
    counters: Labels,
    updates: int,
    stop: int,
) -> None:
    """Up to so many updates of all wirings, in step, not beyond the end of epoch ``stop``.

    See `tables` and `structs` for what the tables hold. ``words`` are the generators that shuffle,
    one row a seed, eight seeds at most; ``order`` is the order of the samples of each seed, flat.
    ``counters`` are those of `loop`, and are counted up. Lanes that diverge are halted.
    """
    seeds, samples = len(words), data.samples
    per_epoch = (samples + data.batch - 1) // data.batch
    whole = data.batch == samples
    while updates > 0 and counters[EPOCH] < stop:
        if counters[POSITION] == 0 and not whole:
            for seed in range(seeds):
                shuffle(words, seed, order, samples)
        left = stop - counters[EPOCH] if whole else per_epoch - counters[POSITION]
        count = min(updates, left, tile.updates)
        for update in range(1 if whole else count):
            first = (counters[POSITION] + update) * data.batch
            at = 8 * data.columns * data.batch * update
            _gather(data, tile, at, order, seeds, first, min(data.batch, samples - first))
        _schedule(rule, tile, counters, count)
        for number in range(len(numbers.alive)):
            if numbers.alive[number]:
                _train_one(wirings, number, data, rows, numbers, rule, tile, counters, count)
        updates -= count
        counters[DONE] += count
        if whole:
            counters[EPOCH] += count
        else:
            counters[POSITION] += count
            if counters[POSITION] == per_epoch:
                counters[EPOCH] += 1
                counters[POSITION] = 0
