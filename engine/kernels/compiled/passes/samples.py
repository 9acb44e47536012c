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
from engine.kernels.compiled.passes.sparse import sparse_backward, sparse_forward
from engine.kernels.compiled.simd import fused, lanes, load, spread, store, sums
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

Block: TypeAlias = tuple[Floats, int, int]
"""Neighbouring rows in an array: where the first one begins, and how many there are."""


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
    wiring: Wiring, rows: Rows, weights: Floats, base: int, gradient: Floats, width: int
) -> None:
    """Add the gradient of a chunk, given the slope of the loss at its outputs."""
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
        _add_gradient(sensitivity, activations, gradient, stage[OFFSET], rows.scratch, width)
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
    """Four rows of `_product`."""
    weights, first, row_step, step = links
    source, start, count = read
    for lane in range(0, width, 8):
        a = b = c = d = lanes(0.0)
        if add:
            a = load(result, place + lane)
            b = load(result, place + width + lane)
            c = load(result, place + 2 * width + lane)
            d = load(result, place + 3 * width + lane)
        for k in range(count):
            value, link = load(source, start + k * width + lane), first + k * step
            a = fused(spread(weights, link), value, a)
            b = fused(spread(weights, link + row_step), value, b)
            c = fused(spread(weights, link + 2 * row_step), value, c)
            d = fused(spread(weights, link + 3 * row_step), value, d)
        store(result, place + lane, a)
        store(result, place + width + lane, b)
        store(result, place + 2 * width + lane, c)
        store(result, place + 3 * width + lane, d)


@inlined
def _one_row(links: Links, read: Block, result: Floats, place: int, width: int, add: bool) -> None:
    """One row of `_product`."""
    weights, first, _, step = links
    source, start, count = read
    for lane in range(0, width, 8):
        a = load(result, place + lane) if add else lanes(0.0)
        for k in range(count):
            value = load(source, start + k * width + lane)
            a = fused(spread(weights, first + k * step), value, a)
        store(result, place + lane, a)


@inlined
def _add_gradient(
    sensitivity: Block,
    activations: Block,
    gradient: Floats,
    offset: int,
    scratch: Floats,
    width: int,
) -> None:
    """Add Σ over samples of sensitivity × activation to the slots of a stage's weights."""
    d, first, targets = sensitivity
    a, low, sources = activations
    if targets * ((sources + 7) // 8) <= sources * ((targets + 7) // 8):
        for target in range(targets):
            for source in range(0, sources, 8):
                eight = (a, low + source * width, min(8, sources - source))
                _eight_sums(d, first + target * width, eight, scratch, width)
                slot = offset + target * sources + source
                _add_scratch(gradient, slot, 1, eight[2], scratch)
    else:
        for source in range(sources):
            for target in range(0, targets, 8):
                eight = (d, first + target * width, min(8, targets - target))
                _eight_sums(a, low + source * width, eight, scratch, width)
                slot = offset + target * sources + source
                _add_scratch(gradient, slot, sources, eight[2], scratch)


@inlined
def _eight_sums(single: Floats, row: int, eight: Block, scratch: Floats, width: int) -> None:
    """Σ over samples of one row times each of eight; what lies behind the block is of no use."""
    block, start, _ = eight
    a = b = c = d = e = f = g = h = lanes(0.0)
    for lane in range(0, width, 8):
        one, place = load(single, row + lane), start + lane
        a = fused(one, load(block, place), a)
        b = fused(one, load(block, place + width), b)
        c = fused(one, load(block, place + 2 * width), c)
        d = fused(one, load(block, place + 3 * width), d)
        e = fused(one, load(block, place + 4 * width), e)
        f = fused(one, load(block, place + 5 * width), f)
        g = fused(one, load(block, place + 6 * width), g)
        h = fused(one, load(block, place + 7 * width), h)
    store(scratch, 0, sums(a, b, c, d, e, f, g, h))


@inlined
def _add_scratch(gradient: Floats, slot: int, step: int, count: int, scratch: Floats) -> None:
    """Add the first numbers of the scratch to slots that lie ``step`` apart."""
    for number in range(count):
        gradient[slot + number * step] += scratch[number]
