"""Losses and their slopes on rows of numbers, compiled.

The formulas are those of `engine.functions.losses`.
"""

from __future__ import annotations

from engine.kernels.compiled.fast_math import exp, softplus
from engine.kernels.compiled.jit import inlined
from engine.kernels.compiled.simd import (
    Lanes,
    fused,
    lane_numbers,
    lanes,
    library_log,
    load,
    store,
    total,
    where_at_most,
)
from engine.kernels.compiled.structs import BINARY, SQUARED_ERROR, Rows, Wiring


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
    top = _largest(rows, begin, outputs, width)
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
def loss_sum(kind: int, wiring: Wiring, rows: Rows, count: int, width: int) -> float:
    """The loss summed over ``count`` samples and, with squared error, over outputs."""
    outputs = wiring.height - wiring.outputs
    begin = wiring.outputs * width
    found = lanes(0.0)
    for lane in range(0, width, 8):
        own = lanes(0.0)
        if kind == SQUARED_ERROR:
            for row in range(lane, lane + outputs * width, width):
                error = load(rows.activations, begin + row) - load(rows.targets, row)
                own = fused(error, error, own)
        elif kind == BINARY:
            own = softplus(-(load(rows.activations, begin + lane) * load(rows.targets, lane)))
        else:
            own = _softmax_loss(rows, begin + lane, lane, outputs, width)
        number = lane_numbers() + (lane + 1)
        found = found + where_at_most(number, count, own, 0.0)
    return total(found)


@inlined
def _softmax_loss(rows: Rows, begin: int, lane: int, outputs: int, width: int) -> Lanes:
    """The loss log Σ exp(z − top) − (z − top) of the class, for eight samples."""
    top = _largest(rows, begin, outputs, width)
    whole = own = lanes(0.0)
    for output in range(outputs):
        logit = load(rows.activations, begin + output * width) - top
        whole = whole + exp(logit)
        own = fused(logit, load(rows.targets, lane + output * width), own)
    return library_log(whole) - own


@inlined
def _largest(rows: Rows, begin: int, outputs: int, width: int) -> Lanes:
    """The largest logit of eight samples."""
    top = load(rows.activations, begin)
    for output in range(1, outputs):
        value = load(rows.activations, begin + output * width)
        top = where_at_most(value, top, top, value)
    return top
