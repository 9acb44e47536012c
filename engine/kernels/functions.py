"""Activations, losses and their slopes on rows of numbers, compiled.

The formulas are those of `engine.activations` and `engine.losses`. Compiled code has no tables of
functions: each kind is one more branch, outside of the loops.
"""

from __future__ import annotations

from collections.abc import Callable

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
    store,
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
def activate(kind: int, z: Floats, a: Floats, start: int, end: int) -> None:
    """Write f(z) to a, from ``start`` to ``end``."""
    if kind == IDENTITY:
        _map(_same, z, a, start, end)
    elif kind == TANH:
        _map(tanh, z, a, start, end)
    elif kind == SIGMOID:
        _map(sigmoid, z, a, start, end)
    elif kind == RELU:
        _map(_positive_part, z, a, start, end)
    elif kind == SINE:
        _map(sin, z, a, start, end)
    elif kind == ABS:
        _map(_size, z, a, start, end)
    elif kind == SQUARE:
        _map(_square, z, a, start, end)
    elif kind == GAUSSIAN:
        _map(_bell, z, a, start, end)


@inlined
def pull_through(kind: int, rows: Rows, start: int, end: int) -> None:
    """From d loss / d a to d loss / d z: times f'(z), from ``start`` to ``end``."""
    if kind == TANH:
        _scale(_tanh_slope, rows, start, end)
    elif kind == SIGMOID:
        _scale(_sigmoid_slope, rows, start, end)
    elif kind == RELU:
        _scale(_positive_part_slope, rows, start, end)
    elif kind == SINE:
        _scale(_sine_slope, rows, start, end)
    elif kind == ABS:
        _scale(_size_slope, rows, start, end)
    elif kind == SQUARE:
        _scale(_square_slope, rows, start, end)
    elif kind == GAUSSIAN:
        _scale(_bell_slope, rows, start, end)


@inlined
def loss_slope(kind: int, wiring: Wiring, rows: Rows, count: int, width: int, batch: int) -> None:
    """The slope of the loss at the outputs of ``count`` samples; 0 where rows are filled up.

    The loss is the mean over a batch of ``batch`` samples, of which these are a chunk.
    """
    outputs = wiring.height - wiring.outputs
    begin = wiring.outputs * width
    if kind == SQUARED_ERROR:
        scale = 2.0 / (outputs * batch)
        for place in range(0, outputs * width, 8):
            error = load(rows.activations, begin + place) - load(rows.targets, place)
            store(rows.sensitivity, begin + place, error * scale)
    elif kind == BINARY:
        scale = -1.0 / batch
        for place in range(0, width, 8):
            target = load(rows.targets, place)
            power = exp(load(rows.activations, begin + place) * target)
            store(rows.sensitivity, begin + place, target / (power + 1.0) * scale)
    else:
        for lane in range(0, width, 8):
            _softmax_slope(rows, begin + lane, lane, outputs, width, 1.0 / batch)
    last = width - 8
    number = lane_numbers() + (last + 1)
    for row in range(begin, begin + outputs * width, width):
        value = load(rows.sensitivity, row + last)
        store(rows.sensitivity, row + last, where_at_most(number, count, value, 0.0))


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


@inlined
def _map(function: Callable[[Lanes], Lanes], z: Floats, a: Floats, start: int, end: int) -> None:
    for place in range(start, end, 8):
        store(a, place, function(load(z, place)))


@inlined
def _scale(slope: Callable[[Lanes, Lanes], Lanes], rows: Rows, start: int, end: int) -> None:
    for place in range(start, end, 8):
        factor = slope(load(rows.sums, place), load(rows.activations, place))
        store(rows.sensitivity, place, load(rows.sensitivity, place) * factor)


@inlined
def _same(z: Lanes) -> Lanes:
    return z


@inlined
def _tanh_slope(z: Lanes, a: Lanes) -> Lanes:  # noqa: ARG001
    return fused(-a, a, 1.0)


@inlined
def _sigmoid_slope(z: Lanes, a: Lanes) -> Lanes:  # noqa: ARG001
    return (1.0 - a) * a


@inlined
def _positive_part(z: Lanes) -> Lanes:
    return where_at_most(z, 0.0, 0.0, z)


@inlined
def _positive_part_slope(z: Lanes, a: Lanes) -> Lanes:  # noqa: ARG001
    return _sign(a)


@inlined
def _sine_slope(z: Lanes, a: Lanes) -> Lanes:  # noqa: ARG001
    return cos(z)


@inlined
def _size(z: Lanes) -> Lanes:
    return magnitude(z)


@inlined
def _size_slope(z: Lanes, a: Lanes) -> Lanes:  # noqa: ARG001
    return _sign(z)


@inlined
def _square(z: Lanes) -> Lanes:
    return z * z


@inlined
def _square_slope(z: Lanes, a: Lanes) -> Lanes:  # noqa: ARG001
    return z + z


@inlined
def _bell(z: Lanes) -> Lanes:
    return exp(-(z * z))


@inlined
def _bell_slope(z: Lanes, a: Lanes) -> Lanes:
    return z * a * -2.0


@inlined
def _sign(value: Lanes) -> Lanes:
    """1, 0 or −1; NaN stays."""
    above = where_at_most(0.0, value, 1.0, value)
    below = where_at_most(0.0, value, 0.0, -1.0)
    return where_at_most(value, 0.0, below, above)
