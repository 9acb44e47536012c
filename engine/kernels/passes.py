"""Forward and backward for one chunk of samples, compiled.

A dense stage is a small matrix product. Its sums and its messages back run along the samples, four
rows at a time, so that one load serves four; its gradient adds up eight links at once along the
samples and folds the eight vectors into one (`lanes.sums`), with the eight links side by side
among the sources or among the targets, whichever wastes less.
"""

from __future__ import annotations

from engine.data import Floats
from engine.kernels.compiled import inlined
from engine.kernels.fast_math import cos, exp, sigmoid, sin, tanh
from engine.kernels.lanes import (
    Lanes,
    fused,
    lane_numbers,
    lanes,
    load,
    magnitude,
    spread,
    store,
    sums,
    where_at_most,
)
from engine.kernels.tables import (
    ABS,
    BINARY,
    GAUSSIAN,
    IDENTITY,
    RELU,
    SIGMOID,
    SINE,
    SQUARE,
    SQUARED_ERROR,
    TANH,
    Rows,
    Wiring,
)


@inlined
def forward(wiring: Wiring, rows: Rows, weights: Floats, base: int, width: int) -> None:
    """All activations of a chunk whose inputs are filled in; weights begin at ``base``."""
    for one in wiring.ones:
        for place in range(one * width, (one + 1) * width, 8):
            store(rows.activations, place, lanes(1.0))
    for stage in wiring.stages:
        low, high, first, last, offset = stage[0], stage[1], stage[2], stage[3], base + stage[4]
        sources = high - low
        target = first
        while target + 4 <= last:
            weight = offset + (target - first) * sources
            _sum_four(
                weights, weight, sources, 1, rows.activations, low * width, sources,
                rows.sums, target * width, width, False,
            )
            target += 4
        while target < last:
            weight = offset + (target - first) * sources
            _sum_one(
                weights, weight, 1, rows.activations, low * width, sources,
                rows.sums, target * width, width, False,
            )
            target += 1
        for number in range(stage[5], stage[6]):
            run = wiring.runs[number]
            _activate(run[0], rows.sums, rows.activations, run[1] * width, run[2] * width)


@inlined
def backward(
    wiring: Wiring, rows: Rows, weights: Floats, base: int, gradient: Floats, width: int
) -> None:
    """Add the gradient of a chunk whose outputs have their sensitivities."""
    for place in range(wiring.first * width, wiring.outputs * width, 8):
        store(rows.sensitivity, place, lanes(0.0))
    for number in range(len(wiring.stages) - 1, -1, -1):
        stage = wiring.stages[number]
        low, high, first, last, offset = stage[0], stage[1], stage[2], stage[3], stage[4]
        for place in range(stage[5], stage[6]):
            run = wiring.runs[place]
            _slope(run[0], rows, run[1] * width, run[2] * width)
        _gradient(rows, low, high, first, last, offset, gradient, width)
        source, end = max(low, wiring.first), min(high, first - 1)
        while source + 4 <= end:
            _sum_four(
                weights, base + offset + source - low, 1, high - low,
                rows.sensitivity, first * width, last - first,
                rows.sensitivity, source * width, width, True,
            )
            source += 4
        while source < end:
            _sum_one(
                weights, base + offset + source - low, high - low,
                rows.sensitivity, first * width, last - first,
                rows.sensitivity, source * width, width, True,
            )
            source += 1


