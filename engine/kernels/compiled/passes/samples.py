"""Forward and backward for one chunk of samples, compiled.

A dense stage is a small matrix product. Its sums and its messages back run along the samples, four
rows at a time, so that one load serves four; its gradient adds up eight links at once along the
samples and folds the eight vectors into one (`lanes.sums`), with the eight links side by side
among the sources or among the targets, whichever wastes less.
"""

from __future__ import annotations

from typing import TypeAlias

from engine.data import Floats
from engine.kernels.compiled.activations import activate, pull_through
from engine.kernels.compiled.jit import inlined
from engine.kernels.compiled.passes.gradients import Block, add_gradient
from engine.kernels.compiled.passes.sparse import sparse_backward, sparse_forward
from engine.kernels.compiled.simd import fused, lanes, load, spread, store
from engine.kernels.compiled.structs import (
    FIRST,
    HIGH,
    LAST,
    LINK,
    LINK_END,
    LOW,
    OFFSET,
    RUN,
    RUN_END,
    Rows,
    Wiring,
)

Links: TypeAlias = tuple[Floats, int, int, int]
"""Weights in an array: the first one, the step to the next result, the step to the next source."""


@inlined
def forward(wiring: Wiring, rows: Rows, weights: Floats, base: int, width: int) -> None:
    """All activations of a chunk whose inputs are filled in; its weights begin at ``base``."""
    for one in wiring.ones:
        for place in range(one * width, (one + 1) * width, 8):
            store(rows.activations, place, lanes(1.0))
    for stage in wiring.stages:
        if stage[LINK] < stage[LINK_END]:
            sparse_forward(wiring, stage, rows, weights, base, width)
        else:
            sources = stage[HIGH] - stage[LOW]
            links = (weights, base + stage[OFFSET], sources, 1)
            read = (rows.activations, stage[LOW] * width, sources)
            written = (rows.sums, stage[FIRST] * width, stage[LAST] - stage[FIRST])
            _product(links, read, written, width, add=False)
        for number in range(stage[RUN], stage[RUN_END]):
            run = wiring.runs[number]
            activate(run[0], rows.sums, rows.activations, run[1] * width, run[2] * width)


@inlined
def backward(
    wiring: Wiring,
    rows: Rows,
    weights: Floats,
    base: int,
    gradient: Floats,
    samples: int,
    width: int,
) -> None:
    """Add the gradient of a chunk of ``samples``, given the slope of the loss at its outputs."""
    for place in range(wiring.first * width, wiring.outputs * width, 8):
        store(rows.sensitivity, place, lanes(0.0))
    for number in range(len(wiring.stages) - 1, -1, -1):
        stage = wiring.stages[number]
        low, first = stage[LOW], stage[FIRST]
        sources, targets = stage[HIGH] - low, stage[LAST] - first
        for place in range(stage[RUN], stage[RUN_END]):
            run = wiring.runs[place]
            pull_through(run[0], rows, run[1] * width, run[2] * width)
        if stage[LINK] < stage[LINK_END]:
            sparse_backward(wiring, stage, rows, weights, base, gradient, width)
            continue
        sensitivity = (rows.sensitivity, first * width, targets)
        activations = (rows.activations, low * width, sources)
        add_gradient(sensitivity, activations, gradient, stage[OFFSET], rows, samples, width)
        reached = max(low, wiring.first)
        links = (weights, base + stage[OFFSET] + reached - low, 1, sources)
        written = (rows.sensitivity, reached * width, min(stage[HIGH], first - 1) - reached)
        _product(links, sensitivity, written, width, add=True)


@inlined
def _product(links: Links, read: Block, written: Block, width: int, add: bool) -> None:
    """written[i] = (written[i] +) Σₖ weight[i, k] · read[k], where i and k are rows."""
    weights, first, row_step, step = links
    result, start, count = written
    row = 0
    while row + 4 <= count:
        here = (weights, first + row * row_step, row_step, step)
        _four_rows(here, read, result, start + row * width, width, add=add)
        row += 4
    while row < count:
        here = (weights, first + row * row_step, row_step, step)
        _one_row(here, read, result, start + row * width, width, add=add)
        row += 1


@inlined
def _four_rows(
    links: Links, read: Block, result: Floats, place: int, width: int, add: bool
) -> None:
    """Four rows of `_product`, sixteen samples at a time, then eight."""
    weights, first, row_step, step = links
    source, start, count = read
    lane = 0
    while lane + 16 <= width:
        a = b = c = d = e = f = g = h = lanes(0.0)
        here = place + lane
        if add:
            a, b = load(result, here), load(result, here + 8)
            c, d = load(result, here + width), load(result, here + width + 8)
            e, f = load(result, here + 2 * width), load(result, here + 2 * width + 8)
            g, h = load(result, here + 3 * width), load(result, here + 3 * width + 8)
        for k in range(count):
            one, link = load(source, start + k * width + lane), first + k * step
            two = load(source, start + k * width + lane + 8)
            weight = spread(weights, link)
            a, b = fused(weight, one, a), fused(weight, two, b)
            weight = spread(weights, link + row_step)
            c, d = fused(weight, one, c), fused(weight, two, d)
            weight = spread(weights, link + 2 * row_step)
            e, f = fused(weight, one, e), fused(weight, two, f)
            weight = spread(weights, link + 3 * row_step)
            g, h = fused(weight, one, g), fused(weight, two, h)
        _store_two(result, here, a, b)
        _store_two(result, here + width, c, d)
        _store_two(result, here + 2 * width, e, f)
        _store_two(result, here + 3 * width, g, h)
        lane += 16
    if lane < width:
        a = b = c = d = lanes(0.0)
        here = place + lane
        if add:
            a, b = load(result, here), load(result, here + width)
            c, d = load(result, here + 2 * width), load(result, here + 3 * width)
        for k in range(count):
            value, link = load(source, start + k * width + lane), first + k * step
            a = fused(spread(weights, link), value, a)
            b = fused(spread(weights, link + row_step), value, b)
            c = fused(spread(weights, link + 2 * row_step), value, c)
            d = fused(spread(weights, link + 3 * row_step), value, d)
        store(result, here, a)
        store(result, here + width, b)
        store(result, here + 2 * width, c)
        store(result, here + 3 * width, d)


@inlined
def _store_two(result: Floats, place: int, one: float, two: float) -> None:
    """Two vectors side by side."""
    store(result, place, one)
    store(result, place + 8, two)


@inlined
def _one_row(links: Links, read: Block, result: Floats, place: int, width: int, add: bool) -> None:
    """One row of `_product`, sixteen samples at a time, then eight."""
    weights, first, _, step = links
    source, start, count = read
    lane = 0
    while lane + 16 <= width:
        a = b = lanes(0.0)
        if add:
            a, b = load(result, place + lane), load(result, place + lane + 8)
        for k in range(count):
            here, weight = start + k * width + lane, spread(weights, first + k * step)
            a = fused(weight, load(source, here), a)
            b = fused(weight, load(source, here + 8), b)
        _store_two(result, place + lane, a, b)
        lane += 16
    if lane < width:
        a = load(result, place + lane) if add else lanes(0.0)
        for k in range(count):
            value = load(source, start + k * width + lane)
            a = fused(spread(weights, first + k * step), value, a)
        store(result, place + lane, a)