@inlined
def _sum_four(
    weights: Floats,
    weight: int,
    row_step: int,
    step: int,
    source: Floats,
    start: int,
    count: int,
    result: Floats,
    place: int,
    width: int,
    add: bool,
) -> None:
    """Four rows of a product: result[i] = (result[i] +) Σₖ weight[i · row_step + k · step] source[k]."""
    for lane in range(0, width, 8):
        a = b = c = d = lanes(0.0)
        if add:
            a = load(result, place + lane)
            b = load(result, place + width + lane)
            c = load(result, place + 2 * width + lane)
            d = load(result, place + 3 * width + lane)
        for k in range(count):
            value = load(source, start + k * width + lane)
            link = weight + k * step
            a = fused(spread(weights, link), value, a)
            b = fused(spread(weights, link + row_step), value, b)
            c = fused(spread(weights, link + 2 * row_step), value, c)
            d = fused(spread(weights, link + 3 * row_step), value, d)
        store(result, place + lane, a)
        store(result, place + width + lane, b)
        store(result, place + 2 * width + lane, c)
        store(result, place + 3 * width + lane, d)


@inlined
def _sum_one(
    weights: Floats,
    weight: int,
    step: int,
    source: Floats,
    start: int,
    count: int,
    result: Floats,
    place: int,
    width: int,
    add: bool,
) -> None:
    """One row of a product, as in `_sum_four`."""
    for lane in range(0, width, 8):
        a = load(result, place + lane) if add else lanes(0.0)
        for k in range(count):
            a = fused(spread(weights, weight + k * step), load(source, start + k * width + lane), a)
        store(result, place + lane, a)


@inlined
def _gradient(
    rows: Rows, low: int, high: int, first: int, last: int, offset: int, gradient: Floats, width: int
) -> None:
    """Add the gradient of a stage's weights: Σ over samples of sensitivity × activation."""
    sources, targets = high - low, last - first
    if targets * ((sources + 7) // 8) <= sources * ((targets + 7) // 8):
        for target in range(targets):
            for source in range(0, sources, 8):
                _add_eight(
                    rows.sensitivity, (first + target) * width,
                    rows.activations, (low + source) * width, width, rows.scratch,
                    gradient, offset + target * sources + source, 1, min(8, sources - source),
                )
    else:
        for source in range(sources):
            for target in range(0, targets, 8):
                _add_eight(
                    rows.activations, (low + source) * width,
                    rows.sensitivity, (first + target) * width, width, rows.scratch,
                    gradient, offset + target * sources + source, sources, min(8, targets - target),
                )


@inlined
def _add_eight(
    single: Floats,
    row: int,
    eight: Floats,
    start: int,
    width: int,
    scratch: Floats,
    gradient: Floats,
    slot: int,
    step: int,
    count: int,
) -> None:
    """Add one row times eight rows to the gradient of (the first ``count`` of) eight links."""
    a = b = c = d = e = f = g = h = lanes(0.0)
    for lane in range(0, width, 8):
        one, place = load(single, row + lane), start + lane
        a = fused(one, load(eight, place), a)
        b = fused(one, load(eight, place + width), b)
        c = fused(one, load(eight, place + 2 * width), c)
        d = fused(one, load(eight, place + 3 * width), d)
        e = fused(one, load(eight, place + 4 * width), e)
        f = fused(one, load(eight, place + 5 * width), f)
        g = fused(one, load(eight, place + 6 * width), g)
        h = fused(one, load(eight, place + 7 * width), h)
    store(scratch, 0, sums(a, b, c, d, e, f, g, h))
    for number in range(count):
        gradient[slot + number * step] += scratch[number]


@inlined
def _activate(kind: int, z: Floats, a: Floats, start: int, end: int) -> None:
    """a = f(z) over neighbouring rows."""
    if kind == TANH:
        for place in range(start, end, 8):
            store(a, place, tanh(load(z, place)))
    elif kind == IDENTITY:
        for place in range(start, end, 8):
            store(a, place, load(z, place))
    elif kind == RELU:
        for place in range(start, end, 8):
            value = load(z, place)
            store(a, place, where_at_most(value, 0.0, 0.0, value))
    elif kind == SIGMOID:
        for place in range(start, end, 8):
            store(a, place, sigmoid(load(z, place)))
    elif kind == SINE:
        for place in range(start, end, 8):
            store(a, place, sin(load(z, place)))
    elif kind == ABS:
        for place in range(start, end, 8):
            store(a, place, magnitude(load(z, place)))
    elif kind == SQUARE:
        for place in range(start, end, 8):
            value = load(z, place)
            store(a, place, value * value)
    elif kind == GAUSSIAN:
        for place in range(start, end, 8):
            value = load(z, place)
            store(a, place, exp(-(value * value)))


@inlined
def _slope(kind: int, rows: Rows, start: int, end: int) -> None:
    """From d loss / d a to d loss / d z: times f'(z), over neighbouring rows."""
    z, a, d = rows.sums, rows.activations, rows.sensitivity
    if kind == TANH:
        for place in range(start, end, 8):
            value = load(a, place)
            store(d, place, load(d, place) * fused(-value, value, 1.0))
    elif kind == RELU:
        for place in range(start, end, 8):
            store(d, place, load(d, place) * _sign(load(a, place)))
    elif kind == SIGMOID:
        for place in range(start, end, 8):
            value = load(a, place)
            store(d, place, load(d, place) * ((1.0 - value) * value))
    elif kind == SINE:
        for place in range(start, end, 8):
            store(d, place, load(d, place) * cos(load(z, place)))
    elif kind == ABS:
        for place in range(start, end, 8):
            store(d, place, load(d, place) * _sign(load(z, place)))
    elif kind == SQUARE:
        for place in range(start, end, 8):
            store(d, place, load(d, place) * (2.0 * load(z, place)))
    elif kind == GAUSSIAN:
        for place in range(start, end, 8):
            store(d, place, load(d, place) * (-2.0 * load(z, place) * load(a, place)))


@inlined
def _sign(value: Lanes) -> Lanes:
    """1, 0 or −1; NaN stays."""
    above = where_at_most(0.0, value, 1.0, value)
    below = where_at_most(0.0, value, 0.0, -1.0)
    return where_at_most(value, 0.0, below, above)


@inlined
def loss_slope(
    kind: int, wiring: Wiring, rows: Rows, count: int, width: int, samples: int
) -> None:
    """d loss / d outputs of a chunk of ``count`` samples; 0 where a row is only filled up.

    The loss is the mean over a batch of ``samples``.
    """
    outputs = wiring.height - wiring.outputs
    begin = wiring.outputs * width
    if kind == SQUARED_ERROR:
        scale = 2.0 / (outputs * samples)
        for place in range(0, outputs * width, 8):
            error = load(rows.activations, begin + place) - load(rows.targets, place)
            store(rows.sensitivity, begin + place, error * scale)
    elif kind == BINARY:
        scale = -1.0 / samples
        for place in range(0, width, 8):
            target = load(rows.targets, place)
            power = exp(load(rows.activations, begin + place) * target)
            store(rows.sensitivity, begin + place, target / (power + 1.0) * scale)
    else:
        for lane in range(0, width, 8):
            _softmax_slope(rows, begin + lane, lane, outputs, width, 1.0 / samples)
    last = width - 8
    real = lane_numbers() + (last + 1)
    for row in range(begin, begin + outputs * width, width):
        value = load(rows.sensitivity, row + last)
        store(rows.sensitivity, row + last, where_at_most(real, count, value, 0.0))


@inlined
def _softmax_slope(
    rows: Rows, begin: int, lane: int, outputs: int, width: int, scale: float
) -> None:
    """(softmax − target) · scale for eight samples; the largest logit is taken off first."""
    top = load(rows.activations, begin)
    for output in range(1, outputs):
        value = load(rows.activations, begin + output * width)
        top = where_at_most(value, top, top, value)
    whole = lanes(0.0)
    for output in range(outputs):
        share = exp(load(rows.activations, begin + output * width) - top)
        store(rows.sensitivity, begin + output * width, share)
        whole = whole + share
    for output in range(outputs):
        share = load(rows.sensitivity, begin + output * width) / whole
        target = load(rows.targets, lane + output * width)
        store(rows.sensitivity, begin + output * width, (share - target) * scale)
